#include "hub/flows/payment_story.h"

#include <algorithm>
#include <set>

#include "hub/flows/account_calls.h"
#include "hub/payment/payment_bookings.h"

namespace hub::flows {

using core::Failure;
using core::Result;
using core::UtcTime;
using payment::Decision;
using payment::Payment;
using payment::Refund;

namespace {

constexpr core::Page kAll{core::Page::kLimitMax, std::nullopt};
constexpr std::size_t kAuditPage = 1000;
constexpr std::size_t kAuditPages = 5;
// As the machine names its bookings.
constexpr std::array<std::string_view, 2> kOfRefund{"owed", "returned"};

/// An attempt's row has no time; its id was made in the moment in which it was begun.
UtcTime begunAt(const core::AttemptId& id) {
    constexpr std::size_t kTimeBytes = 6;
    UtcTime at;
    for (std::size_t i = 0; i < kTimeBytes; ++i) at.ms = at.ms * 256 + id.bits.bytes[i];
    return at;
}

/// Why it ended as it did, in the hub's words: what a counterparty wrote may name somebody.
std::string reasonOf(const core::Attempt& attempt) {
    if (attempt.answer.reveal().empty()) return {};
    const Result<Answer> answer = core::fromJson<Answer>(attempt.answer.reveal());
    if (!answer.ok()) return {};
    if (answer->refusal) return std::string(core::enumName(answer->refusal->reason));
    return answer->trouble ? answer->trouble->code : std::string();
}

/// Gathers the lines of one payment.
class Teller {
  public:
    explicit Teller(const StorySources& sources) : sources_(sources) {}

    Result<void> read(core::ReadTransaction& transaction, payment::PaymentId id) {
        const Result<Payment> payment = sources_.house.payments.find(transaction, id);
        if (!payment.ok()) return payment.failure();
        payment_ = *payment;
        tell(payment_);
        Result<std::vector<Refund>> refunds = sources_.house.refunds.ofPayment(transaction, id, kAll);
        if (!refunds.ok()) return refunds.failure();
        refunds_ = *std::move(refunds);
        for (const Refund& refund : refunds_) tell(refund);
        std::vector<core::IdBits> subjects{id.bits};
        for (const Refund& refund : refunds_) subjects.push_back(refund.id.bits);
        if (payment_.insurance) subjects.push_back(payment_.insurance->settlement.bits);
        const Result<void> moved = addTransfers(transaction, subjects);
        if (!moved.ok()) return moved;
        for (const core::IdBits& subject : subjects) {
            const Result<void> told = tellOf(transaction, subject);
            if (!told.ok()) return told;
        }
        const Result<void> decided = tellDecisions(transaction);
        return decided.ok() ? tellAudit(transaction) : decided;
    }

    Result<void> readLedger() {
        const Result<void> told = tellBooking(payment_.id.bits, payment::kCollected, payment_.leg().amount);
        if (!told.ok()) return told;
        if (payment_.insurance && payment_.insurance->split) {
            const payment::Split& split = *payment_.insurance->split;
            const Result<void> revoked = tellBooking(payment_.id.bits, payment::kRevoked, split.fund + split.account);
            if (!revoked.ok()) return revoked;
        }
        for (const Refund& refund : refunds_) {
            for (const std::string_view step : kOfRefund) {
                const Result<void> booked = tellBooking(refund.id.bits, step, refund.amount);
                if (!booked.ok()) return booked;
            }
        }
        return {};
    }

    PaymentStory take() {
        std::ranges::stable_sort(lines_, {}, &StoryLine::at);
        return {payment_.id, payment_.state, payment_.why, payment_.next_check_at, payment_.hand_over_at, std::move(lines_), cut_};
    }

  private:
    StoryLine& line(UtcTime at, StoryKind kind, std::string_view what, const core::IdBits& id) {
        StoryLine& added = lines_.emplace_back();
        added.at = at;
        added.kind = kind;
        added.what = what;
        added.id = id.text();
        if (kind != StoryKind::Audit) ids_.insert(added.id);
        return added;
    }

