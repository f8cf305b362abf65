// Every pair of state and event of the booking, one line each.
#include "hub/core/describe.h"
#include "tests/support/failures.h"
#include "tests/support/state_table.h"
#include "tests/unit/booking/examples.h"

using namespace tests::booking;
using contract::RefusalReason;
using core::AttemptState;
namespace event = hub::booking::booking_event;
namespace action = hub::booking::booking_action;

namespace {

constexpr std::string_view kTable = R"(
locking
  tick                  -> locking call:slot_lock_1
  cancel                -> locking(person_asked)
  check_in              -> refused
  lock:accepted         -> lock_in_doubt publish
  lock:done             -> quoting ask_quote publish
  lock:not_happened     -> refused publish
  lock:parked           -> lock_in_doubt case:parked publish
  lock:refused          -> refused publish
  lock:someone_else     -> refused publish
  lock:unknown          -> lock_in_doubt publish
  payment:other_started -> refused
  payment:started       -> refused
  stopped               -> locking(clinic_stopped)
  - arrive:* arrive_7:* lock:* payment:* quote:* refund:* seen:* undo:* undo_7:*

lock_in_doubt
  tick                  -> lock_in_doubt call:slot_lock_1
  cancel                -> lock_in_doubt(person_asked)
  check_in              -> refused
  lock:done             -> quoting ask_quote publish
  lock:not_happened     -> refused publish
  lock:parked           -> lock_in_doubt case:parked
  lock:refused          -> refused publish
  lock:someone_else     -> refused publish
  payment:other_started -> refused
  payment:started       -> refused
  stopped               -> lock_in_doubt(clinic_stopped)
  - arrive:* arrive_7:* lock:* payment:* quote:* refund:* seen:* undo:* undo_7:*

quoting
  tick                    -> quoting ask_quote
  cancel                  -> cancelling(person_asked) call:cancel_1 publish
  check_in                -> refused
  payment:other_started   -> refused
  payment:started         -> refused
  quote:0                 -> paid publish
  quote:500               -> to_pay publish
  seen:cancelled          -> cancelled(hospital_changed) publish
  seen:cancelled_fee_kept -> cancelled(hospital_changed) publish
  seen:paid               -> paid publish
  seen:stopped            -> cancelled(clinic_stopped) publish
  stopped                 -> cancelling(clinic_stopped) call:cancel_1 publish
  - arrive:* arrive_7:* lock:* payment:* quote:* refund:* seen:* undo:* undo_7:*

to_pay
  tick                    -> to_pay
  cancel                  -> cancelling(person_asked) call:cancel_1 publish
  check_in                -> refused
  payment:other_started   -> paying publish
  payment:started         -> paying publish
  seen:cancelled          -> cancelled(hospital_changed) publish
  seen:cancelled_fee_kept -> cancelled(hospital_changed) publish
  seen:paid               -> paid publish
  seen:stopped            -> cancelled(clinic_stopped) publish
  stopped                 -> cancelling(clinic_stopped) call:cancel_1 publish
  - arrive:* arrive_7:* lock:* payment:* quote:* refund:* seen:* undo:* undo_7:*

paying
  tick                    -> paying
  cancel                  -> paying(person_asked) cancel_payment
  check_in                -> refused
  payment:completed       -> paid publish
  payment:other_started   -> refused
  payment:unpaid          -> to_pay publish
  seen:cancelled          -> paying(hospital_changed) cancel_payment
  seen:cancelled_fee_kept -> paying(hospital_changed) cancel_payment
  seen:stopped            -> paying(clinic_stopped) cancel_payment
  stopped                 -> paying(clinic_stopped) cancel_payment
  - arrive:* arrive_7:* lock:* payment:* quote:* refund:* seen:* undo:* undo_7:*

paid
  arrive:done             -> checked_in publish
  cancel                  -> cancelling(person_asked) call:cancel_1:with_refund publish
  check_in                -> checking_in call:check_in_1 publish
  payment:other_started   -> refused
  payment:started         -> refused
  seen:cancelled          -> refunding(hospital_changed) refund:5.00 publish
  seen:cancelled_fee_kept -> cancelling(hospital_changed) call:cancel_1:with_refund publish
  seen:checked_in         -> checked_in publish
  seen:stopped            -> refunding(clinic_stopped) refund:5.00 publish
  stopped                 -> cancelling(clinic_stopped) call:cancel_1:with_refund publish
  undo:done               -> refunding refund:5.00 publish
  - arrive:* arrive_7:* lock:* payment:* quote:* refund:* seen:* tick undo:* undo_7:*

checking_in
  tick                    -> checking_in call:check_in_1
  arrive:accepted         -> check_in_doubt publish
  arrive:done             -> checked_in publish
  arrive:not_happened     -> paid publish
  arrive:parked           -> check_in_doubt case:parked publish
  arrive:refused          -> paid publish
  arrive:someone_else     -> paid publish
  arrive:unknown          -> check_in_doubt publish
  cancel                  -> refused
  payment:other_started   -> refused
  payment:started         -> refused
  seen:cancelled          -> refunding(hospital_changed) refund:5.00 publish
  seen:cancelled_fee_kept -> cancelling(hospital_changed) call:cancel_1:with_refund publish
  seen:checked_in         -> checked_in publish
  seen:stopped            -> refunding(clinic_stopped) refund:5.00 publish
  stopped                 -> checking_in(clinic_stopped)
  - arrive:* arrive_7:* check_in lock:* payment:* quote:* refund:* seen:* undo:* undo_7:*

check_in_doubt
  tick                    -> check_in_doubt call:check_in_1
  arrive:done             -> checked_in publish
  arrive:not_happened     -> paid publish
  arrive:parked           -> check_in_doubt case:parked
  arrive:refused          -> paid publish
  arrive:someone_else     -> paid publish
  cancel                  -> refused
  payment:other_started   -> refused
  payment:started         -> refused
  seen:cancelled          -> refunding(hospital_changed) refund:5.00 publish
  seen:cancelled_fee_kept -> cancelling(hospital_changed) call:cancel_1:with_refund publish
  seen:checked_in         -> checked_in publish
  seen:stopped            -> refunding(clinic_stopped) refund:5.00 publish
  stopped                 -> check_in_doubt(clinic_stopped)
  - arrive:* arrive_7:* check_in lock:* payment:* quote:* refund:* seen:* undo:* undo_7:*

checked_in
  cancel                -> refused
  payment:other_started -> refused
  payment:started       -> refused
  - arrive:* arrive_7:* check_in lock:* payment:* quote:* refund:* seen:* stopped tick undo:* undo_7:*

cancelling
  tick                  -> cancelling call:cancel_1:with_refund
  check_in              -> refused
  payment:other_started -> refused
  payment:started       -> refused
  stopped               -> cancelling(clinic_stopped)
  undo:accepted         -> cancel_in_doubt publish
  undo:done             -> refunding refund:5.00 publish
  undo:not_happened     -> cancelling call:cancel_2:with_refund publish
  undo:parked           -> cancel_in_doubt case:parked publish
  undo:refused          -> looking ask_booking publish
  undo:refused_no_such  -> looking ask_booking publish
  undo:someone_else     -> looking ask_booking publish
  undo:unknown          -> cancel_in_doubt publish
  - arrive:* arrive_7:* cancel lock:* payment:* quote:* refund:* seen:* undo:* undo_7:*

cancel_in_doubt
  tick                  -> cancel_in_doubt call:cancel_1:with_refund
  check_in              -> refused
  payment:other_started -> refused
  payment:started       -> refused
  stopped               -> cancel_in_doubt(clinic_stopped)
  undo:done             -> refunding refund:5.00 publish
  undo:not_happened     -> cancelling call:cancel_2:with_refund publish
  undo:parked           -> cancel_in_doubt case:parked
  undo:refused          -> looking ask_booking publish
  undo:refused_no_such  -> looking ask_booking publish
  undo:someone_else     -> looking ask_booking publish
  - arrive:* arrive_7:* cancel lock:* payment:* quote:* refund:* seen:* undo:* undo_7:*

looking
  tick                    -> looking ask_booking
  check_in                -> refused
  payment:other_started   -> refused
  payment:started         -> refused
  seen:cancelled          -> refunding refund:5.00 publish
  seen:cancelled_fee_kept -> refunding refund:5.00 publish
  seen:checked_in         -> checked_in(nothing) publish
  seen:paid               -> paid(nothing) publish
  seen:reserved           -> looking case:cancel_refused
  seen:stopped            -> refunding refund:5.00 publish
  stopped                 -> looking(clinic_stopped)
  undo:done               -> refunding refund:5.00 publish
  - arrive:* arrive_7:* cancel lock:* payment:* quote:* refund:* seen:* undo:* undo_7:*

refunding
  tick                  -> refunding refund:5.00
  check_in              -> refused
  payment:other_started -> refused
  payment:started       -> refused
  refund:refused        -> refunding case:not_refunded
  refund:returned       -> cancelled publish
  - arrive:* arrive_7:* cancel lock:* payment:* quote:* seen:* stopped undo:* undo_7:*

cancelled
  check_in              -> refused
  payment:other_started -> refused
  payment:started       -> refused
  - arrive:* arrive_7:* cancel lock:* payment:* quote:* refund:* seen:* stopped tick undo:* undo_7:*

refused
  check_in              -> refused
  lock:done             -> cancelling(not_paid) call:cancel_1 publish
  payment:other_started -> refused
  payment:started       -> refused
  - arrive:* arrive_7:* cancel lock:* payment:* quote:* refund:* seen:* stopped tick undo:* undo_7:*

locking/tried
  lock:not_reached -> refused publish

locking/unwanted
  lock:not_reached -> refused publish
  lock:done        -> cancelling call:cancel_1 publish
  lock:refused     -> refused publish
  stopped          -> locking(clinic_stopped)

lock_in_doubt/unwanted
  lock:done         -> cancelling call:cancel_1 publish
  lock:not_happened -> refused publish

quoting/early
  - tick

quoting/expired
  tick -> cancelling(not_quoted) call:cancel_1 publish

to_pay/early
  - tick
  payment:started -> paying publish

to_pay/expired
  tick            -> cancelling(not_paid) call:cancel_1 publish
  payment:started -> refused

paying/unwanted
  tick              -> paying cancel_payment
  payment:completed -> cancelling call:cancel_1:with_refund publish
  payment:unpaid    -> cancelling call:cancel_1 publish
  - cancel

paying/expired
  tick              -> paying
  payment:completed -> paid publish
  payment:unpaid    -> cancelling(not_paid) call:cancel_1 publish

paying/overdue
  tick -> paying case:overdue

paid/unpaid
  cancel                  -> cancelling(person_asked) call:cancel_1 publish
  seen:cancelled_fee_kept -> cancelled(hospital_changed) publish

checking_in/stopped
  arrive:refused -> cancelling call:cancel_1:with_refund publish
  arrive:done    -> checked_in publish

cancelling/unpaid
  tick                 -> cancelling call:cancel_1
  undo:done            -> cancelled publish
  undo:refused_no_such -> cancelled publish
  undo:refused         -> looking ask_booking publish

looking/tried
  seen:paid     -> paid(nothing) publish
  seen:reserved -> cancelling call:cancel_2:with_refund publish

looking/stopped
  seen:paid       -> looking case:cancel_refused
  seen:checked_in -> looking case:cancel_refused
  seen:stopped    -> refunding refund:5.00 publish

looking/tried_stopped
  seen:paid -> cancelling call:cancel_2:with_refund publish

looking/unpaid
  seen:cancelled -> cancelled publish
  seen:reserved  -> looking case:cancel_refused
  seen:paid      -> paid(nothing) publish
)";

