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

Result<payment::Leg> legFrom(const Channels& channels, std::string_view channel) {
    const auto known = channels.find(channel);
    if (known == channels.end()) return Failure(Error::ChannelNotKnown, core::shapeOf(channel));
    payment::Leg leg;
    leg.settles = known->second.settles;
    leg.channel = known->first;
    leg.merchant = known->second.merchant;
    return leg;
}

Result<payment::Leg> legFrom(const std::optional<payment::EAccount>& account) {
    if (!account || account->state != payment::EAccountState::Open) return Failure(Error::AccountNotFound, "e_account");
    payment::Leg leg;
    leg.kind = payment::LegKind::EAccount;
    leg.e_account = account->id;
    leg.channel = account->bank;
    leg.merchant = payment::kCollectionAccount;
    return leg;
}

Result<PaymentWish> wishOf(const flows::House& house, core::ReadTransaction& transaction, const std::vector<identity::PersonId>& people,
                           const MakePayment& body, payment::Leg leg) {
    HUB_ASSERT(!people.empty());
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
    leg.order_number = house.runner.newWireId();
    leg.amount = wish.total;
    wish.legs.push_back(std::move(leg));
    return wish;
}

Result<payment::Settlement> settlementOf(const flows::House& house, const Hospitals& hospitals, const InsuranceToUse& asked,
                                         PaymentWish& wish) {
    const auto hospital = hospitals.find(wish.hospital);
    if (hospital == hospitals.end() || !hospital->second.insurance || wish.purpose != payment::Purpose::Charges)
        return Failure(Error::InsuranceNotOffered, wish.hospital);
    const Insurance& insurance = *hospital->second.insurance;
    payment::Settlement blank;
    blank.id = house.ids.next<payment::SettlementId>();
    blank.payment = wish.id;
    blank.person = wish.person;
    blank.hospital = wish.hospital;
    blank.insurer = insurance.insurer;
    blank.rules = insurance.rules;
    blank.local_patient = wish.local_patient;
    blank.charges = wish.items;
    blank.of.credential = asked.credential;
    blank.of.visit.insurance = asked.insurance.value_or("");
    blank.of.use_account = asked.use_account.value_or(true);
    blank.of.batch = blank.id.text();
    blank.of.total = wish.total;
    blank.has_quote = house.counterparties.capability(insurance.insurer, contract::SettlementQuote::kName).has_value();
    payment::InsurancePart part;
    part.settlement = blank.id;
    part.insurer = insurance.insurer;
    part.settles = insurance.settles;
    wish.insurance = std::move(part);
    return blank;
}

}  // namespace hub::api::rest
