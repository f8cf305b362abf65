#include "hub/cli/match_bench.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "hub/cli/bench.h"
#include "hub/cli/match_bench_people.h"
#include "hub/cli/population/generator.h"
#include "hub/core/clock.h"
#include "hub/identity/matching/blocks.h"
#include "hub/identity/matching/image.h"

namespace hub::cli {

namespace matching = identity::matching;
using core::Result;
using matching::Features;
using matching::MatchImage;

namespace {

constexpr std::uint32_t kPeopleMax = 10'000'000;
constexpr std::size_t kLookUps = 20'000;
constexpr std::size_t kMost = 8;
constexpr std::uint32_t kBaselinePeople = 20'000;
constexpr std::size_t kBaselineBlockMax = 300;
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

template <class Record>
std::vector<std::uint32_t> found(const MatchImage& image, const Record& record) {
    std::vector<std::uint32_t> ordinals;
    for (const matching::ImageCandidate& one : image.find(record, kMost)) ordinals.push_back(one.ordinal);
    return ordinals;
}

/// The look-ups as they would be without an image: whole records, all keys, the scorer. And the image over the same people.
struct Beside {
    LookUps scorer;
    LookUps image;
    double recall = 0;  ///< of the questions whose person any of the 24 keys proposes: for how many the image's keys do
};

Beside measureBeside(const core::Clock& clock, std::uint32_t people, std::uint64_t seed) {
    const population::Population made = population::generate({seed, people, {}}, [](std::uint32_t) {});
    const matching::FeatureReader reader;
    std::vector<Features> records;
    std::vector<Question<std::uint32_t>> questions;
    std::vector<Question<Features>> asked;
    for (const population::Record& record : made.records) {
        if (record.person == records.size()) {
            records.push_back(reader.read(matchRecordOf(record)));
        } else if (asked.empty() || asked.back().ordinal != record.person) {
            asked.push_back({record.person, reader.read(matchRecordOf(record))});
        }
    }
    const matching::Packer packer{matching::PackKey(kBenchSecret)};
    MatchImage image(matching::PackKey(kBenchSecret), matching::startingWeights());
    MatchImage::Builder builder(image);
    for (std::uint32_t i = 0; i < people; ++i) {
        const matching::ImageRow row{i, benchPersonOf(i), packer.pack(records[i])};
        builder.add(std::span(&row, 1));
    }
    builder.finish();

    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> blocks;
    for (std::uint32_t i = 0; i < people; ++i) {
        for (const std::uint64_t key : matching::blockKeys(records[i])) {
            if (key != 0) blocks[key].push_back(i);
        }
    }
    const auto proposed = [&](const Features& record) {
        std::vector<std::uint32_t> ordinals;
        for (const std::uint64_t key : matching::blockKeys(record)) {
            const auto block = blocks.find(key);
            if (block == blocks.end() || block->second.size() > kBaselineBlockMax) continue;
            ordinals.insert(ordinals.end(), block->second.begin(), block->second.end());
        }
        std::sort(ordinals.begin(), ordinals.end());
        ordinals.erase(std::unique(ordinals.begin(), ordinals.end()), ordinals.end());
        return ordinals;
    };
    Beside beside;
    std::size_t by_all = 0;
    std::size_t by_few = 0;
    for (const Question<Features>& question : asked) {
        const std::vector<std::uint32_t> ordinals = proposed(question.record);
        if (!std::binary_search(ordinals.begin(), ordinals.end(), question.ordinal)) continue;
        ++by_all;
        const auto found = image.find(question.record, people);
        by_few += std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.ordinal == question.ordinal; }) ? 1 : 0;
    }
    beside.recall = static_cast<double>(by_few) / static_cast<double>(std::max<std::size_t>(by_all, 1));
    beside.image = lookUp(clock, asked, [&](const Features& record) { return found(image, record); });

    // The scorer knows how rare values are among records it has: the questions stand behind the people.
    for (const Question<Features>& question : asked) {
        questions.push_back({question.ordinal, static_cast<std::uint32_t>(records.size())});
        records.push_back(question.record);
    }
    const matching::Population population(std::move(records));
    const matching::Scorer scorer(reader.names(), matching::startingWeights(), matching::priorAmong(people));
    beside.scorer = lookUp(clock, questions, [&](std::uint32_t question) {
        std::vector<std::pair<matching::Bits, std::uint32_t>> scored;
        for (const std::uint32_t other : proposed(population.features(question)))
            scored.emplace_back(-scorer.score(population.compared(question), population.compared(other)).total, other);
        const std::size_t most = std::min(kMost, scored.size());
        std::partial_sort(scored.begin(), scored.begin() + static_cast<std::ptrdiff_t>(most), scored.end());
        std::vector<std::uint32_t> ordinals;
        for (std::size_t i = 0; i < most; ++i) ordinals.push_back(scored[i].second);
        return ordinals;
    });
    return beside;
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
    LookUps done = lookUp(clock, *questions, [&](const matching::PackedRecord& record) { return found(image, record); });
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

    const Beside beside = measureBeside(clock, std::min(people_, kBaselinePeople), seed_);
    result.extras["baseline_p99_ms"] = percentile(beside.scorer.ms, 0.99);
    result.extras["baseline_found_share"] = beside.scorer.share(beside.scorer.first);
    result.extras["baseline_found_among_8_share"] = beside.scorer.share(beside.scorer.among);
    result.extras["at_baseline_matches_s"] = beside.image.perSecond();
    result.extras["at_baseline_found_share"] = beside.image.share(beside.image.first);
    result.extras["at_baseline_found_among_8_share"] = beside.image.share(beside.image.among);
    result.extras["at_baseline_key_recall"] = beside.recall;
    result.baseline = Baseline{std::string(kBaselineName), beside.scorer.perSecond()};
    result.ratio = result.value / result.baseline->value;
    print(terminal, result);
    return Exit::Ok;
}

}  // namespace hub::cli
