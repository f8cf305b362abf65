#include "adapters/kit/base64.h"

#include <openssl/evp.h>

#include <climits>

#include "hub/core/assert.h"

namespace adapters::kit {

namespace {

const unsigned char* bytesOf(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytesOf(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// Sizes here are those of messages, limited long before.
int sizeOf(std::string_view text) {
    HUB_ASSERT(text.size() <= INT_MAX);
    return static_cast<int>(text.size());
}

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

}  // namespace adapters::kit
