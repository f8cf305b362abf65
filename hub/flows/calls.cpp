#include "hub/flows/calls.h"

#include <chrono>

namespace hub::flows {

using core::Date;

namespace {

// How far back an open charge may lie: a hospital's list is asked from a day on.
constexpr core::Duration kChargesFrom = std::chrono::hours(24 * 30);

}  // namespace

contract::Meta metaFor(std::string_view counterparty, const CallTerms& terms, std::string_view trace) {
    contract::Meta meta;
    meta.wire_id = terms.wire_id;
    meta.counterparty = counterparty;
    meta.business_date = terms.today();
    meta.deadline_at = terms.now + terms.answer_within;
    meta.trace = trace;
    return meta;
}

core::Failure noAnswer(std::string_view counterparty, const CallAnswer& answer) {
    std::string what(counterparty);
    if (answer.ending == contract::Ending::Refused && answer.answer.refusal) {
        what += " (";
        what += core::enumName(answer.answer.refusal->reason);
        return core::Failure(core::Error::CounterpartyRefused, what + ")");
    }
    if (answer.answer.trouble) what += " (" + answer.answer.trouble->code + ")";
    return core::Failure(core::Error::CounterpartyNotAnswering, what);
}

bool isNoSuchPatient(const CallAnswer& answer) {
    return answer.ending == contract::Ending::Refused && answer.answer.refusal &&
           answer.answer.refusal->reason == contract::RefusalReason::NoSuchPatient;
}

Call slotLockCall(const booking::Booking& booking, const CallTerms& terms) {
    return callOf<contract::SlotLock>(metaFor(booking.hospital, terms, booking.id.text()),
                                      {booking.visit.local_patient, booking.visit.slot, booking.visit.day});
}

Call checkInCall(const booking::Booking& booking, const CallTerms& terms) {
    return callOf<contract::BookingCheckIn>(metaFor(booking.hospital, terms, booking.id.text()),
                                            {booking.visit.local_patient, booking.lock->number});
}

Call bookingCancelCall(const booking::Booking& booking, const std::optional<std::string>& paid_wire_id, const CallTerms& terms) {
    contract::BookingCancel::Request request{booking.visit.local_patient, booking.lock->number, booking.visit.slot, booking.visit.day,
                                             std::nullopt};
    if (paid_wire_id) request.refund = contract::BookingCancel::RefundOf{*paid_wire_id, booking.cash};
    return callOf<contract::BookingCancel>(metaFor(booking.hospital, terms, booking.id.text()), request);
}

Call bookingQuoteCall(const booking::Booking& booking, const CallTerms& terms) {
    const booking::Visit& visit = booking.visit;
    return callOf<contract::BookingQuote>(
        metaFor(booking.hospital, terms, booking.id.text()),
        {visit.local_patient, visit.department, visit.doctor, visit.day, visit.slot, visit.registration_class});
}

Call bookingFindCall(const booking::Booking& booking, const CallTerms& terms) {
    return callOf<contract::BookingFind>(metaFor(booking.hospital, terms, booking.id.text()),
                                         {booking.visit.local_patient, booking.visit.day, booking.visit.day, booking.lock->number});
}

Call orderCreateCall(const payment::Payment& payment, const std::string& subject, const CallTerms& terms) {
    return callOf<contract::OrderCreate>(metaFor(payment.leg().channel, terms, payment.id.text()),
                                         {payment.leg().amount, subject, payment.expires_at, payment.payer});
}

Call orderCloseCall(const payment::Payment& payment, const CallTerms& terms) {
    return callOf<contract::OrderClose>(metaFor(payment.leg().channel, terms, payment.id.text()), {payment.leg().order_number});
}

Call orderFindCall(const payment::Payment& payment, const CallTerms& terms) {
    return callOf<contract::OrderFind>(metaFor(payment.leg().channel, terms, payment.id.text()), {payment.leg().order_number});
}

Call hisConfirmCall(const payment::Payment& payment, const CallTerms& terms) {
    contract::Meta meta = metaFor(payment.hospital, terms, payment.id.text());
    meta.channel = payment.leg().channel;
    if (payment.purpose == payment::Purpose::Booking)
        return callOf<contract::BookingPay>(std::move(meta),
                                            {payment.local_patient, payment.items.front().key, payment.total, payment.leg().amount});
    contract::PaymentConfirm::Request request;
    request.local_patient = payment.local_patient;
    request.payment = payment.id.text();
    for (const payment::PaidItem& item : payment.items) request.charges.push_back({item.key, item.expected_version, item.total});
    request.total = payment.total;
    request.cash = payment.leg().amount;
    if (payment.insurance && payment.insurance->settled) {
        const payment::Split& split = *payment.insurance->split;
        request.insurance = {*payment.insurance->settled, split.fund, split.account, split.hospital_part};
    }
    request.paid_at = payment.leg().paid_at.value_or(terms.now);
    request.channel_number = payment.leg().channel_number;
    return callOf<contract::PaymentConfirm>(std::move(meta), request);
}

Call chargeListCall(std::string_view hospital, const core::Sensitive<core::CardNumber>& local_patient, const CallTerms& terms) {
    const Date from = core::shanghaiDate(terms.now + -kChargesFrom, terms.day_cut);
    return callOf<contract::ChargeList>(metaFor(hospital, terms, "charges"), {local_patient, from, terms.today()});
}

Call refundCreateCall(const payment::Refund& refund, core::Money order_amount, const std::string& reason, const CallTerms& terms) {
    return callOf<contract::RefundCreate>(metaFor(refund.channel, terms, refund.id.text()),
                                          {refund.order_number, order_amount, refund.amount, reason});
}

Call refundFindCall(const payment::Refund& refund, const CallTerms& terms) {
    return callOf<contract::RefundFind>(metaFor(refund.channel, terms, refund.id.text()), {refund.number});
}

Call refundCheckCall(const payment::Refund& refund, const core::Sensitive<core::CardNumber>& local_patient, const std::string& paid_wire_id,
                     const CallTerms& terms) {
    HUB_ASSERT(refund.item.has_value());
    return callOf<contract::RefundCheck>(metaFor(refund.hospital, terms, refund.id.text()),
                                         {local_patient, refund.item->key, paid_wire_id, refund.lines});
}

Call refundConfirmCall(const payment::Refund& refund, const core::Sensitive<core::CardNumber>& local_patient,
                       const std::string& paid_wire_id, const CallTerms& terms) {
    HUB_ASSERT(refund.item.has_value());
    contract::RefundConfirm::Request request;
    request.local_patient = local_patient;
    request.charge = refund.item->key;
    request.paid_wire_id = paid_wire_id;
    request.refund = refund.id.text();
    request.lines = refund.lines;
    request.amount = refund.amount;
    request.refunded_at = refund.refunded_at.value_or(terms.now);
    return callOf<contract::RefundConfirm>(metaFor(refund.hospital, terms, refund.id.text()), request);
}

}  // namespace hub::flows
