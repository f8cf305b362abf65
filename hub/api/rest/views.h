#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/booking/booking.h"
#include "hub/contract/operations/insurance.h"
#include "hub/core/describe.h"
#include "hub/flows/charge_watch_plan.h"
#include "hub/identity/hospital_file.h"
#include "hub/identity/registration.h"
#include "hub/payment/charge.h"
#include "hub/payment/payment.h"
#include "hub/payment/refund.h"

/// What clients send and get, as JSON. A person's data is written masked, but for what only they get to see.
namespace hub::api::rest {

struct RegisterPerson {
    static constexpr std::string_view kTypeName = "RegisterPerson";
    contract::PersonDetails person;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person", self.person, "name, certificate, phone; sex and birth date where the certificate does not say them");
    }
};

struct ChangeContact {
    static constexpr std::string_view kTypeName = "ChangeContact";
    std::optional<core::Sensitive<core::PhoneNumber>> phone;
    std::optional<core::Sensitive<std::string>> address;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("phone", self.phone, "the new telephone; absent: as it was");
        field("address", self.address, "the new postal address, 1 to 200 characters; absent: as it was");
    }
};

struct CardView {
    static constexpr std::string_view kTypeName = "Card";
    identity::CardId card_id;
    std::string number;  ///< it says nothing about the person
    identity::CardState state = identity::CardState::Active;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("card_id", self.card_id, "handle of the card");
        field("number", self.number, "14 digits, the last two check the others");
        field("state", self.state, "active, lost, replaced or closed");
    }
};

struct PersonView {
    static constexpr std::string_view kTypeName = "Person";
    identity::PersonId person_id;
    std::string name;  ///< masked
    identity::PersonState state = identity::PersonState::Unverified;
    std::optional<CardView> card;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person_id", self.person_id, "the person's id in the region");
        field("name", self.name, "masked");
        field("state", self.state, "unverified until an identity service or staff has seen the certificate");
        field("card", self.card, "the active card");
    }
};

/// What staff types, for what is scanned goes to credentials/scan: exactly one of them.
struct FindPerson {
    static constexpr std::string_view kTypeName = "FindPerson";
    std::optional<core::Sensitive<core::CardNumber>> local_patient;
    std::optional<std::string> hospital;
    std::optional<core::Sensitive<core::CardNumber>> card_number;
    std::optional<contract::Certificate> certificate;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("local_patient", self.local_patient, "number of the person's file at the hospital");
        field("hospital", self.hospital, "code of the hospital of local_patient; absent: the caller's");
        field("card_number", self.card_number, "number of the person's regional card");
        field("certificate", self.certificate, "the person's certificate");
    }
};

struct TokenView {
    static constexpr std::string_view kTypeName = "PersonToken";
    std::string token;
    core::UtcTime expires_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("token", self.token, "for the Authorization header; it is not shown again");
        field("expires_at_ms", self.expires_at, "30 minutes from now");
    }
};

struct CardCodeView {
    static constexpr std::string_view kTypeName = "CardCode";
    std::string code;
    core::UtcTime valid_until;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "what the QR code holds: good for one use");
        field("valid_until_ms", self.valid_until, "60 seconds from now");
    }
};

struct OpenFile {
    static constexpr std::string_view kTypeName = "OpenFile";
    std::string hospital;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("hospital", self.hospital, "code of the hospital");
    }
};

struct FileView {
    static constexpr std::string_view kTypeName = "HospitalFile";
    identity::HospitalFileId file_id;
    std::string hospital;
    core::Sensitive<core::CardNumber> local_patient;
    identity::LinkState state = identity::LinkState::Candidate;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("file_id", self.file_id, "our id of it");
        field("hospital", self.hospital, "code of the hospital");
        field("local_patient", self.local_patient, "the hospital's number, masked");
        field("state", self.state, "linked: it is this person's");
    }
};

struct FilesView {
    static constexpr std::string_view kTypeName = "HospitalFiles";
    std::vector<FileView> files;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("files", self.files, "oldest first");
    }
};

