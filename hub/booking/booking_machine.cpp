#include "hub/booking/booking_machine.h"

#include <algorithm>

#include "hub/core/back_off.h"
#include "hub/core/machine.h"

namespace hub::booking {

using core::AttemptState;
using core::Error;
using core::Failure;
using core::Result;
using Theirs = contract::BookingState;

namespace {

/// One decision being made. Each `on` is one kind of event over all states; what is not named there does nothing.
class BookingMachine {
  public:
    BookingMachine(Booking booking, core::UtcTime at, const BookingRules& rules) : next_(std::move(booking)), at_(at), rules_(rules) {}

    void open() { enter(BookingState::Locking); }
    void refuse() { enter(BookingState::Refused); }

    void on(const booking_event::Tick&) {
        if (isAtRest(next_.state) || at_ < *next_.next_check_at) return;
        if (!next_.handed_over && at_ >= *next_.hand_over_at) {
            next_.handed_over = true;
            openCase(BookingCase::Overdue);
        }
        if (at_ >= next_.hold_until) {
            if (next_.state == BookingState::Quoting) return giveUp(Cause::NotQuoted);
            if (next_.state == BookingState::ToPay) return giveUp(Cause::NotPaid);
        }
        ++next_.tries;
        carryOn();
        schedule();
        return;
    }

    void on(const booking_event::StepMoved& event) {
        switch (event.step.step) {
            case BookingStep::SlotLock:
                return lockMoved(event);
            case BookingStep::CheckIn:
                return checkInMoved(event);
            case BookingStep::Cancel:
                return cancelMoved(event);
        }
        HUB_ASSERT(false);
    }

    void on(const booking_event::QuoteRead& event) {
        if (next_.state != BookingState::Quoting || !event.quote) return;
        next_.total = event.quote->total;
        next_.cash = event.quote->cash;
        return enter(next_.cash.isPositive() ? BookingState::ToPay : BookingState::Paid);
    }

    void on(const booking_event::BookingSeen& event) {
        if (!event.booking || !isAnswer(*event.booking)) return;
        switch (event.booking->state) {
            case Theirs::Reserved:
                if (next_.state == BookingState::Looking) stillThere(BookingState::ToPay);
                return;
            case Theirs::Paid:
                return seenPaid();
            case Theirs::CheckedIn:
                return seenCheckedIn();
            case Theirs::Cancelled:
                return seenGone(Cause::HospitalChanged, event.booking->fee_taken);
            case Theirs::Stopped:
                return seenGone(Cause::ClinicStopped, event.booking->fee_taken);
        }
        HUB_ASSERT(false);
    }

    Result<void> on(const booking_event::PaymentStarted& event) {
        if (next_.state == BookingState::Paying && next_.payment == event.payment) return {};
        if (next_.state != BookingState::ToPay || at_ >= next_.hold_until) return Failure(Error::BookingNotPayable, next_.id.text());
        next_.payment = event.payment;
        enter(BookingState::Paying);
        return {};
    }

    void on(const booking_event::PaymentEnded& event) {
        if (next_.state != BookingState::Paying || next_.payment != event.payment) return;
        const bool completed = event.end == booking_event::PaymentEnd::Completed;
        if (!completed) next_.payment.reset();
        if (!completed && next_.cause == Cause::Nothing && at_ >= next_.hold_until) next_.cause = Cause::NotPaid;
        if (next_.cause != Cause::Nothing) return enter(BookingState::Cancelling);
        enter(completed ? BookingState::Paid : BookingState::ToPay);
    }

    void on(const booking_event::RefundEnded& event) {
        if (next_.state != BookingState::Refunding) return;
        return event.returned ? enter(BookingState::Cancelled) : openCase(BookingCase::NotRefunded);
    }

    Result<void> on(const booking_event::CheckInAsked&) {
        switch (next_.state) {
            case BookingState::Paid:
                enter(BookingState::CheckingIn);
                return {};
            case BookingState::CheckingIn:
            case BookingState::CheckInDoubt:
            case BookingState::CheckedIn:
                return {};
            default:
                return Failure(Error::BookingNotReady, std::string(core::enumName(next_.state)));
        }
    }

