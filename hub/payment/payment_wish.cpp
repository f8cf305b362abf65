#include "hub/payment/payment_wish.h"

#include <utility>

namespace hub::payment {

using core::Error;
using core::Failure;
using core::Result;

namespace {

template <class Parts, class AmountOf>
bool addUp(const Parts& parts, core::Money total, AmountOf amount_of) {
    core::Money sum;
    for (const auto& part : parts) {
        const Result<core::Money> added = sum.checkedAdd(amount_of(part));
        if (amount_of(part).isNegative() || !added.ok()) return false;
        sum = *added;
    }
    return sum == total;
}

}  // namespace

Result<Payment> paymentOf(PaymentWish wish, core::UtcTime at, core::Duration order_lifetime) {
    if (wish.items.empty() || !wish.total.isPositive()) return Failure(Error::PaymentEmpty, wish.hospital);
    if (!addUp(wish.items, wish.total, [](const PaidItem& item) { return item.total; }))
        return Failure(Error::PaymentAmountDiffers, "items");
    if (!addUp(wish.legs, wish.total, [](const Leg& leg) { return leg.amount; })) return Failure(Error::PaymentAmountDiffers, "legs");
    HUB_ASSERT(wish.legs.size() == 1 && wish.legs.front().e_account.has_value() == (wish.legs.front().kind == LegKind::EAccount));
    Payment payment;
    payment.id = wish.id;
    payment.client = std::move(wish.client);
    payment.request_key = std::move(wish.request_key);
    payment.person = wish.person;
    payment.hospital = std::move(wish.hospital);
    payment.purpose = wish.purpose;
    payment.local_patient = std::move(wish.local_patient);
    payment.payer = std::move(wish.payer);
    payment.items = std::move(wish.items);
    payment.total = wish.total;
    payment.legs = std::move(wish.legs);
    payment.insurance = std::move(wish.insurance);
    payment.created_at = at;
    payment.expires_at = at + order_lifetime;
    return payment;
}

}  // namespace hub::payment