struct HospitalView {
    static constexpr std::string_view kTypeName = "Hospital";
    std::string code;
    std::string name;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "code of the hospital");
        field("name", self.name, "its name");
    }
};

struct HospitalsView {
    static constexpr std::string_view kTypeName = "Hospitals";
    std::vector<HospitalView> hospitals;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("hospitals", self.hospitals, "by code");
    }
};

struct MakeBooking {
    static constexpr std::string_view kTypeName = "MakeBooking";
    std::string hospital;
    std::string slot;
    std::string department;
    std::string department_name;
    std::string doctor;
    std::string doctor_name;
    core::Date day;
    contract::Session session = contract::Session::Morning;
    std::optional<std::string> registration_class;
    std::optional<std::string> begin;
    std::optional<std::string> end;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("hospital", self.hospital, "code of the hospital");
        field("slot", self.slot, "key of the slot");
        field("department", self.department, "code of the department");
        field("department_name", self.department_name, "its name");
        field("doctor", self.doctor, "code of the doctor");
        field("doctor_name", self.doctor_name, "name of the doctor");
        field("day", self.day, "day of the visit");
        field("session", self.session, "part of the day");
        field("registration_class", self.registration_class, "class of registration");
        field("begin", self.begin, "HH:MM");
        field("end", self.end, "HH:MM");
    }
};

struct BookingView {
    static constexpr std::string_view kTypeName = "Booking";
    booking::BookingId booking_id;
    std::string hospital;
    booking::BookingState state = booking::BookingState::Locking;
    booking::Cause cause = booking::Cause::Nothing;
    std::string department_name;
    std::string doctor_name;
    core::Date day;
    std::optional<std::string> begin;
    std::optional<std::string> end;
    std::optional<std::string> number;
    std::optional<std::string> place;
    std::optional<std::string> advice;
    core::Money total;
    core::Money cash;
    std::optional<payment::PaymentId> payment_id;
    std::optional<std::string> queue_number;
    core::UtcTime hold_until;
    std::optional<core::UtcTime> next_check_at;
    std::optional<core::UtcTime> hand_over_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("booking_id", self.booking_id, "our id of it");
        field("hospital", self.hospital, "code of the hospital");
        field("state", self.state, "where it stands");
        field("cause", self.cause, "why it is or was given up");
        field("department_name", self.department_name, "department");
        field("doctor_name", self.doctor_name, "doctor");
        field("day", self.day, "day of the visit");
        field("begin", self.begin, "HH:MM");
        field("end", self.end, "HH:MM");
        field("number", self.number, "the hospital's booking number");
        field("place", self.place, "where to go");
        field("advice", self.advice, "what the hospital says about the visit");
        field("total_fen", self.total, "the fee");
        field("cash_fen", self.cash, "the part the person pays");
        field("payment_id", self.payment_id, "the payment that has it or paid it");
        field("queue_number", self.queue_number, "after check-in");
        field("hold_until_ms", self.hold_until, "by when paying must have begun");
        field("next_check_at_ms", self.next_check_at, "while something is being found out: the next look");
        field("hand_over_at_ms", self.hand_over_at, "while something is being found out: a person takes part then");
    }
};

struct BookingsView {
    static constexpr std::string_view kTypeName = "Bookings";
    std::vector<BookingView> bookings;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("bookings", self.bookings, "the latest first");
    }
};

struct ChargeView {
    static constexpr std::string_view kTypeName = "ChargeOfPerson";
    payment::ChargeId charge_id;
    std::string hospital;
    payment::ChargeState state = payment::ChargeState::Open;
    contract::Charge content;
    std::optional<payment::PaymentId> payment_id;
    core::UtcTime changed_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("charge_id", self.charge_id, "our id of it");
        field("hospital", self.hospital, "code of the hospital");
        field("state", self.state, "open: it can be paid");
        field("content", self.content, "what is to be paid; its version and total go into the payment");
        field("payment_id", self.payment_id, "the payment that has it or paid it");
        field("changed_at_ms", self.changed_at, "since when it stands so");
    }
};

