#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "hub/core/digest.h"
#include "hub/core/result.h"
#include "hub/vault/keys.h"

namespace hub::vault {

/// What equality is looked up by instead of the value: a keyed hash, cut to 128 bits. Stored as BINARY(16).
struct BlindIndex {
    std::array<std::uint8_t, 16> bytes{};
    friend constexpr auto operator<=>(const BlindIndex&, const BlindIndex&) = default;
};

/// Where a sealed value stands. It is bound into the seal: a value copied to another column or row does not open.
struct SealPlace {
    std::string_view column;  ///< "attempt.body"
    std::string_view row;     ///< the row's id, as bytes
};

/// Seals personal data and message bodies, and makes the indexes they are found by. Suite "intl": AES-256-GCM, HMAC-SHA-256, SHA-256.
/// A sealed value names its key, so old values open after a rotation. Any thread.
class Vault {
  public:
    /// Throws hub::core::Exception when `keys` lacks a key it names as current.
    explicit Vault(std::shared_ptr<const KeySource> keys);
    ~Vault();

    /// Longer than `plain` by kSealOverhead bytes. The same value twice gives different seals.
    std::string seal(const SealPlace& place, std::string_view plain) const;

    /// Also: SealBroken (changed, moved or cut), KeyMissing.
    core::Result<std::string> open(const SealPlace& place, std::string_view sealed) const;

    /// The same for the same `purpose` ("credential.number") and value, and not to be had without the key.
    BlindIndex blindIndex(std::string_view purpose, std::string_view value) const;

    /// Not keyed: for hashes of bodies that are compared, and for chains.
    static core::Digest digest(std::string_view bytes);

    static constexpr std::size_t kSealOverhead = 1 + 4 + 12 + 16;  // version, key number, nonce, tag

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hub::vault
