#include "adapters/wechat_pay/notification_key.h"

#include <openssl/evp.h>

#include <optional>

#include "adapters/kit/base64.h"
#include "adapters/kit/openssl.h"

namespace adapters::wechat_pay {

namespace core = hub::core;
using kit::openssl::bytesOf;
using kit::openssl::CipherContext;
using kit::openssl::sizeOf;

namespace {

constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kKeyBytes = 32;

}  // namespace

core::Result<NotificationKey> NotificationKey::read(core::Sensitive<std::string> bytes) {
    if (bytes.reveal().size() != kKeyBytes) return core::Failure(core::Error::ChannelKeyNotUsable, "the APIv3 key has not 32 bytes");
    return NotificationKey(std::move(bytes));
}

core::Result<std::string> NotificationKey::open(std::string_view sealed, std::string_view nonce, std::string_view associated_data) const {
    const auto not_readable = [](std::string_view what) { return core::Failure(core::Error::NotificationNotReadable, std::string(what)); };
    std::optional<std::string> bytes = kit::fromBase64(sealed);
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