struct ChargesView {
    static constexpr std::string_view kTypeName = "ChargesOfPerson";
    std::vector<ChargeView> charges;
    std::vector<flows::ListReading> readings;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("charges", self.charges, "changed last first");
        field("readings", self.readings, "hospitals that are polled for this person now; others push, or are read when asked to");
    }
};

struct ChargeToPay {
    static constexpr std::string_view kTypeName = "ChargeToPay";
    payment::ChargeId charge_id;
    std::string expected_version;
    core::Money expected_total;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("charge_id", self.charge_id, "the charge");
        field("expected_version", self.expected_version, "the version the person saw");
        field("expected_total_fen", self.expected_total, "the total the person saw");
    }
};

struct BookingToPay {
    static constexpr std::string_view kTypeName = "BookingToPay";
    booking::BookingId booking_id;
    core::Money expected_cash;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("booking_id", self.booking_id, "the booking");
        field("expected_cash_fen", self.expected_cash, "the amount the person saw");
    }
};

/// Charges or a booking: exactly one of them.
/// By what the insurer is to know the person.
struct InsuranceToUse {
    static constexpr std::string_view kTypeName = "InsuranceToUse";
    contract::InsuranceCredential credential;
    std::optional<std::string> insurance;
    std::optional<bool> use_account;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("credential", self.credential, "what the person shows the insurer");
        field("insurance", self.insurance, "type of insurance, national code; absent: the only active one");
        field("use_account", self.use_account, "whether the insurance account pays; absent: it does");
    }
};

/// Whose e-account pays: the person's, or that of the relative who acts for them.
struct EAccountToUse {
    static constexpr std::string_view kTypeName = "EAccountToUse";
    std::optional<identity::PersonId> person_id;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person_id", self.person_id, "whose: the person who is paid for, or the one who acts for them; absent: the latter");
    }
};

struct MakePayment {
    static constexpr std::string_view kTypeName = "MakePayment";
    std::optional<std::string> channel;
    std::optional<EAccountToUse> e_account;
    std::optional<core::Sensitive<std::string>> payer;
    std::optional<std::vector<ChargeToPay>> charges;
    std::optional<BookingToPay> booking;
    std::optional<InsuranceToUse> insurance;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("channel", self.channel, "code of the channel to pay by; this or the next");
        field("e_account", self.e_account, "the e-account that pays, without anybody being asked again");
        field("payer", self.payer, "the channel's id of the payer; absent: whoever scans the code");
        field("charges", self.charges, "charges of one file at one hospital");
        field("booking", self.booking, "the fee of a booking");
        field("insurance", self.insurance, "charges of a hospital whose insurance the hub settles; absent: the person pays all");
    }
};

/// The split that the person was shown and accepts.
struct AgreeToSplit {
    static constexpr std::string_view kTypeName = "AgreeToSplit";
    payment::Split split;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("split", self.split, "as the payment shows it");
    }
};

struct InsurancePartView {
    static constexpr std::string_view kTypeName = "InsurancePart";
    std::string insurer;
    std::optional<payment::Split> split;
    bool agreed = false;
    std::optional<std::string> settled;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("insurer", self.insurer, "code of the insurer");
        field("split", self.split, "who pays what: quoted, then settled; absent: not known yet");
        field("agreed", self.agreed, "whether the person has accepted it");
        field("settled", self.settled, "the insurer's number of the settlement");
    }
};

struct PaidItemView {
    static constexpr std::string_view kTypeName = "PaidItem";
    std::string subject_id;
    std::string key;
    core::Money total;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("subject_id", self.subject_id, "our charge or booking");
        field("key", self.key, "the hospital's charge key or booking number");
        field("total_fen", self.total, "its total");
    }
};

