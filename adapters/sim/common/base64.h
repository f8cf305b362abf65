#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Base64 with padding. Any thread.
namespace adapters::sim::common {

std::string toBase64(std::string_view content);

/// None when it is not that, or empty.
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace adapters::sim::common
