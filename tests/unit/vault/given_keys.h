#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "hub/vault/keys.h"

namespace tests {

inline std::string fromHex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

template <std::size_t size>
std::array<std::uint8_t, size> arrayFromHex(std::string_view hex) {
    const std::string text = fromHex(hex);
    BOOST_REQUIRE(text.size() == size);
    std::array<std::uint8_t, size> bytes{};
    std::copy(text.begin(), text.end(), bytes.begin());
    return bytes;
}

inline hub::vault::Key keyFromHex(std::string_view hex) { return hub::vault::Key(arrayFromHex<32>(hex)); }

template <class Bytes>
std::string hexOf(const Bytes& bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) text.append({kDigits[byte >> 4], kDigits[byte & 0xF]});
    return text;
}

/// The bytes `first`, `first` + 1 and so on.
inline std::array<std::uint8_t, 32> rising(std::uint8_t first) {
    std::array<std::uint8_t, 32> bytes{};
    for (std::uint8_t i = 0; i < 32; ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
    return bytes;
}

/// Keys the test chooses. Seal key 7 and index key 1 are the ones the known answers were computed with.
class GivenKeys final : public hub::vault::KeySource {
  public:
    explicit GivenKeys(hub::vault::Suite the_suite) : suite_(the_suite) {}

    hub::vault::Suite suite() const override { return suite_; }
    hub::vault::KeyNumber currentSealKey() const override { return current; }
    std::optional<hub::vault::Key> sealKey(hub::vault::KeyNumber number) const override {
        const auto found = seal_keys.find(number);
        if (found == seal_keys.end()) return std::nullopt;
        return found->second;
    }
    std::optional<hub::vault::Key> indexKey(hub::vault::KeyNumber number) const override {
        const auto found = index_keys.find(number);
        if (found == index_keys.end()) return std::nullopt;
        return found->second;
    }
    hub::vault::KeyNumber highestIndexKey() const override { return index_keys.rbegin()->first; }
    hub::core::Result<void> refresh() const override {
        ++refreshes;
        return {};
    }

    hub::vault::KeyNumber current = 7;
    std::map<hub::vault::KeyNumber, hub::vault::Key> seal_keys{{7, hub::vault::Key(rising(0))}};
    std::map<hub::vault::KeyNumber, hub::vault::Key> index_keys{{1, hub::vault::Key(rising(32))}};
    mutable int refreshes = 0;

  private:
    hub::vault::Suite suite_;
};

}  // namespace tests
