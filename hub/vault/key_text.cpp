#include "hub/vault/key_text.h"

#include <fmt/format.h>

#include <charconv>

#include "hub/core/describe.h"
#include "hub/vault/primitives.h"

namespace hub::vault {

std::optional<Key> keyOfDigits(std::string_view digits) {
    if (digits.size() != kKeyDigits) return std::nullopt;
    primitives::Bytes32 bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char* pair = digits.data() + 2 * i;
        const auto [end, error] = std::from_chars(pair, pair + 2, bytes[i], 16);
        if (error != std::errc() || end != pair + 2) return std::nullopt;
    }
    Key key(bytes);
    primitives::wipe(bytes.data(), bytes.size());
    return key;
}

std::optional<KeyNumber> keyNumber(std::string_view digits) {
    KeyNumber number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || digits[0] == '0') return std::nullopt;
    return number;
}

core::Failure keyNotUsable(std::string_view where, std::string_view what) {
    return core::Failure(core::Error::KeyFileNotUsable, fmt::format("{}: {}", where, what));
}

std::optional<core::Failure> ofAnotherSuite(std::string_view where, Suite suite, std::optional<Suite> configured) {
    if (!configured || *configured == suite) return std::nullopt;
    return keyNotUsable(where, fmt::format("keys of suite {0}, and vault.suite is {1}: set it to {0}, which keys keep for life",
                                           core::enumName(suite), core::enumName(*configured)));
}

}  // namespace hub::vault
