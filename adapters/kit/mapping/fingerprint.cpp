#include "adapters/kit/mapping/fingerprint.h"

#include "adapters/kit/sha256.h"

namespace adapters::kit::mapping {

std::string fingerprint(const std::vector<std::string_view>& texts) {
    std::string whole;
    for (const std::string_view text : texts) whole.append(std::to_string(text.size())).append(":").append(text);
    return sha256(whole).hex();
}

}  // namespace adapters::kit::mapping
