#include "hub/api/rest/payment_wishes.h"

#include <algorithm>
#include <utility>

#include "hub/core/text.h"

namespace hub::api::rest {

using core::Error;
using core::Failure;
using core::Result;
using payment::PaymentWish;

namespace {

using People = std::vector<identity::PersonId>;

bool isAmong(const std::optional<identity::PersonId>& person, const People& people) {
    return person && std::ranges::find(people, *person) != people.end();
}

Result<void> addCharge(const flows::House& house, core::ReadTransaction& transaction, const People& people, const ChargeToPay& asked,
                       PaymentWish& wish) {
    const Result<payment::Charge> charge = house.charges.find(transaction, asked.charge_id);
    if (!charge.ok()) return charge.failure();
    if (!isAmong(charge->person, people)) return Failure(Error::ChargeNotFound, asked.charge_id.text());
    if (charge->content.version != asked.expected_version || charge->content.total != asked.expected_total)
        return Failure(Error::PaymentExpectationDiffers, asked.charge_id.text());
    const bool first = wish.items.empty();
    const bool of_one_file =
        charge->person == wish.person && charge->hospital == wish.hospital && charge->local_patient == wish.local_patient;
    if (!first && !of_one_file) return Failure(Error::PaymentItemsDiffer, asked.charge_id.text());
    wish.person = *charge->person;
    wish.hospital = charge->hospital;
    wish.local_patient = charge->local_patient;
    wish.items.push_back({charge->id.bits, charge->content.key, charge->content.version, charge->content.total});
    wish.total += charge->content.total;
    return {};
}

Result<void> addBooking(const flows::House& house, core::ReadTransaction& transaction, const People& people, const BookingToPay& asked,
                        PaymentWish& wish) {
    const Result<booking::Booking> booking = house.bookings.find(transaction, asked.booking_id);
    if (!booking.ok()) return booking.failure();
    if (!isAmong(booking->person, people)) return Failure(Error::BookingNotFound, asked.booking_id.text());
    if (!booking->lock) return Failure(Error::BookingNotPayable, asked.booking_id.text());
    if (booking->cash != asked.expected_cash) return Failure(Error::PaymentExpectationDiffers, asked.booking_id.text());
    wish.person = booking->person;
    wish.purpose = payment::Purpose::Booking;
    wish.hospital = booking->hospital;
    wish.local_patient = booking->visit.local_patient;
    wish.items.push_back({booking->id.bits, booking->lock->number, "", booking->total});
    wish.total = booking->total;
    return {};
}

}  // namespace

Result<PaymentWish> wishOf(const flows::House& house, const Channels& channels, core::ReadTransaction& transaction,
                           const std::vector<identity::PersonId>& people, const MakePayment& body) {
    HUB_ASSERT(!people.empty());
    const auto channel = channels.find(body.channel);
    if (channel == channels.end()) return Failure(Error::ChannelNotKnown, core::shapeOf(body.channel));
    if (body.charges.has_value() == body.booking.has_value()) return Failure(Error::PaymentItemsDiffer, "charges, booking");
    PaymentWish wish;
    wish.id = house.ids.next<payment::PaymentId>();
    wish.person = people.front();
    wish.payer = body.payer;
    if (body.booking) {
        const Result<void> added = addBooking(house, transaction, people, *body.booking, wish);
        if (!added.ok()) return added.failure();
    }
    for (const ChargeToPay& asked : body.charges.value_or(std::vector<ChargeToPay>{})) {
        const Result<void> added = addCharge(house, transaction, people, asked, wish);
        if (!added.ok()) return added.failure();
    }
    payment::Leg leg;
    leg.settles = channel->second.settles;
    leg.channel = channel->first;
    leg.merchant = channel->second.merchant;
    leg.order_number = house.runner.newWireId();
    leg.amount = wish.total;
    wish.legs.push_back(std::move(leg));
    return wish;
}

}  // namespace hub::api::rest
