#pragma once

#include "hub/flows/calls.h"
#include "hub/payment/e_account.h"

namespace hub::flows {

/// The hub's own key of a payment's one transfer, or the n-th of a refund.
template <class Owner>
std::string transferKeyOf(const Owner& owner, int number = 1) {
    return "transfer/" + owner.text() + "/" + std::to_string(number);
}

// What the flows of e-accounts ask of the bank, in the contract's words. Pure.

/// REQUIRES: the account is not final.
Call accountOpenCall(const payment::EAccount& account, const CallTerms& terms);

/// `account` is the number of the transfer's account at the bank.
Call transferCreateCall(const payment::AccountTransfer& transfer, const core::Sensitive<std::string>& account, const CallTerms& terms);
Call transferFindCall(const payment::AccountTransfer& transfer, const CallTerms& terms);

}  // namespace hub::flows
