#include "hub/identity/matching/estimate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

namespace hub::identity::matching {

namespace {

constexpr Bits kSure = 7 * kBit;
constexpr double kPairsMin = 300;
constexpr std::size_t kPairsCounted = 2'000'000;
constexpr std::uint32_t kRandomPairs = 300'000;
constexpr double kWrongShare = 1.0 / 2500;
constexpr Bits kReviewLeast = -6 * kBit;
constexpr Bits kAutoLeast = 5 * kBit;  // odds of 32 to 1 stay a person's to judge, whatever the average
constexpr Bits kAutoMost = 10 * kBit;  // odds of 1,000 to 1 are enough for each by itself

using Counts = std::array<std::array<double, kLevels>, kFields>;

/// Levels whose weight is log2(m) beside the rarity of what agrees.
bool isByRarity(Field field, Level level) {
    if (level == Level::Same) return field != Field::Sex;
    return field == Field::Name && level != Level::Different;
}

/// What the rarity leaves unsaid: the characters that agree besides the surname, the other names that lie a slip away.
Bits besidesRarity(Field field, Level level) {
    if (field != Field::Name) return 0;
    switch (level) {
        case Level::OneOff:
            return 5 * kBit;
        case Level::Slip:
            return -2 * kBit;
        case Level::Slips:
            return -4 * kBit;
        default:
            return 0;
    }
}

/// That two records are one person's.
double chanceOf(Bits total) { return 1 / (1 + std::exp2(-static_cast<double>(total) / kBit)); }

/// What `field` itself raises is no reason not to count how it agrees.
Guards besides(Field field, Guards guards) {
    if (field != Field::BirthDate) return guards;
    constexpr auto kByBirth = static_cast<Guards>(Guard::Generation) | static_cast<Guards>(Guard::NothingButName);
    return static_cast<Guards>(guards & ~kByBirth);
}

bool isNewborns(Guards guards) {
    return has(guards, Guard::NewbornForm) || has(guards, Guard::NewbornAndParent) || has(guards, Guard::BornTogether);
}

double sumOf(const std::array<double, kLevels>& counts) {
    double sum = 0;
    for (std::size_t level = 1; level < kLevels; ++level) sum += counts[level];  // without Missing
    return sum;
}

/// From where on pairs may be linked; `totals` of pairs without a guard.
Bits autoFrom(std::vector<Bits> totals) {
    std::sort(totals.begin(), totals.end(), std::greater<>());
    double wrong = 0;
    Bits from = kAutoMost;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        wrong += 1 - chanceOf(totals[i]);
        if (wrong / static_cast<double>(i + 1) <= kWrongShare) from = totals[i];
    }
    return std::clamp(from, kAutoLeast, kAutoMost);
}

/// From where on pairs are a question for a person. The odds say from 0 on; where the records say little they are rough, and then it is
/// where the fewest pairs lie between those of one person and those of two: a question more or less is cheapest there. `totals` of all
/// pairs near 0.
Bits reviewFrom(const std::vector<Bits>& totals) {
    constexpr Bits kHalf = 3 * kBit / 2;  // pairs are counted within so much on both sides
    const auto around = [&](Bits middle) {
        return std::count_if(totals.begin(), totals.end(), [&](Bits total) { return total >= middle - kHalf && total < middle + kHalf; });
    };
    Bits from = 0;
    auto fewest = around(0) / 2;  // less than half of those around 0, or it is not worth it
    for (Bits middle = -kBit; middle >= kReviewLeast; middle -= kBit) {
        const auto pairs = around(middle);
        if (pairs >= fewest) continue;
        fewest = pairs;
        from = middle;
    }
    return from;
}

Counts randomLevels(const Population& population, const Scorer& scorer) {
    Counts counts{};
    if (population.size() < 2) return counts;
    std::uint64_t state = 20261129;
    const auto draw = [&] {
        state = hashOf(state, 1);
        return static_cast<std::uint32_t>(state % population.size());
    };
    for (std::uint32_t i = 0; i < kRandomPairs; ++i) {
        const std::uint32_t one = draw();
        const std::uint32_t other = draw();
        if (one == other) continue;
        const Score score = scorer.score(population.compared(one), population.compared(other));
        if (score.total >= 0) continue;
        for (std::size_t field = 0; field < kFields; ++field) ++counts[field][static_cast<std::size_t>(score.levels[field])];
    }
    return counts;
}

template <class Use>
void eachCounted(const Candidates& candidates, Use use) {
    const std::size_t step = candidates.pairs.size() / kPairsCounted + 1;
    for (std::size_t i = 0; i < candidates.pairs.size(); i += step) use(candidates.pairs[i].first, candidates.pairs[i].second);
}

Weights estimated(const Population& population, const Candidates& candidates, const NameReader& names, const Weights& weights) {
    Weights estimate = weights;
    const Scorer scorer(names, weights, population.prior());
    Counts same{};
    Counts likely{};                          // each pair as far as it is likely: for records that say too little to be sure of anybody
    std::array<double, kLevels> same_card{};  // name levels among holders of one certificate: no twin, no neighbour is among them
    const auto count = [&](std::uint32_t one, std::uint32_t other) {
        const Score score = scorer.score(population.compared(one), population.compared(other));
        if (isNewborns(score.guards)) return;
        const double chance = score.guards == 0 ? chanceOf(score.total) : 0;
        for (std::size_t field = 0; field < kFields; ++field) {
            likely[field][static_cast<std::size_t>(score.levels[field])] += chance;
            if (score.total - score.bits[field] < kSure) continue;
            const auto level = static_cast<std::size_t>(score.levels[field]);
            if (static_cast<Field>(field) == Field::Name) {
                const bool card = score.levels[static_cast<std::size_t>(Field::Id)] == Level::Same;
                const bool born = score.levels[static_cast<std::size_t>(Field::BirthDate)] == Level::Same;
                if (card && born) ++same_card[level];
                ++same[field][level];
            } else if (besides(static_cast<Field>(field), score.guards) == 0) {
                ++same[field][level];
            }
        }
    };
    eachCounted(candidates, count);
    if (sumOf(same_card) >= kPairsMin) same[static_cast<std::size_t>(Field::Name)] = same_card;
    const Counts random = randomLevels(population, scorer);
    for (std::size_t f = 0; f < kFields; ++f) {
        if (sumOf(same[f]) < kPairsMin) same[f] = likely[f];
        const double of_one = sumOf(same[f]);
        const double of_two = sumOf(random[f]);
        if (of_one < kPairsMin || of_two < kPairsMin) continue;
        for (std::size_t l = 1; l < kLevels; ++l) {
            const auto field = static_cast<Field>(f);
            const auto level = static_cast<Level>(l);
            if (same[f][l] + random[f][l] < 10) continue;
            const double m = (same[f][l] + 0.5) / (of_one + 1);
            const double u = (random[f][l] + 0.5) / (of_two + 1);
            estimate.at(field, level) = isByRarity(field, level) ? bitsOf(m) + besidesRarity(field, level) : bitsOf(m / u);
        }
    }
    return estimate;
}

void setBands(const Population& population, const Candidates& candidates, const NameReader& names, Weights& weights) {
    const Scorer scorer(names, weights, population.prior());
    std::vector<Bits> without_guard;
    std::vector<Bits> questioned;
    eachCounted(candidates, [&](std::uint32_t one, std::uint32_t other) {
        const Score score = scorer.score(population.compared(one), population.compared(other));
        if (score.guards == 0 && score.total > 0) without_guard.push_back(score.total);
        if (!isNewborns(score.guards) && score.total >= 2 * kReviewLeast && score.total < -kReviewLeast) questioned.push_back(score.total);
    });
    weights.auto_from = autoFrom(std::move(without_guard));
    weights.review_from = reviewFrom(questioned);
}

}  // namespace

Weights weightsOf(const Population& population, const Candidates& candidates, const NameReader& names) {
    Weights weights = startingWeights();
    // The second time starts from better weights; a third changes nothing that matters.
    for (int i = 0; i < 2; ++i) weights = estimated(population, candidates, names, weights);
    setBands(population, candidates, names, weights);
    return weights;
}

}  // namespace hub::identity::matching
