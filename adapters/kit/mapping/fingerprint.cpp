#include "adapters/kit/mapping/fingerprint.h"

#include <openssl/sha.h>

#include "hub/core/digest.h"

namespace adapters::kit::mapping {

std::string fingerprint(const std::vector<std::string_view>& texts) {
    std::string whole;
    for (const std::string_view text : texts) whole.append(std::to_string(text.size())).append(":").append(text);
    hub::core::Digest digest;
    SHA256(reinterpret_cast<const unsigned char*>(whole.data()), whole.size(), digest.bytes.data());
    return digest.hex();
}

}  // namespace adapters::kit::mapping
