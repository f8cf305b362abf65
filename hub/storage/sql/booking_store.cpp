#include "hub/storage/sql/booking_store.h"

#include <array>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using booking::Booking;
using booking::BookingId;
using core::Error;
using core::Failure;
using core::Result;

namespace {

struct BookingRows {
    using Of = Booking;
    static constexpr std::string_view kTable = "booking";
    static constexpr std::string_view kDetails = "booking.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& booking) {
        column("client", booking.client, 64);
        column("request_key", booking.request_key, 64);
        column("person_id", booking.person);
        column("hospital", booking.hospital, 64);
        column.lookup("department", booking.visit.department, 64);
        column.lookup("doctor", booking.visit.doctor, 64);
        column.lookup("visit_day", booking.visit.day.text(), 32);
        column.lookup("visit_session", booking.visit.session);
        column.lookup("number", booking.lock ? std::optional(booking.lock->number) : std::nullopt, 200);
        column("state", booking.state);
        column("cause", booking.cause);
        column("total_fen", booking.total);
        column("cash_fen", booking.cash);
        column("payment_id", booking.payment);
        column("queue_number", booking.queue_number, 200);
        column("cancels", booking.cancels);
        column("check_ins", booking.check_ins);
        column("tries", booking.tries);
        column("handed_over", booking.handed_over);
        column("created_at_ms", booking.created_at);
        column("hold_until_ms", booking.hold_until);
        column("next_check_at_ms", booking.next_check_at);
        column("hand_over_at_ms", booking.hand_over_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& booking) {
        field("visit", booking.visit, "what was booked");
        field("lock", booking.lock, "what the hospital answered");
    }
};

}  // namespace

SqlBookingStore::SqlBookingStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<BookingRows>()),
      find_(table_.selectWhere("id = ?")),
      by_request_(table_.selectWhere("client = ? AND request_key = ?")),
      by_number_(table_.selectWhere("hospital = ? AND number = ?" + pageSql(First::Newest, "created_at_ms"))),
      of_person_(table_.selectWhere("person_id = ?" + pageSql(First::Newest, "created_at_ms"))),
      of_clinic_(
          "SELECT id, created_at_ms FROM booking WHERE hospital = ? AND visit_day = ? AND department = ? AND doctor = ?"
          " AND (visit_session = ? OR ? = 1) AND state NOT IN (?, ?)" +
          pageSql(First::Oldest, "created_at_ms")),
      expected_on_(table_.selectWhere("hospital = ? AND visit_day = ? AND state IN (?, ?) LIMIT ?")),
      due_("SELECT id, next_check_at_ms FROM booking WHERE next_check_at_ms <= ?" + pageSql(First::Oldest, "next_check_at_ms")) {}

Result<void> SqlBookingStore::add(core::Transaction& transaction, const Booking& booking) {
    const Result<void> added = addRow<BookingRows>(transaction, table_, vault_, booking);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::BookingRequestTaken);
    return added;
}

Result<std::int64_t> SqlBookingStore::change(core::Transaction& transaction, const Booking& booking) {
    return changeRow<BookingRows>(transaction, table_, vault_, booking);
}

Result<Booking> SqlBookingStore::find(core::ReadTransaction& transaction, BookingId id) {
    Result<std::optional<Booking>> found = readRow<BookingRows>(transaction, vault_, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::BookingNotFound, id.text());
    return **std::move(found);
}

Result<std::optional<Booking>> SqlBookingStore::findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                              std::string_view request_key) {
    return readRow<BookingRows>(transaction, vault_, by_request_, std::array<Value, 2>{blob(client), blob(request_key)});
}

Result<std::optional<Booking>> SqlBookingStore::findByNumber(core::ReadTransaction& transaction, std::string_view hospital,
                                                             std::string_view number) {
    return readRow<BookingRows>(transaction, vault_, by_number_,
                                pageValues(First::Newest, {blob(hospital), blob(number)}, {.limit = 1, .after = {}}));
}

Result<std::vector<Booking>> SqlBookingStore::ofPerson(core::ReadTransaction& transaction, booking::PersonId person,
                                                       const core::Page& page) {
    return readRows<BookingRows>(transaction, vault_, of_person_, pageValues(First::Newest, {blob(person.bits)}, page));
}

Result<std::vector<core::Due<BookingId>>> SqlBookingStore::ofClinic(core::ReadTransaction& transaction, std::string_view hospital,
                                                                    const contract::ClinicStop& clinic, const core::Page& page) {
    const bool whole_day = clinic.session == contract::Session::WholeDay;
    std::vector<Value> concerned{blob(hospital),
                                 blob(clinic.day.text()),
                                 blob(clinic.department),
                                 blob(clinic.doctor),
                                 blob(core::enumName(clinic.session)),
                                 std::int64_t{whole_day ? 1 : 0},
                                 blob(core::enumName(booking::BookingState::Cancelled)),
                                 blob(core::enumName(booking::BookingState::Refused))};
    return dueRows<BookingId>(transaction, "booking", of_clinic_, pageValues(First::Oldest, std::move(concerned), page));
}

Result<std::vector<Booking>> SqlBookingStore::expectedOn(core::ReadTransaction& transaction, std::string_view hospital, core::Date day,
                                                         std::size_t limit) {
    return readRows<BookingRows>(
        transaction, vault_, expected_on_,
        std::array<Value, 5>{blob(hospital), blob(day.text()), blob(core::enumName(booking::BookingState::Paid)),
                             blob(core::enumName(booking::BookingState::CheckedIn)), static_cast<std::int64_t>(limit)});
}

Result<std::vector<core::Due<BookingId>>> SqlBookingStore::due(core::ReadTransaction& transaction, core::UtcTime now,
                                                               const core::Page& page) {
    return dueRows<BookingId>(transaction, "booking", due_, pageValues(First::Oldest, {now.ms}, page));
}

}  // namespace hub::storage::sql
