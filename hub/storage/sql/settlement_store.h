#pragma once

#include <string>

#include "hub/payment/settlement_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table settlement. Who is insured, the bill and the insurer's answers are sealed. Any thread.
class SqlSettlementStore final : public payment::SettlementStore {
  public:
    /// `vault` outlives the store.
    explicit SqlSettlementStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const payment::Settlement& settlement) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const payment::Settlement& settlement) override;
    core::Result<payment::Settlement> find(core::ReadTransaction& transaction, payment::SettlementId id) override;
    core::Result<std::vector<payment::Settlement>> ofPayment(core::ReadTransaction& transaction, payment::PaymentId payment,
                                                             const core::Page& page) override;
    core::Result<std::vector<core::Due<payment::SettlementId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                    const core::Page& page) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string of_payment_;
    const std::string due_;
};

}  // namespace hub::storage::sql
