#pragma once

#include <string>

#include "adapters/kit/sorted_members.h"
#include "hub/core/sensitive.h"

namespace adapters::ehealth_card {

using Members = kit::TextMembers;

/// What the platform knows a request by: base64 of SHA-256 over all members that are not empty, sorted, and the secret. `common`
/// comes without the sign.
std::string signOf(const Members& common, const Members& request, const hub::core::Sensitive<std::string>& secret);

}  // namespace adapters::ehealth_card
