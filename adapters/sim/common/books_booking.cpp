#include "adapters/sim/common/books_core.h"

namespace adapters::sim::common {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr int kRegistrationFreeFromAge = 70;

constexpr const char* kBookingColumns =
    "SELECT booking.number, patient_id, booking.time_code, slot.day, slot.shift, slot.department, slot.doctor, begins, ends, state, "
    "visit_number, cost_fen, charges_fen, order_number, receipt_number, queue_number, reserved_at_ms, changed_at_ms "
    "FROM booking JOIN slot ON slot.time_code = booking.time_code WHERE ";

void fillBooking(const Row& row, Booking& one) {
    row.into(one.number, one.patient_id, one.slot.time_code, one.slot.day, one.slot.shift, one.slot.department, one.slot.doctor,
             one.slot.begin, one.slot.end, one.state, one.visit_number, one.cost, one.charges, one.order_number, one.receipt_number,
             one.queue_number, one.reserved_at, one.changed_at);
}

int ageOn(Date day, Date born) {
    const bool birthday_to_come = std::pair(day.month, day.day) < std::pair(born.month, born.day);
    return day.year - born.year - (birthday_to_come ? 1 : 0);
}

}  // namespace

Result<Booking> Books::priced(std::int64_t patient_id, std::string_view time_code) {
    const Result<Patient> person = patient(patient_id);
    if (!person.ok()) return person.failure();
    const Result<Slot> place = slot(time_code);
    if (!place.ok()) return place.failure();
    Booking booking;
    booking.patient_id = patient_id;
    booking.slot = *place;
    for (const Doctor& doctor : doctors()) {
        if (doctor.code != place->doctor) continue;
        booking.cost = doctor.registration_fee + doctor.checkup_fee;
        const bool waived = ageOn(place->day, person->birth_date) >= kRegistrationFreeFromAge;
        booking.charges = waived ? doctor.checkup_fee : booking.cost;
    }
    return booking;
}

Result<Booking> Books::quoteBooking(std::int64_t patient_id, std::string_view time_code) {
    const std::lock_guard lock(mutex_);
    return priced(patient_id, time_code);
}

