#include "hub/cli/match_bench_baseline.h"

#include <algorithm>
#include <utility>

#include "hub/cli/population/generator.h"
#include "hub/core/clock.h"
#include "hub/identity/matching/packed.h"

namespace hub::cli {

namespace matching = identity::matching;
using matching::Features;

namespace {

constexpr std::size_t kBlockMax = 300;

}  // namespace

WholePeople::WholePeople(std::uint32_t people, std::uint64_t seed, const matching::FeatureReader& reader) : count(people) {
    const population::Population made = population::generate({seed, people, {}}, [](std::uint32_t) {});
    std::vector<Features> asked;
    for (const population::Record& record : made.records) {
        if (record.person == records.size()) {
            records.push_back(reader.read(matchRecordOf(record)));
        } else if (questions.empty() || questions.back().ordinal != record.person) {
            questions.push_back({record.person, people + static_cast<std::uint32_t>(asked.size())});
            asked.push_back(reader.read(matchRecordOf(record)));
        }
    }
    std::move(asked.begin(), asked.end(), std::back_inserter(records));
    const matching::Packer packer{matching::PackKey(kBenchSecret)};
    const core::SystemClock clock;
    const core::MonoTime start = clock.mono();
    for (const Features& record : records) packed.push_back(packer.pack(record));
    pack_us = std::chrono::duration<double, std::micro>(clock.mono() - start).count() / static_cast<double>(packed.size());
}

WholeMatcher::WholeMatcher(const matching::Population& population, std::uint32_t people, const matching::Scorer& scorer)
    : population_(population), scorer_(scorer) {
    for (std::uint32_t i = 0; i < people; ++i) {
        for (const std::uint64_t key : matching::blockKeys(population.features(i))) {
            if (key != 0) blocks_[key].push_back(i);
        }
    }
}

std::vector<std::uint32_t> WholeMatcher::proposed(std::uint32_t record) const {
    std::vector<std::uint32_t> ordinals;
    for (const std::uint64_t key : matching::blockKeys(population_.features(record))) {
        const auto block = blocks_.find(key);
        if (block == blocks_.end() || block->second.size() > kBlockMax) continue;
        ordinals.insert(ordinals.end(), block->second.begin(), block->second.end());
    }
    std::sort(ordinals.begin(), ordinals.end());
    ordinals.erase(std::unique(ordinals.begin(), ordinals.end()), ordinals.end());
    return ordinals;
}

std::vector<std::uint32_t> WholeMatcher::best(std::uint32_t record, std::size_t most) const {
    std::vector<std::pair<matching::Bits, std::uint32_t>> scored;
    for (const std::uint32_t other : proposed(record))
        scored.emplace_back(-scorer_.score(population_.compared(record), population_.compared(other)).total, other);
    std::sort(scored.begin(), scored.end());
    std::vector<std::uint32_t> ordinals;
    for (std::size_t i = 0; i < std::min(most, scored.size()); ++i) ordinals.push_back(scored[i].second);
    return ordinals;
}

}  // namespace hub::cli
