#include "hub/payment/decisions.h"

#include <algorithm>
#include <string>
#include <utility>

#include "hub/core/assert.h"
#include "hub/identity/staff_name.h"

namespace hub::payment {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::size_t kReasonMax = 500;
constexpr core::Page kAll{core::Page::kLimitMax, std::nullopt};

/// What is asked where a payment freezes or a refund gets stuck, and by the time that passes then. Other questions stay open: a late
/// success is another sum of money.
constexpr std::array kAnswered{CaseKind::StepStranded, CaseKind::RefundRefused, CaseKind::RefundNotPosted,
                               CaseKind::NotOurs,      CaseKind::Overdue,       CaseKind::Parked};

bool isAnswered(std::string_view kind) {
    return std::ranges::any_of(kAnswered, [&](CaseKind one) { return core::enumName(one) == kind; });
}

}  // namespace

Result<Decision> Decisions::propose(core::Transaction& transaction, DecisionId id, PaymentId payment, Verdict verdict, std::string_view by,
                                    std::string_view reason) {
    HUB_ASSERT(verdict == Verdict::Completed || verdict == Verdict::GiveBack);
    Decision decision;
    decision.id = id;
    decision.payment = payment;
    decision.verdict = verdict;
    decision.reason = reason;
    decision.proposed_by = by;
    return add(transaction, std::move(decision));
}

Result<Decision> Decisions::propose(core::Transaction& transaction, DecisionId id, RefundId refund, Verdict verdict, std::string_view by,
                                    std::string_view reason) {
    HUB_ASSERT(verdict == Verdict::Again || verdict == Verdict::DoneByHand);
    const Result<Refund> found = stores_.refunds.find(transaction, refund);
    if (!found.ok()) return found.failure();
    Decision decision;
    decision.id = id;
    decision.payment = found->payment;
    decision.refund = refund;
    decision.verdict = verdict;
    decision.reason = reason;
    decision.proposed_by = by;
    return add(transaction, std::move(decision));
}

Result<Decision> Decisions::add(core::Transaction& transaction, Decision decision) {
    HUB_ASSERT(!decision.reason.empty());
    if (decision.reason.size() > kReasonMax) return Failure(Error::FieldTooLong, "reason");
    const Result<Waiting> waiting = waitingAt(transaction, decision);
    if (!waiting.ok()) return waiting.failure();
    if (!*waiting) return Failure(Error::DecisionNotOpen, decision.subject().text());
    decision.hand_over_at = **waiting;
    decision.proposed_at = clock_.utc();
    const Result<void> way = makeWay(transaction, decision);
    if (!way.ok()) return way.failure();
    const Result<void> added = stores_.decisions.add(transaction, decision);
    return added.ok() ? Result<Decision>(std::move(decision)) : added.failure();
}

Result<Decision> Decisions::confirm(core::Transaction& transaction, DecisionId id, std::string_view by) {
    Result<Decision> decision = toDecide(transaction, id);
    if (!decision.ok()) return decision;
    if (identity::mayBeOnePerson(decision->proposed_by, by)) return Failure(Error::SecondPersonNeeded);
    const Result<void> closed = closeCases(transaction, *decision, by);
    if (!closed.ok()) return closed.failure();
    return decide(transaction, *std::move(decision), DecisionState::Confirmed, by);
}

Result<Decision> Decisions::drop(core::Transaction& transaction, DecisionId id, std::string_view by) {
    Result<Decision> decision = toDecide(transaction, id);
    return decision.ok() ? decide(transaction, *std::move(decision), DecisionState::Dropped, by) : decision;
}

Result<Decision> Decisions::started(core::Transaction& transaction, DecisionId id, PaymentId payment, RefundId refund, std::string_view by,
                                    std::string_view reason) {
    HUB_ASSERT(!reason.empty());
    if (reason.size() > kReasonMax) return Failure(Error::FieldTooLong, "reason");
    Decision decision;
    decision.id = id;
    decision.payment = payment;
    decision.refund = refund;
    decision.verdict = Verdict::StartRefund;
    decision.state = DecisionState::Confirmed;
    decision.reason = reason;
    decision.proposed_by = by;
    decision.proposed_at = clock_.utc();
    const Result<void> added = stores_.decisions.add(transaction, decision);
    return added.ok() ? Result<Decision>(std::move(decision)) : added.failure();
}