std::optional<Booking> Books::findBooking(std::int64_t patient_id, std::string_view number) {
    std::vector<Booking> found =
        list<Booking>(std::string(kBookingColumns) + "booking.number = ? AND patient_id = ?", {number, patient_id}, fillBooking);
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

Result<Booking> Books::reserve(const Caller& caller, std::int64_t patient_id, std::string_view time_code) {
    return transact([&]() -> Result<Booking> {
        Result<Booking> booking = priced(patient_id, time_code);
        if (!booking.ok()) return booking;
        if (booking->slot.stopped || booking->slot.taken >= booking->slot.capacity)
            return Failure(Error::SimNoSlotLeft, std::string(time_code));
        booking->number = nextNumber("B");
        booking->visit_number = nextNumber("V");
        booking->reserved_at = booking->changed_at = now();
        database_.run("UPDATE slot SET taken = taken + 1 WHERE time_code = ?", {time_code});
        database_.run("INSERT INTO booking VALUES (?, ?, ?, ?, ?, ?, ?, '', '', 0, ?, ?, ?, ?)",
                      {booking->number, patient_id, time_code, booking->state, booking->visit_number, booking->cost, booking->charges,
                       booking->reserved_at, booking->changed_at, caller.number, caller.visible_from});
        note(caller, "booking " + booking->number + " reserved", Money(), "");
        return booking;
    });
}

void Books::moveBooking(const Booking& booking) {
    database_.run(
        "UPDATE booking SET state = ?, order_number = ?, receipt_number = ?, queue_number = ?, changed_at_ms = ? WHERE number = ?",
        {booking.state, booking.order_number, booking.receipt_number, booking.queue_number, now(), booking.number});
}

Result<Booking> Books::checkIn(const Caller& caller, std::int64_t patient_id, std::string_view number) {
    return transact([&]() -> Result<Booking> {
        std::optional<Booking> booking = findBooking(patient_id, number);
        if (!booking) return Failure(Error::SimNotFound, "booking");
        if (booking->state != BookingState::Paid)
            return Failure(Error::SimNotPossible, "booking " + std::string(hub::core::enumName(booking->state)));
        booking->state = BookingState::CheckedIn;
        database_.each(
            "SELECT coalesce(max(queue_number), 0) + 1 FROM booking JOIN slot USING (time_code) WHERE day = ? AND shift = ? AND doctor = ?",
            {booking->slot.day, booking->slot.shift, booking->slot.doctor}, [&](const Row& row) { row.into(booking->queue_number); });
        moveBooking(*booking);
        note(caller, "booking " + booking->number + " checked in", Money(), "");
        return *booking;
    });
}

Result<Booking> Books::cancelBooking(const Caller& caller, std::int64_t patient_id, std::string_view number, std::string_view time_code,
                                     Money refund, std::string_view paid_order, std::string_view refund_order) {
    return transact([&]() -> Result<Booking> {
        std::optional<Booking> booking = findBooking(patient_id, number);
        if (!booking || booking->slot.time_code != time_code) return Failure(Error::SimNotFound, "booking");
        const bool paid = booking->state == BookingState::Paid;
        if (!paid && booking->state != BookingState::Reserved)
            return Failure(Error::SimNotPossible, "booking " + std::string(hub::core::enumName(booking->state)));
        if (paid && booking->order_number != paid_order) return Failure(Error::SimNotFound, "payment");
        if (refund != (paid ? booking->charges : Money())) return Failure(Error::SimAmountDiffers, refund.yuan());
        if (paid) {
            database_.run("UPDATE settlement SET refunded = 1 WHERE receipt_number = ?", {booking->receipt_number});
            database_.run(
                "UPDATE charge SET state = ? WHERE visit_number = ? AND state = ? AND settlement_number IN "
                "(SELECT number FROM settlement WHERE receipt_number = ?)",
                {ChargeState::Refunded, booking->visit_number, ChargeState::Paid, booking->receipt_number});
        }
        booking->state = BookingState::Cancelled;
        moveBooking(*booking);
        database_.run("UPDATE slot SET taken = taken - 1 WHERE time_code = ?", {booking->slot.time_code});
        note(caller, "booking " + booking->number + " cancelled", -refund, refund_order);
        return *booking;
    });
}

std::vector<Booking> Books::bookings(std::int64_t patient_id, const Days& days, std::string_view number) {
    return list<Booking>(std::string(kBookingColumns) +
                             "patient_id = ? AND slot.day BETWEEN ? AND ? AND (? = '' OR booking.number = ?) AND visible_from_ms <= ? "
                             "ORDER BY slot.day, begins, booking.number",
                         {patient_id, days.from, days.to, number, number, now()}, fillBooking);
}

std::int64_t Books::waitingBefore(const Booking& booking) {
    const std::lock_guard lock(mutex_);
    std::int64_t waiting = 0;
    database_.each(
        "SELECT count(*) FROM booking JOIN slot USING (time_code) WHERE day = ? AND shift = ? AND doctor = ? AND state = ? AND "
        "queue_number < ?",
        {booking.slot.day, booking.slot.shift, booking.slot.doctor, BookingState::CheckedIn, booking.queue_number},
        [&](const Row& row) { row.into(waiting); });
    return waiting;
}

void Books::expireReservations(hub::core::Duration hold) {
    const std::lock_guard lock(mutex_);
    const UtcTime oldest = now() + -hold;
    database_.run("SAVEPOINT expiry");
    database_.run(
        "UPDATE slot SET taken = taken - (SELECT count(*) FROM booking WHERE booking.time_code = slot.time_code AND state = ? AND "
        "reserved_at_ms <= ?) WHERE time_code IN (SELECT time_code FROM booking WHERE state = ? AND reserved_at_ms <= ?)",
        {BookingState::Reserved, oldest, BookingState::Reserved, oldest});
    database_.run("UPDATE booking SET state = ?, changed_at_ms = ? WHERE state = ? AND reserved_at_ms <= ?",
                  {BookingState::Expired, now(), BookingState::Reserved, oldest});
    database_.run("RELEASE expiry");
}

}  // namespace adapters::sim::common
