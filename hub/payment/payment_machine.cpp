#include "hub/payment/payment_machine.h"

#include <algorithm>

#include "hub/core/back_off.h"
#include "hub/core/machine.h"
#include "hub/payment/payment_bookings.h"

namespace hub::payment {

using contract::Finding;
using contract::OrderState;
using contract::RefusalReason;
using core::AttemptState;
using core::Error;
using core::Failure;
using core::Result;

namespace {

/// Money that comes after this goes back.
bool givesBack(Why why) { return why != Why::Nothing && why != Why::Expired; }

/// One decision being made. Each `on` is one kind of event over all states; what is not named there does nothing.
class PaymentMachine {
  public:
    PaymentMachine(Payment payment, core::UtcTime at, const PaymentRules& rules) : next_(std::move(payment)), at_(at), rules_(rules) {}

    void open() {
        act(payment_action::TellSubject{payment_action::Told::Started});
        enter(next_.insurance ? PaymentState::Insuring : PaymentState::Checking);
    }

    void on(const payment_event::Tick&) {
        if (isFinal(next_.state) || at_ < *next_.next_check_at) return;
        if (!next_.handed_over && at_ >= *next_.hand_over_at) {
            next_.handed_over = true;
            openCase(CaseKind::Overdue);
        }
        if (waitsForPerson() && at_ >= next_.expires_at) return stop(Why::Expired);
        ++next_.tries;
        carryOn();
        schedule();
    }

    void on(const payment_event::ChargesChecked& event) {
        if (next_.state != PaymentState::Checking) return;
        switch (event.found) {
            case payment_event::ChargesFound::AsExpected:
                return enter(next_.insurance ? PaymentState::Settling : PaymentState::Ordering);
            case payment_event::ChargesFound::Changed:
                return unpaid(Why::ChargeChanged);
            case payment_event::ChargesFound::NotReadable:
                if (triesAreOver()) unpaid(Why::NotReached);
                return;
        }
        HUB_ASSERT(false);
    }

    void on(const payment_event::SettlementMoved& event) {
        if (!next_.insurance) return;
        switch (event.said) {
            case payment_event::InsurerSaid::Quoted:
                return quoted(event.split);
            case payment_event::InsurerSaid::Settled:
                return settled(event);
            case payment_event::InsurerSaid::Undone:
                return undone();
        }
        HUB_ASSERT(false);
    }

    Result<void> on(const payment_event::Agreed& event) {
        const bool asked = next_.state == PaymentState::Agreeing;
        if (!next_.insurance || event.split != (asked ? next_.insurance->split : next_.insurance->agreed))
            return Failure(Error::PaymentExpectationDiffers, next_.id.text());
        if (asked) agreed();
        return {};
    }

    void on(const payment_event::StepMoved& event) {
        switch (event.step.step) {
            case PaymentStep::OrderCreate:
                return createMoved(event);
            case PaymentStep::OrderClose:
                return closeMoved(event);
            case PaymentStep::HisConfirm:
                return confirmMoved(event);
        }
        HUB_ASSERT(false);
    }

    void on(const payment_event::TransferEnded& event) {
        if (next_.state != PaymentState::Ordering || !isFromEAccount()) return;
        if (!event.done) return unpaid(Why::Declined);
        next_.leg().channel_number = event.bank_number;
        paid(event.booked_at.value_or(at_));
    }

    void on(const payment_event::OrderSeen& event) {
        if (event.order) orderSeen(*event.order);
    }

    void on(const payment_event::LedgerEnded& event) {
        const bool collected = event.entry == payment_event::Entry::Collected;
        if (next_.state != (collected ? PaymentState::Posting : PaymentState::Unbooking)) return;
        if (!event.accepted) return openCase(CaseKind::LedgerRefused);
        if (collected) return posted();
        next_.insurance->booked = false;
        return unsettled();
    }

    void on(const payment_event::HisFound& event) {
        if (event.finding == Finding::Ours && isGivingBack()) return openCase(CaseKind::PaidAfterAll);
        if (event.finding == Finding::Ours && next_.state == PaymentState::Frozen) return complete(event.confirmation);
        if (next_.state != PaymentState::HisDoubt) return;
        switch (event.finding.value_or(Finding::NotThere)) {
            case Finding::Ours:
                return complete(event.confirmation);
            case Finding::SomeoneElse:
                return giveBack(Why::PaidElsewhere);
            case Finding::NotThere:
                if (next_.his_refused) giveBack(Why::HisRefused);
                return;
            case Finding::NotYet:
            case Finding::CannotTell:  // the refusal may hide a time-out inside the hospital: asked again until it tells, or a person does
                return;
        }
        HUB_ASSERT(false);
    }

