#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace adapters::kit {

/// RFC 4648 section 4, one line, padded. Anything else is nothing when it is read.
std::string toBase64(std::string_view bytes);
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace adapters::kit
