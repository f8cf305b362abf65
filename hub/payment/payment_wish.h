#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/payment/payment.h"

namespace hub::payment {

/// What a person wants to pay and by what. `order_number` on the leg is made before, and stored with the payment.
struct PaymentWish {
    PaymentId id;
    std::string client;
    std::string request_key;
    PersonId person;
    std::string hospital;
    Purpose purpose = Purpose::Charges;
    core::Sensitive<core::CardNumber> local_patient;
    std::optional<core::Sensitive<std::string>> payer;
    std::vector<PaidItem> items;
    core::Money total;
    std::vector<Leg> legs;
    std::optional<InsurancePart> insurance;  ///< opened beside it, in the same unit; the leg is then of the total until the split is known
};

/// The payment of a wish, before it is in any state. Also: PaymentAmountDiffers (items or legs do not add up to the total), PaymentEmpty
/// (nothing to pay).
core::Result<Payment> paymentOf(PaymentWish wish, core::UtcTime at, core::Duration order_lifetime);

}  // namespace hub::payment
