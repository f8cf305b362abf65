#pragma once

#include "hub/api/rest/house.h"
#include "hub/api/rest/views.h"

namespace hub::api::rest {

/// What a person wants to pay, checked against what stands: one person, one hospital, one file, and as the person saw it. In the unit
/// that opens the payment. Also: ChargeNotFound, BookingNotFound (also those of others), PaymentItemsDiffer, PaymentExpectationDiffers,
/// PaymentEmpty, ChannelNotKnown.
core::Result<payment::PaymentWish> wishOf(const flows::House& house, const Channels& channels, core::ReadTransaction& transaction,
                                          identity::PersonId person, const MakePayment& body);

}  // namespace hub::api::rest
