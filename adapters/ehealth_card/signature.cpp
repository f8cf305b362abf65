#include "adapters/ehealth_card/signature.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "hub/core/exception.h"

namespace adapters::ehealth_card {

namespace {

constexpr int kDigestBytes = 32;
constexpr std::size_t kBase64Bytes = 44;  // of 32 bytes, padded

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
    std::array<unsigned char, kDigestBytes> digest{};
    if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw hub::core::Exception("a request could not be signed");
    std::array<unsigned char, kBase64Bytes + 1> base64{};  // OpenSSL ends it with a zero
    EVP_EncodeBlock(base64.data(), digest.data(), kDigestBytes);
    return {base64.begin(), base64.begin() + kBase64Bytes};
}

}  // namespace adapters::ehealth_card
