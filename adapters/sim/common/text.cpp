#include "adapters/sim/common/text.h"

#include <fmt/chrono.h>

#include <algorithm>
#include <charconv>

namespace adapters::sim::common {

namespace {

constexpr std::chrono::hours kShanghaiOffset(8);

bool isDigit(char one) { return one >= '0' && one <= '9'; }

}  // namespace

bool isDigits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), isDigit); }

bool isLettersAndDigits(std::string_view text, std::string_view signs) {
    return std::all_of(text.begin(), text.end(), [&](char one) {
        return isDigit(one) || (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || signs.find(one) != signs.npos;
    });
}

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool good = isDigits(text) && problem == std::errc() && end == text.data() + text.size();
    return good ? std::optional(number) : std::nullopt;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::string shanghaiText(const char* form, hub::core::UtcTime time) {
    const std::time_t seconds = (time + kShanghaiOffset).ms / 1000;
    return fmt::format(fmt::runtime(form), fmt::gmtime(seconds));
}

}  // namespace adapters::sim::common
