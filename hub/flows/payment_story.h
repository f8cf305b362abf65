#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/audit/audit_store.h"
#include "hub/core/describe.h"
#include "hub/flows/house.h"
#include "hub/payment/decisions.h"

namespace hub::flows {

enum class StoryKind {
    Payment,   ///< of the payment's own row
    Refund,    ///< of the row of one of its refunds
    Attempt,   ///< a send to a counterparty, in the moment in which it was begun
    Ledger,    ///< a booking
    Case,      ///< a question for a person, opened or closed
    Decision,  ///< of staff: proposed, confirmed, dropped
    Audit,     ///< whoever did something about it
};

constexpr auto enumNames(StoryKind) {
    using Name = std::pair<StoryKind, std::string_view>;
    return std::array{Name{StoryKind::Payment, "payment"}, Name{StoryKind::Refund, "refund"}, Name{StoryKind::Attempt, "attempt"},
                      Name{StoryKind::Ledger, "ledger"},   Name{StoryKind::Case, "case"},     Name{StoryKind::Decision, "decision"},
                      Name{StoryKind::Audit, "audit"}};
}

/// One thing that happened. Ids, codes and words of the program; nothing about a person but what staff wrote as its reason.
struct StoryLine {
    static constexpr std::string_view kTypeName = "StoryLine";
    core::UtcTime at;
    StoryKind kind = StoryKind::Payment;
    std::string what;    ///< "made", "paid", an attempt's step, a booking's step, a question's kind, an action of the audit
    std::string id;      ///< of what it happened to
    std::string by;      ///< "office/4711", a client, empty: the hub itself
    std::string where;   ///< code of the counterparty; empty: none
    std::string number;  ///< ours there, or theirs
    std::string state;   ///< how it stands today, or ended
    std::string reason;  ///< why
    std::optional<core::Money> amount;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("at_ms", self.at, "when; of an attempt: when it was begun");
        field("kind", self.kind, "what kind of thing happened");
        field("what", self.what, "what happened, a word of the program");
        field("id", self.id, "of what it happened to");
        field("by", self.by, "who; empty: the hub itself");
        field("where", self.where, "code of the counterparty; empty: none");
        field("number", self.number, "ours at the counterparty, or theirs; empty: none");
        field("state", self.state, "how it ended or stands today");
        field("reason", self.reason, "why; empty: not said");
        field("amount_fen", self.amount, "the money concerned");
    }
};

/// What is kept about a payment, in order, and what comes next.
struct PaymentStory {
    static constexpr std::string_view kTypeName = "PaymentStory";
    payment::PaymentId payment_id;
    payment::PaymentState state = payment::PaymentState::Checking;
    payment::Why why = payment::Why::Nothing;
    std::optional<core::UtcTime> next_check_at;
    std::optional<core::UtcTime> hand_over_at;
    std::vector<StoryLine> lines;
    bool cut = false;  ///< the audit of the person has more than is looked through

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("payment_id", self.payment_id, "our id of it");
        field("state", self.state, "where it stands");
        field("why", self.why, "why it is not or will not be completed");
        field("next_check_at_ms", self.next_check_at, "while it is open: the next look");
        field("hand_over_at_ms", self.hand_over_at, "while it is open: a person takes part then");
        field("lines", self.lines, "the oldest first");
        field("cut", self.cut, "true: there are lines of the audit that were not looked at");
    }
};

/// Where the story of a payment is kept. All outlive the call.
struct StorySources {
    const House& house;
    payment::Decisions& decisions;
    audit::AuditStore& audit;
};

/// Told from the rows as they are now: nothing is kept for it alone, so of what was overwritten (the states a payment went through, the
/// end of an attempt) there is no time. Reads in a snapshot of its own, and asks the ledger: not inside a transaction. Any thread.
/// Also: PaymentNotFound, and what the stores answer with.
core::Result<PaymentStory> storyOf(const StorySources& sources, payment::PaymentId id);

}  // namespace hub::flows
