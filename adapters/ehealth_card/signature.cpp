#include "adapters/ehealth_card/signature.h"

#include "adapters/kit/base64.h"
#include "adapters/kit/sha256.h"

namespace adapters::ehealth_card {

std::string signOf(const Members& common, const Members& request, const hub::core::Sensitive<std::string>& secret) {
    Members all = common;
    all.insert(all.end(), request.begin(), request.end());
    const std::string text = kit::sortedMembers(std::move(all)) + secret.reveal();
    const hub::core::Digest digest = kit::sha256(text);
    return kit::toBase64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

}  // namespace adapters::ehealth_card
