#pragma once

#include <string>

#include "hub/booking/booking_machine.h"

namespace tests::booking {

using namespace hub;
using namespace hub::booking;

inline constexpr core::UtcTime kNow{1'800'000'000'000};
inline const BookingRules kRules{};

inline core::Money fen(std::int64_t fen) { return core::Money::fromFen(fen); }

inline core::IdBits bits(std::uint8_t n) {
    core::IdBits id;
    id.bytes.back() = n;
    return id;
}
inline const core::IdBits kPayment = bits(7);
inline const core::IdBits kOtherPayment = bits(8);

inline BookingWish wish() {
    BookingWish wish;
    wish.id = BookingId{bits(1)};
    wish.request_key = "key-1";
    wish.person = PersonId{bits(2)};
    wish.hospital = "H0001";
    wish.visit.local_patient = core::Sensitive(core::CardNumber{"P1"});
    wish.visit.slot = "S1";
    wish.visit.day = core::Date{2027, 1, 16};
    return wish;
}

inline contract::SlotLock::Result lockResult() {
    contract::SlotLock::Result lock;
    lock.number = "B1";
    return lock;
}

inline contract::HospitalBooking seen(contract::BookingState state, bool fee_taken, std::string number = "B1") {
    contract::HospitalBooking booking;
    booking.number = std::move(number);
    booking.slot = "S1";
    booking.state = state;
    booking.fee_taken = fee_taken;
    return booking;
}

/// As it stands in `state` when it got there by the usual road.
inline Booking bookingIn(BookingState state) {
    Booking booking = openBooking(wish(), kNow, kRules).next;
    booking.state = state;
    if (state != BookingState::Locking && state != BookingState::LockInDoubt && state != BookingState::Refused) booking.lock = lockResult();
    const bool paid = state == BookingState::Paying || state == BookingState::Paid || state == BookingState::CheckingIn ||
                      state == BookingState::CheckInDoubt || state == BookingState::CheckedIn || state == BookingState::Cancelling ||
                      state == BookingState::CancelInDoubt || state == BookingState::Looking || state == BookingState::Refunding;
    if (paid) booking.payment = kPayment;
    if (paid || state == BookingState::ToPay) booking.total = booking.cash = fen(500);
    const bool ending = state == BookingState::Cancelling || state == BookingState::CancelInDoubt || state == BookingState::Looking ||
                        state == BookingState::Refunding || state == BookingState::Cancelled;
    if (ending) booking.cause = Cause::PersonAsked;
    if (state == BookingState::Looking) booking.cancels = 1;
    if (isAtRest(state)) {
        booking.next_check_at.reset();
        booking.hand_over_at.reset();
    }
    return booking;
}

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace tests::booking
