#include "hub/vault/primitives.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <limits>
#include <memory>

#include "hub/core/assert.h"
#include "hub/core/exception.h"

namespace hub::vault::primitives {

namespace {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Release<release>>;

void require(bool worked, const char* what) {
    if (!worked) throw core::Exception(std::string("OpenSSL: ") + what + " failed");
}

template <class Pointer>
Pointer made(Pointer pointer, const char* what) {
    require(pointer != nullptr, what);
    return pointer;
}

const std::uint8_t* bytesOf(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }
std::uint8_t* bytesOf(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

int intSize(std::string_view text) {
    HUB_ASSERT(text.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
    return static_cast<int>(text.size());
}

OSSL_PARAM textParam(const char* name, const char* value) { return OSSL_PARAM_construct_utf8_string(name, const_cast<char*>(value), 0); }
OSSL_PARAM bytesParam(const char* name, const void* bytes, std::size_t size) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<void*>(bytes), size);
}

// Looking an algorithm up costs more than sealing a field with it, so each is looked up once in the life of the program.
EVP_CIPHER* aesGcm() {
    static const Owned<EVP_CIPHER, EVP_CIPHER_free> cipher(made(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr), "AES-256-GCM"));
    return cipher.get();
}
EVP_MD* sha256Algorithm() {
    static const Owned<EVP_MD, EVP_MD_free> algorithm(made(EVP_MD_fetch(nullptr, "SHA-256", nullptr), "SHA-256"));
    return algorithm.get();
}
EVP_MAC* hmac() {
    static const Owned<EVP_MAC, EVP_MAC_free> algorithm(made(EVP_MAC_fetch(nullptr, "HMAC", nullptr), "HMAC"));
    return algorithm.get();
}

EVP_CIPHER_CTX* cipherContext() {
    thread_local const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context(made(EVP_CIPHER_CTX_new(), "a cipher context"));
    return context.get();
}
EVP_MD_CTX* digestContext() {
    thread_local const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(made(EVP_MD_CTX_new(), "a digest context"));
    return context.get();
}
EVP_MAC_CTX* hmacContext() {
    thread_local const Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> context = [] {
        Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> fresh(made(EVP_MAC_CTX_new(hmac()), "an HMAC context"));
        const std::array<OSSL_PARAM, 2> parameters{textParam(OSSL_MAC_PARAM_DIGEST, "SHA-256"), OSSL_PARAM_construct_end()};
        require(EVP_MAC_CTX_set_params(fresh.get(), parameters.data()) == 1, "HMAC with SHA-256");
        return fresh;
    }();
    return context.get();
}

using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedDigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

OwnedKey ed25519Key(const Key& seed) {
    return OwnedKey(
        made(EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, seed.bytes().data(), seed.bytes().size()), "Ed25519"));
}

template <std::size_t size>
std::array<std::uint8_t, size> random() {
    std::array<std::uint8_t, size> bytes{};
    require(RAND_bytes(bytes.data(), static_cast<int>(size)) == 1, "the random generator");
    return bytes;
}

}  // namespace

Nonce randomNonce() { return random<kNonceSize>(); }
Bytes32 randomBytes32() { return random<32>(); }

Bytes32 sha256(std::string_view bytes) {
    Bytes32 digest{};
    EVP_MD_CTX* context = digestContext();
    require(EVP_DigestInit_ex2(context, sha256Algorithm(), nullptr) == 1 && EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1 &&
                EVP_DigestFinal_ex(context, digest.data(), nullptr) == 1,
            "SHA-256");
    return digest;
}

Bytes32 hmacSha256(const Key& key, std::string_view bytes) {
    Bytes32 code{};
    EVP_MAC_CTX* context = hmacContext();
    std::size_t size = 0;
    require(EVP_MAC_init(context, key.bytes().data(), key.bytes().size(), nullptr) == 1 &&
                EVP_MAC_update(context, bytesOf(bytes), bytes.size()) == 1 &&
                EVP_MAC_final(context, code.data(), &size, code.size()) == 1 && size == code.size(),
            "HMAC-SHA-256");
    return code;
}

