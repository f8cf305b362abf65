#pragma once

#include <string>

#include "hub/payment/decision_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table payment_decision. The reason is sealed. Any thread.
class SqlDecisionStore final : public payment::DecisionStore {
  public:
    /// `vault` outlives the store.
    explicit SqlDecisionStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const payment::Decision& decision) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const payment::Decision& decision) override;
    core::Result<payment::Decision> find(core::ReadTransaction& transaction, payment::DecisionId id) override;
    core::Result<std::vector<payment::Decision>> ofPayment(core::ReadTransaction& transaction, payment::PaymentId payment,
                                                           const core::Page& page) override;
    core::Result<std::vector<payment::Decision>> queue(core::ReadTransaction& transaction, payment::DecisionState state,
                                                       const core::Page& page) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string of_payment_;
    const std::string queue_;
};

}  // namespace hub::storage::sql
