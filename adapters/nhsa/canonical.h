#pragma once

#include <string>

#include "hub/core/json.h"

namespace adapters::nhsa {

/// JSON without blanks, members sorted by name (bytes) in every object: what the mobile chain signs. Texts, lists and objects of texts;
/// true, false and null as they are. REQUIRES: of parseTexts().
std::string canonical(hub::core::JsonValue value);

}  // namespace adapters::nhsa
