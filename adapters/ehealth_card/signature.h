#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/sensitive.h"

namespace adapters::ehealth_card {

/// Members of a request in the order they are written; every value is a text.
using Members = std::vector<std::pair<std::string_view, std::string>>;

/// What the platform knows a request by: base64 of SHA-256 over all members that are not empty, sorted, and the secret. `common`
/// comes without the sign.
std::string signOf(const Members& common, const Members& request, const hub::core::Sensitive<std::string>& secret);

}  // namespace adapters::ehealth_card
