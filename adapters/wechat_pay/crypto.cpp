#include "adapters/wechat_pay/crypto.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <climits>

#include "hub/core/exception.h"

namespace adapters::wechat_pay {

namespace core = hub::core;

namespace {

template <auto free_it>
struct FreeWith {
    template <class T>
    void operator()(T* value) const {
        free_it(value);
    }
};
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeWith<EVP_CIPHER_CTX_free>>;

constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kKeyBytes = 32;

const unsigned char* bytesOf(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytesOf(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// Sizes here are those of messages, limited long before.
int sizeOf(std::string_view text) {
    HUB_ASSERT(text.size() <= INT_MAX);
    return static_cast<int>(text.size());
}

core::Failure notUsable(std::string_view what) { return core::Failure(core::Error::ChannelKeyNotUsable, std::string(what)); }

/// OpenSSL would ask for a passphrase at the terminal.
int refusePassphrase(char*, int, int, void*) { return -1; }

Bio bioOf(std::string_view pem) {
    Bio bio(BIO_new_mem_buf(pem.data(), sizeOf(pem)));
    if (!bio) throw core::Exception("no memory for a key");
    return bio;
}

bool isStrongRsa(const AnyKey& key) { return EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA && EVP_PKEY_get_bits(key.get()) >= 2048; }

}  // namespace

std::string toBase64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4, '\0');  // the terminating zero goes where std::string has its own
    EVP_EncodeBlock(bytesOf(text), bytesOf(bytes), sizeOf(bytes));
    return text;
}

std::optional<std::string> fromBase64(std::string_view text) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    if (text.substr(0, text.size() - padding).find_first_not_of(kDigits) != std::string_view::npos) return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(bytesOf(bytes), bytesOf(text), sizeOf(text)) < 0) return std::nullopt;
    bytes.resize(bytes.size() - padding);
    return bytes;
}

void FreeKey::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

core::Result<MerchantKey> MerchantKey::read(const core::Sensitive<std::string>& pem) {
    AnyKey key(PEM_read_bio_PrivateKey(bioOf(pem.reveal()).get(), nullptr, refusePassphrase, nullptr));
    if (!key) return notUsable("the merchant's private key is not PEM without a passphrase");
    if (!isStrongRsa(key)) return notUsable("the merchant's private key is not RSA of at least 2048 bits");
    return MerchantKey(std::move(key));
}

std::string MerchantKey::sign(std::string_view message) const {
    const DigestContext context(EVP_MD_CTX_new());
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t size = signature.size();
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), bytesOf(signature), &size, bytesOf(message), message.size()) != 1)
        throw core::Exception("a request could not be signed");
    signature.resize(size);
    return toBase64(signature);
}

core::Result<PlatformKey> PlatformKey::read(std::string_view pem) {
    AnyKey key;
    if (pem.find("BEGIN CERTIFICATE") != std::string_view::npos) {
        const Certificate certificate(PEM_read_bio_X509(bioOf(pem).get(), nullptr, refusePassphrase, nullptr));
        if (certificate) key.reset(X509_get_pubkey(certificate.get()));
    } else {
        key.reset(PEM_read_bio_PUBKEY(bioOf(pem).get(), nullptr, refusePassphrase, nullptr));
    }
    if (!key) return notUsable("the platform's key is neither a PEM public key nor a PEM certificate");
    if (!isStrongRsa(key)) return notUsable("the platform's key is not RSA of at least 2048 bits");
    return PlatformKey(std::move(key));
}

bool PlatformKey::verifies(std::string_view message, std::string_view signature) const {
    const std::optional<std::string> bytes = fromBase64(signature);
    const DigestContext context(EVP_MD_CTX_new());
    return bytes && context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytesOf(std::string_view(*bytes)), bytes->size(), bytesOf(message), message.size()) == 1;
}

core::Result<NotificationKey> NotificationKey::read(core::Sensitive<std::string> bytes) {
    if (bytes.reveal().size() != kKeyBytes) return notUsable("the APIv3 key has not 32 bytes");
    return NotificationKey(std::move(bytes));
}

core::Result<std::string> NotificationKey::open(std::string_view sealed, std::string_view nonce, std::string_view associated_data) const {
    const auto not_readable = [](std::string_view what) { return core::Failure(core::Error::NotificationNotReadable, std::string(what)); };
    std::optional<std::string> bytes = fromBase64(sealed);
    if (!bytes || bytes->size() < kTagBytes || nonce.empty()) return not_readable("its resource is not sealed as AEAD_AES_256_GCM");
    std::string tag = bytes->substr(bytes->size() - kTagBytes);
    bytes->resize(bytes->size() - kTagBytes);
    std::string content(bytes->size(), '\0');
    const CipherContext context(EVP_CIPHER_CTX_new());
    int count = 0;
    const bool opened =
        context && EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, sizeOf(nonce), nullptr) == 1 &&
        EVP_DecryptInit_ex2(context.get(), nullptr, bytesOf(bytes_.reveal()), bytesOf(nonce), nullptr) == 1 &&
        EVP_DecryptUpdate(context.get(), nullptr, &count, bytesOf(associated_data), sizeOf(associated_data)) == 1 &&
        EVP_DecryptUpdate(context.get(), bytesOf(content), &count, bytesOf(std::string_view(*bytes)), sizeOf(*bytes)) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTagBytes), tag.data()) == 1 &&
        EVP_DecryptFinal_ex(context.get(), bytesOf(content) + content.size(), &count) == 1;
    if (!opened) return not_readable("its resource does not open with the APIv3 key");
    return content;
}

}  // namespace adapters::wechat_pay
