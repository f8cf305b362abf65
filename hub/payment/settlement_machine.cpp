#include "hub/payment/settlement_machine.h"

#include <algorithm>
#include <utility>

#include "hub/core/back_off.h"
#include "hub/core/machine.h"

namespace hub::payment {

using core::AttemptState;
using core::Error;
using core::Failure;
using core::Result;
using State = SettlementState;
using Step = SettlementStep;
using settlement_action::Told;

namespace {

class SettlementMachine {
  public:
    SettlementMachine(Settlement settlement, core::UtcTime at, const PaymentRules& rules)
        : next_(std::move(settlement)), at_(at), rules_(rules) {}

    void open() { enter(State::Preparing); }

    void on(const settlement_event::Tick&) {
        if (isAtRest(next_.state) || at_ < *next_.next_check_at) return;
        if (!next_.handed_over && at_ >= *next_.hand_over_at) {
            next_.handed_over = true;
            openCase(CaseKind::Overdue);
        }
        ++next_.tries;
        next_.nothing_sent = false;
        carryOn();
        schedule();
    }

    void on(const settlement_event::ContextSeen& event) {
        if (next_.state != State::Preparing) return;
        switch (event.found) {
            case settlement_event::ContextFound::NotReadable:
                return;  // it waits until insurer and hospital are back
            case settlement_event::ContextFound::Refused:
                return undo(WhyEnded::Refused);
            case settlement_event::ContextFound::Ready:
                break;
        }
        if (event.bill.total != next_.of.total) return undo(WhyEnded::Refused);  // not the bill that is paid
        next_.of.visit = event.visit;
        next_.bill = event.bill;
        enter(next_.of.visit.visit.empty() ? State::Registering : State::Uploading);
    }

    void on(const settlement_event::StepMoved& event) {
        switch (event.step.step) {
            case Step::VisitRegister:
                return registerMoved(event);
            case Step::ChargesUpload:
                return uploadMoved(event);
            case Step::SettlementConfirm:
                return confirmMoved(event);
            case Step::SettlementRevoke:
                return revokeMoved(event);
            case Step::ChargesRevoke:
                return withdrawn(event, State::Withdrawing);
            case Step::VisitCancel:
                return withdrawn(event, State::Leaving);
        }
        HUB_ASSERT(false);
    }

    void on(const settlement_event::QuoteSeen& event) {
        if (next_.state != State::Quoting) return;
        switch (event.found) {
            case settlement_event::QuoteFound::NotReadable:
                return;  // it waits until the insurer is back (CONTRACT 8)
            case settlement_event::QuoteFound::Refused:
                return undo(WhyEnded::Refused);
            case settlement_event::QuoteFound::Quoted:
                break;
        }
        HUB_ASSERT(event.amounts.has_value());
        next_.quoted = event.amounts;
        if (isBroken(breachIn(*event.amounts, next_.of.total, next_.rules))) return;
        enter(State::Quoted);
        tell(Told::Quoted);
    }

    void on(const settlement_event::SettlementSeen& event) {
        if (!event.settlement) return;
        const bool revoked = event.settlement->state == contract::SettlementState::Revoked;
        const bool settled_there = event.settlement->state == contract::SettlementState::Settled;
        if (!next_.settled && settled_there && !mayBeSettled(next_.state)) return takeBackLate(*event.settlement);
        if (!next_.settled || next_.settled->number != event.settlement->number) return;
        const bool taking_back = next_.state == State::Revoking || (next_.state == State::Frozen && next_.revocation);
        if (taking_back && revoked) return undone();
        if (next_.state == State::Frozen && !taking_back && settled_there) return settled(*event.settlement);
    }

    void on(const settlement_event::SettleAsked&) {
        if (next_.state == State::Quoted) enter(State::Confirming);
    }

    void on(const settlement_event::UndoAsked&) {
        if (next_.state != State::Ended && next_.why == WhyEnded::Nothing) undo(WhyEnded::NotWanted);
    }

