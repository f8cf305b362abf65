#pragma once

#include <cstdint>

#include "hub/core/clock.h"

namespace hub::simulate {

/// All there is to chance in a simulation: the same seed throws the same again, on every machine (splitmix64). One thread at a time.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t mixed = (state_ += 0x9e3779b97f4a7c15);
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// 0 to `n` - 1. REQUIRES: n > 0.
    std::uint64_t below(std::uint64_t n) { return next() % n; }

    /// Thrown also where it cannot come true: a rate of zero changes nothing that comes later.
    bool permille(int of_thousand) { return below(1000) < static_cast<std::uint64_t>(of_thousand); }

    /// Both ends included.
    core::Duration between(core::Duration least, core::Duration most) {
        return least + core::Duration(static_cast<std::int64_t>(below(static_cast<std::uint64_t>((most - least).count()) + 1)));
    }

  private:
    std::uint64_t state_;
};

/// Up to the next half second: what meets in one moment is in each other's way, and shares a COMMIT.
inline core::MonoTime onTick(core::MonoTime when) {
    constexpr std::int64_t kTickNs = 500'000'000;
    return {(when.ns + kTickNs - 1) / kTickNs * kTickNs};
}

}  // namespace hub::simulate
