#pragma once

#include <cstddef>

#include "hub/core/clock.h"

namespace hub::gateway {

/// What one counterparty may cost the hub and what may be asked of it.
struct CounterpartyLimits {
    std::size_t threads = 4;                               ///< calls at a time, at least 1; insurer and channels 16
    std::size_t queue = 64;                                ///< calls waiting for a thread or for their turn under the rate, at least 1
    core::Duration answer_max = core::Duration(10'000);    ///< a caller waits no longer, whatever the deadline in its Meta
    core::Duration start_max = core::Duration(10'000);     ///< a start that takes longer puts it out of service until it is through
    core::Duration stop_max = core::Duration(5'000);       ///< threads that are not back by then are abandoned
    std::size_t breaker_failures = 5;                      ///< in a row, at least 1
    core::Duration breaker_open = core::Duration(15'000);  ///< from the last failure to the trial
    double calls_per_second = 0;                           ///< 0: as many as come
    std::size_t burst = 1;                                 ///< calls that may follow at once after a quiet time, at least 1
};

}  // namespace hub::gateway
