#include "hub/core/digest.h"

#include <fmt/format.h>

namespace hub::core {

std::string Digest::hex() const {
    std::string text;
    for (const std::uint8_t byte : bytes) text += fmt::format("{:02x}", byte);
    return text;
}

}  // namespace hub::core
