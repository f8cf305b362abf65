#include "hub/vault/openssl.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <limits>

#include "hub/core/assert.h"
#include "hub/core/exception.h"

namespace hub::vault::openssl {

namespace {

using primitives::Bytes32;
using OwnedMacContext = Owned<EVP_MAC_CTX, EVP_MAC_CTX_free>;

constexpr const char* nameOf(Hash hash) { return hash == Hash::Sha256 ? "SHA-256" : "SM3"; }

// Looking an algorithm up costs more than sealing a field with it, so each is looked up once in the life of the program.
template <Hash hash>
EVP_MD* algorithmOf() {
    static const Owned<EVP_MD, EVP_MD_free> algorithm(made(EVP_MD_fetch(nullptr, nameOf(hash), nullptr), nameOf(hash)));
    return algorithm.get();
}
EVP_MD* algorithmOf(Hash hash) { return hash == Hash::Sha256 ? algorithmOf<Hash::Sha256>() : algorithmOf<Hash::Sm3>(); }

EVP_MAC* hmacAlgorithm() {
    static const Owned<EVP_MAC, EVP_MAC_free> algorithm(made(EVP_MAC_fetch(nullptr, "HMAC", nullptr), "HMAC"));
    return algorithm.get();
}

EVP_MD_CTX* digestContext() {
    thread_local const OwnedDigestContext context(made(EVP_MD_CTX_new(), "a digest context"));
    return context.get();
}

template <Hash hash>
EVP_MAC_CTX* hmacContext() {
    thread_local const OwnedMacContext context = [] {
        OwnedMacContext fresh(made(EVP_MAC_CTX_new(hmacAlgorithm()), "an HMAC context"));
        const std::array<OSSL_PARAM, 2> parameters{textParam(OSSL_MAC_PARAM_DIGEST, nameOf(hash)), OSSL_PARAM_construct_end()};
        require(EVP_MAC_CTX_set_params(fresh.get(), parameters.data()) == 1, "choosing the hash of HMAC");
        return fresh;
    }();
    return context.get();
}

}  // namespace

void require(bool worked, std::string_view what) {
    if (!worked) throw core::Exception(std::string("OpenSSL: ").append(what).append(" failed"));
}

int intSize(std::string_view text) {
    HUB_ASSERT(text.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
    return static_cast<int>(text.size());
}

OSSL_PARAM textParam(const char* name, const char* value) { return OSSL_PARAM_construct_utf8_string(name, const_cast<char*>(value), 0); }
OSSL_PARAM bytesParam(const char* name, const void* bytes, std::size_t size) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<void*>(bytes), size);
}

EVP_CIPHER_CTX* cipherContext() {
    thread_local const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context(made(EVP_CIPHER_CTX_new(), "a cipher context"));
    return context.get();
}

void fillRandom(std::uint8_t* bytes, std::size_t size) { require(RAND_bytes(bytes, static_cast<int>(size)) == 1, "the random generator"); }

void fillRandomFromStock(std::uint8_t* bytes, std::size_t size) {
    thread_local std::array<std::uint8_t, 4096> stock;
    thread_local std::size_t used = stock.size();
    if (used + size > stock.size()) {
        fillRandom(stock.data(), stock.size());
        used = 0;
    }
    std::copy_n(stock.begin() + static_cast<std::ptrdiff_t>(used), size, bytes);
    used += size;
}

Bytes32 digest(Hash hash, std::string_view bytes) {
    Bytes32 digest{};
    EVP_MD_CTX* context = digestContext();
    require(EVP_DigestInit_ex2(context, algorithmOf(hash), nullptr) == 1 && EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1 &&
                EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1,
            nameOf(hash));
    return digest;
}

Bytes32 hmac(Hash hash, const Key& key, std::initializer_list<std::string_view> parts) {
    EVP_MAC_CTX* context = hash == Hash::Sha256 ? hmacContext<Hash::Sha256>() : hmacContext<Hash::Sm3>();
    require(EVP_MAC_init(context, key.bytes().data(), key.bytes().size(), nullptr) == 1, "beginning an HMAC");
    for (const std::string_view part : parts) require(EVP_MAC_update(context, bytesOf(part), part.size()) == 1, "HMAC");
    Bytes32 code{};
    std::size_t size = 0;
    require(EVP_MAC_final(context, code.data(), &size, code.size()) == 1 && size == code.size(), "ending an HMAC");
    return code;
}

Key hkdf(Hash hash, const Key& key, std::string_view info) {
    const Owned<EVP_KDF, EVP_KDF_free> algorithm(made(EVP_KDF_fetch(nullptr, "HKDF", nullptr), "HKDF"));
    const Owned<EVP_KDF_CTX, EVP_KDF_CTX_free> context(made(EVP_KDF_CTX_new(algorithm.get()), "an HKDF context"));
    const std::array<OSSL_PARAM, 4> parameters{textParam(OSSL_KDF_PARAM_DIGEST, nameOf(hash)),
                                               bytesParam(OSSL_KDF_PARAM_KEY, key.bytes().data(), key.bytes().size()),
                                               bytesParam(OSSL_KDF_PARAM_INFO, info.data(), info.size()), OSSL_PARAM_construct_end()};
    Bytes32 bytes{};
    require(EVP_KDF_derive(context.get(), bytes.data(), bytes.size(), parameters.data()) == 1, "HKDF");
    Key derived(bytes);
    primitives::wipe(bytes.data(), bytes.size());
    return derived;
}

}  // namespace hub::vault::openssl
