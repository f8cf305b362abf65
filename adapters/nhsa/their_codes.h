#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adapters/kit/answer.h"
#include "hub/core/json.h"

namespace adapters::nhsa {

/// What an answer that says "done" holds. Movable; `content` stays valid. Nothing where there is nothing to be said.
struct Reply {
    hub::core::JsonDocument document;
    std::optional<hub::core::JsonValue> content;
};
using Answer = kit::Answer<Reply>;

constexpr std::int64_t kDone = 0;

/// The sign-in is not valid any more and nothing was done: a new one, and the call once more.
constexpr std::int64_t kSignInNotValid = 1001;

/// "There is no such settlement or order": of a read this is an answer.
constexpr std::string_view kNoSuchSettlement = "2301";

/// The order was revoked or refunded before.
constexpr std::string_view kRevokedAlready = "2302";

/// Our number was used before: an earlier send of ours has arrived, and what became of it is open.
constexpr std::int64_t kNumberUsed = 9003;

/// What any other code than 0 says, by the one table of each chain. A code that stands in no row leaves open what happened. `their_text`
/// may name a person; it is kept for a refusal alone. `place` names the call.
Answer counterSays(std::int64_t code, std::string their_text, const std::string& place);
Answer mobileSays(std::int64_t code, std::string their_text, const std::string& place);

/// Whether it is the insurer's refusal with this code.
bool isRefusal(const Answer& answer, std::string_view code);

}  // namespace adapters::nhsa
