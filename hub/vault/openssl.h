#pragma once

#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "hub/vault/primitives.h"

/// What both suites ask of OpenSSL: for the primitives alone, and included by nobody else. Any thread.
namespace hub::vault::openssl {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Release<release>>;

using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedDigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

/// Throws hub::core::Exception unless it worked.
void require(bool worked, std::string_view what);

template <class Pointer>
Pointer made(Pointer pointer, std::string_view what) {
    require(pointer != nullptr, what);
    return pointer;
}

inline const std::uint8_t* bytesOf(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }
inline std::uint8_t* bytesOf(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

/// REQUIRES: an int holds the size.
int intSize(std::string_view text);

OSSL_PARAM textParam(const char* name, const char* value);
OSSL_PARAM bytesParam(const char* name, const void* bytes, std::size_t size);

/// Of this thread, for one use at a time.
EVP_CIPHER_CTX* cipherContext();

void fillRandom(std::uint8_t* bytes, std::size_t size);
/// For nonces and counters, which are no secret: from a stock of the thread's, because a draw costs as much as sealing a short text.
/// REQUIRES: at most 16 bytes.
void fillRandomFromStock(std::uint8_t* bytes, std::size_t size);

enum class Hash { Sha256, Sm3 };
primitives::Bytes32 digest(Hash hash, std::string_view bytes);
/// Of the parts one after the other, as if they were one text.
primitives::Bytes32 hmac(Hash hash, const Key& key, std::initializer_list<std::string_view> parts);
/// RFC 5869 with an empty salt and 32 bytes of output.
Key hkdf(Hash hash, const Key& key, std::string_view info);

}  // namespace hub::vault::openssl
