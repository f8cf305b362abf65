#pragma once

#include <string_view>

#include "hub/core/digest.h"

namespace adapters::kit {

/// Any thread.
hub::core::Digest sha256(std::string_view bytes);

}  // namespace adapters::kit
