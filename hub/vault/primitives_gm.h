#pragma once

#include "hub/vault/primitives.h"

/// The algorithms of suite "gm", over OpenSSL, which has no SM4-GCM before 3.1: SM4-CTR and a code over it take its place. Any thread.
/// What OpenSSL cannot do in a healthy installation is a hub::core::Exception.
namespace hub::vault::primitives {

inline constexpr std::size_t kSm4BlockSize = 16;
inline constexpr std::size_t kSm3CodeSize = 32;

using Sm4Block = std::array<std::uint8_t, kSm4BlockSize>;

Sm4Block randomSm4Block();

/// GB/T 32905.
Bytes32 sm3(std::string_view bytes);
Bytes32 hmacSm3(const Key& key, std::string_view bytes);

/// RFC 5869 with SM3, an empty salt and 32 bytes of output.
Key hkdfSm3(const Key& key, std::string_view info);

/// SM4-128-CTR (GB/T 32907) under the first 128 bits of `encryption`, counting up from `counter`, then HMAC-SM3 under `authentication` over
/// the length of `bound`, `bound`, `counter` and the ciphertext: appends ciphertext and code to `out`.
/// REQUIRES: no block from `counter` on was used with `encryption` before, and the two keys tell nothing of each other.
void sealSm4(const Key& encryption, const Key& authentication, const Sm4Block& counter, std::string_view bound, std::string_view plain,
             std::string& out);

/// `sealed` is ciphertext and code. Nothing when the code does not agree: not one byte of an altered text is deciphered.
std::optional<std::string> openSm4(const Key& encryption, const Key& authentication, const Sm4Block& counter, std::string_view bound,
                                   std::string_view sealed);

/// SM2 (GB/T 32918) with SM3 and the user id 1234567812345678. The private key is 1 + `seed` modulo n - 2; the public key is x and y, a
/// signature r and s, 32 bytes each. Two signatures of the same text differ.
Bytes64 sm2Public(const Key& seed);
Bytes64 sm2Sign(const Key& seed, std::string_view bytes);
bool sm2Verify(const Bytes64& public_key, std::string_view bytes, const Bytes64& signature);

}  // namespace hub::vault::primitives
