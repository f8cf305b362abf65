#include "hub/cli/population/slips.h"

#include <fmt/format.h>

#include <vector>

#include "hub/cli/population/id_numbers.h"

namespace hub::cli::population {

using core::Date;

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<Date> pastDay(int year, int month, int day) {
    const auto date = Date::parse(fmt::format("{:04}{:02}{:02}", year, month, day));
    if (!date.ok() || *date >= kToday) return std::nullopt;
    return *date;
}

char otherDigit(Draw& draw, char digit) { return static_cast<char>('0' + (digit - '0' + draw.between(1, 9)) % 10); }

}  // namespace

std::optional<std::string> withDigitWrong(Draw& draw, std::string_view text) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isDigit(text[i])) places.push_back(i);
    }
    if (places.empty()) return std::nullopt;
    std::string wrong(text);
    char& digit = wrong[draw.of(places)];
    digit = otherDigit(draw, digit);
    return wrong;
}

std::optional<std::string> withDigitsSwapped(Draw& draw, std::string_view text) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (isDigit(text[i]) && isDigit(text[i + 1]) && text[i] != text[i + 1]) places.push_back(i);
    }
    if (places.empty()) return std::nullopt;
    std::string wrong(text);
    const std::size_t at = draw.of(places);
    std::swap(wrong[at], wrong[at + 1]);
    return wrong;
}

std::string withWideDigits(std::string_view text) {
    std::string wide;
    for (const char c : text) {
        if (isDigit(c)) {
            wide += "\xEF\xBC";  // U+FF10 is EF BC 90
            wide += static_cast<char>(0x90 + (c - '0'));
        } else {
            wide += c;
        }
    }
    return wide;
}

std::optional<Date> dayWithDigitWrong(Draw& draw, Date date) {
    constexpr int kTries = 100;  // a third of all wrong digits still make a day
    const std::string right = fmt::format("{:04}{:02}{:02}", date.year, date.month, date.day);
    for (int i = 0; i < kTries; ++i) {
        const auto wrong = Date::parse(*withDigitWrong(draw, right));
        if (wrong.ok() && *wrong < kToday) return *wrong;
    }
    return std::nullopt;
}

std::optional<Date> daySwapped(Date date) {
    if (date.month != date.day) {
        if (const auto turned = pastDay(date.year, date.day, date.month)) return turned;
    }
    const int tens = date.year % 100 / 10;
    const int ones = date.year % 10;
    if (tens == ones) return std::nullopt;
    return pastDay(date.year / 100 * 100 + ones * 10 + tens, date.month, date.day);
}

Date dayOffByOneYear(Draw& draw, Date date) {
    const int day = date.month == 2 && date.day == 29 ? 28 : date.day;
    const auto later = pastDay(date.year + 1, date.month, day);
    return draw.below(2) == 0 && later ? *later : *pastDay(date.year - 1, date.month, day);
}

}  // namespace hub::cli::population
