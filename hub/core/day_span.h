#pragma once

#include "hub/core/date.h"

namespace hub::core {

/// A day in Asia/Shanghai, from its first moment until the first one of the next day.
struct DaySpan {
    UtcTime from;
    UtcTime until;
};

DaySpan spanOf(Date day);

}  // namespace hub::core