struct PaymentView {
    static constexpr std::string_view kTypeName = "Payment";
    payment::PaymentId payment_id;
    std::string hospital;
    payment::PaymentState state = payment::PaymentState::Checking;
    payment::Why why = payment::Why::Nothing;
    payment::Purpose purpose = payment::Purpose::Charges;
    std::vector<PaidItemView> items;
    core::Money total;
    payment::LegKind paid_by = payment::LegKind::Channel;
    std::string channel;
    std::optional<InsurancePartView> insurance;
    std::optional<std::string> pay_link;  ///< for the payer's phone alone
    std::optional<core::UtcTime> paid_at;
    core::Money refunded;
    std::optional<std::string> his_receipt;
    core::UtcTime expires_at;
    std::optional<core::UtcTime> next_check_at;
    std::optional<core::UtcTime> hand_over_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("payment_id", self.payment_id, "our id of it");
        field("hospital", self.hospital, "code of the hospital");
        field("state", self.state, "where it stands");
        field("why", self.why, "why it is not or will not be completed");
        field("purpose", self.purpose, "charges or a booking");
        field("items", self.items, "what is paid");
        field("total_fen", self.total, "the whole");
        field("paid_by", self.paid_by, "by an order of a channel, or from an e-account");
        field("channel", self.channel, "code of the channel or of the e-account's bank");
        field("insurance", self.insurance, "what an insurer pays of it");
        field("pay_link", self.pay_link, "what the phone opens to pay");
        field("paid_at_ms", self.paid_at, "when the payer paid");
        field("refunded_fen", self.refunded, "what has gone back");
        field("his_receipt", self.his_receipt, "the hospital's receipt number");
        field("expires_at_ms", self.expires_at, "until when paying can begin");
        field("next_check_at_ms", self.next_check_at, "while it is open: the next look");
        field("hand_over_at_ms", self.hand_over_at, "while it is open: a person takes part then");
    }
};

struct PaymentsView {
    static constexpr std::string_view kTypeName = "Payments";
    std::vector<PaymentView> payments;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("payments", self.payments, "the latest first");
    }
};

struct MakeRefund {
    static constexpr std::string_view kTypeName = "MakeRefund";
    std::optional<std::string> item;
    std::vector<std::string> lines;
    core::Money amount;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("item", self.item, "key of the payment's item; absent: its only one");
        field("lines", self.lines, "keys of lines of the item; none: the whole item");
        field("amount_fen", self.amount, "what is to come back");
    }
};

struct RefundView {
    static constexpr std::string_view kTypeName = "Refund";
    payment::RefundId refund_id;
    payment::PaymentId payment_id;
    payment::RefundState state = payment::RefundState::Checking;
    payment::RefundCause cause = payment::RefundCause::PersonAsked;
    core::Money amount;
    std::optional<core::UtcTime> refunded_at;
    std::optional<std::string> his_receipt;
    std::optional<core::UtcTime> next_check_at;
    std::optional<core::UtcTime> hand_over_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("refund_id", self.refund_id, "our id of it");
        field("payment_id", self.payment_id, "the payment it comes from");
        field("state", self.state, "where it stands");
        field("cause", self.cause, "who asked for it");
        field("amount_fen", self.amount, "what goes back");
        field("refunded_at_ms", self.refunded_at, "when it was back");
        field("his_receipt", self.his_receipt, "the hospital's number of it");
        field("next_check_at_ms", self.next_check_at, "while it is open: the next look");
        field("hand_over_at_ms", self.hand_over_at, "while it is open: a person takes part then");
    }
};

struct TicketView {
    static constexpr std::string_view kTypeName = "EventTicket";
    std::string ticket;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("ticket", self.ticket, "for the ticket parameter of the event stream: single use, 30 seconds");
    }
};

CardView viewOf(const identity::Card& card);
PersonView viewOf(const identity::Person& person, const std::optional<identity::Card>& card);
FileView viewOf(const identity::HospitalFile& file);
BookingView viewOf(const booking::Booking& booking);
ChargeView viewOf(const payment::Charge& charge);
PaymentView viewOf(const payment::Payment& payment, const std::optional<core::Sensitive<std::string>>& pay_link);
RefundView viewOf(const payment::Refund& refund);

}  // namespace hub::api::rest
