#pragma once

#include <cstdint>

#include "hub/identity/matching/blocks.h"

namespace hub::identity::matching {

/// Weights from the data: how often records of one person agree in a field is counted among pairs that the other fields are sure of, so
/// that no field vouches for itself; how often those of two people do, among pairs taken at random. What was seen too seldom stays as in
/// startingWeights(). Of very many candidates some two million are counted. auto_from becomes the lowest total from which, by the weights'
/// own odds, one linked pair in 2,500 is wrong at most. The same population gives the same weights.
Weights weightsOf(const Population& population, const Candidates& candidates, const NameReader& names);

}  // namespace hub::identity::matching
