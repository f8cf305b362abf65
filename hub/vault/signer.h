#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/result.h"
#include "hub/vault/key_file.h"
#include "hub/vault/keys.h"

namespace hub::vault {

/// Names its key, so old signatures are checked after a rotation.
struct Signature {
    KeyNumber key = 0;
    std::array<std::uint8_t, 64> bytes{};
    friend bool operator==(const Signature&, const Signature&) = default;
};

/// By which anybody checks signatures that name its number.
struct PublicKey {
    KeyNumber number = 0;
    Suite suite = Suite::Intl;
    std::vector<std::uint8_t> bytes;  ///< Ed25519: 32 bytes (RFC 8032); SM2: x and y of the point, 32 bytes each, the highest byte first
};

/// Signs what the hub has said: codes of cards, the audit chain. Suite intl: Ed25519 (RFC 8032), the same
/// for the same text; suite gm: SM2 with SM3 (GB/T 32918), r and s of 32 bytes each, never twice the same. Any thread.
class Signer {
  public:
    /// What a code has digits for.
    static constexpr KeyNumber kKeyNumberMax = 9999;

    /// With the signing keys of `keys`, of their suite, and with keys of which only the public part is left: they check and do not sign.
    /// The highest number signs. Also: KeyFileNotUsable, also when there is none, it cannot sign, or a key and its public part differ.
    static core::Result<Signer> open(const KeySource& keys, const PublicKeyBytes& put_away = {});

    /// Reads `sign-<number>.key` (64 hexadecimal digits, the seed) and `sign-<number>.pub` of the folder that holds the other keys, all of
    /// the suite of the folder. Also: as above, with the file and what is wrong.
    static core::Result<Signer> open(const std::filesystem::path& folder);

    /// Adds `sign-1.key`, random, to a folder that stands. Complete and synced before it returns. Also: KeyFileNotUsable, also when there
    /// is a signing key already: what it signed could not be checked any more.
    static core::Result<void> create(const std::filesystem::path& folder);

    /// Adds a random key of the next number to a folder that has one, and beside each older one its public part, so that its secret can be
    /// put away. Answers with the number; complete and synced before it returns. Also: KeyFileNotUsable, also past kKeyNumberMax.
    static core::Result<KeyNumber> add(const std::filesystem::path& folder);

    Signer(Signer&&) noexcept;
    ~Signer();

    /// Takes what was added to `keys`, and signs with the highest number from then on; what it knew it knows on. Beside the other calls
    /// on other threads. Also: KeyFileNotUsable (one changed, the current one is gone), and then nothing changes.
    core::Result<void> refresh(const KeySource& keys) const;

    /// The number of the key that signs.
    KeyNumber current() const;

    /// A signature for one `purpose` ("card code") is none for another.
    Signature sign(std::string_view purpose, std::string_view bytes) const;

    /// False also when there is no key of that number.
    bool verify(std::string_view purpose, std::string_view bytes, const Signature& signature) const;

    /// Of every key that verify() knows, by number. What is signed is signedText(purpose, bytes).
    std::vector<PublicKey> publicKeys() const;

    /// "10:paper codeOC2…": the purpose with its length before it, for ("ab", "c") is not ("a", "bc").
    static std::string signedText(std::string_view purpose, std::string_view bytes);

  private:
    struct State;
    explicit Signer(std::unique_ptr<State> state);
    static core::Result<Signer> of(Suite suite, const std::map<KeyNumber, Key>& seeds, const PublicKeyBytes& put_away);

    std::unique_ptr<State> state_;
};

}  // namespace hub::vault