    void tell(const Payment& payment) {
        StoryLine& made = line(payment.created_at, StoryKind::Payment, "made", payment.id.bits);
        made.by = payment.client;
        made.where = payment.hospital;
        made.amount = payment.total;
        for (const payment::Leg& leg : payment.legs) {
            if (!leg.paid_at) continue;
            StoryLine& paid = line(*leg.paid_at, StoryKind::Payment, "paid", payment.id.bits);
            paid.where = leg.channel;
            paid.number = leg.channel_number.value_or("");
            paid.amount = leg.amount;
            if (leg.in_suspense) paid.reason = core::enumName(payment::Why::LateSuccess);
        }
        if (payment.his.posted_at) {
            StoryLine& posted = line(*payment.his.posted_at, StoryKind::Payment, "posted", payment.id.bits);
            posted.where = payment.hospital;
            posted.number = payment.his.his_receipt.value_or("");
            posted.amount = payment.total;
        }
    }

    void tell(const Refund& refund) {
        StoryLine& made = line(refund.created_at, StoryKind::Refund, "made", refund.id.bits);
        made.by = refund.client;
        made.where = refund.channel;
        made.number = refund.number;
        made.state = core::enumName(refund.state);
        made.reason = core::enumName(refund.cause);
        made.amount = refund.amount;
        if (!refund.refunded_at) return;
        StoryLine& back = line(*refund.refunded_at, StoryKind::Refund, "paid_back", refund.id.bits);
        back.where = refund.channel;
        back.number = refund.channel_number.value_or("");
        if (refund.by_hand) back.reason = "by_hand";
        back.amount = refund.amount;
    }

    /// To the payment and its refunds the transfers that an e-account's money is moved by.
    Result<void> addTransfers(core::ReadTransaction& transaction, std::vector<core::IdBits>& subjects) const {
        if (payment_.leg().kind != payment::LegKind::EAccount) return {};
        const auto add = [&](const auto& owner) -> Result<void> {
            for (int number = 1;; ++number) {
                const auto transfer = sources_.house.account_transfers.findByRequest(transaction, {}, transferKeyOf(owner, number));
                if (!transfer.ok()) return transfer.failure();
                if (!*transfer) return {};
                subjects.push_back((*transfer)->id.bits);
            }
        };
        Result<void> added = add(payment_.id);
        for (const Refund& refund : refunds_) {
            if (added.ok()) added = add(refund.id);
        }
        return added;
    }

    /// The attempts and the questions of a payment, a refund, a settlement or a transfer.
    Result<void> tellOf(core::ReadTransaction& transaction, const core::IdBits& subject) {
        const Result<std::vector<core::Attempt>> attempts = sources_.house.attempts.ofFlow(transaction, subject);
        if (!attempts.ok()) return attempts.failure();
        for (const core::Attempt& attempt : *attempts) {
            StoryLine& begun = line(begunAt(attempt.id), StoryKind::Attempt, attempt.step, attempt.id.bits);
            begun.where = attempt.counterparty;
            begun.number = attempt.wire_id;
            begun.state = core::enumName(attempt.state);
            begun.reason = reasonOf(attempt);
        }
        const Result<std::vector<payment::Case>> cases = sources_.house.cases.ofSubject(transaction, subject, kAll);
        if (!cases.ok()) return cases.failure();
        for (const payment::Case& one : *cases) {
            StoryLine& opened = line(one.opened_at, StoryKind::Case, one.kind, one.id.bits);
            opened.state = "opened";
            if (!one.closed_at) continue;
            StoryLine& closed = line(*one.closed_at, StoryKind::Case, one.kind, one.id.bits);
            closed.state = "closed";
            closed.by = one.closed_by;
            closed.reason = one.decision;
        }
        return {};
    }

