#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hub/core/clock.h"

namespace hub::app::config {

struct ByteSize {
    std::uint64_t bytes = 0;
    friend constexpr auto operator<=>(ByteSize, ByteSize) = default;
};

constexpr ByteSize kib(std::uint64_t count) { return {count * 1024}; }
constexpr ByteSize mib(std::uint64_t count) { return {count * 1024 * 1024}; }

using Days = std::chrono::duration<std::int64_t, std::ratio<86400>>;

/// A whole number and one unit, nothing between and nothing else: 2ms, 3s, 5m, 1h, 7d. Nothing when it is written otherwise or is
/// past 292 years.
std::optional<core::Duration> parseDuration(std::string_view text);

/// The same for 512B, 16KiB, 1MiB, 2GiB, up to 8 TiB; units are those of 1024 only.
std::optional<ByteSize> parseSize(std::string_view text);

/// In the largest unit that is exact: 90000 ms are 90s, 60 s are 1m.
std::string toText(core::Duration duration);
std::string toText(ByteSize size);

}  // namespace hub::app::config
