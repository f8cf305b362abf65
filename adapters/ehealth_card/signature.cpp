#include "adapters/ehealth_card/signature.h"

#include <openssl/evp.h>

#include <array>

#include "adapters/kit/base64.h"
#include "hub/core/exception.h"

namespace adapters::ehealth_card {

namespace {

constexpr int kDigestBytes = 32;

}  // namespace

std::string signOf(const Members& common, const Members& request, const hub::core::Sensitive<std::string>& secret) {
    Members all = common;
    all.insert(all.end(), request.begin(), request.end());
    const std::string text = kit::sortedMembers(std::move(all)) + secret.reveal();
    std::array<unsigned char, kDigestBytes> digest{};
    if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw hub::core::Exception("a request could not be signed");
    return kit::toBase64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace adapters::ehealth_card
