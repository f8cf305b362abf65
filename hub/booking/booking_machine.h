#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "hub/booking/booking.h"
#include "hub/contract/outcome.h"
#include "hub/core/attempts.h"
#include "hub/core/numbered_step.h"

/// The booking as a pure machine (MECHANISMS 1): decide(state, event) -> state', actions. Flows store state' with the attempts its
/// actions need in one unit of work, then carry the actions out; after a crash the next Tick gives the state's actions again, and
/// each of them is harmless the second time.
namespace hub::booking {

enum class BookingStep { SlotLock, CheckIn, Cancel };

constexpr auto enumNames(BookingStep) {
    using Name = std::pair<BookingStep, std::string_view>;
    return std::array{Name{BookingStep::SlotLock, "slot_lock"}, Name{BookingStep::CheckIn, "check_in"},
                      Name{BookingStep::Cancel, "cancel"}};
}

/// What the hub must not decide by itself.
enum class BookingCase {
    Overdue,        ///< the promised time is over: a person takes part; the machine goes on
    Parked,         ///< the resolver can do no more about an attempt
    CancelRefused,  ///< the booking cannot stay and the hospital will not cancel it
    NotRefunded,    ///< it is cancelled and its money did not come back
};

constexpr auto enumNames(BookingCase) {
    using Name = std::pair<BookingCase, std::string_view>;
    return std::array{Name{BookingCase::Overdue, "overdue"}, Name{BookingCase::Parked, "parked"},
                      Name{BookingCase::CancelRefused, "cancel_refused"}, Name{BookingCase::NotRefunded, "not_refunded"}};
}

namespace booking_event {

/// next_check_at has come. Early ones do nothing.
struct Tick {};

/// An attempt of ours moved on: by its answer, by the resolver, or by a person who looked. Decided in the unit of work that moves the
/// attempt; it may come twice.
struct StepMoved {
    core::NumberedStep<BookingStep> step;
    core::AttemptState state = core::AttemptState::Done;
    std::optional<contract::SlotLock::Result> lock;  ///< SlotLock Done
    std::optional<std::string> queue_number;         ///< CheckIn Done
    std::optional<contract::RefusalReason> refusal;  ///< Refused
};

/// Answer to AskQuote. None: it could not be read.
struct QuoteRead {
    std::optional<contract::BookingQuote::Result> quote;
};

/// Answer to AskBooking, or the hospital's booking.changed. None: it could not be read, or the hospital has none such.
struct BookingSeen {
    std::optional<contract::HospitalBooking> booking;
};

struct PaymentStarted {
    core::IdBits payment;
};
enum class PaymentEnd { Completed, Unpaid };  ///< Unpaid: the hospital has none of our money and the person all of it
struct PaymentEnded {
    core::IdBits payment;
    PaymentEnd end = PaymentEnd::Completed;
};
struct RefundEnded {
    bool returned = true;
};

struct CheckInAsked {};
struct CancelAsked {};
struct ClinicStopped {};

}  // namespace booking_event

struct BookingEvent {
    core::UtcTime at;
    std::variant<booking_event::Tick, booking_event::StepMoved, booking_event::QuoteRead, booking_event::BookingSeen,
                 booking_event::PaymentStarted, booking_event::PaymentEnded, booking_event::RefundEnded, booking_event::CheckInAsked,
                 booking_event::CancelAsked, booking_event::ClinicStopped>
        what;
};

namespace booking_action {

/// Bring about the attempt (booking, step): added and sent if there is none, back to Ready and sent again under its number if it
/// was NotReached; anything else is the resolver's, also Ready: a crash may have been faster than the call.
struct Call {
    core::NumberedStep<BookingStep> step;
    std::string_view operation;  ///< word of CONTRACT
    bool with_refund = false;    ///< booking.cancel names the payment to give back
};
struct AskQuote {};    ///< booking.quote
struct AskBooking {};  ///< booking.find by the hospital's number

/// payment_event::CancelAsked to the payment that has it.
struct CancelPayment {
    core::IdBits payment;
};

/// The whole payment goes back; the hospital has agreed and posted by cancelling. One that stands is left alone.
struct StartRefund {
    core::IdBits payment;
    core::Money amount;
};
struct OpenCase {
    BookingCase kind = BookingCase::Overdue;
};
struct Publish {  ///< on the person's stream
    std::string_view type;
};

}  // namespace booking_action

using BookingAction =
    std::variant<booking_action::Call, booking_action::AskQuote, booking_action::AskBooking, booking_action::CancelPayment,
                 booking_action::StartRefund, booking_action::OpenCase, booking_action::Publish>;

struct BookingDecision {
    Booking next;
    std::vector<BookingAction> actions;
};

struct BookingRules {
    core::Duration hold{15 * 60'000};             ///< from asking for the slot to beginning to pay
    core::Duration hand_over_after{30 * 60'000};  ///< in one state; a person takes part then, and the machine goes on
    core::Duration wait_first{2'000};             ///< before the first look; doubles each time
    core::Duration wait_most{10 * 60'000};
    std::int32_t tries_max = 3;  ///< while nothing has happened yet
};

struct BookingWish {
    BookingId id;
    std::string client;
    std::string request_key;
    PersonId person;
    std::string hospital;
    Visit visit;
};

BookingDecision openBooking(BookingWish wish, core::UtcTime at, const BookingRules& rules);

/// One for which there is no seat left in a delegated slot: it is refused, and the hospital is not asked.
BookingDecision refuseBooking(BookingWish wish, core::UtcTime at, const BookingRules& rules);

/// Facts never fail, whatever their order and number. Also: BookingNotPayable (PaymentStarted), BookingNotReady (CheckInAsked),
/// BookingNotCancellable (CancelAsked).
core::Result<BookingDecision> decide(const Booking& booking, const BookingEvent& event, const BookingRules& rules);

}  // namespace hub::booking
