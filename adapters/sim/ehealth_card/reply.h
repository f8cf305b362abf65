#pragma once

#include <optional>
#include <string>

#include "adapters/sim/common/faults.h"

namespace adapters::sim::ehealth_card {

enum class Protocol { Card, Voucher };

/// An answer before it is bytes.
struct Reply {
    Protocol protocol = Protocol::Card;
    std::string echo;                   ///< requestId or orgId, as it was asked
    std::optional<std::string> result;  ///< JSON of resultCode or code; none: the member is missing
    std::string message;                ///< errMsg or message
    std::string content = "{}";         ///< JSON of rsp or data
};

/// A "no" in the reply's place.
Reply refused(const Reply& reply, int code, std::string message);

/// Nothing was done: 9999, or -1 of the voucher's service.
Reply busy(const Reply& reply);

/// As the faults protocol_fault, refused, odd_result, no_result and bad_signature say.
Reply spoiled(Reply reply, const common::Fate& fate);

std::string textOf(const Reply& reply);

}  // namespace adapters::sim::ehealth_card
