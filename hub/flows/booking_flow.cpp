#include "hub/flows/booking_flow.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "hub/core/overload.h"

namespace hub::flows {

using booking::Booking;
using booking::BookingId;
using booking::BookingStep;
using core::AttemptState;
using core::Result;
namespace action = booking::booking_action;
namespace event = booking::booking_event;

std::optional<contract::BookingQuote::Result> quoteIn(const CallAnswer& answer) {
    if (answer.ending == contract::Ending::Done) {
        Result<contract::BookingQuote::Result> quote = resultOf<contract::BookingQuote>(answer.answer);
        if (quote.ok()) return std::move(*quote);
    }
    const bool never_quotes = answer.ending == contract::Ending::NotReached && answer.answer.trouble &&
                              answer.answer.trouble->code == core::errorInfo(core::Error::OperationNotOffered).code;
    return never_quotes ? std::optional(contract::BookingQuote::Result{}) : std::nullopt;
}

Result<booking::BookingDecision> BookingFlow::opened(core::Transaction& transaction, booking::BookingWish wish,
                                                     std::optional<std::int32_t> quota) {
    const core::UtcTime now = house_.clock.utc();
    booking::BookingDecision decision = booking::openBooking(wish, now, house_.settings.booking);
    if (!quota) return decision;
    const Result<bool> seated = house_.seats.take(transaction, decision.next, *quota);
    if (!seated.ok()) return seated.failure();
    return *seated ? std::move(decision) : booking::refuseBooking(std::move(wish), now, house_.settings.booking);
}

Result<Next> BookingFlow::open(core::Transaction& transaction, booking::BookingWish wish, std::optional<std::int32_t> quota) {
    const Result<booking::BookingDecision> decision = opened(transaction, std::move(wish), quota);
    if (!decision.ok()) return decision.failure();
    const Result<void> added = house_.bookings.add(transaction, decision->next);
    if (!added.ok()) return added.failure();
    return carryOut(transaction, *decision, 1);
}

Result<Next> BookingFlow::apply(core::Transaction& transaction, BookingId id, decltype(booking::BookingEvent::what) what) {
    const Result<Booking> before = house_.bookings.find(transaction, id);
    if (!before.ok()) return before.failure();
    const Result<booking::BookingDecision> decision =
        booking::decide(*before, {house_.clock.utc(), std::move(what)}, house_.settings.booking);
    if (!decision.ok()) return decision.failure();
    const Result<std::int64_t> version = house_.bookings.change(transaction, decision->next);
    if (!version.ok()) return version.failure();
    if (booking::holdsSeat(before->state) && !booking::holdsSeat(decision->next.state)) {
        const Result<void> released = house_.seats.release(transaction, id);
        if (!released.ok()) return released.failure();
    }
    return carryOut(transaction, *decision, *version);
}

void BookingFlow::submit(BookingId id, decltype(booking::BookingEvent::what) what, Carrier::OnDone on_done) {
    house_.carrier.run(
        "booking", id.bits, [this, id, what = std::move(what)](core::Transaction& transaction) { return apply(transaction, id, what); },
        std::move(on_done));
}

Result<Next> BookingFlow::carryOut(core::Transaction& transaction, const booking::BookingDecision& decision, std::int64_t version) {
    const Booking& booking = decision.next;
    std::int64_t published = 0;
    const core::Overload each{
        [&](const action::Call& what) { return call(transaction, booking, what); },
        [&](const action::AskQuote&) -> Result<Next> {
            return Next{{}, {[this, booking] { askQuote(booking); }}};
        },
        [&](const action::AskBooking&) -> Result<Next> {
            return Next{{}, {[this, booking] { askBooking(booking); }}};
        },
        [&](const action::CancelPayment& what) -> Result<Next> {
            Result<Next> told = telling_.tell(transaction, payment::PaymentId{what.payment}, payment::payment_event::CancelAsked{});
            // It is past cancelling: then it completes, and the booking is cancelled with its money.
            if (!told.ok() && told.failure().error() == core::Error::PaymentNotCancellable) return Next{};
            return told;
        },
        [&](const action::StartRefund& what) -> Result<Next> {
            payment::RefundWish wish;
            wish.id = house_.ids.next<payment::RefundId>();
            wish.request_key = "booking/" + booking.id.text();
            wish.cause = payment::RefundCause::BookingEnded;
            wish.amount = what.amount;
            wish.number = house_.runner.newWireId();
            return telling_.refund(transaction, payment::PaymentId{what.payment}, std::move(wish));
        },
        [&](const action::OpenCase& what) -> Result<Next> {
            return openCase(house_, transaction, payment::CaseAbout::Booking, booking.id.bits, core::enumName(what.kind), booking.hospital);
        },
        [&](const action::Publish& what) -> Result<Next> {
            return publish(house_, transaction, booking.person, what.type, "booking_id", booking.id.bits, version, published++);
        },
    };
    return carryOutEach(decision.actions, each);
}

Result<Next> BookingFlow::call(core::Transaction& transaction, const Booking& booking, const action::Call& what) {
    StepOrder order{kKind, booking.id.bits, what.step.text()};
    order.make = [&]() -> Result<Call> {
        const CallTerms terms = house_.terms();
        switch (what.step.step) {
            case BookingStep::SlotLock:
                return slotLockCall(booking, terms);
            case BookingStep::CheckIn:
                return checkInCall(booking, terms);
            case BookingStep::Cancel: {
                if (!what.with_refund) return bookingCancelCall(booking, std::nullopt, terms);
                const Result<std::optional<std::string>> paid = paidWireId(house_, transaction, payment::PaymentId{*booking.payment});
                if (!paid.ok()) return paid.failure();
                return bookingCancelCall(booking, *paid, terms);
            }
        }
        HUB_ASSERT(false);
    };
    Next next;
    const Result<Steps::Brought> brought = house_.steps.bringAbout(transaction, order, next);
    if (!brought.ok()) return brought.failure();
    if (*brought == Steps::Brought::NotOffered)
        next.after.emplace_back([this, id = booking.id, step = what.step] {
            submit(id, event::StepMoved{step, AttemptState::NotReached, std::nullopt, std::nullopt, std::nullopt});
        });
    return next;
}

void BookingFlow::askQuote(const Booking& booking) {
    house_.counterparties.call(bookingQuoteCall(booking, house_.terms()), [this, id = booking.id](const CallAnswer& answer) {
        if (!answer.late) submit(id, event::QuoteRead{quoteIn(answer)});
    });
}

void BookingFlow::askBooking(const Booking& booking) {
    const std::string number = booking.lock->number;
    house_.counterparties.call(bookingFindCall(booking, house_.terms()), [this, id = booking.id, number](const CallAnswer& answer) {
        event::BookingSeen seen;
        if (answer.late) return;
        if (answer.ending == contract::Ending::Done) {
            Result<contract::BookingFind::Result> found = resultOf<contract::BookingFind>(answer.answer);
            if (found.ok()) {
                const auto ours = std::ranges::find(found->bookings, number, &contract::HospitalBooking::number);
                if (ours != found->bookings.end()) seen.booking = *ours;
            }
        }
        submit(id, std::move(seen));
    });
}

Result<Next> BookingFlow::onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) {
    const BookingId id{attempt.flow_id};
    const auto step = core::NumberedStep<BookingStep>::parse(StepName::parse(attempt.step).step);
    HUB_ASSERT(step.has_value());  // call() wrote it
    event::StepMoved moved{*step, end.state, std::nullopt, std::nullopt, std::nullopt};
    if (!endsStep(attempt, end)) {
        const Result<Booking> booking = house_.bookings.find(transaction, id);
        if (!booking.ok()) return booking.failure();
        return call(transaction, *booking, {*step, attempt.operation, booking->payment.has_value()});
    }
    if (end.answer.refusal) moved.refusal = end.answer.refusal->reason;
    if (end.state == AttemptState::Done && step->step == BookingStep::SlotLock) {
        Result<contract::SlotLock::Result> lock = resultOf<contract::SlotLock>(end.answer);
        if (!lock.ok()) return lock.failure();
        moved.lock = std::move(*lock);
    }
    if (end.state == AttemptState::Done && step->step == BookingStep::CheckIn) {
        Result<contract::BookingCheckIn::Result> checked_in = resultOf<contract::BookingCheckIn>(end.answer);
        if (!checked_in.ok()) return checked_in.failure();
        moved.queue_number = std::move(checked_in->queue_number);
    }
    return apply(transaction, id, std::move(moved));
}

Result<void> BookingFlow::onOverdue(core::Transaction& transaction, const core::Attempt& attempt) {
    const Result<Booking> booking = house_.bookings.find(transaction, BookingId{attempt.flow_id});
    if (!booking.ok()) return booking.failure();
    return openOverdue(house_, transaction, payment::CaseAbout::Booking, attempt.flow_id, booking->hospital);
}

/// A slot whose lock got lost has no number to cancel it by; what is asked for twice under one number is the resolver's other way.
Result<std::optional<Call>> BookingFlow::fence(core::ReadTransaction& /*transaction*/, const core::Attempt& /*attempt*/) {
    return std::optional<Call>();
}

}  // namespace hub::flows
