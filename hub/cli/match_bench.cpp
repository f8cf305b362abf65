#include "hub/cli/match_bench.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "hub/cli/bench.h"
#include "hub/cli/match_bench_baseline.h"
#include "hub/core/clock.h"
#include "hub/identity/matching/image.h"

namespace hub::cli {

namespace matching = identity::matching;
using core::Result;
using matching::Bits;
using matching::MatchImage;
using matching::PackedRecord;

namespace {

constexpr std::uint32_t kPeopleMax = 10'000'000;
constexpr std::size_t kLookUps = 20'000;
constexpr std::size_t kMost = 8;
constexpr std::uint32_t kBaselinePeople = 20'000;
constexpr std::string_view kBaselineName = "Scorer on whole records over all 24 keys, at most 20,000 people";

double secondsSince(const core::Clock& clock, core::MonoTime start) { return std::chrono::duration<double>(clock.mono() - start).count(); }

/// What look-ups came to.
struct LookUps {
    std::vector<double> ms;
    double seconds = 0;
    std::size_t first = 0;
    std::size_t among = 0;

    double perSecond() const { return static_cast<double>(ms.size()) / seconds; }
    double share(std::size_t count) const { return static_cast<double>(count) / static_cast<double>(ms.size()); }
};

/// Asks kLookUps times, each of `questions` in turn; `ordinals_of` gives whom a record could be, best first.
template <class Record, class OrdinalsOf>
LookUps lookUp(const core::Clock& clock, const std::vector<Question<Record>>& questions, OrdinalsOf ordinals_of) {
    LookUps done;
    done.ms.reserve(kLookUps);
    const core::MonoTime start = clock.mono();
    for (std::size_t i = 0; i < kLookUps; ++i) {
        const Question<Record>& question = questions[i % questions.size()];
        const core::MonoTime asked = clock.mono();
        const std::vector<std::uint32_t> found = ordinals_of(question.record);
        done.ms.push_back(secondsSince(clock, asked) * 1000);
        done.first += !found.empty() && found[0] == question.ordinal ? 1 : 0;
        done.among += std::find(found.begin(), found.end(), question.ordinal) != found.end() ? 1 : 0;
    }
    done.seconds = secondsSince(clock, start);
    return done;
}

std::vector<std::uint32_t> found(const MatchImage& image, const PackedRecord& record) {
    std::vector<std::uint32_t> ordinals;
    for (const matching::ImageCandidate& one : image.find(record, kMost)) ordinals.push_back(one.ordinal);
    return ordinals;
}

/// The image while it changes: the questions' records become people of their own, and are compacted while others are asked.
void measureChanges(const core::Clock& clock, MatchImage& image, std::uint32_t people, const Questions& questions, BenchResult& result) {
    const std::size_t added = std::min(kLookUps, questions.size());
    const core::MonoTime start = clock.mono();
    for (std::uint32_t i = 0; i < added; ++i) image.add({people + i, benchPersonOf(people + i), questions[i].record});
    result.extras["add_us"] = secondsSince(clock, start) * 1e6 / static_cast<double>(added);

    std::atomic<bool> compacted = false;
    const core::MonoTime begun = clock.mono();
    std::thread compacting([&] {
        image.compact();
        compacted = true;
    });
    std::vector<double> ms;
    while (!compacted) {
        const LookUps done = lookUp(clock, questions, [&](const PackedRecord& record) { return found(image, record); });
        ms.insert(ms.end(), done.ms.begin(), done.ms.end());
    }
    compacting.join();
    result.extras["compact_seconds"] = secondsSince(clock, begun);
    result.extras["compact_p99_ms"] = percentile(std::move(ms), 0.99);
}

/// The look-ups as they would be without an image, and those of an image over the same people.
void measureBeside(const core::Clock& clock, std::uint32_t people, std::uint64_t seed, BenchResult& result) {
    const matching::FeatureReader reader;
    WholePeople whole(people, seed, reader);
    MatchImage image(matching::PackKey(kBenchSecret), matching::startingWeights());
    MatchImage::Builder builder(image);
    for (std::uint32_t i = 0; i < people; ++i) {
        const matching::ImageRow row{i, benchPersonOf(i), whole.packed[i]};
        builder.add(std::span(&row, 1));
    }
    builder.finish();
    const matching::Population population(std::move(whole.records));
    const matching::Scorer scorer(reader.names(), matching::startingWeights(), matching::priorAmong(people));
    const WholeMatcher matcher(population, people, scorer);

    std::size_t by_all = 0;
    std::size_t by_few = 0;
    for (const auto& [ordinal, record] : whole.questions) {
        const std::vector<std::uint32_t> proposed = matcher.proposed(record);
        if (!std::binary_search(proposed.begin(), proposed.end(), ordinal)) continue;
        ++by_all;
        for (const matching::ImageCandidate& one : image.find(whole.packed[record], people)) by_few += one.ordinal == ordinal ? 1 : 0;
    }
    const LookUps by_image = lookUp(clock, whole.questions, [&](std::uint32_t record) { return found(image, whole.packed[record]); });
    const LookUps by_scorer = lookUp(clock, whole.questions, [&](std::uint32_t record) { return matcher.best(record, kMost); });
    result.extras["pack_us"] = whole.pack_us;
    result.extras["at_baseline_matches_s"] = by_image.perSecond();
    result.extras["at_baseline_found_share"] = by_image.share(by_image.first);
    result.extras["at_baseline_found_among_8_share"] = by_image.share(by_image.among);
    result.extras["at_baseline_key_recall"] = static_cast<double>(by_few) / static_cast<double>(std::max<std::size_t>(by_all, 1));
    result.extras["baseline_p99_ms"] = percentile(by_scorer.ms, 0.99);
    result.extras["baseline_found_share"] = by_scorer.share(by_scorer.first);
    result.extras["baseline_found_among_8_share"] = by_scorer.share(by_scorer.among);
    result.baseline = Baseline{std::string(kBaselineName), by_scorer.perSecond()};
    result.ratio = result.value / result.baseline->value;
}

}  // namespace

void MatchBench::declare(CLI::App& app) {
    app.add_option("--people", people_, "1000 … 10000000")->check(CLI::Range(std::uint32_t{1000}, kPeopleMax));
    app.add_option("--seed", seed_, "1");
    app.add_option("--dir", dir_, "keep the people here, and read them from here the next time; else they are made anew");
}

Exit MatchBench::run(Terminal& terminal) {
    const core::SystemClock clock;
    const core::MonoTime start = clock.mono();
    const auto progress = [&](std::uint32_t people) {
        if (terminal.interactive) terminal.err << "\r" << people << " / " << people_ << std::flush;
    };
    MatchImage image(matching::PackKey(kBenchSecret), matching::startingWeights());
    MatchImage::Builder builder(image);
    double build_seconds = 0;
    const auto build = [&](auto step) {
        const core::MonoTime begun = clock.mono();
        step();
        build_seconds += secondsSince(clock, begun);
    };
    const TakeRows take = [&](std::span<const matching::ImageRow> rows) { build([&] { builder.add(rows); }); };
    const BenchPeople people{people_, seed_};
    const Result<Questions> questions = dir_.empty() ? Result(people.make(take, progress)) : people.read(dir_, take, progress);
    if (!questions.ok()) return report(terminal, questions.failure());
    const double made_seconds = secondsSince(clock, start) - build_seconds;
    build([&] { builder.finish(); });
    if (terminal.interactive) terminal.err << "\r" << people_ << " / " << people_ << "\n";

    const std::uint64_t compared_before = image.recordsCompared();
    const LookUps done = lookUp(clock, *questions, [&](const PackedRecord& record) { return found(image, record); });
    const double asked = static_cast<double>(done.ms.size());
    BenchResult result;
    result.rss_mib = residentMib();
    result.bench = "match";
    result.unit = "matches/s";
    result.value = done.perSecond();
    result.p50_ms = percentile(done.ms, 0.5);
    result.p99_ms = percentile(done.ms, 0.99);
    result.n = static_cast<std::int64_t>(done.ms.size());
    result.seconds = done.seconds;
    result.parameters = {{"people", std::to_string(people_)},
                         {"seed", std::to_string(seed_)},
                         {"questions", std::to_string(questions->size())},
                         {"threads", "1"},
                         {"rows", dir_.empty() ? "made in this process" : "from a file"}};
    result.extras = {{"max_ms", percentile(done.ms, 1)},
                     {"build_seconds", build_seconds},
                     {"people_seconds", made_seconds},
                     {"image_mib", static_cast<double>(image.bytes()) / (1024 * 1024)},
                     {"image_bytes_per_person", static_cast<double>(image.bytes()) / people_},
                     {"candidates_mean", static_cast<double>(image.recordsCompared() - compared_before) / asked},
                     {"blocks_passed_over_mean", static_cast<double>(image.blocksPassedOver()) / asked},
                     {"found_share", done.share(done.first)},
                     {"found_among_8_share", done.share(done.among)}};

    measureChanges(clock, image, people_, *questions, result);
    measureBeside(clock, std::min(people_, kBaselinePeople), seed_, result);
    print(terminal, result);
    return Exit::Ok;
}

}  // namespace hub::cli
