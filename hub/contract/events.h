#pragma once

#include <string>
#include <string_view>

#include "hub/contract/operations/billing.h"
#include "hub/contract/operations/collect.h"
#include "hub/contract/operations/records.h"
#include "hub/contract/operations/schedule.h"
#include "hub/core/describe.h"

namespace hub::contract {

/// Something a counterparty told the hub (CONTRACT, inbound/1), as it is kept until it is applied: after the acknowledgement, in
/// order per hospital and local patient (MECHANISMS 6).
struct Event {
    static constexpr std::string_view kTypeName = "Event";
    std::string type;                                 ///< "charge.created"
    core::Sensitive<core::CardNumber> local_patient;  ///< the order key; empty: one without a patient
    core::Sensitive<std::string> content;             ///< the event's own struct as JSON

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("type", self.type, "word of CONTRACT");
        field("local_patient", self.local_patient, "the hospital's file it is about");
        field("content", self.content, "what it says, as JSON");
    }
};

/// `content` is one of the structs below, whose kEvent is the event's type.
template <class T>
Event eventOf(core::Sensitive<core::CardNumber> local_patient, const T& content) {
    return {std::string(T::kEvent), std::move(local_patient),
            core::Sensitive<std::string>(core::toJson(content, core::Exposure::Revealed))};
}

struct PatientUpserted {
    static constexpr std::string_view kTypeName = "PatientUpserted";
    static constexpr std::string_view kEvent = "patient.upserted";
    PersonDetails person;
    std::vector<Credential> credentials;
    std::optional<std::string> our_number;  ///< of the patient.create it answers
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person", self.person, "who the file says it is");
        field("credentials", self.credentials, "cards and codes in the file");
        field("our_number", self.our_number, "our number of the request it answers");
    }
};

/// A barrier: later events of both files wait for it.
struct PatientMerged {
    static constexpr std::string_view kTypeName = "PatientMerged";
    static constexpr std::string_view kEvent = "patient.merged";
    core::Sensitive<core::CardNumber> merged;  ///< the file that is gone; the event's own is the one that stays
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("merged", self.merged, "the file that is gone");
    }
};

struct BookingChanged {
    static constexpr std::string_view kTypeName = "BookingChanged";
    static constexpr std::string_view kEvent = "booking.changed";
    HospitalBooking booking;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("booking", self.booking, "as it stands now");
    }
};

struct ClinicStopped {
    static constexpr std::string_view kTypeName = "ClinicStopped";
    static constexpr std::string_view kEvent = "clinic.stopped";
    ClinicStop stop;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("stop", self.stop, "which clinic");
    }
};

struct ChargeCreated {
    static constexpr std::string_view kTypeName = "ChargeCreated";
    static constexpr std::string_view kEvent = "charge.created";
    Charge charge;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("charge", self.charge, "what is to be paid");
    }
};

struct ChargeChanged {
    static constexpr std::string_view kTypeName = "ChargeChanged";
    static constexpr std::string_view kEvent = "charge.changed";
    Charge charge;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("charge", self.charge, "as it stands now");
    }
};

struct ChargeCancelled {
    static constexpr std::string_view kTypeName = "ChargeCancelled";
    static constexpr std::string_view kEvent = "charge.cancelled";
    std::string key;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("key", self.key, "the charge");
    }
};

struct RefundRequested {
    static constexpr std::string_view kTypeName = "RefundRequested";
    static constexpr std::string_view kEvent = "refund.requested";
    std::string charge;
    std::vector<std::string> lines;  ///< empty: the whole charge
    core::Money amount;
    std::string their_number;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("charge", self.charge, "the paid charge");
        field("lines", self.lines, "lines that come back; empty: all");
        field("amount_fen", self.amount, "what is to go back");
        field("their_number", self.their_number, "the hospital's number of the request");
    }
};

/// A channel's notification about one of our orders or refunds.
struct CollectionChanged {
    static constexpr std::string_view kTypeName = "CollectionChanged";
    static constexpr std::string_view kEvent = "collection.changed";
    std::optional<ChannelOrder> order;
    std::optional<ChannelRefund> refund;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("order", self.order, "the order as it stands");
        field("refund", self.refund, "the refund as it stands");
    }
};

struct ReportPublished {
    static constexpr std::string_view kTypeName = "ReportPublished";
    static constexpr std::string_view kEvent = "report.published";
    Report report;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("report", self.report, "the whole report");
    }
};

}  // namespace hub::contract
