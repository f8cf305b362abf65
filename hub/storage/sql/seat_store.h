#pragma once

#include "hub/booking/seat_store.h"

namespace hub::storage::sql {

/// The table slot_seat. A seat is a number from 0 on. Any thread.
class SqlSeatStore final : public booking::SeatStore {
  public:
    core::Result<bool> take(core::Transaction& transaction, const booking::Booking& booking, std::int32_t quota) override;
    core::Result<void> release(core::Transaction& transaction, booking::BookingId booking) override;
    core::Result<std::vector<booking::TakenSeats>> ofDoctor(core::ReadTransaction& transaction, std::string_view hospital,
                                                            std::string_view department, std::string_view doctor, core::Date day) override;
    core::Result<std::vector<booking::TakenSeats>> ofDays(core::ReadTransaction& transaction, std::string_view hospital, core::Date from,
                                                          core::Date to) override;
    core::Result<std::int64_t> forgetBefore(core::Transaction& transaction, core::Date day, std::size_t limit) override;
};

}  // namespace hub::storage::sql