    void on(const payment_event::ChargeMoved&) {
        if (next_.state == PaymentState::Posting) {
            if (next_.why == Why::Nothing) next_.why = Why::ChargeChanged;
            return;
        }
        return stop(Why::ChargeChanged);
    }

    Result<void> on(const payment_event::CancelAsked&) {
        switch (next_.state) {
            case PaymentState::Insuring:
            case PaymentState::Agreeing:
            case PaymentState::Checking:
            case PaymentState::Settling:
            case PaymentState::Ordering:
            case PaymentState::InDoubt:
            case PaymentState::Collecting:
            case PaymentState::Closing:
            case PaymentState::Unpaid:
                stop(Why::Cancelled);
                return {};
            case PaymentState::Unsettling:
                if (next_.leg().state == LegState::NotPaid) return {};  // it is under way
                [[fallthrough]];
            default:
                return Failure(Error::PaymentNotCancellable, std::string(core::enumName(next_.state)));
        }
    }

    void on(const payment_event::RefundEnded& event) {
        const bool reversing = next_.state == PaymentState::Compensating;
        if (next_.state != PaymentState::Completed && !(reversing && event.returned)) return;
        Leg& leg = next_.leg();
        HUB_ASSERT(event.amount <= leg.refund_reserved);
        leg.refund_reserved -= event.amount;
        if (event.returned) leg.refunded += event.amount;
        if (reversing && leg.refunded == leg.amount) return tell(PaymentState::Reversed, payment_action::Told::Ended);
        return publish();
    }

    Result<void> on(const payment_event::Decided& event) {
        if (next_.state != PaymentState::Frozen) return Failure(Error::DecisionNotOpen, next_.id.text());
        event.decision == payment_event::Decision::Completed ? complete(std::nullopt) : giveBack(Why::HisRefused);
        return {};
    }

    PaymentDecision take() { return {std::move(next_), std::move(actions_)}; }

  private:
    template <class Action>
    void act(Action action) {
        actions_.emplace_back(std::move(action));
    }
    void openCase(CaseKind kind) { return act(payment_action::OpenCase{kind}); }
    void publish() { return act(payment_action::Publish{"payment.changed"}); }
    bool isFromEAccount() const { return next_.leg().kind == LegKind::EAccount; }
    bool triesAreOver() const { return next_.tries + 1 >= rules_.tries_max; }
    bool waitsForPerson() const { return next_.state == PaymentState::Collecting || next_.state == PaymentState::Agreeing; }
    /// After the money was there.
    bool isGivingBack() const {
        const bool undoing = next_.state == PaymentState::Unsettling || next_.state == PaymentState::Unbooking;
        return next_.state == PaymentState::Compensating || next_.state == PaymentState::Reversed ||
               (undoing && next_.leg().state == LegState::Paid);
    }

    void enter(PaymentState state) {
        next_.state = state;
        next_.tries = 0;
        next_.handed_over = false;
        next_.next_check_at.reset();
        next_.hand_over_at.reset();
        if (!isFinal(state)) {
            next_.hand_over_at = at_ + rules_.hand_over_after;
            carryOn();
            schedule();
        }
        return publish();
    }

    void tell(PaymentState state, payment_action::Told told) {
        act(payment_action::TellSubject{told});
        return enter(state);
    }

    void schedule() {
        const bool waits = waitsForPerson();
        const core::Duration most = waits ? rules_.wait_most_collecting : rules_.wait_most;
        core::UtcTime next = at_ + core::backOff(rules_.wait_first, next_.tries, most);
        if (!next_.handed_over) next = std::min(next, std::max(*next_.hand_over_at, at_));
        if (waits) next = std::min(next, std::max(next_.expires_at, at_));
        next_.next_check_at = next;
    }

