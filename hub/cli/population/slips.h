#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hub/cli/population/draw.h"
#include "hub/core/date.h"

/// The slips of a typing hand, each as a function of what should have been typed. Nothing where the slip is not possible.
namespace hub::cli::population {

/// One ASCII digit replaced by another.
std::optional<std::string> withDigitWrong(Draw& draw, std::string_view text);

/// Two neighbouring digits that differ, exchanged.
std::optional<std::string> withDigitsSwapped(Draw& draw, std::string_view text);

/// Every ASCII digit in full width: ３７０２.
std::string withWideDigits(std::string_view text);

/// One wrong digit; still a day, and not after kToday.
std::optional<core::Date> dayWithDigitWrong(Draw& draw, core::Date date);

/// Month and day exchanged, or the year's last two digits where that gives no other day; not after kToday.
std::optional<core::Date> daySwapped(core::Date date);

/// The same day a year earlier or later; not after kToday.
core::Date dayOffByOneYear(Draw& draw, core::Date date);

}  // namespace hub::cli::population
