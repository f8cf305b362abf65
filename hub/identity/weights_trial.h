#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "hub/identity/matching/blocks.h"
#include "hub/identity/matching/scoring.h"
#include "hub/identity/weights.h"

namespace hub::identity {

/// A key that more records than this share brings nobody together.
inline constexpr std::size_t kSampleBlockMax = 300;

/// Records of some people, with all that is known of each.
struct MatchSample {
    std::vector<matching::Features> records;
    std::vector<SampledRecord> of;  ///< by record; those of one person stand together
};

/// Decides every pair that meets in a block by both weights. `of` says by record whose it is; `against` names the active weights. Pure,
/// and takes seconds for 100,000 records. When `stop` is requested it ends within a moment, with an answer that is of no use.
WeightsTrial tryWeights(const matching::Population& population, const std::vector<SampledRecord>& of,
                        const matching::Candidates& candidates, const matching::Scorer& active, const matching::Scorer& tried,
                        const std::string& against, const std::stop_token& stop);

}  // namespace hub::identity
