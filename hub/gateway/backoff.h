#pragma once

#include <cstdint>
#include <random>

#include "hub/core/clock.h"

namespace hub::gateway {

/// Pauses between tries: 1 s, doubled up to 60 s, each shortened by chance by up to half so that 60 hospitals that went down
/// together do not come back in one blow. One thread at a time.
class Backoff {
  public:
    explicit Backoff(std::uint64_t seed) : random_(seed) {}

    core::Duration next();

  private:
    static constexpr core::Duration kFirst{1'000};
    static constexpr core::Duration kLongest{60'000};

    std::mt19937_64 random_;
    core::Duration step_ = kFirst;
};

}  // namespace hub::gateway