    /// What the state is about: once when it is entered and again at each Tick. All of it is harmless the second time.
    void carryOn() {
        const bool again = next_.tries > 0;
        switch (next_.state) {
            case PaymentState::Checking:
                act(payment_action::CheckCharges{});
                return;
            case PaymentState::Settling:
                act(payment_action::TellSettlement{payment_action::Insurer::Settle});
                return;
            case PaymentState::Unsettling:
                act(payment_action::TellSettlement{payment_action::Insurer::Undo});
                return;
            case PaymentState::Ordering:
                if (isFromEAccount()) return act(payment_action::TellTransfer{payment_action::Bank::Start});
                call(PaymentStep::OrderCreate);
                return;
            case PaymentState::InDoubt:
                if (again) call(PaymentStep::OrderCreate);
                [[fallthrough]];
            case PaymentState::Collecting:
                if (again) act(payment_action::AskOrder{});
                return;
            case PaymentState::Closing:
                if (again) act(payment_action::AskOrder{});
                call(PaymentStep::OrderClose);
                return;
            case PaymentState::Posting:
                return act(payment_action::SubmitLedger{payment_event::Entry::Collected, collectedOf(next_)});
            case PaymentState::Unbooking:
                return act(payment_action::SubmitLedger{payment_event::Entry::Revoked, revokedOf(next_)});
            case PaymentState::Confirming:
                call(PaymentStep::HisConfirm);
                return;
            case PaymentState::HisDoubt:
                if (next_.his_refused) {
                    act(payment_action::AskHis{});
                } else if (again) {
                    call(PaymentStep::HisConfirm);
                }
                return;
            case PaymentState::Compensating:
                act(payment_action::StartRefund{RefundCause::GiveBack, next_.leg().refund_reserved});
                return;
            case PaymentState::Insuring:
            case PaymentState::Agreeing:
            case PaymentState::Frozen:
            case PaymentState::Completed:
            case PaymentState::Reversed:
            case PaymentState::Unpaid:
                return;
        }
    }

    void call(PaymentStep step) {
        switch (step) {
            case PaymentStep::OrderCreate:
                act(payment_action::Call{{step, 1}, "order.create"});
                return;
            case PaymentStep::OrderClose:
                act(payment_action::Call{{step, next_.closes + 1}, "order.close"});
                return;
            case PaymentStep::HisConfirm:
                act(payment_action::Call{{step, next_.confirms + 1},
                                         next_.purpose == Purpose::Booking ? "booking.pay" : "payment.confirm"});
                return;
        }
        HUB_ASSERT(false);
    }

    void quoted(const std::optional<Split>& split) {
        InsurancePart& insurance = *next_.insurance;
        const bool settling = next_.state == PaymentState::Settling;  // what it settled was reversed: it is quoted anew
        if (!settling && next_.state != PaymentState::Insuring) return;
        insurance.split = split;
        if (insurance.split && insurance.split != insurance.agreed) return show();
        return settling ? enter(PaymentState::Settling) : enter(PaymentState::Checking);  // the mobile chain shows what is settled
    }

    void settled(const payment_event::SettlementMoved& event) {
        if (next_.state != PaymentState::Settling) return;
        next_.insurance->split = event.split;
        next_.insurance->settled = event.number;
        return event.split == next_.insurance->agreed ? collect() : show();
    }

    /// The person is asked, or asked again: only what they have seen is settled and collected.
    void show() {
        next_.expires_at = at_ + rules_.order_lifetime;
        return enter(PaymentState::Agreeing);
    }

    void agreed() {
        next_.insurance->agreed = next_.insurance->split;
        return next_.insurance->settled ? collect() : enter(PaymentState::Checking);
    }

    /// What the insurer leaves to the person.
    void collect() {
        next_.leg().amount = next_.insurance->split->cash;
        next_.expires_at = at_ + rules_.order_lifetime;
        if (next_.leg().amount.isPositive()) return enter(PaymentState::Ordering);
        paid(at_);
    }

    void undone() {
        next_.insurance->stands = false;
        next_.insurance->settled.reset();
        switch (next_.state) {
            case PaymentState::Insuring:
            case PaymentState::Agreeing:
            case PaymentState::Checking:
            case PaymentState::Settling:
                return unpaid(Why::NotInsured);
            case PaymentState::Unsettling:
                return unsettled();
            case PaymentState::Ordering:
            case PaymentState::InDoubt:
            case PaymentState::Collecting:
            case PaymentState::Closing:
                return stop(Why::NotInsured);
            default:
                return;  // the money is there: its turn comes
        }
    }

    /// Nothing is settled at the insurer: its parts leave the books, then what was collected goes back.
    void unsettled() {
        if (next_.insurance->booked) return enter(PaymentState::Unbooking);
        if (next_.leg().state != LegState::Paid) return tell(PaymentState::Unpaid, payment_action::Told::Ended);
        return compensate();
    }

