#pragma once

#include <algorithm>
#include <cstdint>

#include "hub/core/clock.h"

namespace hub::core {

/// How long to wait after `tries` looks that brought nothing: `first`, then twice as long each time, up to `most`.
constexpr Duration backOff(Duration first, std::int32_t tries, Duration most) {
    Duration wait = std::min(first, most);
    for (std::int32_t n = 0; n < tries && wait < most; ++n) wait = std::min(wait * 2, most);
    return wait;
}

}  // namespace hub::core