    Result<void> on(const settlement_event::Decided& event) {
        if (next_.state != State::Frozen) return Failure(Error::DecisionNotOpen, next_.id.text());
        if (event.decision == settlement_event::Decision::AskAgain) {
            if (next_.settled) {
                act(settlement_action::AskSettlement{next_.settled->number});
            } else {
                enter(State::Quoting);
            }
        } else {
            if (next_.why == WhyEnded::Nothing) next_.why = WhyEnded::Refused;
            next_.revocation ? undone() : takeBack();
        }
        return {};
    }

    SettlementDecision take() { return {std::move(next_), std::move(actions_)}; }

  private:
    template <class Action>
    void act(Action action) {
        actions_.emplace_back(std::move(action));
    }
    void openCase(CaseKind kind) { act(settlement_action::OpenCase{kind}); }
    void tell(Told told) { act(settlement_action::TellPayment{told}); }
    bool isWanted() const { return next_.why == WhyEnded::Nothing; }

    void enter(State state) {
        next_.state = state;
        if (takesBack(state)) ++next_.undo_number;
        next_.tries = 0;
        next_.failed_undos = 0;
        next_.nothing_sent = false;
        next_.handed_over = false;
        next_.next_check_at.reset();
        next_.hand_over_at.reset();
        if (isAtRest(state)) return;
        next_.hand_over_at = at_ + rules_.hand_over_after;
        carryOn();
        schedule();
    }

    void schedule() {
        core::UtcTime next = at_ + core::backOff(rules_.wait_first, next_.tries, rules_.wait_most);
        if (!next_.handed_over) next = std::min(next, std::max(*next_.hand_over_at, at_));
        next_.next_check_at = next;
    }

    static bool takesBack(State state) { return state == State::Revoking || state == State::Withdrawing || state == State::Leaving; }

    void call(Step step, std::int32_t number, std::string_view operation) { act(settlement_action::Call{{step, number}, operation}); }

    /// What the state is about: once when it is entered and again at each Tick. All of it is harmless the second time.
    void carryOn() {
        const bool again = next_.tries > 0;
        switch (next_.state) {
            case State::Preparing:
                return act(settlement_action::AskContext{});
            case State::Registering:
                return call(Step::VisitRegister, next_.registers + 1, "visit.register");
            case State::Uploading:
                return call(Step::ChargesUpload, next_.uploads + 1, "charges.upload");
            case State::Quoting:
                return act(settlement_action::AskQuote{});
            case State::InDoubt:
                if (!again) return;
                [[fallthrough]];
            case State::Confirming:
                return call(Step::SettlementConfirm, next_.confirms + 1, "settlement.confirm");
            case State::Revoking:
                if (again) act(settlement_action::AskSettlement{next_.settled->number});
                return call(Step::SettlementRevoke, next_.undo_number, "settlement.revoke");
            case State::Withdrawing:
                return call(Step::ChargesRevoke, next_.undo_number, "charges.revoke");
            case State::Leaving:
                return call(Step::VisitCancel, next_.undo_number, "visit.cancel");
            case State::Quoted:
            case State::Settled:
            case State::Frozen:
            case State::Ended:
                return;
        }
    }

    /// Nobody wants it any more. What is on its way is waited for: only its end says what has to be taken back.
    void undo(WhyEnded why) {
        next_.why = why;
        switch (next_.state) {
            case State::Registering:
            case State::Uploading:
            case State::Confirming:
                if (next_.nothing_sent) undone();
                return;
            case State::Frozen:
                if (!next_.settled) undone();
                return;
            case State::Preparing:
            case State::Quoting:
            case State::Quoted:
            case State::Settled:
                return takeBack();
            case State::InDoubt:
            case State::Revoking:
            case State::Withdrawing:
            case State::Leaving:
            case State::Ended:
                return;
        }
    }

    /// From what certainly stands at the insurer.
    void takeBack() { next_.settled ? enter(State::Revoking) : undone(); }

    /// Nothing is settled (any more). REQUIRES: not wanted.
    void undone() {
        tell(Told::Undone);
        if (next_.of.order) next_.uploaded = false;  // the mobile chain's order is gone with its settlement
        clearUp();
    }

