#pragma once

#include <string>
#include <variant>

#include "adapters/kit/http_client.h"
#include "hub/core/json.h"

namespace adapters::ehealth_card {

/// Whether a call may be sent again when a kept connection ended without an answer.
enum class Resend { Never, WhenUnanswered };

/// One POST of JSON. The root of the answer is an object. A status other than 200 says nothing about what happened: ChannelInTrouble.
/// Also: what HttpClient::call says, PeerAnswerNotValid. Any thread.
std::variant<hub::core::JsonDocument, kit::NoAnswer> post(kit::HttpClient& client, std::string path, std::string body, Resend resend);

}  // namespace adapters::ehealth_card
