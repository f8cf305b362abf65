#include "hub/core/date.h"

#include <fmt/format.h>

#include <chrono>

#include "hub/core/text.h"

namespace hub::core {

namespace {

constexpr int kYearMin = 1850;
constexpr int kYearMax = 2199;
constexpr std::chrono::hours kShanghai(8);

/// -1 unless all of `text` are digits.
int numberOf(std::string_view text) {
    int number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

}  // namespace

std::string Date::text() const { return fmt::format("{:04}-{:02}-{:02}", year, month, day); }

Result<Date> Date::parse(std::string_view text) {
    const bool dashed = text.size() == 10 && text[4] == '-' && text[7] == '-';
    if (!dashed && text.size() != 8) return Failure(Error::DateNotValid, shapeOf(text));
    const int year = numberOf(text.substr(0, 4));
    const int month = numberOf(text.substr(dashed ? 5 : 4, 2));
    const int day = numberOf(text.substr(dashed ? 8 : 6, 2));
    if (year < kYearMin || year > kYearMax || month < 1 || day < 1) return Failure(Error::DateNotValid, shapeOf(text));
    const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok()) return Failure(Error::DateNotValid, shapeOf(text));
    return Date{static_cast<std::int16_t>(year), static_cast<std::int8_t>(month), static_cast<std::int8_t>(day)};
}

Date shanghaiDate(UtcTime time, Duration day_cut) {
    const std::chrono::sys_time<Duration> local(Duration(time.ms) + kShanghai - day_cut);
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(local));
    return {static_cast<std::int16_t>(static_cast<int>(date.year())), static_cast<std::int8_t>(static_cast<unsigned>(date.month())),
            static_cast<std::int8_t>(static_cast<unsigned>(date.day()))};
}

void write(JsonWriter& out, Date value) { out.string(value.text()); }

void read(JsonValue in, const std::string& path, Date& value, json::Problem& problem) {
    const Result<Date> date = Date::parse(in.string().value_or(""));
    if (!date.ok()) return problem.add(path, "expected a day as yyyy-mm-dd");
    value = *date;
}

}  // namespace hub::core
