#pragma once

#include <string_view>

#include "hub/core/clock.h"
#include "hub/payment/case_store.h"
#include "hub/payment/decision_store.h"
#include "hub/payment/payment_store.h"
#include "hub/payment/refund_store.h"

namespace hub::payment {

/// Deciding where money stays that has come to rest half-way: one of staff proposes, another one confirms. `by` is a client and a staff
/// id, "office/4711". Each call is part of the caller's unit of work. Any thread.
class Decisions {
  public:
    /// All outlive this.
    struct Stores {
        DecisionStore& decisions;
        PaymentStore& payments;
        RefundStore& refunds;
        CaseStore& cases;
    };
    Decisions(const Stores& stores, const core::Clock& clock) : stores_(stores), clock_(clock) {}

    /// What to do with a frozen payment, kept under `id`. A proposal that the payment has left behind makes way.
    /// Also: PaymentNotFound, DecisionNotOpen (it is not frozen, or another proposal waits), FieldTooLong.
    /// REQUIRES: Completed or GiveBack; the reason is not empty.
    core::Result<Decision> propose(core::Transaction& transaction, DecisionId id, PaymentId payment, Verdict verdict, std::string_view by,
                                   std::string_view reason);
    /// Likewise with a stuck refund. Also: RefundNotFound. REQUIRES: Again or DoneByHand.
    core::Result<Decision> propose(core::Transaction& transaction, DecisionId id, RefundId refund, Verdict verdict, std::string_view by,
                                   std::string_view reason);

    /// A second person agrees, and the questions that it answers are closed; the caller gives the verdict to payment or refund in the same
    /// unit. Also: CaseNotFound, DecisionNotOpen (it does not wait any more, or what it is about has moved on), SecondPersonNeeded (by
    /// whoever proposed it, through whichever client), VersionConflict.
    core::Result<Decision> confirm(core::Transaction& transaction, DecisionId id, std::string_view by);

    /// By anybody of staff, also by whoever proposed it. Also: CaseNotFound, DecisionNotOpen, VersionConflict.
    core::Result<Decision> drop(core::Transaction& transaction, DecisionId id, std::string_view by);

    /// That, and why, somebody of staff has started this refund, which stands in the same unit. Also: FieldTooLong.
    core::Result<Decision> started(core::Transaction& transaction, DecisionId id, PaymentId payment, RefundId refund, std::string_view by,
                                   std::string_view reason);

    /// A proposal whose payment or refund has moved on is Overtaken, also where no row says so yet. Also: CaseNotFound.
    core::Result<Decision> find(core::ReadTransaction& transaction, DecisionId id);
    /// Of the payment and of its refunds, the oldest first.
    core::Result<std::vector<Decision>> ofPayment(core::ReadTransaction& transaction, PaymentId payment, const core::Page& page);
    /// Those that wait, or waited, the oldest first; among the proposed ones may be some that are Overtaken by now.
    core::Result<std::vector<Decision>> queue(core::ReadTransaction& transaction, DecisionState state, const core::Page& page);

  private:
    /// What waits for a decision now: the hand-over of the state. None: nothing does.
    using Waiting = std::optional<core::UtcTime>;
    core::Result<Waiting> waitingAt(core::ReadTransaction& transaction, const Decision& about);
    core::Result<Decision> asItIs(core::ReadTransaction& transaction, Decision decision);
    core::Result<std::vector<Decision>> asTheyAre(core::ReadTransaction& transaction, core::Result<std::vector<Decision>> decisions);
    core::Result<Decision> add(core::Transaction& transaction, Decision decision);
    core::Result<void> makeWay(core::Transaction& transaction, const Decision& next);
    core::Result<Decision> toDecide(core::ReadTransaction& transaction, DecisionId id);
    core::Result<Decision> decide(core::Transaction& transaction, Decision decision, DecisionState state, std::string_view by);
    core::Result<void> closeCases(core::Transaction& transaction, const Decision& decision, std::string_view by);

    const Stores stores_;
    const core::Clock& clock_;
};

}  // namespace hub::payment
