#pragma once

#include <string>
#include <variant>

#include "adapters/kit/http_client.h"
#include "hub/core/json.h"

namespace adapters::nhsa {

/// One POST of JSON, whose answer is an object as parseTexts() reads it. 401 is the insurer's word that it turned us away before it
/// acted (ChannelRefusesOurSignature); any other status than 200 says nothing of what happened (ChannelInTrouble).
/// Also: what HttpClient::call says, PeerAnswerNotValid. Any thread.
std::variant<hub::core::JsonDocument, kit::NoAnswer> post(kit::HttpClient& client, kit::HttpRequest request);

/// A member that must be there as a whole number, digits with a sign where it is negative. Also: PeerAnswerNotValid.
hub::core::Result<std::int64_t> codeIn(hub::core::JsonValue content, std::string_view name);

/// What the insurer says about a code, which may be anything and is for a refusal alone.
std::string theirTextIn(hub::core::JsonValue content, std::string_view name);

}  // namespace adapters::nhsa
