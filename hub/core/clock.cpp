#include "hub/core/clock.h"

namespace hub::core {

UtcTime SystemClock::utc() const {
    return {std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

MonoTime SystemClock::mono() const {
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count()};
}

}  // namespace hub::core