Key hkdfSha256(const Key& key, std::string_view info) {
    const Owned<EVP_KDF, EVP_KDF_free> algorithm(made(EVP_KDF_fetch(nullptr, "HKDF", nullptr), "HKDF"));
    const Owned<EVP_KDF_CTX, EVP_KDF_CTX_free> context(made(EVP_KDF_CTX_new(algorithm.get()), "an HKDF context"));
    const std::array<OSSL_PARAM, 4> parameters{textParam(OSSL_KDF_PARAM_DIGEST, "SHA-256"),
                                               bytesParam(OSSL_KDF_PARAM_KEY, key.bytes().data(), key.bytes().size()),
                                               bytesParam(OSSL_KDF_PARAM_INFO, info.data(), info.size()), OSSL_PARAM_construct_end()};
    Bytes32 bytes{};
    require(EVP_KDF_derive(context.get(), bytes.data(), bytes.size(), parameters.data()) == 1, "HKDF-SHA-256");
    Key derived(bytes);
    wipe(bytes.data(), bytes.size());
    return derived;
}

void sealAesGcm(const Key& key, const Nonce& nonce, std::string_view bound, std::string_view plain, std::string& out) {
    EVP_CIPHER_CTX* context = cipherContext();
    const std::size_t start = out.size();
    out.resize(start + plain.size() + kTagSize);
    std::uint8_t* ciphertext = bytesOf(out) + start;
    std::uint8_t* tag = ciphertext + plain.size();
    int written = 0;
    require(EVP_EncryptInit_ex2(context, aesGcm(), key.bytes().data(), nonce.data(), nullptr) == 1 &&
                EVP_EncryptUpdate(context, nullptr, &written, bytesOf(bound), intSize(bound)) == 1 &&
                EVP_EncryptUpdate(context, ciphertext, &written, bytesOf(plain), intSize(plain)) == 1 &&
                EVP_EncryptFinal_ex(context, tag, &written) == 1 &&
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagSize), tag) == 1,
            "sealing with AES-256-GCM");
}

std::optional<std::string> openAesGcm(const Key& key, const Nonce& nonce, std::string_view bound, std::string_view sealed) {
    if (sealed.size() < kTagSize) return std::nullopt;
    const std::string_view ciphertext = sealed.substr(0, sealed.size() - kTagSize);
    std::string tag(sealed.substr(ciphertext.size()));
    EVP_CIPHER_CTX* context = cipherContext();
    std::string plain(ciphertext.size(), '\0');
    int written = 0;
    require(EVP_DecryptInit_ex2(context, aesGcm(), key.bytes().data(), nonce.data(), nullptr) == 1 &&
                EVP_DecryptUpdate(context, nullptr, &written, bytesOf(bound), intSize(bound)) == 1 &&
                EVP_DecryptUpdate(context, bytesOf(plain), &written, bytesOf(ciphertext), intSize(ciphertext)) == 1 &&
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagSize), tag.data()) == 1,
            "opening with AES-256-GCM");
    if (EVP_DecryptFinal_ex(context, nullptr, &written) != 1) {
        wipe(plain.data(), plain.size());
        return std::nullopt;
    }
    return plain;
}

Bytes32 ed25519Public(const Key& seed) {
    Bytes32 bytes{};
    std::size_t size = bytes.size();
    require(EVP_PKEY_get_raw_public_key(ed25519Key(seed).get(), bytes.data(), &size) == 1 && size == bytes.size(), "an Ed25519 public key");
    return bytes;
}

Bytes64 ed25519Sign(const Key& seed, std::string_view bytes) {
    const OwnedKey key = ed25519Key(seed);
    const OwnedDigestContext context(made(EVP_MD_CTX_new(), "a signing context"));
    Bytes64 signature{};
    std::size_t size = signature.size();
    require(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                EVP_DigestSign(context.get(), signature.data(), &size, bytesOf(bytes), bytes.size()) == 1 && size == signature.size(),
            "signing with Ed25519");
    return signature;
}

bool ed25519Verify(const Bytes32& public_key, std::string_view bytes, const Bytes64& signature) {
    const OwnedKey key(
        made(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, public_key.data(), public_key.size()), "an Ed25519 public key"));
    const OwnedDigestContext context(made(EVP_MD_CTX_new(), "a verifying context"));
    require(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1, "verifying with Ed25519");
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytesOf(bytes), bytes.size()) == 1;
}

bool equalInConstantTime(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

void wipe(void* bytes, std::size_t size) { OPENSSL_cleanse(bytes, size); }

}  // namespace hub::vault::primitives
