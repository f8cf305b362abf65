#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/contract/operations/billing.h"
#include "hub/core/describe.h"
#include "hub/payment/case.h"
#include "hub/payment/decision.h"
#include "hub/payment/refund.h"

/// What an operator sends and gets about payments: ids, codes and sums, nothing about a person but their id.
namespace hub::api::rest {

struct FoundPayment {
    static constexpr std::string_view kTypeName = "FoundPayment";
    payment::PaymentId payment_id;
    std::string hospital;
    payment::PaymentState state = payment::PaymentState::Checking;
    payment::Why why = payment::Why::Nothing;
    core::Money total;
    std::string channel;
    std::string order_number;
    std::optional<std::string> channel_number;
    payment::PersonId person_id;
    core::UtcTime created_at;
    std::optional<core::UtcTime> hand_over_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("payment_id", self.payment_id, "our id of it");
        field("hospital", self.hospital, "code of the hospital");
        field("state", self.state, "where it stands");
        field("why", self.why, "why it is not or will not be completed");
        field("total_fen", self.total, "the whole");
        field("channel", self.channel, "code of the channel");
        field("order_number", self.order_number, "our number of the channel's order");
        field("channel_number", self.channel_number, "the channel's own number of it");
        field("person_id", self.person_id, "whose payment it is");
        field("created_at_ms", self.created_at, "when it was made");
        field("hand_over_at_ms", self.hand_over_at, "while it is open: a person takes part then");
    }
};

struct FoundPayments {
    static constexpr std::string_view kTypeName = "FoundPayments";
    std::vector<FoundPayment> payments;
    std::optional<std::string> next;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("payments", self.payments, "the latest first");
        field("next", self.next, "goes on after these; absent: no more");
    }
};

struct StandingItem {
    static constexpr std::string_view kTypeName = "StandingItem";
    std::string subject_id;
    std::string key;
    std::string version;
    core::Money total;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("subject_id", self.subject_id, "our charge or booking");
        field("key", self.key, "the hospital's charge key or booking number");
        field("version", self.version, "the version the person saw; empty for a booking");
        field("total_fen", self.total, "the total");
    }
};

struct StandingLeg {
    static constexpr std::string_view kTypeName = "StandingLeg";
    payment::LegKind kind = payment::LegKind::Channel;
    payment::LegState state = payment::LegState::New;
    payment::Settles settles = payment::Settles::ViaHub;
    std::string channel;
    std::string merchant;
    std::string order_number;
    std::optional<std::string> channel_number;
    core::Money amount;
    std::optional<core::UtcTime> paid_at;
    bool in_suspense = false;
    core::Money refund_reserved;
    core::Money refunded;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "what it is paid with");
        field("state", self.state, "where it stands");
        field("settles", self.settles, "via_hub: the hub pays the hospital out; direct: it is the hospital's own merchant");
        field("channel", self.channel, "code of the channel");
        field("merchant", self.merchant, "the account there");
        field("order_number", self.order_number, "our number of the order");
        field("channel_number", self.channel_number, "the channel's own number of it");
        field("amount_fen", self.amount, "what is paid with it");
        field("paid_at_ms", self.paid_at, "when the money was there");
        field("in_suspense", self.in_suspense, "the ledger holds it as nobody's, not as the hospital's");
        field("refund_reserved_fen", self.refund_reserved, "on its way back");
        field("refunded_fen", self.refunded, "back at the payer");
    }
};

struct StandingRefund {
    static constexpr std::string_view kTypeName = "StandingRefund";
    payment::RefundId refund_id;
    payment::RefundState state = payment::RefundState::Checking;
    payment::RefundCause cause = payment::RefundCause::PersonAsked;
    std::optional<std::string> item;
    core::Money amount;
    std::string number;
    std::optional<std::string> channel_number;
    bool returned = false;
    bool by_hand = false;
    std::optional<core::UtcTime> refunded_at;
    std::optional<std::string> his_receipt;
    core::UtcTime created_at;
    std::optional<core::UtcTime> next_check_at;
    std::optional<core::UtcTime> hand_over_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("refund_id", self.refund_id, "our id of it");
        field("state", self.state, "where it stands");
        field("cause", self.cause, "who asked for it");
        field("item", self.item, "key of the item it is of; absent: the whole payment");
        field("amount_fen", self.amount, "what goes back");
        field("number", self.number, "our number at the channel");
        field("channel_number", self.channel_number, "the channel's own number of it");
        field("returned", self.returned, "the payer has it");
        field("by_hand", self.by_hand, "not through the channel");
        field("refunded_at_ms", self.refunded_at, "when it was back");
        field("his_receipt", self.his_receipt, "the hospital's number of it");
        field("created_at_ms", self.created_at, "when it was asked for");
        field("next_check_at_ms", self.next_check_at, "while it is open: the next look");
        field("hand_over_at_ms", self.hand_over_at, "while it is open: a person takes part then");
    }
};

