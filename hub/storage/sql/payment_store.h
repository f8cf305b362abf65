#pragma once

#include <string>

#include "hub/payment/payment_store.h"
#include "hub/storage/sql/legs.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The tables payment, payment_subject and leg. The file number, the items and the hospital's answer are sealed. Any thread.
class SqlPaymentStore final : public payment::PaymentStore {
  public:
    /// `vault` outlives the store.
    explicit SqlPaymentStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const payment::Payment& payment) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const payment::Payment& payment) override;
    core::Result<payment::Payment> find(core::ReadTransaction& transaction, payment::PaymentId id) override;
    core::Result<std::optional<payment::Payment>> findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                                std::string_view request_key) override;
    core::Result<std::optional<payment::Payment>> findByOrder(core::ReadTransaction& transaction, std::string_view channel,
                                                              std::string_view order_number) override;
    core::Result<std::vector<payment::Payment>> ofPerson(core::ReadTransaction& transaction, payment::PersonId person,
                                                         const core::Page& page) override;
    core::Result<std::vector<payment::Payment>> ofSubject(core::ReadTransaction& transaction, core::IdBits subject,
                                                          const core::Page& page) override;
    core::Result<std::vector<core::Due<payment::PaymentId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                 const core::Page& page) override;

  private:
    core::Result<std::vector<payment::Payment>> select(core::ReadTransaction& transaction, std::string_view sql, Values values) const;
    core::Result<std::optional<payment::Payment>> selectOne(core::ReadTransaction& transaction, std::string_view sql, Values values) const;

    const vault::Vault& vault_;
    const VersionedTable table_;
    const Legs legs_;
    const std::string find_;
    const std::string by_request_;
    const std::string by_order_;
    const std::string of_person_;
    const std::string of_subject_;
    const std::string due_;
};

}  // namespace hub::storage::sql
