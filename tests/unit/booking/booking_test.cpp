#include "tests/support/failures.h"
#include "tests/unit/booking/examples.h"

using namespace tests::booking;
using core::AttemptState;
using core::Error;
namespace event = hub::booking::booking_event;

namespace {

template <class What>
core::Result<BookingDecision> after(const Booking& booking, What what, core::UtcTime at = kNow) {
    return decide(booking, {at, std::move(what)}, kRules);
}

event::StepMoved moved(BookingStep step, AttemptState state) {
    event::StepMoved moved;
    moved.step.step = step;
    moved.state = state;
    if (step == BookingStep::SlotLock && state == AttemptState::Done) moved.lock = lockResult();
    return moved;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(booking_rules)

BOOST_AUTO_TEST_CASE(a_booking_can_be_paid_until_our_own_hold_is_over) {
    const Booking booking = bookingIn(BookingState::ToPay);
    BOOST_TEST(after(booking, event::PaymentStarted{kPayment}, {booking.hold_until.ms - 1}).ok());
    BOOST_TEST(tests::failsWith(after(booking, event::PaymentStarted{kPayment}, booking.hold_until), Error::BookingNotPayable));
}

BOOST_AUTO_TEST_CASE(a_booking_is_checked_in_only_when_it_is_paid) {
    BOOST_TEST(after(bookingIn(BookingState::Paid), event::CheckInAsked{}).ok());
    BOOST_TEST(tests::failsWith(after(bookingIn(BookingState::Paying), event::CheckInAsked{}), Error::BookingNotReady));
}

BOOST_AUTO_TEST_CASE(who_is_in_the_queue_cannot_cancel) {
    BOOST_TEST(after(bookingIn(BookingState::Paid), event::CancelAsked{}).ok());
    BOOST_TEST(tests::failsWith(after(bookingIn(BookingState::CheckingIn), event::CancelAsked{}), Error::BookingNotCancellable));
}

BOOST_AUTO_TEST_CASE(what_was_not_paid_in_time_is_cancelled_at_the_hospital_exactly_then) {
    Booking booking = bookingIn(BookingState::Quoting);
    booking = after(booking, event::QuoteRead{contract::BookingQuote::Result{fen(500), fen(500)}})->next;
    BOOST_TEST((*booking.next_check_at == booking.hold_until));
    BOOST_TEST((after(booking, event::Tick{}, {booking.hold_until.ms - 1})->next.state == BookingState::ToPay));
    booking = after(booking, event::Tick{}, booking.hold_until)->next;
    BOOST_TEST((booking.state == BookingState::Cancelling));
    BOOST_TEST((booking.cause == Cause::NotPaid));
}

BOOST_AUTO_TEST_CASE(a_slot_that_turns_out_to_be_ours_after_the_person_left_is_given_back) {
    Booking booking = bookingIn(BookingState::Locking);
    booking = after(booking, moved(BookingStep::SlotLock, AttemptState::Unknown))->next;
    booking = after(booking, event::CancelAsked{})->next;
    BOOST_TEST((booking.state == BookingState::LockInDoubt));
    booking = after(booking, moved(BookingStep::SlotLock, AttemptState::Done))->next;
    BOOST_TEST((booking.state == BookingState::Cancelling));
    booking = after(booking, moved(BookingStep::Cancel, AttemptState::Done))->next;
    BOOST_TEST((booking.state == BookingState::Cancelled));
}

BOOST_AUTO_TEST_CASE(a_stopped_clinic_is_never_put_down_to_the_person) {
    Booking booking = after(bookingIn(BookingState::Paid), event::ClinicStopped{})->next;
    booking = after(booking, event::CancelAsked{})->next;
    BOOST_TEST((booking.cause == Cause::ClinicStopped));
}

BOOST_AUTO_TEST_CASE(a_hospital_that_goes_on_refusing_to_cancel_is_asked_ever_more_slowly) {
    Booking booking = bookingIn(BookingState::ToPay);
    booking = after(booking, event::CancelAsked{})->next;
    core::UtcTime at = kNow;
    std::vector<std::int64_t> starts;
    for (int round = 0; round < 40; ++round) {
        event::StepMoved refused = moved(BookingStep::Cancel, AttemptState::Refused);
        refused.step.number = booking.cancels + 1;
        booking = after(booking, refused, at)->next;
        while (booking.state == BookingState::Looking) {
            booking = after(booking, event::BookingSeen{seen(contract::BookingState::Reserved, false)}, at)->next;
            if (booking.state != BookingState::Looking) break;
            at = *booking.next_check_at;
            booking = after(booking, event::Tick{}, at)->next;
        }
        BOOST_REQUIRE((booking.state == BookingState::Cancelling));
        starts.push_back(at.ms);
    }
    BOOST_TEST(starts[39] - starts[38] >= kRules.wait_most.count());
}

BOOST_AUTO_TEST_CASE(age_ends_no_state_but_the_hold) {
    for (const auto& [state, name] : enumNames(BookingState{})) {
        if (isAtRest(state)) continue;
        const auto decided = after(bookingIn(state), event::Tick{}, kNow + core::Duration(std::chrono::hours(24 * 365)));
        const bool held = state == BookingState::Quoting || state == BookingState::ToPay;
        BOOST_TEST((decided->next.state == (held ? BookingState::Cancelling : state)), name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
