#include "adapters/codec/hl7v2/timestamp.h"

#include <array>
#include <chrono>

#include "adapters/codec/hl7v2/ascii.h"
#include "hub/core/text.h"

namespace adapters::codec::hl7v2 {

using hub::core::Result;

namespace {

constexpr int kOffsetMinutesMin = -12 * 60;
constexpr int kOffsetMinutesMax = 14 * 60;

/// Takes a number of exactly `digits` digits between min and max off the front.
std::optional<int> takeNumber(std::string_view& text, std::size_t digits, int min, int max) {
    if (text.size() < digits) return std::nullopt;
    int number = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (!isDigit(text[i])) return std::nullopt;
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return number >= min && number <= max ? std::optional(number) : std::nullopt;
}

/// ".S" to ".SSSS" in milliseconds.
std::optional<int> takeFraction(std::string_view& text) {
    constexpr std::array<int, 4> kWorth{100, 10, 1, 0};
    text.remove_prefix(1);
    int milliseconds = 0;
    std::size_t digits = 0;
    for (; !text.empty() && isDigit(text[0]); ++digits) {
        if (digits == kWorth.size()) return std::nullopt;
        milliseconds += (text[0] - '0') * kWorth[digits];
        text.remove_prefix(1);
    }
    return digits > 0 ? std::optional(milliseconds) : std::nullopt;
}

/// "+0800", "-0330".
std::optional<int> takeOffset(std::string_view& text) {
    const int sign = text[0] == '-' ? -1 : 1;
    text.remove_prefix(1);
    const auto hours = takeNumber(text, 2, 0, 14);
    const auto minutes = hours ? takeNumber(text, 2, 0, 59) : std::nullopt;
    if (!minutes) return std::nullopt;
    const int offset = sign * (*hours * 60 + *minutes);
    return offset >= kOffsetMinutesMin && offset <= kOffsetMinutesMax ? std::optional(offset) : std::nullopt;
}

std::chrono::year_month_day calendarDay(const Timestamp& time) {
    return std::chrono::year(time.year) / std::chrono::month(static_cast<unsigned>(time.month)) /
           std::chrono::day(static_cast<unsigned>(time.day));
}

std::optional<Timestamp> read(std::string_view text) {
    struct Part {
        int Timestamp::*value;
        std::size_t digits;
        int min;
        int max;
        Precision precision;
    };
    constexpr std::array<Part, 6> kParts{{{&Timestamp::year, 4, 1, 9999, Precision::Year},
                                          {&Timestamp::month, 2, 1, 12, Precision::Month},
                                          {&Timestamp::day, 2, 1, 31, Precision::Day},
                                          {&Timestamp::hour, 2, 0, 23, Precision::Hour},
                                          {&Timestamp::minute, 2, 0, 59, Precision::Minute},
                                          {&Timestamp::second, 2, 0, 59, Precision::Second}}};
    Timestamp time;
    for (const Part& part : kParts) {
        const bool more = part.precision == Precision::Year || (!text.empty() && isDigit(text[0]));
        if (!more) break;
        const auto number = takeNumber(text, part.digits, part.min, part.max);
        if (!number) return std::nullopt;
        time.*part.value = *number;
        time.precision = part.precision;
    }
    if (time.precision == Precision::Second && text.starts_with('.')) {
        const auto fraction = takeFraction(text);
        if (!fraction) return std::nullopt;
        time.millisecond = *fraction;
        time.precision = Precision::Fraction;
    }
    if (text.starts_with('+') || text.starts_with('-')) {
        time.offset_minutes = takeOffset(text);
        if (!time.offset_minutes) return std::nullopt;
    }
    return text.empty() && calendarDay(time).ok() ? std::optional(time) : std::nullopt;
}

}  // namespace

Result<Timestamp> Timestamp::parse(std::string_view text) {
    if (const auto time = read(text)) return *time;
    return hub::core::Failure{hub::core::Error::Hl7TimestampNotValid, hub::core::shapeOf(text)};
}

hub::core::UtcTime Timestamp::utc(int default_offset_minutes) const {
    using namespace std::chrono;
    const auto local = sys_days(calendarDay(*this)).time_since_epoch() + hours(hour) + minutes(minute) + seconds(second);
    return {duration_cast<milliseconds>(local - minutes(offset_minutes.value_or(default_offset_minutes))).count() + millisecond};
}

}  // namespace adapters::codec::hl7v2
