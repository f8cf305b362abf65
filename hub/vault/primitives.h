#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hub/vault/keys.h"

/// The algorithms of suite "intl", over OpenSSL. Fetched once, contexts kept a thread. Any thread.
/// What OpenSSL cannot do in a healthy installation (no memory, no entropy, no such algorithm) is a hub::core::Exception.
namespace hub::vault::primitives {

inline constexpr std::size_t kNonceSize = 12;
inline constexpr std::size_t kTagSize = 16;

using Nonce = std::array<std::uint8_t, kNonceSize>;
using Bytes32 = std::array<std::uint8_t, 32>;
using Bytes64 = std::array<std::uint8_t, 64>;

/// From OpenSSL's random generator, which the operating system seeds.
Nonce randomNonce();
Bytes32 randomBytes32();

Bytes32 sha256(std::string_view bytes);
Bytes32 hmacSha256(const Key& key, std::string_view bytes);

/// RFC 5869 with SHA-256, an empty salt and 32 bytes of output. Keys for different `info` tell nothing of each other or of `key`.
Key hkdfSha256(const Key& key, std::string_view info);

/// AES-256-GCM (NIST SP 800-38D): appends ciphertext and tag to `out`.
/// REQUIRES: `nonce` was never used with `key`: two texts under one pair give away both, and the power to forge.
void sealAesGcm(const Key& key, const Nonce& nonce, std::string_view bound, std::string_view plain, std::string& out);

/// `sealed` is ciphertext and tag. Nothing when the tag does not agree: not one byte of an altered text is handed out.
std::optional<std::string> openAesGcm(const Key& key, const Nonce& nonce, std::string_view bound, std::string_view sealed);

/// Ed25519 (RFC 8032): `seed` is the private key, from which the public one follows. The same text has one signature.
Bytes32 ed25519Public(const Key& seed);
Bytes64 ed25519Sign(const Key& seed, std::string_view bytes);
bool ed25519Verify(const Bytes32& public_key, std::string_view bytes, const Bytes64& signature);

/// Takes as long for a difference at the start as for one at the end; lengths are no secret.
bool equalInConstantTime(std::string_view one, std::string_view other);

void wipe(void* bytes, std::size_t size);

}  // namespace hub::vault::primitives
