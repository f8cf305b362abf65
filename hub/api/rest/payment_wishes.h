#pragma once

#include "hub/api/rest/house.h"
#include "hub/api/rest/views.h"

namespace hub::api::rest {

/// Where the money of a payment is to come from: the leg, whose amount wishOf() fills in. Also: ChannelNotKnown.
core::Result<payment::Leg> legFrom(const Channels& channels, std::string_view channel);

/// Also: AccountNotFound (there is none, or it is not open).
core::Result<payment::Leg> legFrom(const std::optional<payment::EAccount>& account);

/// What a person wants to pay, checked against what stands: one hospital, one file, and as the person saw it. `people` are all who are
/// one with the person, who stands for them first; the payment is of whoever has the file. In the unit that opens the payment. Also:
/// ChargeNotFound, BookingNotFound (also those of others), PaymentItemsDiffer, PaymentExpectationDiffers, PaymentEmpty.
core::Result<payment::PaymentWish> wishOf(const flows::House& house, core::ReadTransaction& transaction,
                                          const std::vector<identity::PersonId>& people, const MakePayment& body, payment::Leg leg);

/// What the insurer is to settle of it: puts the insurer's part into the wish, whose id is the payment's. Also: InsuranceNotOffered (by the
/// hospital of the wish, or for a booking).
core::Result<payment::Settlement> settlementOf(const flows::House& house, const Hospitals& hospitals, const InsuranceToUse& asked,
                                               payment::PaymentWish& wish);

}  // namespace hub::api::rest
