#include "adapters/sim/wechat_pay/resource.h"

#include <openssl/evp.h>

#include <memory>

#include "adapters/sim/common/base64.h"
#include "adapters/sim/common/openssl.h"
#include "hub/core/assert.h"

namespace adapters::sim::wechat_pay {

using common::bytes;
using common::length;
using common::mustBeOne;

namespace {

constexpr int kTagBytes = 16;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, common::Free<EVP_CIPHER_CTX_free>>;

}  // namespace

std::string sealResource(std::string_view key, std::string_view nonce, std::string_view associated_data, std::string_view text) {
    HUB_ASSERT(key.size() == 32 && nonce.size() == 12);
    const CipherContext context(EVP_CIPHER_CTX_new());
    mustBeOne(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)), "sealing cannot begin");
    int written = 0;
    mustBeOne(EVP_EncryptUpdate(context.get(), nullptr, &written, bytes(associated_data), length(associated_data)), "associated data");
    std::string sealed(text.size() + kTagBytes, '\0');
    mustBeOne(EVP_EncryptUpdate(context.get(), bytes(sealed), &written, bytes(text), length(text)), "sealing");
    mustBeOne(EVP_EncryptFinal_ex(context.get(), bytes(sealed) + written, &written), "sealing to the end");
    mustBeOne(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, bytes(sealed) + text.size()), "the tag");
    return common::toBase64(sealed);
}

}  // namespace adapters::sim::wechat_pay
