#include "hub/core/day_span.h"

#include <chrono>

namespace hub::core {

DaySpan spanOf(Date day) {
    using namespace std::chrono;
    const year_month_day date(year(day.year), month(static_cast<unsigned>(day.month)), std::chrono::day(static_cast<unsigned>(day.day)));
    const auto begin = sys_days(date) - hours(8);  // no summer time since 1991
    const UtcTime from{duration_cast<milliseconds>(begin.time_since_epoch()).count()};
    return {from, from + hours(24)};
}

}  // namespace hub::core
