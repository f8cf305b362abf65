#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "hub/core/describe.h"
#include "hub/core/result.h"

namespace hub::core {

/// A day of the calendar without a zone: a birthday, a visit day, a business date. Years 1850 to 2199.
struct Date {
    std::int16_t year = 1850;
    std::int8_t month = 1;
    std::int8_t day = 1;

    friend constexpr auto operator<=>(Date, Date) = default;

    /// "2026-11-21".
    std::string text() const;

    /// "2026-11-21" or "20261121", a day that exists. Also: DateNotValid.
    static Result<Date> parse(std::string_view text);
};

/// The day that `time` falls on in Asia/Shanghai (UTC+8, no summer time since 1991) when days begin `day_cut` after midnight.
Date shanghaiDate(UtcTime time, Duration day_cut);

void write(JsonWriter& out, Date value);
void read(JsonValue in, const std::string& path, Date& value, json::Problem& problem);

}  // namespace hub::core