std::string textOf(const BookingAction& one) {
    return std::visit(Overloaded{
                          [](const action::Call& call) { return "call:" + call.step.text() + (call.with_refund ? ":with_refund" : ""); },
                          [](const action::AskQuote&) -> std::string { return "ask_quote"; },
                          [](const action::AskBooking&) -> std::string { return "ask_booking"; },
                          [](const action::CancelPayment&) -> std::string { return "cancel_payment"; },
                          [](const action::StartRefund& refund) { return "refund:" + refund.amount.yuan(); },
                          [](const action::OpenCase& open) { return "case:" + std::string(core::enumName(open.kind)); },
                          [](const action::Publish&) -> std::string { return "publish"; },
                      },
                      one);
}

using What = decltype(BookingEvent::what);

std::map<std::string, What> events() {
    std::map<std::string, What> all = {
        {"tick", event::Tick{}},
        {"quote:none", event::QuoteRead{}},
        {"quote:500", event::QuoteRead{contract::BookingQuote::Result{fen(500), fen(500)}}},
        {"quote:0", event::QuoteRead{contract::BookingQuote::Result{fen(500), fen(0)}}},
        {"seen:none", event::BookingSeen{}},
        {"seen:other_number", event::BookingSeen{seen(contract::BookingState::Cancelled, false, "B2")}},
        {"seen:cancelled_fee_kept", event::BookingSeen{seen(contract::BookingState::Cancelled, true)}},
        {"payment:started", event::PaymentStarted{kPayment}},
        {"payment:other_started", event::PaymentStarted{kOtherPayment}},
        {"payment:completed", event::PaymentEnded{kPayment, event::PaymentEnd::Completed}},
        {"payment:unpaid", event::PaymentEnded{kPayment, event::PaymentEnd::Unpaid}},
        {"payment:other_unpaid", event::PaymentEnded{kOtherPayment, event::PaymentEnd::Unpaid}},
        {"refund:returned", event::RefundEnded{true}},
        {"refund:refused", event::RefundEnded{false}},
        {"check_in", event::CheckInAsked{}},
        {"cancel", event::CancelAsked{}},
        {"stopped", event::ClinicStopped{}},
    };
    for (const auto& [state, name] : enumNames(contract::BookingState{}))
        all.emplace("seen:" + std::string(name), event::BookingSeen{seen(state, false)});
    for (const auto& [state, name] : enumNames(AttemptState{})) {
        event::StepMoved moved;
        moved.state = state;
        if (state == AttemptState::Done) moved.lock = lockResult();
        all.emplace("lock:" + std::string(name), moved);
        moved.step.step = BookingStep::CheckIn;
        if (state == AttemptState::Done) moved.queue_number = "12";
        all.emplace("arrive:" + std::string(name), moved);
        moved.step.step = BookingStep::Cancel;
        all.emplace("undo:" + std::string(name), moved);
    }
    event::StepMoved moved;
    moved.step.step = BookingStep::Cancel;
    moved.state = AttemptState::Refused;
    moved.refusal = RefusalReason::NoSuchBooking;
    all.emplace("undo:refused_no_such", moved);
    moved.step.number = 7;
    all.emplace("undo_7:refused", moved);
    moved.step.step = BookingStep::CheckIn;
    all.emplace("arrive_7:refused", moved);
    return all;
}

