#include "hub/identity/card.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "hub/core/text.h"

namespace hub::identity {

namespace {

constexpr std::uint64_t kLowest = 100'000'000'000;  // 12 digits, the first not 0
constexpr std::uint64_t kHowMany = 900'000'000'000;
constexpr std::size_t kDigits = 14;
constexpr std::size_t kRandomFrom = 8;  // the last eight bytes of an id are all random

std::uint64_t checkDigitsOf(std::uint64_t twelve) { return 98 - twelve * 100 % 97; }

}  // namespace

core::CardNumber cardNumberFrom(const core::IdBits& drawn) {
    std::uint64_t random = 0;
    for (std::size_t i = kRandomFrom; i < drawn.bytes.size(); ++i) random = random << 8 | drawn.bytes[i];
    const std::uint64_t twelve = kLowest + random % kHowMany;
    return {fmt::format("{}{:02}", twelve, checkDigitsOf(twelve))};
}

core::Result<void> checkCardNumber(const core::CardNumber& number) {
    const core::Failure not_valid(core::Error::CardNumberNotValid, core::shapeOf(number.text));
    const std::string& text = number.text;
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (text.size() != kDigits || !digits || text[0] == '0') return not_valid;
    std::uint64_t whole = 0;
    std::from_chars(text.data(), text.data() + text.size(), whole);
    if (whole % 100 != checkDigitsOf(whole / 100)) return not_valid;
    return {};
}

}  // namespace hub::identity