Result<Decision> Decisions::find(core::ReadTransaction& transaction, DecisionId id) {
    Result<Decision> decision = stores_.decisions.find(transaction, id);
    return decision.ok() ? asItIs(transaction, *std::move(decision)) : decision;
}

Result<std::vector<Decision>> Decisions::ofPayment(core::ReadTransaction& transaction, PaymentId payment, const core::Page& page) {
    return asTheyAre(transaction, stores_.decisions.ofPayment(transaction, payment, page));
}

Result<std::vector<Decision>> Decisions::queue(core::ReadTransaction& transaction, DecisionState state, const core::Page& page) {
    return asTheyAre(transaction, stores_.decisions.queue(transaction, state, page));
}

Result<Decisions::Waiting> Decisions::waitingAt(core::ReadTransaction& transaction, const Decision& about) {
    if (about.refund) {
        const Result<Refund> refund = stores_.refunds.find(transaction, *about.refund);
        if (!refund.ok()) return refund.failure();
        return refund->state == RefundState::Stuck ? refund->hand_over_at : std::nullopt;
    }
    const Result<Payment> payment = stores_.payments.find(transaction, about.payment);
    if (!payment.ok()) return payment.failure();
    return payment->state == PaymentState::Frozen ? payment->hand_over_at : std::nullopt;
}

Result<Decision> Decisions::asItIs(core::ReadTransaction& transaction, Decision decision) {
    if (decision.state != DecisionState::Proposed) return decision;
    const Result<Waiting> waiting = waitingAt(transaction, decision);
    if (!waiting.ok()) return waiting.failure();
    if (*waiting != decision.hand_over_at) decision.state = DecisionState::Overtaken;
    return decision;
}

Result<std::vector<Decision>> Decisions::asTheyAre(core::ReadTransaction& transaction, Result<std::vector<Decision>> decisions) {
    if (!decisions.ok()) return decisions;
    for (Decision& decision : *decisions) {
        Result<Decision> now = asItIs(transaction, std::move(decision));
        if (!now.ok()) return now.failure();
        decision = *std::move(now);
    }
    return decisions;
}

/// The one that still stands as proposed for a stay in the state that is over.
Result<void> Decisions::makeWay(core::Transaction& transaction, const Decision& next) {
    const Result<std::vector<Decision>> before = ofPayment(transaction, next.payment, kAll);
    if (!before.ok()) return before.failure();
    for (const Decision& one : *before) {
        if (one.subject() != next.subject() || one.state != DecisionState::Overtaken || one.decided_at) continue;
        Decision overtaken = one;
        overtaken.decided_at = next.proposed_at;
        const Result<std::int64_t> changed = stores_.decisions.change(transaction, overtaken);
        if (!changed.ok()) return changed.failure();
    }
    return {};
}

Result<Decision> Decisions::toDecide(core::ReadTransaction& transaction, DecisionId id) {
    Result<Decision> decision = find(transaction, id);
    if (!decision.ok() || decision->state == DecisionState::Proposed) return decision;
    return Failure(Error::DecisionNotOpen, decision->subject().text());
}

Result<Decision> Decisions::decide(core::Transaction& transaction, Decision decision, DecisionState state, std::string_view by) {
    decision.state = state;
    decision.decided_by = by;
    decision.decided_at = clock_.utc();
    const Result<std::int64_t> version = stores_.decisions.change(transaction, decision);
    if (!version.ok()) return version.failure();
    decision.version = *version;
    return decision;
}

Result<void> Decisions::closeCases(core::Transaction& transaction, const Decision& decision, std::string_view by) {
    const Result<std::vector<Case>> cases = stores_.cases.ofSubject(transaction, decision.subject(), kAll);
    if (!cases.ok()) return cases.failure();
    for (const Case& one : *cases) {
        if (one.closed_at || !isAnswered(one.kind)) continue;
        const Result<void> closed =
            stores_.cases.close(transaction, one.id, one.version, by, core::enumName(decision.verdict), clock_.utc());
        if (!closed.ok()) return closed;
    }
    return {};
}

}  // namespace hub::payment
