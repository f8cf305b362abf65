#include "adapters/ehealth_card/signature.h"

#include <algorithm>

#include "adapters/kit/base64.h"
#include "adapters/kit/sha256.h"

namespace adapters::ehealth_card {

namespace {

std::string textToSign(const Members& common, const Members& request) {
    Members all = common;
    all.insert(all.end(), request.begin(), request.end());
    std::erase_if(all, [](const auto& member) { return member.second.empty(); });
    std::sort(all.begin(), all.end());
    std::string text;
    for (const auto& [name, value] : all) {
        if (!text.empty()) text += '&';
        text.append(name).append("=").append(value);
    }
    return text;
}

}  // namespace

std::string signOf(const Members& common, const Members& request, const hub::core::Sensitive<std::string>& secret) {
    const std::string text = textToSign(common, request) + secret.reveal();
    const hub::core::Digest digest = kit::sha256(text);
    return kit::toBase64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

}  // namespace adapters::ehealth_card
