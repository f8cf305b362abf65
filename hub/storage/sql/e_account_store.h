#pragma once

#include <string>

#include "hub/payment/e_account_store.h"
#include "hub/storage/sql/versioned_table.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// The table e_account. The account's number and what the bank is asked are sealed. Any thread.
class SqlEAccountStore final : public payment::EAccountStore {
  public:
    /// `vault` outlives the store.
    explicit SqlEAccountStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const payment::EAccount& account) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const payment::EAccount& account) override;
    core::Result<payment::EAccount> find(core::ReadTransaction& transaction, payment::EAccountId id) override;
    core::Result<std::optional<payment::EAccount>> lastOf(core::ReadTransaction& transaction, payment::PersonId person) override;
    core::Result<std::vector<core::Due<payment::EAccountId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                  const core::Page& page) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string of_person_;
    const std::string due_;
};

/// The table account_transfer. Any thread.
class SqlAccountTransferStore final : public payment::AccountTransferStore {
  public:
    /// `vault` outlives the store.
    explicit SqlAccountTransferStore(const vault::Vault& vault);

    core::Result<void> add(core::Transaction& transaction, const payment::AccountTransfer& transfer) override;
    core::Result<std::int64_t> change(core::Transaction& transaction, const payment::AccountTransfer& transfer) override;
    core::Result<payment::AccountTransfer> find(core::ReadTransaction& transaction, payment::AccountTransferId id) override;
    core::Result<std::optional<payment::AccountTransfer>> findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                                        std::string_view request_key) override;
    core::Result<std::vector<payment::AccountTransfer>> ofAccount(core::ReadTransaction& transaction, payment::EAccountId account,
                                                                  const core::Page& page) override;
    core::Result<std::vector<core::Due<payment::AccountTransferId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                         const core::Page& page) override;

  private:
    const vault::Vault& vault_;
    const VersionedTable table_;
    const std::string find_;
    const std::string by_request_;
    const std::string of_account_;
    const std::string due_;
};

}  // namespace hub::storage::sql