    Result<void> on(const booking_event::CancelAsked&) {
        switch (next_.state) {
            case BookingState::CheckingIn:
            case BookingState::CheckInDoubt:
            case BookingState::CheckedIn:
                return Failure(Error::BookingNotCancellable, std::string(core::enumName(next_.state)));
            default:
                giveUp(Cause::PersonAsked);
                return {};
        }
    }

    void on(const booking_event::ClinicStopped&) {
        if (next_.state == BookingState::CheckedIn) return;
        return giveUp(Cause::ClinicStopped);
    }

    BookingDecision take() { return {std::move(next_), std::move(actions_)}; }

  private:
    template <class Action>
    void act(Action action) {
        actions_.emplace_back(std::move(action));
    }
    void openCase(BookingCase kind) { return act(booking_action::OpenCase{kind}); }

    void enter(BookingState state) {
        next_.state = state;
        next_.tries = 0;
        next_.handed_over = false;
        next_.next_check_at.reset();
        next_.hand_over_at.reset();
        if (!isAtRest(state)) {
            next_.hand_over_at = at_ + rules_.hand_over_after;
            carryOn();
            schedule();
        }
        return act(booking_action::Publish{"booking.changed"});
    }

    void schedule() {
        core::UtcTime next = at_ + core::backOff(rules_.wait_first, next_.tries + next_.cancels, rules_.wait_most);
        if (!next_.handed_over) next = std::min(next, std::max(*next_.hand_over_at, at_));
        if (next_.state == BookingState::ToPay) next = std::max(next_.hold_until, at_);
        if (next_.state == BookingState::Quoting) next = std::min(next, std::max(next_.hold_until, at_));
        next_.next_check_at = next;
    }

    /// What the state is about: once when it is entered and again at each Tick. All of it is harmless the second time.
    void carryOn() {
        switch (next_.state) {
            case BookingState::Locking:
                call(BookingStep::SlotLock);
                return;
            case BookingState::LockInDoubt:
                again(BookingStep::SlotLock);
                return;
            case BookingState::Quoting:
                act(booking_action::AskQuote{});
                return;
            case BookingState::Paying:
                if (next_.cause != Cause::Nothing) act(booking_action::CancelPayment{*next_.payment});
                return;
            case BookingState::CheckingIn:
                call(BookingStep::CheckIn);
                return;
            case BookingState::CheckInDoubt:
                again(BookingStep::CheckIn);
                return;
            case BookingState::Cancelling:
                call(BookingStep::Cancel);
                return;
            case BookingState::CancelInDoubt:
                again(BookingStep::Cancel);
                return;
            case BookingState::Looking:
                act(booking_action::AskBooking{});
                return;
            case BookingState::Refunding:
                act(booking_action::StartRefund{*next_.payment, next_.cash});
                return;
            case BookingState::ToPay:
            case BookingState::Paid:
            case BookingState::CheckedIn:
            case BookingState::Cancelled:
            case BookingState::Refused:
                return;
        }
    }

    /// In doubt the resolver asks; only what it has found not to have been reached is sent again.
    void again(BookingStep step) {
        if (next_.tries > 0) call(step);
    }

    void call(BookingStep step) {
        switch (step) {
            case BookingStep::SlotLock:
                act(booking_action::Call{{step, 1}, "slot.lock"});
                return;
            case BookingStep::CheckIn:
                act(booking_action::Call{{step, next_.check_ins + 1}, "booking.check_in"});
                return;
            case BookingStep::Cancel:
                act(booking_action::Call{{step, next_.cancels + 1}, "booking.cancel", /*with_refund=*/next_.payment.has_value()});
                return;
        }
        HUB_ASSERT(false);
    }

