#pragma once

#include <span>
#include <string>
#include <string_view>

#include "adapters/kit/answer.h"
#include "hub/core/clock.h"

namespace adapters::bank {

/// What the bank answered and signed.
struct Reply {
    hub::core::UtcTime signed_at;
    bool there = true;  ///< false: it knows no such transfer, or has not made the statement yet
    std::string body;
};
using Answer = kit::Answer<Reply>;

/// What a signed answer with another status than 200 says of the request, by the one table of codes. A code that stands nowhere, or
/// with a status that is not its own, leaves open what happened. `body` may name a person: of it only the text of a refusal is kept,
/// and of not_valid the name of the member, when it is one of `members`.
Answer theySay(int status, std::string_view body, std::span<const std::string_view> members);

/// Whether a signed answer of `status` is the code `code`, and that is the code's own status.
bool says(int status, std::string_view body, std::string_view code);

}  // namespace adapters::bank
