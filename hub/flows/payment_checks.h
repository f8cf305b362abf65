#pragma once

#include "hub/flows/counterparties.h"
#include "hub/payment/charge.h"
#include "hub/payment/payment_machine.h"

namespace hub::flows {

/// Whether the hospital's answer to charge.list still has what the person saw (CONTRACT 5). Pure, as the others.
payment::payment_event::ChargesFound chargesFound(const payment::Payment& payment, const CallAnswer& answer);

/// The same of booking.quote and a booking's fee.
payment::payment_event::ChargesFound quoteFound(const payment::Payment& payment, const CallAnswer& answer);

/// The same of our own row of a charge.
bool isAsExpected(const payment::PaidItem& item, const payment::Charge& charge);

/// Whether the attempt's call follows an earlier part of its step at the same counterparty.
bool hasEarlierPart(const core::Attempt& attempt);

}  // namespace hub::flows
