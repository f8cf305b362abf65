#include "adapters/kit/sha256.h"

#include <openssl/sha.h>

namespace adapters::kit {

hub::core::Digest sha256(std::string_view bytes) {
    hub::core::Digest digest;
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.bytes.data());
    return digest;
}

}  // namespace adapters::kit