    /// Nobody wants the payment any more: as far as it went, that decides what has to be done. Past the money it changes nothing.
    void stop(Why why) {
        switch (next_.state) {
            case PaymentState::Insuring:
            case PaymentState::Agreeing:
            case PaymentState::Checking:
            case PaymentState::Settling:
                return unpaid(why);
            case PaymentState::Ordering:
                if (isFromEAccount()) act(payment_action::TellTransfer{payment_action::Bank::Stop});
                [[fallthrough]];
            case PaymentState::InDoubt:
                next_.why = why;
                return;
            case PaymentState::Collecting:
                next_.why = why;
                return enter(PaymentState::Closing);
            case PaymentState::Closing:
                if (!givesBack(next_.why)) next_.why = why;
                return;
            default:
                return;
        }
    }

    void unpaid(Why why) {
        if (next_.why == Why::Nothing) next_.why = why;
        next_.leg().state = LegState::NotPaid;
        if (next_.insurance && next_.insurance->stands) return enter(PaymentState::Unsettling);
        return tell(PaymentState::Unpaid, payment_action::Told::Ended);
    }

    void giveBack(Why why) {
        next_.why = why;
        if (!next_.insurance) return compensate();
        return next_.insurance->stands ? enter(PaymentState::Unsettling) : unsettled();
    }

    void compensate() {
        next_.leg().refund_reserved = next_.leg().refundable();
        if (next_.leg().amount.isZero()) return tell(PaymentState::Reversed, payment_action::Told::Ended);
        return enter(PaymentState::Compensating);
    }

    void complete(const std::optional<contract::PaymentConfirm::Result>& confirmation) {
        next_.why = Why::Nothing;
        if (confirmation) next_.his = *confirmation;
        return tell(PaymentState::Completed, payment_action::Told::Completed);
    }

    void createMoved(const payment_event::StepMoved& event) {
        if (event.order) return orderSeen(*event.order);
        if (next_.state != PaymentState::Ordering && next_.state != PaymentState::InDoubt) return;
        switch (event.state) {
            case AttemptState::Parked:
                openCase(CaseKind::Parked);
                return doubt();
            case AttemptState::Accepted:
            case AttemptState::Unknown:
                return doubt();
            case AttemptState::Refused:  // a number that is taken is taken by an earlier send of ours: ask for that order
                return event.refusal == RefusalReason::DuplicateNumber ? doubt() : unpaid(Why::Declined);
            case AttemptState::NotHappened:
                return unpaid(Why::Declined);
            case AttemptState::SomeoneElse:
                openCase(CaseKind::NotOurs);
                return unpaid(Why::Declined);
            case AttemptState::NotReached:
                if (next_.state == PaymentState::InDoubt) return;  // an earlier send may have arrived
                if (next_.why != Why::Nothing || triesAreOver()) unpaid(Why::NotReached);
            case AttemptState::Ready:
            case AttemptState::Done:
                return;
        }
        HUB_ASSERT(false);
    }

    void doubt() {
        if (next_.state == PaymentState::Ordering) enter(PaymentState::InDoubt);
    }

    void closeMoved(const payment_event::StepMoved& event) {
        if (next_.state != PaymentState::Closing) return;
        if (event.state != AttemptState::Done && event.step.number != next_.closes + 1) return;  // of an earlier try
        switch (event.state) {
            case AttemptState::Done:
                return unpaid(next_.why);
            case AttemptState::Refused:
            case AttemptState::Unknown:
            case AttemptState::NotHappened:
            case AttemptState::SomeoneElse:
            case AttemptState::Parked:
                ++next_.closes;
                return;  // the next Tick asks, and tries under a new number
            case AttemptState::Ready:
            case AttemptState::Accepted:
            case AttemptState::NotReached:
                return;
        }
        HUB_ASSERT(false);
    }

    void orderSeen(const contract::ChannelOrder& order) {
        switch (order.state) {
            case OrderState::Paid:
                return orderPaid(order);
            case OrderState::Waiting:
            case OrderState::PayerTyping:
                return orderOpen(order);
            case OrderState::Closed:
            case OrderState::Failed:
                return orderEnded();
        }
        HUB_ASSERT(false);
    }

    void orderPaid(const contract::ChannelOrder& order) {
        Leg& leg = next_.leg();
        const bool undoing = next_.state == PaymentState::Unsettling && next_.leg().state == LegState::NotPaid;
        const bool late = next_.state == PaymentState::Unpaid || undoing;
        if (!late && !isBeforeTheMoney()) return;
        if (order.amount != leg.amount) return openCase(CaseKind::AmountDiffers);
        if (late) {
            next_.why = Why::LateSuccess;
            openCase(CaseKind::LateSuccess);
        }
        if (next_.why == Why::Expired) next_.why = Why::Nothing;
        leg.channel_number = order.channel_number;
        paid(order.paid_at.value_or(at_));
    }