    /// The booking is not wanted any more. What is in doubt is found out first: only what we have can be given back.
    void giveUp(Cause cause) {
        switch (next_.state) {
            case BookingState::Quoting:
            case BookingState::ToPay:
            case BookingState::Paid:
                next_.cause = cause;
                return enter(BookingState::Cancelling);
            case BookingState::Paying:
                if (next_.cause == Cause::Nothing) act(booking_action::CancelPayment{*next_.payment});
                next_.cause = strongerOf(next_.cause, cause);
                return;
            case BookingState::Locking:
            case BookingState::LockInDoubt:
            case BookingState::CheckingIn:
            case BookingState::CheckInDoubt:
            case BookingState::Cancelling:
            case BookingState::CancelInDoubt:
            case BookingState::Looking:
                next_.cause = strongerOf(next_.cause, cause);
                return;
            case BookingState::CheckedIn:
            case BookingState::Refunding:
            case BookingState::Cancelled:
            case BookingState::Refused:
                return;
        }
        HUB_ASSERT(false);
    }

    /// What the hospital did is not put down to the person.
    static Cause strongerOf(Cause before, Cause now) {
        return before == Cause::ClinicStopped || before == Cause::HospitalChanged ? before : now;
    }
    bool hospitalEndedIt() const { return next_.cause == Cause::ClinicStopped || next_.cause == Cause::HospitalChanged; }

    void lockMoved(const booking_event::StepMoved& event) {
        if (next_.state == BookingState::Refused && event.state == AttemptState::Done) {  // proved wrong: the slot must not stay ours
            next_.lock = event.lock;
            if (next_.cause == Cause::Nothing) next_.cause = Cause::NotPaid;
            return enter(BookingState::Cancelling);
        }
        if (next_.state != BookingState::Locking && next_.state != BookingState::LockInDoubt) return;
        switch (event.state) {
            case AttemptState::Done:
                next_.lock = event.lock;
                return enter(next_.cause == Cause::Nothing ? BookingState::Quoting : BookingState::Cancelling);
            case AttemptState::Refused:
            case AttemptState::NotHappened:
            case AttemptState::SomeoneElse:
                return enter(BookingState::Refused);
            case AttemptState::Parked:
                openCase(BookingCase::Parked);
                return doubt(BookingState::LockInDoubt);
            case AttemptState::Unknown:
            case AttemptState::Accepted:
                return doubt(BookingState::LockInDoubt);
            case AttemptState::NotReached: {
                const bool over = next_.tries + 1 >= rules_.tries_max || next_.cause != Cause::Nothing;
                if (next_.state == BookingState::Locking && over) enter(BookingState::Refused);
            }
            case AttemptState::Ready:
                return;
        }
        HUB_ASSERT(false);
    }

    void doubt(BookingState state) {
        if (next_.state != state) enter(state);
    }

    void checkInMoved(const booking_event::StepMoved& event) {
        const bool running = next_.state == BookingState::CheckingIn || next_.state == BookingState::CheckInDoubt;
        if (event.state == AttemptState::Done && (running || next_.state == BookingState::Paid)) {
            next_.queue_number = event.queue_number;
            return enter(BookingState::CheckedIn);
        }
        if (!running || event.step.number != next_.check_ins + 1) return;  // of an earlier try
        switch (event.state) {
            case AttemptState::Refused:
            case AttemptState::NotHappened:
            case AttemptState::SomeoneElse:
                ++next_.check_ins;
                return enter(next_.cause == Cause::Nothing ? BookingState::Paid : BookingState::Cancelling);
            case AttemptState::Parked:
                openCase(BookingCase::Parked);
                return doubt(BookingState::CheckInDoubt);
            case AttemptState::Unknown:
            case AttemptState::Accepted:
                return doubt(BookingState::CheckInDoubt);
            case AttemptState::Done:
            case AttemptState::NotReached:
            case AttemptState::Ready:
                return;
        }
        HUB_ASSERT(false);
    }

