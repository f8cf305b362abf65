#pragma once

#include <string>
#include <string_view>

namespace adapters::sim::wechat_pay {

/// AEAD_AES_256_GCM: base64 of text and tag. REQUIRES: the key has 32 bytes, the nonce 12.
std::string sealResource(std::string_view key, std::string_view nonce, std::string_view associated_data, std::string_view text);

}  // namespace adapters::sim::wechat_pay
