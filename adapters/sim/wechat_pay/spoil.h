#pragma once

#include <string>

#include "adapters/sim/common/faults.h"

namespace adapters::sim::wechat_pay {

/// Changes the text of an order, refund or prepay answer as the faults wrong_amount, third_decimal, odd_result and no_result say.
std::string spoiled(std::string text, const common::Fate& fate);

}  // namespace adapters::sim::wechat_pay
