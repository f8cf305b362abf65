#pragma once

#include <string>

#include "hub/booking/booking_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table booking. The visit and the hospital's answer are sealed. Any thread.
class SqlBookingStore final : public booking::BookingStore {
  public:
    /// `vault` outlives the store.
    explicit SqlBookingStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const booking::Booking& booking) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const booking::Booking& booking) override;
    core::Result<booking::Booking> find(core::ReadTransaction& transaction, booking::BookingId id) override;
    core::Result<std::optional<booking::Booking>> findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                                std::string_view request_key) override;
    core::Result<std::optional<booking::Booking>> findByNumber(core::ReadTransaction& transaction, std::string_view hospital,
                                                               std::string_view number) override;
    core::Result<std::vector<booking::Booking>> ofPerson(core::ReadTransaction& transaction, booking::PersonId person,
                                                         const core::Page& page) override;
    core::Result<std::vector<core::Due<booking::BookingId>>> ofClinic(core::ReadTransaction& transaction, std::string_view hospital,
                                                                      const contract::ClinicStop& clinic, const core::Page& page) override;
    core::Result<std::vector<booking::Booking>> expectedOn(core::ReadTransaction& transaction, std::string_view hospital, core::Date day,
                                                           std::size_t limit) override;
    core::Result<std::vector<core::Due<booking::BookingId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                 const core::Page& page) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string by_request_;
    const std::string by_number_;
    const std::string of_person_;
    const std::string of_clinic_;
    const std::string expected_on_;
    const std::string due_;
};

}  // namespace hub::storage::sql
