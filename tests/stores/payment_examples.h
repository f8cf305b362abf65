#pragma once

#include <string>
#include <vector>

#include "hub/booking/booking.h"
#include "hub/payment/charge.h"
#include "hub/payment/decision.h"
#include "hub/payment/refund.h"
#include "tests/stores/field_texts.h"

/// Things with something else in every field, and all their fields as texts: who adds a field to a struct is told by the compiler here.
namespace tests {

inline hub::core::IdBits idOf(std::uint8_t number) {
    hub::core::IdBits id;
    id.bytes.fill(number);
    return id;
}

inline hub::core::Money fen(std::int64_t amount) { return hub::core::Money::fromFen(amount); }

inline hub::core::Sensitive<hub::core::CardNumber> file(const std::string& number) {
    return hub::core::Sensitive(hub::core::CardNumber{number});
}

inline hub::booking::Booking fullBooking() {
    hub::booking::Booking booking;
    booking.id.bits = idOf(1);
    booking.client = "city-app";
    booking.request_key = "key-1";
    booking.person.bits = idOf(2);
    booking.hospital = "h01";
    booking.visit = {.local_patient = file("P0001"),
                     .slot = "S-7",
                     .department = "D1",
                     .department_name = "内科",
                     .doctor = "DR1",
                     .doctor_name = "王医生",
                     .day = {2026, 11, 23},
                     .session = hub::contract::Session::Afternoon,
                     .registration_class = "expert",
                     .begin = "14:00",
                     .end = "14:30"};
    booking.state = hub::booking::BookingState::Cancelling;
    booking.cause = hub::booking::Cause::PersonAsked;
    booking.lock = {.number = "B-0001", .visit_at = hub::core::UtcTime{11}, .place = "2 楼", .advice = "空腹"};
    booking.total = fen(1500);
    booking.cash = fen(1200);
    booking.payment = idOf(3);
    booking.queue_number = "A17";
    booking.cancels = 21;
    booking.check_ins = 22;
    booking.tries = 23;
    booking.handed_over = true;
    booking.created_at = {31};
    booking.hold_until = {32};
    booking.next_check_at = hub::core::UtcTime{33};
    booking.hand_over_at = hub::core::UtcTime{34};
    booking.version = 1;
    return booking;
}

inline std::vector<std::string> fieldsOf(const hub::booking::Booking& booking) {
    const auto& [id, client, request_key, person, hospital, visit, state, cause, lock, total, cash, payment, queue_number, cancels,
                 check_ins, tries, handed_over, created_at, hold_until, next_check_at, hand_over_at, version] = booking;
    return fieldTexts(id, client, request_key, person, hospital, visit, state, cause, lock, total, cash, payment, queue_number, cancels,
                      check_ins, tries, handed_over, created_at, hold_until, next_check_at, hand_over_at, version);
}

inline hub::payment::Charge fullCharge() {
    hub::payment::Charge charge;
    charge.id.bits = idOf(1);
    charge.hospital = "h01";
    charge.person.emplace().bits = idOf(2);
    charge.local_patient = file("P0001");
    charge.content.key = "C-1";
    charge.content.version = "v1";
    charge.content.total = fen(5000);
    charge.content.visit = "V1";
    charge.content.name = "处方";
    charge.content.department = "D1";
    charge.content.department_name = "内科";
    charge.content.doctor = "DR1";
    charge.content.doctor_name = "王医生";
    charge.content.ordered_at = hub::core::UtcTime{11};
    charge.content.lines = {{.key = "L1",
                             .item_code = "I1",
                             .item_name = "阿司匹林",
                             .item_class = "drug",
                             .unit = "box",
                             .specification = "100 mg",
                             .unit_price = hub::core::Decimal{"25.0000"},
                             .quantity = hub::core::Decimal{"2"},
                             .amount = fen(5000)}};
    charge.later = charge.content;
    charge.later->version = "v2";
    charge.gone = true;
    charge.state = hub::payment::ChargeState::InPayment;
    charge.payment.emplace().bits = idOf(3);
    charge.changed_at = {31};
    charge.version = 1;
    return charge;
}

inline std::vector<std::string> fieldsOf(const hub::payment::Charge& charge) {
    const auto& [id, hospital, person, local_patient, content, later, gone, state, payment, changed_at, version] = charge;
    return fieldTexts(id, hospital, person, local_patient, content, later, gone, state, payment, changed_at, version);
}

inline hub::payment::Leg fullLeg() {
    hub::payment::Leg leg;
    leg.kind = hub::payment::LegKind::EAccount;
    leg.state = hub::payment::LegState::Paid;
    leg.settles = hub::payment::Settles::Direct;
    leg.e_account.emplace().bits = idOf(7);
    leg.channel = "wechat";
    leg.merchant = "m-1";
    leg.order_number = "O-1";
    leg.amount = fen(5000);
    leg.channel_number = "4200001";
    leg.paid_at = hub::core::UtcTime{41};
    leg.in_suspense = true;
    leg.refund_reserved = fen(700);
    leg.refunded = fen(800);
    return leg;
}

inline std::vector<std::string> fieldsOf(const hub::payment::Leg& leg) {
    const auto& [kind, state, settles, e_account, channel, merchant, order_number, amount, channel_number, paid_at, in_suspense,
                 refund_reserved, refunded] = leg;
    return fieldTexts(kind, state, settles, e_account, channel, merchant, order_number, amount, channel_number, paid_at, in_suspense,
                      refund_reserved, refunded);
}

inline hub::payment::Payment fullPayment() {
    hub::payment::Payment payment;
    payment.id.bits = idOf(1);
    payment.client = "city-app";
    payment.request_key = "key-1";
    payment.person.bits = idOf(2);
    payment.hospital = "h01";
    payment.purpose = hub::payment::Purpose::Booking;
    payment.local_patient = file("P0001");
    payment.payer = hub::core::Sensitive<std::string>("o-payer-1");
    payment.items = {{.subject = idOf(3), .key = "C-1", .expected_version = "v1", .total = fen(3000)},
                     {.subject = idOf(4), .key = "C-2", .expected_version = "v2", .total = fen(2000)}};
    payment.total = fen(5000);
    payment.legs = {fullLeg()};
    payment.insurance.emplace();
    payment.insurance->settlement.bits = idOf(6);
    payment.insurance->insurer = "yb01";
    payment.insurance->settles = hub::payment::Settles::ViaHub;
    payment.insurance->split = hub::payment::Split{fen(1), fen(2), fen(3), fen(4)};
    payment.insurance->agreed = hub::payment::Split{fen(5), fen(6), fen(7), fen(8)};
    payment.insurance->stands = false;
    payment.insurance->settled = "S-1";
    payment.insurance->booked = true;
    payment.state = hub::payment::PaymentState::HisDoubt;
    payment.why = hub::payment::Why::ChargeChanged;
    payment.his = {.his_receipt = "R1",
                   .settlement_number = "SN1",
                   .staff_id = "onecard",
                   .terminal = "T1",
                   .posted_at = hub::core::UtcTime{11},
                   .hospital_day = "2026-11-21"};
    payment.his_refused = true;
    payment.tries = 21;
    payment.closes = 22;
    payment.confirms = 23;
    payment.handed_over = true;
    payment.created_at = {31};
    payment.expires_at = {32};
    payment.next_check_at = hub::core::UtcTime{33};
    payment.hand_over_at = hub::core::UtcTime{34};
    payment.version = 1;
    return payment;
}

inline std::vector<std::string> fieldsOf(const hub::payment::Payment& payment) {
    const auto& [id, client, request_key, person, hospital, purpose, local_patient, payer, items, total, legs, insurance, state, why, his,
                 his_refused, tries, closes, confirms, handed_over, created_at, expires_at, next_check_at, hand_over_at, version] = payment;
    std::vector<std::string> texts =
        fieldTexts(id, client, request_key, person, hospital, purpose, local_patient, payer, items, total, insurance, state, why, his,
                   his_refused, tries, closes, confirms, handed_over, created_at, expires_at, next_check_at, hand_over_at, version);
    for (const hub::payment::Leg& leg : legs) {
        std::string text = "leg";
        for (const std::string& field : fieldsOf(leg)) text.append(" ").append(field);
        texts.push_back(text);
    }
    return texts;
}

/// Of fullPayment().
inline hub::payment::Refund fullRefund() {
    hub::payment::Refund refund;
    refund.id.bits = idOf(5);
    refund.client = "kiosk";
    refund.request_key = "key-2";
    refund.payment.bits = idOf(1);
    refund.person.bits = idOf(2);
    refund.hospital = "h01";
    refund.cause = hub::payment::RefundCause::HospitalAsked;
    refund.item = {.subject = idOf(3), .key = "C-1", .expected_version = "v1", .total = fen(3000)};
    refund.lines = {"L1", "L2"};
    refund.amount = fen(700);
    refund.settles = hub::payment::Settles::Direct;
    refund.channel = "wechat";
    refund.merchant = "m-1";
    refund.order_number = "O-1";
    refund.number = "RF-1";
    refund.e_account.emplace().bits = idOf(7);
    refund.from_suspense = true;
    refund.state = hub::payment::RefundState::ConfirmInDoubt;
    refund.returned = true;
    refund.by_hand = true;
    refund.channel_number = "5000001";
    refund.refunded_at = hub::core::UtcTime{41};
    refund.his_receipt = "R2";
    refund.whole_item = true;
    refund.remaining_version = "v3";
    refund.remaining_total = fen(2300);
    refund.tries = 21;
    refund.handed_over = true;
    refund.created_at = {31};
    refund.next_check_at = hub::core::UtcTime{33};
    refund.hand_over_at = hub::core::UtcTime{34};
    refund.version = 1;
    return refund;
}

inline std::vector<std::string> fieldsOf(const hub::payment::Refund& refund) {
    const auto& [id, client, request_key, payment, person, hospital, cause, item, lines, amount, settles, channel, merchant, order_number,
                 number, e_account, from_suspense, state, returned, by_hand, channel_number, refunded_at, his_receipt, whole_item,
                 remaining_version, remaining_total, tries, handed_over, created_at, next_check_at, hand_over_at, version] = refund;
    return fieldTexts(id, client, request_key, payment, person, hospital, cause, item, lines, amount, settles, channel, merchant,
                      order_number, number, e_account, from_suspense, state, returned, by_hand, channel_number, refunded_at, his_receipt,
                      whole_item, remaining_version, remaining_total, tries, handed_over, created_at, next_check_at, hand_over_at, version);
}

inline hub::payment::Case fullCase() {
    hub::payment::Case question;
    question.id.bits = idOf(7);
    question.about = hub::payment::CaseAbout::Refund;
    question.subject = idOf(8);
    question.kind = "refund_refused";
    question.hospital = "h01";
    question.opened_at = {31};
    question.version = 1;
    return question;
}

inline std::vector<std::string> fieldsOf(const hub::payment::Case& question) {
    const auto& [id, about, subject, kind, hospital, opened_at, closed_at, closed_by, decision, version] = question;
    return fieldTexts(id, about, subject, kind, hospital, opened_at, closed_at, closed_by, decision, version);
}

/// Of fullRefund().
inline hub::payment::Decision fullDecision() {
    hub::payment::Decision decision;
    decision.id.bits = idOf(9);
    decision.payment.bits = idOf(1);
    decision.refund.emplace().bits = idOf(5);
    decision.verdict = hub::payment::Verdict::DoneByHand;
    decision.hand_over_at = hub::core::UtcTime{34};
    decision.reason = "柜台已退现金";
    decision.proposed_by = "money-office/li";
    decision.proposed_at = {51};
    decision.decided_by = "money-office/wang";
    decision.decided_at = hub::core::UtcTime{52};
    decision.version = 1;
    return decision;
}

inline std::vector<std::string> fieldsOf(const hub::payment::Decision& decision) {
    const auto& [id, version, payment, refund, verdict, state, hand_over_at, reason, proposed_by, proposed_at, decided_by, decided_at] =
        decision;
    return fieldTexts(id, version, payment, refund, verdict, state, hand_over_at, reason, proposed_by, proposed_at, decided_by, decided_at);
}

}  // namespace tests
