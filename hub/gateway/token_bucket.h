#pragma once

#include <chrono>
#include <cstddef>

#include "hub/core/clock.h"

namespace hub::gateway {

/// So many calls a second, and `burst` at once after a quiet time. Kept as the time at which the bucket will be full again, in whole
/// nanoseconds, so that nothing drifts. One thread at a time.
class TokenBucket {
  public:
    /// 0 calls a second: no limit. REQUIRES: burst >= 1, calls_per_second >= 0.
    TokenBucket(double calls_per_second, std::size_t burst);

    /// False: there is none before availableAt().
    bool take(core::MonoTime now);

    /// When the next token is or was there.
    core::MonoTime availableAt() const { return full_at_ + -reserve_; }

  private:
    std::chrono::nanoseconds interval_{0};
    std::chrono::nanoseconds reserve_{0};  // of all tokens but the last
    core::MonoTime full_at_;
};

}  // namespace hub::gateway
