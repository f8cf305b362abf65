#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
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

/// Seals personal data and message bodies, and makes the indexes they are found by, with the suite of its keys. A sealed value names its
/// suite and its key, so old values open after a rotation, and in any suite. Any thread.
class Vault {
  public:
    /// Throws hub::core::Exception when `keys` lacks a key it names as current.
    explicit Vault(std::shared_ptr<const KeySource> keys);
    ~Vault();

    /// Longer than `plain` by sealOverhead(suite of the keys) bytes. The same value twice gives different seals.
    std::string seal(const SealPlace& place, std::string_view plain) const;

    /// Also: SealBroken (changed, moved or cut), KeyMissing.
    core::Result<std::string> open(const SealPlace& place, std::string_view sealed) const;

    /// The same for the same `purpose` ("credential.number"), value and key, and not to be had without the key. A key that is not there is
    /// looked for anew, for another process may have begun to use it. Also: KeyMissing.
    core::Result<BlindIndex> blindIndex(std::string_view purpose, std::string_view value, KeyNumber number) const;

    /// What a value is sealed with now, and the first bytes of every value that is; changed by refresh().
    KeyNumber currentKey() const;
    std::string currentHeader() const;

    /// The key that a value, or its first kHeaderSize bytes, names; nothing where they are no header. It may be a key that is missing.
    static std::optional<KeyNumber> keyOf(std::string_view sealed);

    static constexpr std::size_t kHeaderSize = 1 + 4;  ///< suite, key number

    /// New values are sealed with what was added to the keys; beside seal() and open() on other threads. Also: what KeySource::refresh()
    /// answers with.
    core::Result<void> refresh() const;

    /// SHA-256 in every suite: not keyed, it guards no secret. For hashes of bodies that are compared, and for chains, which a change of
    /// suite must not break.
    static core::Digest digest(std::string_view bytes);

    static constexpr std::size_t sealOverhead(Suite suite) {
        return kHeaderSize + (suite == Suite::Intl ? /*nonce*/ 12 + /*tag*/ 16 : /*counter*/ 16 + /*code*/ 32);
    }

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hub::vault