    void paid(core::UtcTime when) {
        const bool goes_back = givesBack(next_.why);
        next_.leg().state = LegState::Paid;
        next_.leg().paid_at = when;
        next_.leg().in_suspense = goes_back;
        if (next_.insurance) next_.insurance->booked = next_.insurance->settled && !goes_back && bearsAnything(*next_.insurance->split);
        return collectedOf(next_).transfers.empty() ? posted() : enter(PaymentState::Posting);
    }
    static bool bearsAnything(const Split& split) { return (split.fund + split.account).isPositive(); }

    void posted() { return givesBack(next_.why) ? giveBack(next_.why) : enter(PaymentState::Confirming); }

    bool isBeforeTheMoney() const {
        return next_.state == PaymentState::Ordering || next_.state == PaymentState::InDoubt || next_.state == PaymentState::Collecting ||
               next_.state == PaymentState::Closing;
    }

    void orderOpen(const contract::ChannelOrder& order) {
        const bool undoing = next_.state == PaymentState::Unsettling && next_.leg().state == LegState::NotPaid;
        if (next_.state == PaymentState::Unpaid ||
            undoing) {  // proved wrong: it must not stay payable, and who pays it gets the money back
            next_.why = Why::LateSuccess;
        } else if (next_.state != PaymentState::Ordering && next_.state != PaymentState::InDoubt) {
            return;
        }
        next_.leg().state = LegState::Ordered;
        if (order.amount != next_.leg().amount) {
            next_.why = Why::Declined;
            openCase(CaseKind::AmountDiffers);
        }
        return enter(next_.why == Why::Nothing ? PaymentState::Collecting : PaymentState::Closing);
    }

    void orderEnded() {
        if (isBeforeTheMoney()) unpaid(Why::Declined);
    }

    void confirmMoved(const payment_event::StepMoved& event) {
        if (event.state == AttemptState::Done && isGivingBack()) return openCase(CaseKind::PaidAfterAll);
        if (event.state == AttemptState::Done && next_.state == PaymentState::Frozen) return complete(event.confirmation);
        if (next_.state != PaymentState::Confirming && next_.state != PaymentState::HisDoubt) return;
        if (event.state != AttemptState::Done && event.step.number != next_.confirms + 1) return;  // of an earlier try
        switch (event.state) {
            case AttemptState::Done:
                return complete(event.confirmation);
            case AttemptState::Parked:
                openCase(CaseKind::Parked);
                return hisDoubt();
            case AttemptState::Unknown:
                return hisDoubt();
            case AttemptState::Refused:
                if (event.earlier_step_done) return freeze();
                return hisRefused();
            case AttemptState::NotHappened:
                return event.earlier_step_done ? freeze() : confirmAgain();
            case AttemptState::SomeoneElse:
                return giveBack(Why::PaidElsewhere);
            case AttemptState::Ready:
            case AttemptState::Accepted:
            case AttemptState::NotReached:
                return;
        }
        HUB_ASSERT(false);
    }

    /// What is proved never to have been is sent under a number of its own: the first one is dead.
    void confirmAgain() {
        if (next_.confirms + 1 >= rules_.tries_max) return giveBack(Why::HisRefused);
        ++next_.confirms;
        next_.his_refused = false;
        enter(PaymentState::Confirming);
    }

    void hisDoubt() {
        if (next_.state == PaymentState::Confirming) enter(PaymentState::HisDoubt);
    }

    void hisRefused() {
        if (std::exchange(next_.his_refused, true)) return;
        return enter(PaymentState::HisDoubt);
    }

    void freeze() {
        openCase(CaseKind::StepStranded);
        return enter(PaymentState::Frozen);
    }

    Payment next_;
    std::vector<PaymentAction> actions_;
    const core::UtcTime at_;
    const PaymentRules& rules_;
};

}  // namespace

Result<PaymentDecision> openPayment(PaymentWish wish, core::UtcTime at, const PaymentRules& rules) {
    Result<Payment> payment = paymentOf(std::move(wish), at, rules.order_lifetime);
    if (!payment.ok()) return payment.failure();
    PaymentMachine machine(*std::move(payment), at, rules);
    machine.open();
    return machine.take();
}

Result<PaymentDecision> decide(const Payment& payment, const PaymentEvent& event, const PaymentRules& rules) {
    PaymentMachine machine(payment, event.at, rules);
    const Result<void> decided = core::giveTo(machine, event.what);
    if (!decided.ok()) return decided.failure();
    return machine.take();
}

}  // namespace hub::payment
