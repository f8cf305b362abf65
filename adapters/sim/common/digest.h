#pragma once

#include <string>
#include <string_view>

namespace adapters::sim::common {

/// SHA-256: 32 bytes.
std::string sha256(std::string_view bytes);

/// Two lower-case hexadecimal digits a byte.
std::string toHex(std::string_view bytes);

}  // namespace adapters::sim::common
