#pragma once

#include <cstdint>
#include <string>

#include "adapters/kit/answer.h"
#include "hub/core/json.h"

namespace adapters::ehealth_card {

/// The content of an answer that says "done". Movable; `content` stays valid.
struct Reply {
    hub::core::JsonDocument document;
    hub::core::JsonValue content;
};
using Answer = kit::Answer<Reply>;

/// The platform's appToken is not valid any more: a new one, and the call once more.
constexpr std::int64_t kTokenNotValid = 1002;

/// What any other code than 0 says, by the one table of each service. A code that stands in no row leaves open what happened.
/// `their_text` may name a person; it is kept for a refusal, and of 1004 the name of the member, when it is one of `members`.
Answer platformSays(std::int64_t code, const std::string& their_text, const std::vector<std::string_view>& members);
Answer voucherServiceSays(std::int64_t code, const std::string& their_text);

}  // namespace adapters::ehealth_card
