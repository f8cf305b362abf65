#include "hub/vault/primitives.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "hub/vault/openssl.h"

namespace hub::vault::primitives {

namespace {

using openssl::bytesOf;
using openssl::intSize;
using openssl::made;
using openssl::Owned;
using openssl::OwnedDigestContext;
using openssl::OwnedKey;
using openssl::require;

// Fetched once: see openssl.cpp.
EVP_CIPHER* aesGcm() {
    static const Owned<EVP_CIPHER, EVP_CIPHER_free> cipher(made(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr), "AES-256-GCM"));
    return cipher.get();
}

OwnedKey ed25519Key(const Key& seed) {
    return OwnedKey(
        made(EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, seed.bytes().data(), seed.bytes().size()), "Ed25519"));
}

}  // namespace

Nonce randomNonce() {
    Nonce nonce{};
    openssl::fillRandomFromStock(nonce.data(), nonce.size());
    return nonce;
}

Bytes32 randomBytes32() {
    Bytes32 bytes{};
    openssl::fillRandom(bytes.data(), bytes.size());
    return bytes;
}

Bytes32 sha256(std::string_view bytes) { return openssl::digest(openssl::Hash::Sha256, bytes); }
Bytes32 hmacSha256(const Key& key, std::string_view bytes) { return openssl::hmac(openssl::Hash::Sha256, key, {bytes}); }
Key hkdfSha256(const Key& key, std::string_view info) { return openssl::hkdf(openssl::Hash::Sha256, key, info); }

void sealAesGcm(const Key& key, const Nonce& nonce, std::string_view bound, std::string_view plain, std::string& out) {
    EVP_CIPHER_CTX* context = openssl::cipherContext();
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
    EVP_CIPHER_CTX* context = openssl::cipherContext();
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
