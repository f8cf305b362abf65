#pragma once

#include <chrono>

#include "hub/core/date.h"

namespace adapters::soap_xml {

struct DayRange {
    hub::core::Date from;
    hub::core::Date to;  ///< included
};

/// `by` days later, or earlier when it is below zero.
inline hub::core::Date shifted(hub::core::Date day, int by) {
    using namespace std::chrono;
    const auto month = std::chrono::month(static_cast<unsigned>(day.month));
    const year_month_day moved(sys_days(year(day.year) / month / static_cast<unsigned>(day.day)) + days(by));
    return {static_cast<std::int16_t>(int(moved.year())), static_cast<std::int8_t>(unsigned(moved.month())),
            static_cast<std::int8_t>(unsigned(moved.day()))};
}

/// Where a call of that business date stands in a hospital's books: its own day may begin earlier or later than ours.
inline DayRange daysAround(hub::core::Date business_date) { return {shifted(business_date, -1), shifted(business_date, 1)}; }

}  // namespace adapters::soap_xml
