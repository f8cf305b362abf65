#include "hub/gateway/token_bucket.h"

#include <algorithm>
#include <cmath>

#include "hub/core/assert.h"

namespace hub::gateway {

TokenBucket::TokenBucket(double calls_per_second, std::size_t burst) {
    HUB_ASSERT(burst >= 1 && calls_per_second >= 0);
    if (calls_per_second > 0) interval_ = std::chrono::nanoseconds(std::llround(1e9 / calls_per_second));
    reserve_ = interval_ * static_cast<std::int64_t>(burst - 1);
}

bool TokenBucket::take(core::MonoTime now) {
    if (now < availableAt()) return false;
    full_at_ = std::max(full_at_, now) + interval_;
    return true;
}

}  // namespace hub::gateway