    void clearUp() {
        if (next_.uploaded) return enter(State::Withdrawing);
        if (next_.registered) return enter(State::Leaving);
        enter(State::Ended);
    }

    bool isBroken(std::optional<SplitBreach> breach) {
        next_.breach = breach;
        if (!breach) return false;
        openCase(CaseKind::SplitBroken);
        enter(State::Frozen);
        return true;
    }

    void registerMoved(const settlement_event::StepMoved& event) {
        if (next_.state != State::Registering) return;
        if (event.state != AttemptState::Done && event.step.number != next_.registers + 1) return;  // of an earlier try
        switch (event.state) {
            case AttemptState::Done:
                HUB_ASSERT(event.visit.has_value());
                next_.of.visit.visit = *event.visit;
                next_.registered = true;
                return isWanted() ? enter(State::Uploading) : undone();
            case AttemptState::Refused:
                if (isWanted()) next_.why = WhyEnded::Refused;
                return undone();
            case AttemptState::NotHappened:
                if (!isWanted()) return undone();
                ++next_.registers;
                return enter(State::Registering);
            case AttemptState::NotReached:
                return notSent();
            case AttemptState::SomeoneElse:
            case AttemptState::Parked:
                return openCase(CaseKind::Parked);
            case AttemptState::Ready:
            case AttemptState::Accepted:
            case AttemptState::Unknown:
                return;
        }
        HUB_ASSERT(false);
    }

    void notSent() {
        next_.nothing_sent = true;  // the next Tick sends it
        if (!isWanted()) undone();
    }

    void uploadMoved(const settlement_event::StepMoved& event) {
        if (next_.state != State::Uploading) return;
        if (event.state != AttemptState::Done && event.step.number != next_.uploads + 1) return;
        next_.uploaded = next_.uploaded || event.earlier_step_done;
        switch (event.state) {
            case AttemptState::Done:
                next_.uploaded = true;
                next_.of.order = event.order;
                if (!isWanted()) return undone();
                enter(next_.has_quote ? State::Quoting : State::Quoted);
                if (!next_.has_quote) tell(Told::Quoted);
                return;
            case AttemptState::Refused:
                if (isWanted()) next_.why = WhyEnded::Refused;
                return undone();
            case AttemptState::NotHappened:
                if (!isWanted()) return undone();
                ++next_.uploads;
                return enter(State::Uploading);
            case AttemptState::NotReached:
                return notSent();
            case AttemptState::SomeoneElse:
            case AttemptState::Parked:
                return openCase(CaseKind::Parked);
            case AttemptState::Ready:
            case AttemptState::Accepted:
            case AttemptState::Unknown:
                return;
        }
        HUB_ASSERT(false);
    }

    void confirmMoved(const settlement_event::StepMoved& event) {
        const bool open = next_.state == State::Confirming || next_.state == State::InDoubt;
        if (!open || event.step.number != next_.confirms + 1) {
            if (event.state == AttemptState::Done) settledAfterAll(event.settlement);
            return;
        }
        switch (event.state) {
            case AttemptState::Done:
                HUB_ASSERT(event.settlement.has_value());
                return settled(*event.settlement);
            case AttemptState::Refused:
                if (isWanted()) next_.why = WhyEnded::Refused;
                return undone();
            case AttemptState::NotHappened:
                return confirmAgain();
            case AttemptState::NotReached:
                if (next_.state == State::Confirming) notSent();  // in doubt, an earlier send may have arrived
                return;
            case AttemptState::SomeoneElse:
            case AttemptState::Parked:
                openCase(CaseKind::Parked);
                [[fallthrough]];
            case AttemptState::Accepted:
            case AttemptState::Unknown:
                if (next_.state == State::Confirming) enter(State::InDoubt);
                return;
            case AttemptState::Ready:
                return;
        }
        HUB_ASSERT(false);
    }

