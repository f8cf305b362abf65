#include "hub/cli/match_evaluate.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "hub/cli/bench.h"
#include "hub/cli/people_file.h"
#include "hub/core/clock.h"

namespace hub::cli {

namespace matching = identity::matching;
using core::Result;

namespace {

struct Report {
    const matching::Evaluation& evaluation;
    std::uint64_t dates_unreadable;
    double seconds;

    double reviewShare() const {
        return evaluation.records == 0 ? 0 : static_cast<double>(evaluation.review_records) / static_cast<double>(evaluation.records);
    }
};

void printJson(Terminal& terminal, const Report& report) {
    core::JsonWriter out(core::Exposure::Masked);
    const auto whole = [&out](std::string_view name, std::uint64_t value) {
        out.key(name);
        out.integer(static_cast<std::int64_t>(value));
    };
    const auto decimal = [&out](std::string_view name, double value) {  // a share of pairs shows its errors in the fifth place
        out.key(name);
        out.raw(fmt::format("{:.6f}", value));
    };
    const auto quality = [&](std::string_view name, const matching::Quality& of) {
        out.key(name);
        out.beginObject();
        decimal("precision", of.precision());
        decimal("recall", of.recall());
        decimal("f1", of.f1());
        out.endObject();
    };
    const matching::Evaluation& evaluation = report.evaluation;
    out.beginObject();
    whole("records", evaluation.records);
    quality("auto", evaluation.automatic);
    quality("auto_and_review", evaluation.with_review);
    decimal("review_records_share", report.reviewShare());
    whole("false_household_merges", evaluation.false_household);
    decimal("candidate_recall", evaluation.candidate_quality.recall());
    whole("candidate_pairs", evaluation.candidates);
    whole("blocks_passed_over", evaluation.blocks_passed_over);
    whole("birth_dates_unreadable", report.dates_unreadable);
    decimal("seconds", report.seconds);
    decimal("rss_mib", residentMib());
    out.endObject();
    terminal.out << out.text() << "\n";
}

void printText(Terminal& terminal, const Report& report) {
    const matching::Evaluation& evaluation = report.evaluation;
    const auto quality = [&](std::string_view zh, std::string_view en, const matching::Quality& of) {
        terminal.out << fmt::format("{}\tP {:.4f}\tR {:.4f}\tF1 {:.4f}\n", text(terminal, zh, en), of.precision(), of.recall(), of.f1());
    };
    terminal.out << fmt::format("{}\t{}\n", text(terminal, "档案数", "records"), evaluation.records);
    quality("自动关联", "linked", evaluation.automatic);
    quality("加人工复核", "with review", evaluation.with_review);
    terminal.out << fmt::format("{}\t{:.2f} %\n", text(terminal, "待复核档案", "records to review"), 100 * report.reviewShare());
    terminal.out << fmt::format("{}\t{}\n", text(terminal, "误并家庭成员", "household members merged"), evaluation.false_household);
    terminal.out << fmt::format("{}\t{:.1f}\n", text(terminal, "用时（秒）", "seconds"), report.seconds);
}

}  // namespace

void MatchEvaluate::declare(CLI::App& app) {
    options_.declare(app);
    app.add_option("--pairs", pairs_file_, "CSV: record_id_a,record_id_b")->required();
}

Exit MatchEvaluate::run(Terminal& terminal) {
    const core::SystemClock clock;
    const core::MonoTime start = clock.mono();
    const matching::FeatureReader reader;
    Result<PeopleFile> people = readPeople(options_.people_file, reader);
    if (!people.ok()) return report(terminal, people.failure());
    const Result<matching::TruePairs> truth = readTruth(pairs_file_, *people);
    if (!truth.ok()) return report(terminal, truth.failure());

    const matching::Population population(std::move(people->records));
    const matching::Candidates candidates = matching::candidatesOf(population, options_.block_max);
    const matching::Scorer scorer = options_.scorer(population, candidates, reader.names());
    const matching::Evaluation evaluation = matching::evaluate(population, candidates, scorer, *truth);
    const Report made{evaluation, people->dates_unreadable, std::chrono::duration<double>(clock.mono() - start).count()};
    terminal.json ? printJson(terminal, made) : printText(terminal, made);
    return Exit::Ok;
}

}  // namespace hub::cli
