#include "hub/storage/sql/seat_store.h"

#include <array>
#include <optional>

#include "hub/storage/sql/row.h"
#include "hub/storage/sql/transaction.h"

namespace hub::storage::sql {

using booking::BookingId;
using booking::TakenSeats;
using core::Date;
using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr InsertShape kSeat{"slot_seat", "hospital, slot, seat, booking_id, department, doctor, visit_day, visit_session, slot_begin", 9};
constexpr std::string_view kSeatsOfSlot = "SELECT seat FROM slot_seat WHERE hospital = ? AND slot = ? ORDER BY seat";
constexpr std::string_view kRelease = "DELETE FROM slot_seat WHERE booking_id = ?";
constexpr std::string_view kPast = "SELECT booking_id FROM slot_seat WHERE visit_day < ? ORDER BY visit_day LIMIT ?";
constexpr std::string_view kOfDoctor =
    "SELECT department, doctor, visit_day, visit_session, slot, slot_begin, COUNT(*) FROM slot_seat"
    " WHERE hospital = ? AND visit_day = ? AND department = ? AND doctor = ?"
    " GROUP BY visit_day, department, doctor, visit_session, slot, slot_begin";
constexpr std::string_view kOfDays =
    "SELECT department, doctor, visit_day, visit_session, slot, slot_begin, COUNT(*) FROM slot_seat"
    " WHERE hospital = ? AND visit_day >= ? AND visit_day <= ?"
    " GROUP BY visit_day, department, doctor, visit_session, slot, slot_begin";

constexpr std::size_t kCodeMax = 64;
constexpr std::size_t kSlotMax = 200;
constexpr std::size_t kWordMax = 32;

Result<void> checkLengths(const booking::Booking& booking) {
    Result<void> fits = checkLength("slot_seat.hospital", booking.hospital, kCodeMax);
    if (fits.ok()) fits = checkLength("slot_seat.slot", booking.visit.slot, kSlotMax);
    if (fits.ok()) fits = checkLength("slot_seat.department", booking.visit.department, kCodeMax);
    if (fits.ok()) fits = checkLength("slot_seat.doctor", booking.visit.doctor, kCodeMax);
    if (fits.ok() && booking.visit.begin) fits = checkLength("slot_seat.slot_begin", *booking.visit.begin, kWordMax);
    return fits;
}

/// The lowest seat that nobody has; nothing when `quota` of them are taken. Seats above a quota that became smaller count too.
Result<std::optional<std::int64_t>> freeSeat(SqlTransaction& sql, const booking::Booking& booking, std::int32_t quota) {
    std::int64_t free = 0;
    std::int64_t taken = 0;
    const Result<void> asked =
        sql.query(kSeatsOfSlot, std::array<Value, 2>{blob(booking.hospital), blob(booking.visit.slot)}, [&](const Row& row) {
            ++taken;
            if (row.integer(0) == free) ++free;
        });
    if (!asked.ok()) return asked.failure();
    return taken < quota ? std::optional(free) : std::nullopt;
}

Result<std::vector<TakenSeats>> takenSeats(core::ReadTransaction& transaction, std::string_view question, Values values) {
    std::vector<TakenSeats> found;
    Result<void> readable;
    const Result<void> asked = SqlTransaction::of(transaction).query(question, values, [&](const Row& row) {
        TakenSeats& seats = found.emplace_back();
        std::string day;
        RowReader column("slot_seat", row);
        column("department", seats.department, kCodeMax);
        column("doctor", seats.doctor, kCodeMax);
        column("visit_day", day, kWordMax);
        column("visit_session", seats.session);
        column("slot", seats.slot, kSlotMax);
        column("slot_begin", seats.begin, kWordMax);
        column("count", seats.count);
        const Result<Date> parsed = Date::parse(day);
        if (parsed.ok()) seats.day = *parsed;
        if (readable.ok()) readable = parsed.ok() ? column.end() : Failure(Error::RowNotReadable, "slot_seat.visit_day");
    });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    return found;
}

}  // namespace

Result<bool> SqlSeatStore::take(core::Transaction& transaction, const booking::Booking& booking, std::int32_t quota) {
    if (quota <= 0) return false;
    const Result<void> fits = checkLengths(booking);
    if (!fits.ok()) return fits.failure();
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<std::optional<std::int64_t>> seat = freeSeat(sql, booking, quota);
    if (!seat.ok()) return seat.failure();
    if (!*seat) return false;
    const booking::Visit& visit = booking.visit;
    std::array<Value, kSeat.width> row{blob(booking.hospital),
                                       blob(visit.slot),
                                       **seat,
                                       blob(booking.id.bits),
                                       blob(visit.department),
                                       blob(visit.doctor),
                                       blob(visit.day.text()),
                                       blob(core::enumName(visit.session)),
                                       visit.begin ? blob(*visit.begin) : Value()};
    const Result<void> added = sql.insert(kSeat, row);
    if (added.ok()) return true;
    // Another lane gave the seat away a moment ago.
    return added.failure().error() == Error::RowTaken ? Failure(Error::VersionConflict, booking.id.text()) : added.failure();
}

Result<void> SqlSeatStore::release(core::Transaction& transaction, BookingId booking) {
    const Result<std::int64_t> gone = SqlTransaction::of(transaction).execute(kRelease, std::array<Value, 1>{blob(booking.bits)});
    return gone.ok() ? Result<void>() : Result<void>(gone.failure());
}

Result<std::vector<TakenSeats>> SqlSeatStore::ofDoctor(core::ReadTransaction& transaction, std::string_view hospital,
                                                       std::string_view department, std::string_view doctor, Date day) {
    return takenSeats(transaction, kOfDoctor, std::array<Value, 4>{blob(hospital), blob(day.text()), blob(department), blob(doctor)});
}

Result<std::vector<TakenSeats>> SqlSeatStore::ofDays(core::ReadTransaction& transaction, std::string_view hospital, Date from, Date to) {
    return takenSeats(transaction, kOfDays, std::array<Value, 3>{blob(hospital), blob(from.text()), blob(to.text())});
}

Result<std::int64_t> SqlSeatStore::forgetBefore(core::Transaction& transaction, Date day, std::size_t limit) {
    std::vector<BookingId> past;
    const Result<void> asked = SqlTransaction::of(transaction)
                                   .query(kPast, std::array<Value, 2>{blob(day.text()), static_cast<std::int64_t>(limit)},
                                          [&](const Row& row) { past.push_back(BookingId{idAt(row, 0)}); });
    if (!asked.ok()) return asked.failure();
    for (const BookingId& booking : past) {
        const Result<void> released = release(transaction, booking);
        if (!released.ok()) return released.failure();
    }
    return static_cast<std::int64_t>(past.size());
}

}  // namespace hub::storage::sql
