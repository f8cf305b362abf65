#include "adapters/sim/ehealth_card/draws.h"

#include <fmt/format.h>

#include "adapters/sim/common/digest.h"

namespace adapters::sim::ehealth_card {

std::string Draws::bytes(std::string_view label) const { return common::sha256(fmt::format("{} {}", seed_, label)); }

std::string Draws::hex(std::string_view label, std::size_t count) const { return common::toHex(bytes(label)).substr(0, count); }

std::string Draws::digits(std::string_view label, std::size_t count) const {
    std::string text;
    for (const char byte : bytes(label)) text += static_cast<char>('0' + static_cast<unsigned char>(byte) % 10);
    return text.substr(0, count);
}

}  // namespace adapters::sim::ehealth_card
