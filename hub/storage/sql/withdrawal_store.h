#pragma once

#include <string>

#include "hub/identity/withdrawal_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table certificate_withdrawal, and what is taken out of former_certificate. Any thread.
class SqlWithdrawalStore final : public identity::WithdrawalStore {
  public:
    /// `vault` outlives the store.
    explicit SqlWithdrawalStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const identity::Withdrawal& withdrawal) override;
    core::Result<identity::Withdrawal> find(core::ReadTransaction& transaction, identity::WithdrawalId id) override;
    core::Result<std::vector<identity::Withdrawal>> ofPerson(core::ReadTransaction& transaction, identity::PersonId person) override;
    core::Result<std::vector<identity::Withdrawal>> queue(core::ReadTransaction& transaction, identity::WithdrawalState state,
                                                          const core::Page& page) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const identity::Withdrawal& withdrawal) override;
    core::Result<void> forget(core::Transaction& transaction, identity::FormerCertificateId former) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string of_person_;
    const std::string queue_;
};

}  // namespace hub::storage::sql
