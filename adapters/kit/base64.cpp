#include "adapters/kit/base64.h"

#include <openssl/evp.h>

#include "adapters/kit/openssl.h"

namespace adapters::kit {

using openssl::bytesOf;
using openssl::sizeOf;

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

}  // namespace adapters::kit
