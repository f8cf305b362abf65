#pragma once

#include <string>
#include <string_view>

#include "hub/core/json.h"

namespace adapters::sim::ehealth_card {

/// What a request signs: the members of both objects that are texts and not empty, `sign` apart, sorted by name. REQUIRES: objects.
std::string signedText(hub::core::JsonValue common_in, hub::core::JsonValue req);

/// base64 of the digest of `text` and the secret behind it.
std::string signatureOf(std::string_view text, std::string_view app_secret);

}  // namespace adapters::sim::ehealth_card
