#pragma once

#include <string_view>

#include "hub/flows/calls.h"
#include "hub/flows/steps.h"

namespace hub::flows {

/// What a read brought, or why it brought nothing. Also: CounterpartyRefused, CounterpartyNotAnswering (also an answer without a result:
/// no mistake of whoever asked).
template <contract::Operation Op>
core::Result<typename Op::Result> resultOrWhy(std::string_view counterparty, const CallAnswer& answer) {
    if (answer.ending != contract::Ending::Done || !answer.answer.result) return noAnswer(counterparty, answer);
    return resultOf<Op>(answer.answer);
}

}  // namespace hub::flows
