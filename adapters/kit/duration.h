#pragma once

#include <optional>
#include <string_view>

#include "hub/core/clock.h"

namespace adapters::kit {

/// A whole number and one unit, nothing between: 50ms, 3s, 5m, 1h; at most 24h, since nothing an adapter waits for is longer.
/// Nothing when it is written otherwise.
std::optional<hub::core::Duration> parseDuration(std::string_view text);

}  // namespace adapters::kit
