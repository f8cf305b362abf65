#pragma once

#include <string>
#include <string_view>

#include "hub/contract/outcome.h"

namespace adapters::wechat_pay {

/// What one of the channel's codes says of the request it answers.
enum class Verdict {
    Refused,     ///< a business "no": nothing happened, and the same request gets the same answer
    Busy,        ///< turned away before it acted: too many requests
    NotTrusted,  ///< turned away before it acted: our signature, merchant or right
    Unclear,     ///< it may have acted
};

struct TheirCode {
    std::string_view code;  ///< as newer pages of the channel write it; older ones leave out underscores
    Verdict verdict;
    hub::contract::RefusalReason reason = hub::contract::RefusalReason::Other;
};

/// The one table of codes. A code that stands nowhere is Unclear.
TheirCode theirCode(std::string_view code);

/// True of a refused order.create that says something of an order under our number: an earlier send of ours has arrived, so that the
/// order has to be asked for.
bool numberIsTaken(const hub::contract::Refusal& refusal);

/// Without regard to underscores, which the channel's own pages write or leave out.
bool isCode(std::string_view code, std::string_view known);

/// The code as it may be shown: the channel's are capitals, digits and underscores, anything else only by its shape.
std::string shownCode(std::string_view code);

}  // namespace adapters::wechat_pay
