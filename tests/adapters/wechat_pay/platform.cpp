#include "tests/adapters/wechat_pay/platform.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include "hub/core/assert.h"
#include "tests/adapters/conformance/test_key.h"
#include "tests/adapters/wechat_pay/golden.h"

namespace tests {

namespace {

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string base64(std::string_view plain) {
    std::string text((plain.size() + 2) / 3 * 4, '\0');
    EVP_EncodeBlock(bytes(text), bytes(plain), static_cast<int>(plain.size()));
    return text;
}

}  // namespace

Headers Platform::sign(std::string_view body, hub::core::UtcTime now, Signing signing) {
    if (signing.kind == Signing::Kind::Absent) return {};
    const std::string seconds = std::to_string((now + signing.off).ms / 1000);
    const std::string nonce = "c5ac7061fccab6bf3e254dcf98995b8c";
    static const TestKey key("tests/data/wechat_pay/keys/platform_private.pem", TestKey::Half::Private);
    std::string signature = key.sign(fmt::format("{}\n{}\n{}\n", seconds, nonce, body));
    if (signing.kind == Signing::Kind::Altered) signature[5] = signature[5] == 'A' ? 'B' : 'A';
    if (signing.kind == Signing::Kind::Probe) signature = "WECHATPAY/SIGNTEST/" + signature;
    return {{"Wechatpay-Timestamp", seconds},
            {"Wechatpay-Nonce", nonce},
            {"Wechatpay-Signature", signature},
            {"Wechatpay-Serial", signing.kind == Signing::Kind::OtherSerial ? "PUB_KEY_ID_OTHER" : kGoldenPlatformSerial}};
}

bool Platform::isMerchants(std::string_view message, const std::string& signature) {
    static const TestKey key("tests/data/wechat_pay/keys/merchant_public.pem", TestKey::Half::Public);
    return key.verifies(message, signature);
}

std::string Platform::notification(std::string_view id, std::string_view type, std::string_view content, const std::string& key) {
    constexpr std::string_view kNonce = "fdasflkja484";
    constexpr std::string_view kAssociated = "transaction";
    std::string sealed(content.size() + 16, '\0');
    int count = 0;
    EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
    HUB_ASSERT(EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nullptr, bytes(std::string_view(key)), bytes(kNonce)) == 1);
    HUB_ASSERT(EVP_EncryptUpdate(context, nullptr, &count, bytes(kAssociated), static_cast<int>(kAssociated.size())) == 1);
    HUB_ASSERT(EVP_EncryptUpdate(context, bytes(sealed), &count, bytes(content), static_cast<int>(content.size())) == 1);
    HUB_ASSERT(EVP_EncryptFinal_ex(context, bytes(sealed) + count, &count) == 1);
    HUB_ASSERT(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, sealed.data() + content.size()) == 1);
    EVP_CIPHER_CTX_free(context);
    return fmt::format(R"({{"id":"{}","event_type":"{}","resource_type":"encrypt-resource","resource":{{"algorithm":"AEAD_AES_256_GCM",)"
                       R"("original_type":"transaction","associated_data":"{}","nonce":"{}","ciphertext":"{}"}}}})",
                       id, type, kAssociated, kNonce, base64(sealed));
}

}  // namespace tests
