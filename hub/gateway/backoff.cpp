#include "hub/gateway/backoff.h"

#include <algorithm>

namespace hub::gateway {

core::Duration Backoff::next() {
    std::uniform_int_distribution<core::Duration::rep> pause(step_.count() / 2, step_.count());
    const core::Duration chosen(pause(random_));
    step_ = std::min(step_ * 2, kLongest);
    return chosen;
}

}  // namespace hub::gateway
