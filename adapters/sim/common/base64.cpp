#include "adapters/sim/common/base64.h"

#include <openssl/evp.h>

#include "adapters/sim/common/openssl.h"

namespace adapters::sim::common {

std::string toBase64(std::string_view content) {
    std::string text(4 * ((content.size() + 2) / 3) + 1, '\0');
    text.resize(static_cast<std::size_t>(EVP_EncodeBlock(bytes(text), bytes(content), length(content))));
    return text;
}

std::optional<std::string> fromBase64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    std::string content(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(bytes(content), bytes(text), length(text)) < 0) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    content.resize(content.size() - padding);
    return content;
}

}  // namespace adapters::sim::common
