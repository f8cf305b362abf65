#include "adapters/sim/ehealth_card/digest.h"

#include <fmt/format.h>
#include <openssl/sha.h>

namespace adapters::sim::ehealth_card {

std::string sha256(std::string_view text) {
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), reinterpret_cast<unsigned char*>(digest.data()));
    return digest;
}

std::string Draws::bytes(std::string_view label) const { return sha256(fmt::format("{} {}", seed_, label)); }

std::string Draws::hex(std::string_view label, std::size_t count) const {
    std::string text;
    for (const char byte : bytes(label)) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return text.substr(0, count);
}

std::string Draws::digits(std::string_view label, std::size_t count) const {
    std::string text;
    for (const char byte : bytes(label)) text += static_cast<char>('0' + static_cast<unsigned char>(byte) % 10);
    return text.substr(0, count);
}

}  // namespace adapters::sim::ehealth_card