    Result<void> tellDecisions(core::ReadTransaction& transaction) {
        const Result<std::vector<Decision>> decisions = sources_.decisions.ofPayment(transaction, payment_.id, kAll);
        if (!decisions.ok()) return decisions.failure();
        for (const Decision& one : *decisions) {
            const bool two = one.verdict != payment::Verdict::StartRefund;
            StoryLine& proposed = line(one.proposed_at, StoryKind::Decision, core::enumName(one.verdict), one.id.bits);
            proposed.state = core::enumName(two ? payment::DecisionState::Proposed : one.state);
            proposed.by = one.proposed_by;
            proposed.reason = one.reason;
            if (!one.decided_at) continue;
            StoryLine& decided = line(*one.decided_at, StoryKind::Decision, core::enumName(one.verdict), one.id.bits);
            decided.state = core::enumName(one.state);
            decided.by = one.decided_by.value_or("");
        }
        return {};
    }

    /// What names the payment, one of its refunds or decisions. It may be about whom the person has become a part of.
    Result<void> tellAudit(core::ReadTransaction& transaction) {
        const Result<identity::PersonId> root = sources_.house.merges.rootOf(transaction, payment_.person);
        if (!root.ok()) return root.failure();
        for (const payment::PersonId person : std::set<payment::PersonId>{payment_.person, *root}) {
            audit::AuditSearch search;
            search.about = person;
            search.from = payment_.created_at;
            search.until = sources_.house.clock.utc() + core::Duration(1);
            search.limit = kAuditPage;
            for (std::size_t page = 0;; ++page) {
                if (page == kAuditPages) {
                    cut_ = true;
                    break;
                }
                const Result<std::vector<audit::ChainedEntry>> found = sources_.audit.search(transaction, search);
                if (!found.ok()) return found.failure();
                for (const audit::ChainedEntry& one : *found) tell(one.entry);
                if (found->size() < search.limit) break;
                search.after = audit::AuditPlace{found->back().entry.at, found->back().entry.id};
            }
        }
        return {};
    }

    void tell(const audit::AuditEntry& entry) {
        const auto names = [&](const std::string& id) { return entry.subject.find(id) != std::string::npos; };
        if (std::ranges::none_of(ids_, names)) return;
        StoryLine& seen = line(entry.at, StoryKind::Audit, entry.action, entry.id.bits);
        seen.by = entry.actor_kind == audit::ActorKind::Staff ? entry.client + "/" + entry.actor : entry.client;
        seen.state = core::enumName(entry.outcome);
        if (entry.purpose != audit::Purpose::None) seen.reason = core::enumName(entry.purpose);
    }

    Result<void> tellBooking(const core::IdBits& flow, std::string_view step, core::Money amount) {
        const auto outcome = sources_.house.ledger.outcome({flow, std::string(step)});
        if (!outcome.ok()) return outcome.failure();
        if (!*outcome || !(**outcome).ok()) return {};  // not booked; a refusal has no time, and a case says so
        const ledger::Booked& booked = ***outcome;
        StoryLine& told = line(booked.booked_at, StoryKind::Ledger, step, flow);
        told.number = std::to_string(booked.first_transfer);
        told.amount = amount;
        return {};
    }

    const StorySources& sources_;
    Payment payment_;
    std::vector<Refund> refunds_;
    std::vector<StoryLine> lines_;
    std::set<std::string> ids_;  // of everything told so far, by which the audit names it
    bool cut_ = false;
};

}  // namespace

Result<PaymentStory> storyOf(const StorySources& sources, payment::PaymentId id) {
    Teller teller(sources);
    const Result<void> told = sources.house.reads.read([&](core::ReadTransaction& transaction) { return teller.read(transaction, id); });
    if (!told.ok()) return told.failure();
    const Result<void> booked = teller.readLedger();
    if (!booked.ok()) return booked.failure();
    return teller.take();
}

}  // namespace hub::flows
