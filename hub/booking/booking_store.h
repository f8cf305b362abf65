#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/booking/booking.h"
#include "hub/core/page.h"
#include "hub/core/work.h"

namespace hub::booking {

/// The rows of bookings. Implemented by storage. Any thread. Every read also: RowNotReadable (the row was changed by other hands),
/// SealBroken, KeyMissing.
class BookingStore {
  public:
    virtual ~BookingStore() = default;

    /// Version 1, whatever stands in the booking. Also: BookingRequestTaken (answer with the booking of that client and key), FieldTooLong.
    virtual core::Result<void> add(core::Transaction& transaction, const Booking& booking) = 0;

    /// Stores a decision over exactly the version it was made on; answers with the new one. Also: VersionConflict (somebody was faster,
    /// or there is no such booking: read again), FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const Booking& booking) = 0;

    /// Also: BookingNotFound.
    virtual core::Result<Booking> find(core::ReadTransaction& transaction, BookingId id) = 0;

    /// Keys of two clients have nothing to do with each other.
    virtual core::Result<std::optional<Booking>> findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                               std::string_view request_key) = 0;

    /// By the hospital's number, as booking.changed names it; the latest where the hospital gives a number again.
    virtual core::Result<std::optional<Booking>> findByNumber(core::ReadTransaction& transaction, std::string_view hospital,
                                                              std::string_view number) = 0;

    /// The latest first; their place is by created_at.
    virtual core::Result<std::vector<Booking>> ofPerson(core::ReadTransaction& transaction, PersonId person, const core::Page& page) = 0;

    /// Whom a stopped clinic concerns: neither cancelled nor refused. A stopped whole day concerns every session. The first to book
    /// first; `at` is created_at.
    virtual core::Result<std::vector<core::Due<BookingId>>> ofClinic(core::ReadTransaction& transaction, std::string_view hospital,
                                                                     const contract::ClinicStop& clinic, const core::Page& page) = 0;

    /// Who is expected at the hospital that day, paid or checked in; at most `limit`, in no order that means anything.
    virtual core::Result<std::vector<Booking>> expectedOn(core::ReadTransaction& transaction, std::string_view hospital, core::Date day,
                                                          std::size_t limit) = 0;

    /// Whose next check has come by `now`, the longest overdue first; `at` is next_check_at.
    virtual core::Result<std::vector<core::Due<BookingId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                const core::Page& page) = 0;
};

}  // namespace hub::booking
