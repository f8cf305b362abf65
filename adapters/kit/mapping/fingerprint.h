#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace adapters::kit::mapping {

/// SHA-256 over texts in their order, 64 hexadecimal digits: the version of what a counterparty gives no version of its own
/// (CONTRACT 5). Where one text ends counts too: {"a", "bc"} differs from {"ab", "c"}.
std::string fingerprint(const std::vector<std::string_view>& texts);

}  // namespace adapters::kit::mapping
