#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "hub/booking/booking.h"
#include "hub/booking/seats.h"
#include "hub/core/work.h"

namespace hub::booking {

/// The seats that bookings have in delegated slots, one row each. Implemented by storage. Any thread.
class SeatStore {
  public:
    virtual ~SeatStore() = default;

    /// One of the `quota` seats of the booking's slot, until release(); false: so many are taken already. Units that take seats of one
    /// slot should be of one aggregate, else they get in each other's way. Also: VersionConflict (somebody was faster: run the unit
    /// again), FieldTooLong. REQUIRES: the booking has no seat.
    virtual core::Result<bool> take(core::Transaction& transaction, const Booking& booking, std::int32_t quota) = 0;

    /// Does nothing where the booking has none.
    virtual core::Result<void> release(core::Transaction& transaction, BookingId booking) = 0;

    /// Of one doctor's slots on a day. Also: RowNotReadable.
    virtual core::Result<std::vector<TakenSeats>> ofDoctor(core::ReadTransaction& transaction, std::string_view hospital,
                                                           std::string_view department, std::string_view doctor, core::Date day) = 0;

    /// Of all slots of the hospital on the days `from` to `to`, that one included. Also: RowNotReadable.
    virtual core::Result<std::vector<TakenSeats>> ofDays(core::ReadTransaction& transaction, std::string_view hospital, core::Date from,
                                                         core::Date to) = 0;

    /// Forgets up to about `limit` seats of days before `day`, and says how many: nobody books there any more. A job calls it until
    /// that is 0.
    virtual core::Result<std::int64_t> forgetBefore(core::Transaction& transaction, core::Date day, std::size_t limit) = 0;
};

}  // namespace hub::booking