struct StandingCase {
    static constexpr std::string_view kTypeName = "StandingCase";
    payment::CaseId case_id;
    payment::CaseAbout about = payment::CaseAbout::Payment;
    std::string subject_id;
    std::string kind;
    core::UtcTime opened_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("case_id", self.case_id, "our id of it");
        field("about", self.about, "payment or refund");
        field("subject_id", self.subject_id, "id of that");
        field("kind", self.kind, "the question");
        field("opened_at_ms", self.opened_at, "since when it is open");
    }
};

struct DecisionView {
    static constexpr std::string_view kTypeName = "PaymentDecision";
    payment::DecisionId decision_id;
    payment::PaymentId payment_id;
    std::optional<payment::RefundId> refund_id;
    payment::Verdict verdict = payment::Verdict::Completed;
    payment::DecisionState state = payment::DecisionState::Proposed;
    std::string reason;
    std::string proposed_by;
    core::UtcTime proposed_at;
    std::optional<std::string> decided_by;
    std::optional<core::UtcTime> decided_at;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("decision_id", self.decision_id, "our id of it");
        field("payment_id", self.payment_id, "whose money it is about");
        field("refund_id", self.refund_id, "what it is about; absent: the payment itself");
        field("verdict", self.verdict, "what is to be done");
        field("state", self.state, "proposed: it waits for a second person; overtaken: payment or refund moved on before");
        field("reason", self.reason, "the proposer's words");
        field("proposed_by", self.proposed_by, "client and member of staff: somebody else confirms");
        field("proposed_at_ms", self.proposed_at, "since when");
        field("decided_by", self.decided_by, "who confirmed or dropped it");
        field("decided_at_ms", self.decided_at, "when");
    }
};

struct DecisionsView {
    static constexpr std::string_view kTypeName = "PaymentDecisions";
    std::vector<DecisionView> decisions;
    std::optional<std::string> next;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("decisions", self.decisions, "the longest waiting first");
        field("next", self.next, "goes on after these; absent: no more");
    }
};

struct PaymentStanding {
    static constexpr std::string_view kTypeName = "PaymentStanding";
    FoundPayment payment;
    payment::Purpose purpose = payment::Purpose::Charges;
    std::string client;
    std::vector<StandingItem> items;
    std::vector<StandingLeg> legs;
    std::optional<payment::InsurancePart> insurance;
    std::vector<StandingRefund> refunds;
    core::UtcTime expires_at;
    std::optional<core::UtcTime> next_check_at;
    std::int64_t looks = 0;
    contract::PaymentConfirm::Result his;
    std::vector<StandingCase> open_cases;
    std::vector<DecisionView> decisions;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("payment", self.payment, "in short");
        field("purpose", self.purpose, "charges or a booking");
        field("client", self.client, "who asked for it; empty: the hub itself");
        field("items", self.items, "what is paid");
        field("legs", self.legs, "with what");
        field("insurance", self.insurance, "what an insurer pays of it");
        field("refunds", self.refunds, "the oldest first");
        field("expires_at_ms", self.expires_at, "until when the payer may start to pay");
        field("next_check_at_ms", self.next_check_at, "while it is open: the next look");
        field("looks", self.looks, "how often it was looked at in this state");
        field("his", self.his, "what reconciliation needs: as the hospital booked it");
        field("open_cases", self.open_cases, "questions for a person about it and its refunds, the oldest first");
        field("decisions", self.decisions, "what staff proposed and decided, the oldest first");
    }
};

struct ProposeDecision {
    static constexpr std::string_view kTypeName = "ProposeDecision";
    payment::Verdict decision = payment::Verdict::Completed;
    std::string reason;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("decision", self.decision, "of a frozen payment: completed or give_back; of a stuck refund: again or done_by_hand");
        field("reason", self.reason, "why: 1 to 500 bytes, what is kept of it is sealed");
    }
};

struct StartRefund {
    static constexpr std::string_view kTypeName = "StartRefund";
    std::optional<std::string> item;
    std::vector<std::string> lines;
    std::optional<core::Money> amount;
    std::string reason;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("item", self.item, "key of the payment's item; absent: its only one");
        field("lines", self.lines, "keys of lines of the item; none: the whole item");
        field("amount_fen", self.amount, "what is to come back; absent: the whole item");
        field("reason", self.reason, "why: 1 to 500 bytes, what is kept of it is sealed");
    }
};

DecisionView viewOf(const payment::Decision& decision);
FoundPayment foundOf(const payment::Payment& payment);
PaymentStanding standingOf(const payment::Payment& payment, const std::vector<payment::Refund>& refunds,
                           const std::vector<payment::Case>& cases, const std::vector<payment::Decision>& decisions);

}  // namespace hub::api::rest
