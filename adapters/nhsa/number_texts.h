#pragma once

#include <string_view>

#include "hub/core/json.h"

namespace adapters::nhsa {

/// Parses JSON with every number as the text that it was written as: amounts and codes come either way, and are read exactly and alike.
/// Also: JsonNotValid.
hub::core::Result<hub::core::JsonDocument> parseTexts(std::string_view json);

}  // namespace adapters::nhsa
