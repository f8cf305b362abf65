#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string_view>

#include "hub/core/result.h"
#include "hub/vault/keys.h"

namespace hub::vault {

/// Names its key, so old signatures are checked after a rotation.
struct Signature {
    KeyNumber key = 0;
    std::array<std::uint8_t, 64> bytes{};
    friend bool operator==(const Signature&, const Signature&) = default;
};

/// Signs what the hub has said: codes of cards, the audit chain. Suite intl: Ed25519 (RFC 8032), the same
/// for the same text; suite gm: SM2 with SM3 (GB/T 32918), r and s of 32 bytes each, never twice the same. Any thread.
class Signer {
  public:
    /// With the signing keys of `keys`, of their suite; the highest number signs. Also: KeyFileNotUsable, also when there is none.
    static core::Result<Signer> open(const KeySource& keys);

    /// Reads `sign-<number>.key` (64 hexadecimal digits, the seed) of the folder that holds the other keys; the highest number signs,
    /// and all are of the suite of the folder. Also: KeyFileNotUsable with the file and what is wrong.
    static core::Result<Signer> open(const std::filesystem::path& folder);

    /// Adds `sign-1.key`, random, to a folder that stands. Complete and synced before it returns. Also: KeyFileNotUsable, also when there
    /// is a signing key already: what it signed could not be checked any more.
    static core::Result<void> create(const std::filesystem::path& folder);

    Signer(Signer&&) noexcept;
    ~Signer();

    /// A signature for one `purpose` ("card code") is none for another.
    Signature sign(std::string_view purpose, std::string_view bytes) const;

    /// False also when there is no key of that number.
    bool verify(std::string_view purpose, std::string_view bytes, const Signature& signature) const;

  private:
    struct State;
    explicit Signer(std::unique_ptr<State> state);
    static core::Result<Signer> of(Suite suite, const std::map<KeyNumber, Key>& seeds);

    std::unique_ptr<State> state_;
};

}  // namespace hub::vault
