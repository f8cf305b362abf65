#include "hub/app/commands/match_weights.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <optional>

#include "hub/app/weights_routes.h"

namespace hub::app {

using api::rest::ListedWeightsView;
using api::rest::WeightsListView;
using api::rest::WeightsRunView;
using api::rest::WeightsView;
using core::Result;

namespace {

constexpr double kBit = identity::matching::kBit;

/// What the hub answered is printed as it is for --json, else read and given to `print`.
template <class Answer, class Print>
cli::Exit tell(cli::Terminal& terminal, const Asked& asked, const Print& print) {
    if (!asked.body) return asked.exit;
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    const Result<Answer> read = core::fromJson<Answer>(*asked.body);
    if (!read.ok()) return cli::report(terminal, read.failure());
    print(*read);
    return cli::Exit::Ok;
}

std::string pathOf(const std::string& name) { return "/api/v1/match-weights/" + segment(name); }

void printLine(cli::Terminal& terminal, const ListedWeightsView& weights) {
    terminal.out << weights.name << "\t" << core::enumName(weights.state) << "\t" << core::enumName(weights.origin) << "\t"
                 << weights.records << "\t" << weights.made_by << "\t" << weights.tried_by.value_or("-") << "\t"
                 << weights.activated_by.value_or("-") << "\n";
}

void printRun(cli::Terminal& terminal, const WeightsRunView& run) {
    terminal.out << run.run_id.text() << "\t" << core::enumName(run.work) << "\t" << core::enumName(run.state) << "\t"
                 << run.weights.value_or("-") << "\t" << run.records << "\t" << run.pairs << "\t" << run.code.value_or("-") << "\n";
}

void printTrial(cli::Terminal& terminal, const identity::WeightsTrial& trial) {
    const auto share = [&](std::int64_t records) {
        return trial.records == 0 ? 0.0 : 100.0 * static_cast<double>(records) / static_cast<double>(trial.records);
    };
    terminal.out << fmt::format("{}\t{}\n{}\t{}\n{}\t{}\n", cli::text(terminal, "对照权重", "against"), trial.against,
                                cli::text(terminal, "样本档案", "records"), trial.records, cli::text(terminal, "比较的档案对", "pairs"),
                                trial.pairs);
    terminal.out << fmt::format("{}\t{:.2f} % -> {:.2f} %\n", cli::text(terminal, "待复核档案", "records to review"),
                                share(trial.review_records_active), share(trial.review_records_tried));
    for (const identity::BandMove& move : trial.moves) {
        if (move.pairs > 0)
            terminal.out << core::enumName(move.active) << " -> " << core::enumName(move.tried) << "\t" << move.pairs << "\n";
    }
    const auto record = [](const identity::SampledRecord& of) {
        return of.person.text() + (of.file ? "/" + of.file->text() : std::string());
    };
    for (const identity::ChangedDecision& one : trial.examples) {
        terminal.out << record(one.one) << "\t" << record(one.other) << "\t" << core::enumName(one.active) << " -> "
                     << core::enumName(one.tried) << fmt::format("\t{:.2f} -> {:.2f}", one.active_total / kBit, one.tried_total / kBit);
        for (const identity::TriedField& field : one.fields) {
            if (field.level == identity::matching::Level::Missing) continue;
            terminal.out << fmt::format("\t{} {} {:.2f} -> {:.2f}", core::enumName(field.field), core::enumName(field.level),
                                        field.active_bits / kBit, field.tried_bits / kBit);
        }
        for (const identity::matching::Guard guard : one.guards) terminal.out << "\t" << core::enumName(guard);
        terminal.out << "\n";
    }
}

void printWeights(cli::Terminal& terminal, const WeightsView& weights) {
    printLine(terminal, weights.about);
    terminal.out << fmt::format("{}\t{:.2f}\n{}\t{:.2f}\n", cli::text(terminal, "自动关联起点", "linked from"), weights.auto_from / kBit,
                                cli::text(terminal, "复核起点", "reviewed from"), weights.review_from / kBit);
    for (const identity::LevelWeight& one : weights.levels)
        terminal.out << fmt::format("{}\t{}\t{:.2f}\n", core::enumName(one.field), core::enumName(one.level), one.bits / kBit);
    if (weights.trial) printTrial(terminal, *weights.trial);
    for (const identity::WeightsChange& change : weights.history)
        terminal.out << change.number << "\t" << core::enumName(change.step) << "\t" << change.by << "\t" << change.at.ms << "\n";
}

void print(cli::Terminal& terminal, const ReplayedDecisions& replayed) {
    for (const ReplayedDecision& one : replayed.decisions) {
        terminal.out << one.at.ms << "\t" << one.by << "\t" << one.replay.weights << "\t" << (one.block.empty() ? "-" : one.block) << "\t"
                     << (one.replay.agrees ? cli::text(terminal, "一致", "agrees") : cli::text(terminal, "不一致", "does not agree"))
                     << "\n";
        for (const identity::ReplayedField& field : one.replay.fields)
            terminal.out << fmt::format("  {}\t{}\t{:.2f} + {:.2f}\t= {:.2f}\n", core::enumName(field.field), core::enumName(field.level),
                                        field.weight / kBit, field.rarity / kBit, field.bits / kBit);
        terminal.out << fmt::format("  {}\t{:.2f}\n  {}\t{:.2f}\n", cli::text(terminal, "先验", "prior"), one.replay.prior / kBit,
                                    cli::text(terminal, "合计", "total"), one.replay.total / kBit);
        for (const identity::matching::Guard guard : one.replay.guards) terminal.out << "  " << core::enumName(guard) << "\n";
    }
}

}  // namespace

void WeightsListCommand::declare(CLI::App& app) { hub_.declare(app); }

cli::Exit WeightsListCommand::run(cli::Terminal& terminal) {
    return tell<WeightsListView>(terminal, ask(terminal, hub_, "GET", "/api/v1/match-weights"), [&](const WeightsListView& list) {
        for (const ListedWeightsView& weights : list.weights) printLine(terminal, weights);
        for (const WeightsRunView& run : list.runs) printRun(terminal, run);
    });
}

void WeightsShowCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("name", name_, "0a1b2c3d")->required();
}

