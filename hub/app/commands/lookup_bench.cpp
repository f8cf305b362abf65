#include "hub/app/commands/lookup_bench.h"

#include <CLI/CLI.hpp>

#include "hub/cli/bench.h"

namespace hub::app {

namespace {

std::map<std::string, double> figuresOf(const std::vector<double>& ms) {
    return {{"n", static_cast<double>(ms.size())}, {"p50_ms", cli::percentile(ms, 0.5)}, {"p99_ms", cli::percentile(ms, 0.99)}};
}

std::vector<double> together(const LookupAnswers& answers) {
    std::vector<double> all;
    all.reserve(answers.answered());
    for (const auto* part : {&answers.by_card_ms, &answers.by_id_ms, &answers.unknown_ms})
        all.insert(all.end(), part->begin(), part->end());
    return all;
}

}  // namespace

void LookupBenchCommand::declare(CLI::App& app) {
    app.add_option("--dir", dir_, std::string("DIR"));
    app.add_option("--people", bench_.people, std::string("1 … 10000000"))->check(CLI::Range(1U, kLookupPeopleMax));
    app.add_option("--seconds", bench_.seconds, std::string("0.1 … 600"))->check(CLI::Range(0.1, 600.0));
    app.add_option("--clients", bench_.clients, std::string("1 … 1000"))->check(CLI::Range(1, 1000));
    app.add_option("--seed", bench_.seed, std::string("1"));
}

cli::Exit LookupBenchCommand::run(cli::Terminal& terminal) {
    bench_.folder = dir_;
    bench_.progress = [&](std::uint32_t stand) {
        terminal.err << (terminal.interactive ? "\r" : "") << stand << " / " << bench_.people << (terminal.interactive ? "" : "\n")
                     << std::flush;
    };
    const core::Result<LookupBenchResult> measured = runLookupBench(bench_);
    if (terminal.interactive) terminal.err << "\n";
    if (!measured.ok()) return cli::report(terminal, measured.failure());

    const LookupAnswers& answers = measured->answers;
    const std::vector<double> all = together(answers);
    cli::BenchResult result;
    result.bench = "lookup";
    result.value = static_cast<double>(all.size()) / answers.seconds;
    result.unit = "lookups/s";
    result.p50_ms = cli::percentile(all, 0.5);
    result.p99_ms = cli::percentile(all, 0.99);
    result.n = static_cast<std::int64_t>(all.size());
    result.seconds = answers.seconds;
    result.parameters = {{"engine", "sqlite"},
                         {"people", std::to_string(bench_.people)},
                         {"clients", std::to_string(bench_.clients)},
                         {"seed", std::to_string(bench_.seed)},
                         {"asked", "half by card, half by resident ID; 5 % of numbers that nobody has"}};
    result.extras = {{"fsync_p50_us", measured->fsync_p50_us},
                     {"wrong", static_cast<double>(answers.wrong)},
                     {"lost", static_cast<double>(answers.lost)},
                     {"hub_cpu_us_per_lookup", measured->hub_cpu_us},
                     {"commit_p99_ms", measured->commit_p99_ms},
                     {"database_mib", measured->database_mib},
                     {"filled", measured->fill.added},
                     {"fill_per_second", measured->fill.added == 0 ? 0 : measured->fill.added / measured->fill.seconds},
                     {"baseline_wrong", static_cast<double>(measured->baseline_wrong)}};
    result.groups = {
        {"by_card", figuresOf(answers.by_card_ms)}, {"by_id", figuresOf(answers.by_id_ms)}, {"unknown", figuresOf(answers.unknown_ms)}};
    result.baseline = cli::Baseline{std::string(kLookupBaseline), measured->baseline_per_second};
    result.ratio = measured->baseline_per_second > 0 ? result.value / measured->baseline_per_second : 0;
    result.rss_mib = measured->hub_rss_mib;
    cli::print(terminal, result);
    return answers.wrong == 0 && measured->baseline_wrong == 0 ? cli::Exit::Ok : cli::Exit::Failed;
}

}  // namespace hub::app
