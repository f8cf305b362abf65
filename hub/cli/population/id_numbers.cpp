#include "hub/cli/population/id_numbers.h"

#include <fmt/format.h>

#include <chrono>

#include "hub/cli/population/places.h"
#include "hub/core/assert.h"
#include "hub/identity/check_character.h"

namespace hub::cli::population {

namespace {

constexpr std::uint64_t kSequences = 500;  // of three digits, half are one sex's
constexpr std::size_t kDays = 47'000;      // 1900-01-01 to kToday and a little more

std::size_t dayIndex(core::Date date) {
    const auto days = [](int year, int month, int day) {
        return std::chrono::sys_days(std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                                                 std::chrono::day(static_cast<unsigned>(day))));
    };
    return static_cast<std::size_t>((days(date.year, date.month, date.day) - days(1900, 1, 1)).count());
}

/// SplitMix64: where the numbers of one region, day and sex begin.
std::uint64_t scattered(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31);
}

}  // namespace

int yearsOn(core::Date day, core::Date birth_date) {
    const bool had_birthday = day.month > birth_date.month || (day.month == birth_date.month && day.day >= birth_date.day);
    return day.year - birth_date.year - (had_birthday ? 0 : 1);
}

IdNumbers::IdNumbers(std::uint64_t seed) : seed_(seed), given_(Places::regions() * kDays * 2) {}

std::string IdNumbers::next(std::size_t region, core::Date birth_date, contract::Sex sex) {
    const std::size_t odd = sex == contract::Sex::Male ? 1 : 0;
    const std::size_t key = (region * kDays + dayIndex(birth_date)) * 2 + odd;
    const std::uint64_t earlier = given_[key]++;
    HUB_ASSERT(earlier < kSequences);
    const std::uint64_t sequence = (scattered(seed_ ^ key) + earlier) % kSequences * 2 + odd;
    std::string number =
        fmt::format("{}{:04}{:02}{:02}{:03}", Places::codeOf(region), birth_date.year, birth_date.month, birth_date.day, sequence);
    number += identity::checkCharacter(number);
    return number;
}

}  // namespace hub::cli::population
