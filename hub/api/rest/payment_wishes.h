#pragma once

#include "hub/api/rest/house.h"
#include "hub/api/rest/views.h"

namespace hub::api::rest {

/// What a person wants to pay, checked against what stands: one hospital, one file, and as the person saw it. `people` are all who are
/// one with the person, who stands for them first; the payment is of whoever has the file. In the unit that opens the payment. Also:
/// ChargeNotFound, BookingNotFound (also those of others), PaymentItemsDiffer, PaymentExpectationDiffers, PaymentEmpty, ChannelNotKnown.
core::Result<payment::PaymentWish> wishOf(const flows::House& house, const Channels& channels, core::ReadTransaction& transaction,
                                          const std::vector<identity::PersonId>& people, const MakePayment& body);

}  // namespace hub::api::rest
