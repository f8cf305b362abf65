#pragma once

#include "hub/identity/index/master_index.h"

namespace hub::identity::index {

/// What is kept of a score with a file's link: how its fields agree, and how that was weighed. A variant of a name agrees.
Evidence evidenceOf(const matching::Score& score, const matching::Weights& weights);

/// Names weights by their content: 8 hexadecimal digits.
std::string nameOf(const matching::Weights& weights);

/// True when a file is linked at once: name, sex and day of birth agree (CONTRACT 11), or the file carries the
/// person's certificate and name. Else it is a candidate until a certificate is seen.
bool isCertain(const matching::Score& score);

}  // namespace hub::identity::index
