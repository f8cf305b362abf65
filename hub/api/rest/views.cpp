#include "hub/api/rest/views.h"

#include "hub/core/masked.h"

namespace hub::api::rest {

CardView viewOf(const identity::Card& card) { return {card.id, card.number.reveal().text, card.state}; }

PersonView viewOf(const identity::Person& person, const std::optional<identity::Card>& card) {
    PersonView view{person.id, core::Masked(person.details.name).text(), person.state, std::nullopt};
    if (card) view.card = viewOf(*card);
    return view;
}

FileView viewOf(const identity::HospitalFile& file) { return {file.id, file.hospital, file.local.local_patient, file.state}; }

BookingView viewOf(const booking::Booking& booking) {
    BookingView view;
    view.booking_id = booking.id;
    view.hospital = booking.hospital;
    view.state = booking.state;
    view.cause = booking.cause;
    view.department_name = booking.visit.department_name;
    view.doctor_name = booking.visit.doctor_name;
    view.day = booking.visit.day;
    view.begin = booking.visit.begin;
    view.end = booking.visit.end;
    if (booking.lock) {
        view.number = booking.lock->number;
        view.place = booking.lock->place;
        view.advice = booking.lock->advice;
    }
    view.total = booking.total;
    view.cash = booking.cash;
    if (booking.payment) view.payment_id = payment::PaymentId{*booking.payment};
    view.queue_number = booking.queue_number;
    view.hold_until = booking.hold_until;
    view.next_check_at = booking.next_check_at;
    view.hand_over_at = booking.hand_over_at;
    return view;
}

ChargeView viewOf(const payment::Charge& charge) {
    return {charge.id, charge.hospital, charge.state, charge.content, charge.payment, charge.changed_at};
}

PaymentView viewOf(const payment::Payment& payment, const std::optional<core::Sensitive<std::string>>& pay_link) {
    PaymentView view;
    view.payment_id = payment.id;
    view.hospital = payment.hospital;
    view.state = payment.state;
    view.why = payment.why;
    view.purpose = payment.purpose;
    for (const payment::PaidItem& item : payment.items) view.items.push_back({item.subject.text(), item.key, item.total});
    view.total = payment.total;
    view.paid_by = payment.leg().kind;
    view.channel = payment.leg().channel;
    if (payment.insurance) {
        const payment::InsurancePart& part = *payment.insurance;
        view.insurance = InsurancePartView{part.insurer, part.split, part.split && part.agreed == part.split, part.settled};
    }
    if (pay_link && payment.state == payment::PaymentState::Collecting) view.pay_link = pay_link->reveal();
    view.paid_at = payment.leg().paid_at;
    view.refunded = payment.leg().refunded;
    view.his_receipt = payment.his.his_receipt;
    view.expires_at = payment.expires_at;
    view.next_check_at = payment.next_check_at;
    view.hand_over_at = payment.hand_over_at;
    return view;
}

RefundView viewOf(const payment::Refund& refund) {
    return {refund.id,          refund.payment,     refund.state,         refund.cause,       refund.amount,
            refund.refunded_at, refund.his_receipt, refund.next_check_at, refund.hand_over_at};
}

}  // namespace hub::api::rest
