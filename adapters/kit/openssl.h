#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;
struct evp_md_ctx_st;
struct evp_cipher_ctx_st;

/// What adapters that sign and seal share of OpenSSL: its values with their owners, and keys out of PEM.
namespace adapters::kit::openssl {

struct Free {
    void operator()(evp_pkey_st* key) const;
    void operator()(evp_md_ctx_st* context) const;
    void operator()(evp_cipher_ctx_st* context) const;
};
using AnyKey = std::unique_ptr<evp_pkey_st, Free>;
using DigestContext = std::unique_ptr<evp_md_ctx_st, Free>;
using CipherContext = std::unique_ptr<evp_cipher_ctx_st, Free>;

/// Null when it is not PEM of a private key without a passphrase.
AnyKey privateKeyIn(std::string_view pem);

/// Null when it is neither PEM of a public key nor of a certificate, whose key it is then.
AnyKey publicKeyIn(std::string_view pem);

inline const unsigned char* bytesOf(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
inline unsigned char* bytesOf(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// Of a message, whose size is limited long before. REQUIRES: it fits.
int sizeOf(std::string_view text);

}  // namespace adapters::kit::openssl
