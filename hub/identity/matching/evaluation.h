#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "hub/identity/matching/clusters.h"
#include "hub/identity/matching/estimate.h"

namespace hub::identity::matching {

/// Of pairs found against pairs true. Shares; 0 where there is nothing to divide by.
struct Quality {
    std::uint64_t found = 0;
    std::uint64_t right = 0;
    std::uint64_t all = 0;

    double precision() const { return found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found); }
    double recall() const { return all == 0 ? 0 : static_cast<double>(right) / static_cast<double>(all); }
    double f1() const { return found + all == 0 ? 0 : 2.0 * static_cast<double>(right) / static_cast<double>(found + all); }
};

struct Evaluation {
    std::uint64_t records = 0;
    std::uint64_t candidates = 0;  ///< pairs compared
    std::uint64_t blocks_passed_over = 0;
    Quality candidate_quality;          ///< what comparing all candidates could find at most
    Quality automatic;                  ///< pairs in one cluster
    Quality with_review;                ///< and those that a person would look at, with the clusters they would join
    std::uint64_t review_records = 0;   ///< that wait for a person
    std::uint64_t false_household = 0;  ///< linked pairs of two people who share a telephone or an address, or are mother and child
};

using TruePairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  ///< the smaller record first, sorted

/// A whole run: scores of the candidates, clusters, and how they compare with the truth.
Evaluation evaluate(const Population& population, const Candidates& candidates, const Scorer& scorer, const TruePairs& truth);

}  // namespace hub::identity::matching
