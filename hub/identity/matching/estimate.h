#pragma once

#include <cstdint>

#include "hub/identity/matching/blocks.h"

namespace hub::identity::matching {

struct Estimate {
    Weights weights;
    std::uint64_t pairs = 0;  ///< that were sure enough without the field in question; the fewest of any field
};

/// Weights from the data: how often records of one person agree in a field is counted among pairs that the other fields are sure of, so
/// that no field vouches for itself; how often those of two people do, among pairs taken at random. What was seen too seldom stays as it
/// was in `weights`. The same population and weights give the same estimate.
///
/// Of very many candidates some two million are counted. auto_from becomes the lowest total from which, by the weights' own odds, one
/// linked pair in 2,500 is wrong at most.
Estimate estimateWeights(const Population& population, const Candidates& candidates, const NameReader& names, const Weights& weights);

/// Estimated twice from startingWeights(): the second time starts from better ones, and a third changes nothing that matters.
Weights weightsOf(const Population& population, const Candidates& candidates, const NameReader& names);

}  // namespace hub::identity::matching
