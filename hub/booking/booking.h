#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hub/contract/operations/schedule.h"
#include "hub/core/ids.h"

namespace hub::identity {
struct PersonTag;  // booking names people and never looks into them
}

namespace hub::booking {

using PersonId = core::Id<identity::PersonTag>;
using BookingId = core::Id<struct BookingTag>;

/// Where a booking of ours stands. The hospital's own word for it is contract::BookingState.
enum class BookingState {
    Locking,      ///< the hospital is asked for the slot
    LockInDoubt,  ///< nobody knows whether we have it
    Quoting,      ///< we have it; what this person pays is asked
    ToPay,        ///< ours until hold_until, waiting to be paid
    Paying,       ///< a payment has it; it is not given up while money may move
    Paid,         ///< also one that costs nothing
    CheckingIn,
    CheckInDoubt,  ///< nobody knows whether the person is in the queue
    CheckedIn,
    Cancelling,     ///< the hospital is asked to take it back
    CancelInDoubt,  ///< nobody knows whether it did
    Looking,        ///< it refused: what stands there is read
    Refunding,      ///< it is cancelled, the money is on its way
    Cancelled,
    Refused,  ///< we never had the slot
};

constexpr auto enumNames(BookingState) {
    using Name = std::pair<BookingState, std::string_view>;
    return std::array{Name{BookingState::Locking, "locking"},
                      Name{BookingState::LockInDoubt, "lock_in_doubt"},
                      Name{BookingState::Quoting, "quoting"},
                      Name{BookingState::ToPay, "to_pay"},
                      Name{BookingState::Paying, "paying"},
                      Name{BookingState::Paid, "paid"},
                      Name{BookingState::CheckingIn, "checking_in"},
                      Name{BookingState::CheckInDoubt, "check_in_doubt"},
                      Name{BookingState::CheckedIn, "checked_in"},
                      Name{BookingState::Cancelling, "cancelling"},
                      Name{BookingState::CancelInDoubt, "cancel_in_doubt"},
                      Name{BookingState::Looking, "looking"},
                      Name{BookingState::Refunding, "refunding"},
                      Name{BookingState::Cancelled, "cancelled"},
                      Name{BookingState::Refused, "refused"}};
}

/// Nothing is waited for: what happens next is the person's or the hospital's doing.
constexpr bool isAtRest(BookingState state) {
    return state == BookingState::Paid || state == BookingState::CheckedIn || state == BookingState::Cancelled ||
           state == BookingState::Refused;
}

/// The place in the clinic is ours, or may be: in a delegated slot (CONTRACT 10) it takes one of the seats.
constexpr bool holdsSeat(BookingState state) {
    return state != BookingState::Refunding && state != BookingState::Cancelled && state != BookingState::Refused;
}

/// Why a booking is given up.
enum class Cause {
    Nothing,
    PersonAsked,
    NotPaid,          ///< within our own hold time: many hospitals have none
    NotQuoted,        ///< the fee could not be learnt within it
    ClinicStopped,    ///< counts neither as cancelled nor as missed
    HospitalChanged,  ///< the hospital took it back
};

constexpr auto enumNames(Cause) {
    using Name = std::pair<Cause, std::string_view>;
    return std::array{Name{Cause::Nothing, "nothing"},
                      Name{Cause::PersonAsked, "person_asked"},
                      Name{Cause::NotPaid, "not_paid"},
                      Name{Cause::NotQuoted, "not_quoted"},
                      Name{Cause::ClinicStopped, "clinic_stopped"},
                      Name{Cause::HospitalChanged, "hospital_changed"}};
}

/// What a person wants to book, with what every later call to the hospital needs.
struct Visit {
    static constexpr std::string_view kTypeName = "Visit";
    core::Sensitive<core::CardNumber> local_patient;
    std::string slot;  ///< the hospital's key
    std::string department;
    std::string department_name;
    std::string doctor;
    std::string doctor_name;
    core::Date day;
    contract::Session session = contract::Session::Morning;
    std::optional<std::string> registration_class;
    std::optional<std::string> begin;  ///< HH:MM
    std::optional<std::string> end;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("local_patient", self.local_patient, "the file of the person");
        field("slot", self.slot, "key of the slot");
        field("department", self.department, "code of the department");
        field("department_name", self.department_name, "its name");
        field("doctor", self.doctor, "code of the doctor");
        field("doctor_name", self.doctor_name, "name of the doctor");
        field("day", self.day, "day of the visit");
        field("session", self.session, "part of the day");
        field("registration_class", self.registration_class, "class of registration");
        field("begin", self.begin, "HH:MM");
        field("end", self.end, "HH:MM");
    }
};

/// A value; decide() makes the next one.
struct Booking {
    BookingId id;
    std::string client;       ///< who asked for it; empty: the hub itself. At most 64 bytes, as the key
    std::string request_key;  ///< the same key of the same client never starts a second one
    PersonId person;
    std::string hospital;  ///< code of the counterparty
    Visit visit;
    BookingState state = BookingState::Locking;
    Cause cause = Cause::Nothing;                    ///< set as soon as it is not wanted any more, whatever still has to be found out
    std::optional<contract::SlotLock::Result> lock;  ///< the hospital's number and advice
    core::Money total;                               ///< from Quoting on
    core::Money cash;                                ///< what the person pays
    std::optional<core::IdBits> payment;             ///< the one that has it or paid it
    std::optional<std::string> queue_number;
    std::int32_t cancels = 0;    ///< how many booking.cancel have ended and cancelled nothing
    std::int32_t check_ins = 0;  ///< the same of booking.check_in
    std::int32_t tries = 0;
    bool handed_over = false;
    core::UtcTime created_at;
    core::UtcTime hold_until;                    ///< by when the person must have begun to pay
    std::optional<core::UtcTime> next_check_at;  ///< set exactly while the booking is not at rest
    std::optional<core::UtcTime> hand_over_at;   ///< set exactly while the booking is not at rest
    std::int64_t version = 0;
};

}  // namespace hub::booking
