#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace hub::vault {

/// Which algorithms seal, index and sign. The number is the first byte of every sealed value: it is never given another meaning.
enum class Suite : std::uint8_t {
    Intl = 1,  ///< AES-256-GCM, HMAC-SHA-256, Ed25519
    Gm = 2,    ///< SM4-128-CTR with HMAC-SM3, HMAC-SM3, SM2 with SM3 (GB/T 32907, 32905, 32918)
};
constexpr auto enumNames(Suite) {
    return std::array{std::pair{Suite::Intl, std::string_view("intl")}, std::pair{Suite::Gm, std::string_view("gm")}};
}

}  // namespace hub::vault
