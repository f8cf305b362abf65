#pragma once

#include <string>
#include <string_view>

#include "adapters/sim/common/answer.h"

namespace adapters::sim::nhsa {

/// As the wire numbers them, in both chains.
enum class Code {
    Failed = -1,
    Done = 0,
    NotSignedIn = 1001,
    NotValid = 1004,
    NoPerson = 1101,
    OtherPerson = 1102,
    DoesNotPay = 1103,
    OtherArea = 1104,
    NoVisit = 2001,
    WrongState = 2002,
    SumsDiffer = 2101,
    NoItem = 2102,
    LineStands = 2103,
    NothingToSettle = 2201,
    TotalDiffers = 2202,
    SettledAlready = 2203,
    Cleared = 2204,
    NotThere = 2301,  ///< no such settlement, no such order
    UndoneAlready = 2302,
    OrderState = 2304,
    MoreThanPaid = 2305,
    ReversedBefore = 2602,
    Busy = 9001,
    MessageUsed = 9003,
};

/// What the insurer writes for people; `detail` stands behind it and names no person.
common::Refusal refusal(Code code, std::string_view detail = {});

struct Nothing {};
using Done = common::Answer<Nothing>;

}  // namespace adapters::sim::nhsa