    /// Proved never to have been, or reversed: what the insurer says now may be another split.
    void confirmAgain() {
        ++next_.confirms;
        if (next_.of.order) {  // reversed, the mobile chain's order can never be settled
            next_.of.order.reset();
            next_.uploaded = false;
            ++next_.uploads;
        }
        if (!isWanted()) return undone();
        enter(next_.has_quote ? State::Quoting : State::Uploading);
    }

    void settled(const contract::Settlement& settlement) {
        next_.settled = settlement;
        if (isBroken(breachIn(settlement.amounts, next_.of.total, next_.rules))) return;
        if (!isWanted()) return takeBack();
        enter(State::Settled);
        tell(Told::Settled);
    }

    /// It was proved never to have been, or reversed (payments.md P6): the insurer is asked, and a person knows.
    void settledAfterAll(const std::optional<contract::Settlement>& settlement) {
        HUB_ASSERT(settlement.has_value());
        if (next_.settled && next_.settled->number == settlement->number) return;
        openCase(CaseKind::LateSuccess);
        act(settlement_action::AskSettlement{settlement->number});
    }

    void takeBackLate(const contract::Settlement& settlement) {
        next_.settled = settlement;
        if (isWanted()) next_.why = WhyEnded::NotWanted;
        takeBack();
    }

    void revokeMoved(const settlement_event::StepMoved& event) {
        if (next_.state != State::Revoking || event.step.number != next_.undo_number) return;  // what was reversed proves nothing
        switch (event.state) {
            case AttemptState::Done:
                HUB_ASSERT(event.settlement.has_value());
                next_.revocation = event.settlement;
                if (isBroken(breachInRevocation(event.settlement->amounts, next_.settled->amounts))) return;
                return undone();
            case AttemptState::Refused:
                openCase(CaseKind::RevokeRefused);
                ++next_.undo_number;
                return;  // the next Tick asks, and tries under a new number: a settlement is revoked once, however often it is asked for
            case AttemptState::Parked:
                openCase(CaseKind::Parked);
                [[fallthrough]];
            case AttemptState::NotHappened:
            case AttemptState::SomeoneElse:
                ++next_.undo_number;
                return;
            case AttemptState::Ready:
            case AttemptState::Accepted:
            case AttemptState::NotReached:
            case AttemptState::Unknown:
                return;
        }
        HUB_ASSERT(false);
    }

    /// Charges and visit that are not settled cost nobody anything: after some tries a person is told, and it ends.
    void withdrawn(const settlement_event::StepMoved& event, State state) {
        if (next_.state != state) return;
        if (event.state != AttemptState::Done && event.step.number != next_.undo_number) return;
        switch (event.state) {
            case AttemptState::Done:
                (state == State::Withdrawing ? next_.uploaded : next_.registered) = false;
                return clearUp();
            case AttemptState::Refused:
            case AttemptState::NotHappened:
            case AttemptState::SomeoneElse:
            case AttemptState::Parked:
                ++next_.undo_number;
                if (++next_.failed_undos < rules_.tries_max) return;
                openCase(CaseKind::NotWithdrawn);
                return enter(State::Ended);
            case AttemptState::Ready:
            case AttemptState::Accepted:
            case AttemptState::NotReached:
            case AttemptState::Unknown:
                return;
        }
        HUB_ASSERT(false);
    }

    Settlement next_;
    std::vector<SettlementAction> actions_;
    const core::UtcTime at_;
    const PaymentRules& rules_;
};

}  // namespace

SettlementDecision openSettlement(Settlement blank, core::UtcTime at, const PaymentRules& rules) {
    blank.created_at = at;
    SettlementMachine machine(std::move(blank), at, rules);
    machine.open();
    return machine.take();
}

Result<SettlementDecision> decide(const Settlement& settlement, const SettlementEvent& event, const PaymentRules& rules) {
    SettlementMachine machine(settlement, event.at, rules);
    const Result<void> decided = core::giveTo(machine, event.what);
    if (!decided.ok()) return decided.failure();
    return machine.take();
}

}  // namespace hub::payment
