#pragma once

#include <string>
#include <string_view>

#include "hub/core/attempts.h"
#include "hub/flows/calls.h"
#include "hub/payment/settlement_machine.h"

namespace hub::flows {

// What the flow of settlements asks of the insurer and of the hospital, in the contract's words. Pure.

/// REQUIRES: `person` is whose settlement it is.
Call insuredFindCall(const payment::Settlement& settlement, const contract::PersonDetails& person, const CallTerms& terms);
Call insuranceContextCall(const payment::Settlement& settlement, const CallTerms& terms);
Call settlementQuoteCall(const payment::Settlement& settlement, const CallTerms& terms);
Call settlementFindCall(const payment::Settlement& settlement, const std::string& number, const contract::PersonDetails& person,
                        const CallTerms& terms);
/// The call of a step. `person`: as above.
Call settlementStepCall(const payment::Settlement& settlement, payment::SettlementStep step, const contract::PersonDetails& person,
                        const CallTerms& terms);
/// The reversal of an attempt of the settlement, or of the part of a step that it carries out.
Call callReverseCall(const payment::Settlement& settlement, const core::Attempt& attempt, const CallTerms& terms);

}  // namespace hub::flows
