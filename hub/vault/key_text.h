#pragma once

#include <optional>
#include <string_view>

#include "hub/vault/keys.h"

namespace hub::vault {

/// How a key is written, in a file or a variable: 64 hexadecimal digits and nothing else.
std::optional<Key> keyOfDigits(std::string_view digits);
inline constexpr std::size_t kKeyDigits = 64;

/// As a number is written: no sign, no leading zero, not 0.
std::optional<KeyNumber> keyNumber(std::string_view digits);

/// KeyFileNotUsable; `where` is a path or the name of a variable.
core::Failure keyNotUsable(std::string_view where, std::string_view what);

/// Nothing when `suite` is the `configured` one, or none is.
std::optional<core::Failure> ofAnotherSuite(std::string_view where, Suite suite, std::optional<Suite> configured);

}  // namespace hub::vault
