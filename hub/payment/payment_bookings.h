#pragma once

#include <string_view>

#include "hub/payment/ledger_command.h"
#include "hub/payment/payment.h"

/// What the ledger is told about a payment; each is one command, and its name the command's step.
namespace hub::payment {

inline constexpr std::string_view kCollected = "collected";
inline constexpr std::string_view kRevoked = "revoked";

/// The money is there, and with it what an insurer has settled. What the hospital itself bears is owed by nobody.
LedgerCommand collectedOf(const Payment& payment);

/// What the insurer pays is not owed any more; the cash goes back by its refund. REQUIRES: the insurance is split.
LedgerCommand revokedOf(const Payment& payment);

}  // namespace hub::payment
