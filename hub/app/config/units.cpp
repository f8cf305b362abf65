#include "hub/app/config/units.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>
#include <span>

namespace hub::app::config {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t factor;
};
constexpr std::array kTimeUnits{Unit{"d", 86'400'000}, Unit{"h", 3'600'000}, Unit{"m", 60'000}, Unit{"s", 1000}, Unit{"ms", 1}};
constexpr std::array kSizeUnits{Unit{"GiB", 1LL << 30}, Unit{"MiB", 1LL << 20}, Unit{"KiB", 1LL << 10}, Unit{"B", 1}};

std::optional<std::int64_t> parse(std::string_view text, std::span<const Unit> units) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [after, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || text.starts_with('-')) return std::nullopt;
    const std::string_view name(after, static_cast<std::size_t>(end - after));
    for (const Unit& unit : units) {
        if (unit.name == name && number <= std::numeric_limits<std::int64_t>::max() / 1'000'000 / unit.factor) return number * unit.factor;
    }
    return std::nullopt;
}

std::string format(std::int64_t number, std::span<const Unit> units) {
    for (const Unit& unit : units) {
        if (number != 0 && number % unit.factor == 0) return fmt::format("{}{}", number / unit.factor, unit.name);
    }
    return fmt::format("{}{}", number, units.back().name);
}

}  // namespace

std::optional<core::Duration> parseDuration(std::string_view text) {
    const std::optional<std::int64_t> ms = parse(text, kTimeUnits);
    if (!ms) return std::nullopt;
    return core::Duration(*ms);
}

std::optional<ByteSize> parseSize(std::string_view text) {
    const std::optional<std::int64_t> bytes = parse(text, kSizeUnits);
    if (!bytes) return std::nullopt;
    return ByteSize{static_cast<std::uint64_t>(*bytes)};
}

std::string toText(core::Duration duration) { return format(duration.count(), kTimeUnits); }
std::string toText(ByteSize size) { return format(static_cast<std::int64_t>(size.bytes), kSizeUnits); }

}  // namespace hub::app::config
