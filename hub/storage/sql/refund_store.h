#pragma once

#include <string>

#include "hub/payment/refund_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table refund. Item and lines are sealed. Any thread.
class SqlRefundStore final : public payment::RefundStore {
  public:
    /// `vault` outlives the store.
    explicit SqlRefundStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const payment::Refund& refund) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const payment::Refund& refund) override;
    core::Result<payment::Refund> find(core::ReadTransaction& transaction, payment::RefundId id) override;
    core::Result<std::optional<payment::Refund>> findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                               std::string_view request_key) override;
    core::Result<std::optional<payment::Refund>> findByNumber(core::ReadTransaction& transaction, std::string_view channel,
                                                              std::string_view number) override;
    core::Result<std::vector<payment::Refund>> ofPayment(core::ReadTransaction& transaction, payment::PaymentId payment,
                                                         const core::Page& page) override;
    core::Result<std::vector<core::Due<payment::RefundId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                const core::Page& page) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string by_request_;
    const std::string by_number_;
    const std::string of_payment_;
    const std::string due_;
};

}  // namespace hub::storage::sql