    void cancelMoved(const booking_event::StepMoved& event) {
        const bool running = next_.state == BookingState::Cancelling || next_.state == BookingState::CancelInDoubt;
        if (event.state == AttemptState::Done && (running || next_.state == BookingState::Looking || next_.state == BookingState::Paid))
            return gone();
        if (!running || event.step.number != next_.cancels + 1) return;  // of an earlier try
        switch (event.state) {
            case AttemptState::Refused:
                if (event.refusal == contract::RefusalReason::NoSuchBooking && !next_.payment) return gone();  // the hospital was faster
                [[fallthrough]];
            case AttemptState::SomeoneElse:
                ++next_.cancels;
                return enter(BookingState::Looking);
            case AttemptState::NotHappened:
                ++next_.cancels;
                return enter(BookingState::Cancelling);
            case AttemptState::Parked:
                openCase(BookingCase::Parked);
                return doubt(BookingState::CancelInDoubt);
            case AttemptState::Unknown:
            case AttemptState::Accepted:
                return doubt(BookingState::CancelInDoubt);
            case AttemptState::Done:
            case AttemptState::NotReached:
            case AttemptState::Ready:
                return;
        }
        HUB_ASSERT(false);
    }

    void gone() { return enter(next_.payment ? BookingState::Refunding : BookingState::Cancelled); }

    bool isAnswer(const contract::HospitalBooking& booking) const { return next_.lock && booking.number == next_.lock->number; }

    /// Refused and yet there: a hospital may keep what the person wanted to give up, but nothing that it stopped or that was not paid.
    void stillThere(BookingState kept) {
        const bool may_stay = kept != BookingState::ToPay && !hospitalEndedIt();
        if (!may_stay) {
            if (next_.tries == 0) openCase(BookingCase::CancelRefused);
            if (next_.tries + 1 >= rules_.tries_max) enter(BookingState::Cancelling);
            return;
        }
        next_.cause = Cause::Nothing;
        return enter(kept);
    }

    /// Somebody may have paid at a window; our own payment finds out for itself.
    void seenPaid() {
        if (next_.state == BookingState::Looking) return stillThere(BookingState::Paid);
        if (next_.state == BookingState::ToPay || next_.state == BookingState::Quoting) enter(BookingState::Paid);
    }

    void seenCheckedIn() {
        switch (next_.state) {
            case BookingState::Looking:
                return stillThere(BookingState::CheckedIn);
            case BookingState::Paid:
            case BookingState::CheckingIn:
            case BookingState::CheckInDoubt:
                return enter(BookingState::CheckedIn);
            default:
                return;
        }
    }

    /// A fee that the hospital still has must be given back by it too: then it is asked to cancel, for the refund.
    void seenGone(Cause cause, bool fee_taken) {
        switch (next_.state) {
            case BookingState::Quoting:
            case BookingState::ToPay:
                next_.cause = cause;
                return enter(BookingState::Cancelled);
            case BookingState::Paid:
            case BookingState::CheckingIn:
            case BookingState::CheckInDoubt:
                next_.cause = cause;
                return next_.payment && fee_taken ? enter(BookingState::Cancelling) : gone();
            case BookingState::Paying:
                return giveUp(cause);
            case BookingState::Looking:
                return gone();
            default:
                return;
        }
    }

    Booking next_;
    std::vector<BookingAction> actions_;
    const core::UtcTime at_;
    const BookingRules& rules_;
};

Booking newBooking(BookingWish&& wish, core::UtcTime at, const BookingRules& rules) {
    Booking booking;
    booking.id = wish.id;
    booking.client = std::move(wish.client);
    booking.request_key = std::move(wish.request_key);
    booking.person = wish.person;
    booking.hospital = std::move(wish.hospital);
    booking.visit = std::move(wish.visit);
    booking.created_at = at;
    booking.hold_until = at + rules.hold;
    return booking;
}

}  // namespace

BookingDecision openBooking(BookingWish wish, core::UtcTime at, const BookingRules& rules) {
    BookingMachine machine(newBooking(std::move(wish), at, rules), at, rules);
    machine.open();
    return machine.take();
}

BookingDecision refuseBooking(BookingWish wish, core::UtcTime at, const BookingRules& rules) {
    BookingMachine machine(newBooking(std::move(wish), at, rules), at, rules);
    machine.refuse();
    return machine.take();
}

Result<BookingDecision> decide(const Booking& booking, const BookingEvent& event, const BookingRules& rules) {
    BookingMachine machine(booking, event.at, rules);
    const Result<void> decided = core::giveTo(machine, event.what);
    if (!decided.ok()) return decided.failure();
    return machine.take();
}

}  // namespace hub::booking
