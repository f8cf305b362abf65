#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

namespace hub::core {

/// SHA-256 (suite intl) or SM3 (suite gm) of something; made by the vault. Both have 32 bytes.
struct Digest {
    std::array<std::uint8_t, 32> bytes{};
    friend constexpr auto operator<=>(const Digest&, const Digest&) = default;

    /// 64 lower-case hexadecimal digits.
    std::string hex() const;
};

}  // namespace hub::core