cli::Exit WeightsShowCommand::run(cli::Terminal& terminal) {
    return tell<WeightsView>(terminal, ask(terminal, hub_, "GET", pathOf(name_)),
                             [&](const WeightsView& weights) { printWeights(terminal, weights); });
}

void WeightsRunCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_flag("--no-wait", no_wait_, "do not wait for the end");
}

cli::Exit WeightsRunCommand::start(cli::Terminal& terminal, const std::string& weights) {
    if (const auto exit = requireStaff(terminal, hub_)) return *exit;
    api::rest::StartWeightsRun wish;
    wish.work = weights.empty() ? flows::WeightsWork::Estimate : flows::WeightsWork::Trial;
    if (!weights.empty()) wish.weights = weights;
    Asked asked = ask(terminal, hub_, "POST", "/api/v1/match-weight-runs", core::toJson(wish, core::Exposure::Masked));
    std::optional<WeightsRunView> run;
    while (true) {
        if (!asked.body) return asked.exit;
        const Result<WeightsRunView> read = core::fromJson<WeightsRunView>(*asked.body);
        if (!read.ok()) return cli::report(terminal, read.failure());
        run = *read;
        if (terminal.interactive) {
            terminal.err << "\r" << core::enumName(run->state) << " " << run->records << "/" << run->records_max << " " << run->pairs
                         << std::flush;
        }
        if (no_wait_ || run->ended()) break;
        asked = ask(terminal, hub_, "GET", "/admin/v1/match-weight-runs/" + run->run_id.text() + "?wait=1");
    }
    if (terminal.interactive) terminal.err << "\n";
    const auto why = run->code ? core::errorFromCode(*run->code) : std::nullopt;
    if (why) return cli::report(terminal, core::Failure(*why, run->weights.value_or("")));
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    if (!run->ended() || !run->weights) {
        printRun(terminal, *run);
        return cli::Exit::Ok;
    }
    return tell<WeightsView>(terminal, ask(terminal, hub_, "GET", pathOf(*run->weights)),
                             [&](const WeightsView& view) { printWeights(terminal, view); });
}

cli::Exit WeightsEstimateCommand::run(cli::Terminal& terminal) { return start(terminal, ""); }

void WeightsTryCommand::declare(CLI::App& app) {
    app.add_option("name", name_, "0a1b2c3d")->required();
    WeightsRunCommand::declare(app);
}

cli::Exit WeightsTryCommand::run(cli::Terminal& terminal) { return start(terminal, name_); }

void WeightsActivateCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("name", name_, "0a1b2c3d")->required();
}

cli::Exit WeightsActivateCommand::run(cli::Terminal& terminal) {
    if (const auto exit = requireStaff(terminal, hub_)) return *exit;
    return tell<WeightsView>(terminal, ask(terminal, hub_, "POST", pathOf(name_) + "/activate"),
                             [&](const WeightsView& weights) { printLine(terminal, weights.about); });
}

void WeightsReplayCommand::declare(CLI::App& app) {
    auto* file = app.add_option("--file", file_, "file_id");
    auto* review = app.add_option("--review", review_, "review_id");
    file->excludes(review);
    hub_.declare(app);
}

cli::Exit WeightsReplayCommand::run(cli::Terminal& terminal) {
    if (file_.empty() == review_.empty()) {
        terminal.err << cli::text(terminal, "请给出 --file 或 --review\n", "give --file or --review\n");
        return cli::Exit::Usage;
    }
    const Result<std::string> id = idIn(file_.empty() ? review_ : file_);
    if (!id.ok()) return cli::report(terminal, id.failure());
    const std::string path = "/admin/v1/match-decisions/" + std::string(file_.empty() ? "review/" : "file/") + *id;
    return tell<ReplayedDecisions>(terminal, ask(terminal, hub_, "GET", path),
                                   [&](const ReplayedDecisions& replayed) { print(terminal, replayed); });
}

}  // namespace hub::app
