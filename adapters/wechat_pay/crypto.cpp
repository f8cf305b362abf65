#include "adapters/wechat_pay/crypto.h"

#include <openssl/evp.h>

#include <algorithm>

#include "adapters/kit/base64.h"
#include "adapters/kit/openssl.h"
#include "hub/core/exception.h"

namespace adapters::wechat_pay {

namespace core = hub::core;
using kit::fromBase64;
using kit::toBase64;
using kit::openssl::AnyKey;
using kit::openssl::bytesOf;
using kit::openssl::CipherContext;
using kit::openssl::DigestContext;
using kit::openssl::sizeOf;

namespace {

constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kKeyBytes = 32;

core::Failure notUsable(std::string_view what) { return core::Failure(core::Error::ChannelKeyNotUsable, std::string(what)); }

bool isStrongRsa(const AnyKey& key) { return EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA && EVP_PKEY_get_bits(key.get()) >= 2048; }

}  // namespace

core::Result<MerchantKey> MerchantKey::read(const core::Sensitive<std::string>& pem) {
    AnyKey key = kit::openssl::privateKeyIn(pem.reveal());
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
    AnyKey key = kit::openssl::publicKeyIn(pem);
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
