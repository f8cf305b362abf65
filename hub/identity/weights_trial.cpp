#include "hub/identity/weights_trial.h"

#include <algorithm>
#include <array>
#include <utility>

#include "hub/identity/matching/evaluation.h"

namespace hub::identity {

using matching::Band;
using matching::Score;
using matching::Scorer;

namespace {

constexpr std::size_t kPairsBetweenLooks = 4'096;  // at whether somebody wants it to stop
constexpr std::size_t kBands = enumNames(Band{}).size();

std::size_t cellOf(Band active, Band tried) { return static_cast<std::size_t>(active) * kBands + static_cast<std::size_t>(tried); }

/// A guard is of the records, whatever the weights.
ChangedDecision changed(const SampledRecord& one, const SampledRecord& other, const Score& active, const Score& tried) {
    ChangedDecision decision{one, other, active.band, tried.band, active.total, tried.total, {}, {}};
    for (const auto& [field, name] : enumNames(matching::Field{})) {
        const auto at = static_cast<std::size_t>(field);
        decision.fields.push_back({field, active.levels.at(at), active.bits.at(at), tried.bits.at(at)});
    }
    for (const auto& [guard, name] : enumNames(matching::Guard{})) {
        if (matching::has(active.guards, guard)) decision.guards.push_back(guard);
    }
    return decision;
}

/// As `onecard match evaluate` counts them: with what links put together already, nobody is asked twice.
std::int64_t reviewRecords(const matching::Population& population, const matching::Candidates& candidates, const Scorer& scorer) {
    return static_cast<std::int64_t>(matching::evaluate(population, candidates, scorer, {}).review_records);
}

}  // namespace

WeightsTrial tryWeights(const matching::Population& population, const std::vector<SampledRecord>& of,
                        const matching::Candidates& candidates, const Scorer& active, const Scorer& tried, const std::string& against,
                        const std::stop_token& stop) {
    WeightsTrial trial;
    trial.against = against;
    for (std::size_t i = 0; i < of.size(); ++i) trial.people += i == 0 || of[i].person != of[i - 1].person ? 1 : 0;
    trial.records = static_cast<std::int64_t>(population.size());
    trial.pairs = static_cast<std::int64_t>(candidates.pairs.size());
    const auto scores = [&](std::size_t at) {
        const auto& [one, other] = candidates.pairs[at];
        const matching::Compared a = population.compared(one);
        const matching::Compared b = population.compared(other);
        return std::pair(active.score(a, b), tried.score(a, b));
    };
    std::array<std::int64_t, kBands * kBands> pairs{};
    std::vector<std::size_t> moved;
    for (std::size_t at = 0; at < candidates.pairs.size(); ++at) {
        if (at % kPairsBetweenLooks == 0 && stop.stop_requested()) return trial;
        const auto [by_active, by_tried] = scores(at);
        ++pairs.at(cellOf(by_active.band, by_tried.band));
        if (by_active.band != by_tried.band) moved.push_back(at);
    }
    for (const auto& [from, from_name] : enumNames(Band{})) {
        for (const auto& [to, to_name] : enumNames(Band{})) trial.moves.push_back({from, to, pairs.at(cellOf(from, to))});
    }
    const std::size_t examples = std::min(moved.size(), WeightsTrial::kExamplesMax);
    for (std::size_t i = 0; i < examples; ++i) {
        const std::size_t at = moved[i * moved.size() / examples];
        const auto [by_active, by_tried] = scores(at);
        const auto& [one, other] = candidates.pairs[at];
        trial.examples.push_back(changed(of.at(one), of.at(other), by_active, by_tried));
    }
    if (stop.stop_requested()) return trial;
    trial.review_records_active = reviewRecords(population, candidates, active);
    if (stop.stop_requested()) return trial;
    trial.review_records_tried = reviewRecords(population, candidates, tried);
    return trial;
}

}  // namespace hub::identity