Booking example(std::string_view name) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string_view guard = name.substr(slash);
    Booking booking = bookingIn(*core::enumFromName<BookingState>(name.substr(0, slash)));
    if (guard == "/unwanted") booking.cause = Cause::PersonAsked;
    if (guard == "/stopped") booking.cause = Cause::ClinicStopped;
    if (guard == "/tried") booking.tries = kRules.tries_max - 1;
    if (guard == "/tried_stopped") booking.tries = kRules.tries_max - 1;
    if (guard == "/tried_stopped") booking.cause = Cause::ClinicStopped;
    if (guard == "/expired") booking.hold_until = *booking.next_check_at;
    if (guard == "/early") booking.next_check_at = *booking.next_check_at + core::Duration(1);
    if (guard == "/overdue") booking.hand_over_at = *booking.next_check_at;
    if (guard == "/unpaid") booking.payment.reset();
    return booking;
}

std::string marks(const Booking& booking) {
    std::ostringstream text;
    text << core::enumName(booking.state) << core::enumName(booking.cause) << booking.tries << booking.cancels << booking.check_ins
         << booking.handed_over << booking.payment.has_value() << booking.lock.has_value() << booking.queue_number.has_value();
    return text.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(booking_table)

BOOST_AUTO_TEST_CASE(every_state_answers_every_event_as_the_table_says) {
    const std::map<std::string, What> all = events();
    std::vector<std::string> names;
    for (const auto& [name, what] : all) names.push_back(name);
    const tests::StateTable table(kTable);
    for (const auto& [state, name] : enumNames(BookingState{})) BOOST_TEST(table.states().contains(std::string(name)), name);
    table.check(names, [&](std::string_view state, std::string_view name) -> std::string {
        const Booking before = example(state);
        const core::UtcTime at = kNow + kRules.wait_first;
        const auto decided = decide(before, {at, all.at(std::string(name))}, kRules);
        if (!decided.ok()) return "refused";
        const Booking& next = decided->next;
        BOOST_TEST(next.next_check_at.has_value() == !isAtRest(next.state));
        BOOST_TEST(next.hand_over_at.has_value() == !isAtRest(next.state));
        if (decided->actions.empty() && marks(before) == marks(next)) return "-";
        std::string answer(core::enumName(next.state));
        if (next.cause != before.cause) answer.append("(").append(core::enumName(next.cause)).append(")");
        for (const BookingAction& one : decided->actions) answer.append(" ").append(textOf(one));
        return answer;
    });
}

BOOST_AUTO_TEST_SUITE_END()
