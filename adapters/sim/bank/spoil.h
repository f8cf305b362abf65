#pragma once

#include "adapters/sim/bank/calls.h"
#include "adapters/sim/common/faults.h"

namespace adapters::sim::bank {

/// The bytes of an answer and how they are declared.
struct Body {
    std::string content_type;
    std::string bytes;
};

/// The body of a reply as the faults wrong_amount, third_decimal, odd_result, no_result, wrong_charset, missing_row, doubled_row,
/// wrong_totals and cut_file want it; its own where none of them applies. What they change is signed as it leaves.
Body bodyOf(Reply reply, const common::Fate& fate);

}  // namespace adapters::sim::bank
