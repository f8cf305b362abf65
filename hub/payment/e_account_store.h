#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/core/page.h"
#include "hub/core/work.h"
#include "hub/payment/e_account.h"

namespace hub::payment {

/// The rows of e-accounts. Implemented by storage. Any thread. Every read also: RowNotReadable (the row was changed by other hands),
/// SealBroken, KeyMissing.
class EAccountStore {
  public:
    virtual ~EAccountStore() = default;

    /// Version 1, whatever stands in the account. Also: RowTaken (the person has one that is not refused: look first), FieldTooLong.
    virtual core::Result<void> add(core::Transaction& transaction, const EAccount& account) = 0;

    /// Stores a decision over exactly the version it was made on; answers with the new one. Also: VersionConflict (somebody was faster,
    /// or there is no such account: read again), FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const EAccount& account) = 0;

    /// Also: AccountNotFound.
    virtual core::Result<EAccount> find(core::ReadTransaction& transaction, EAccountId id) = 0;

    /// The person's newest, refused or not: if they have one that is not refused, it is this one.
    virtual core::Result<std::optional<EAccount>> lastOf(core::ReadTransaction& transaction, PersonId person) = 0;

    /// Whose next check has come by `now`, the longest overdue first; `at` is next_check_at.
    virtual core::Result<std::vector<core::Due<EAccountId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                 const core::Page& page) = 0;
};

/// The rows of transfers of e-accounts; otherwise as EAccountStore.
class AccountTransferStore {
  public:
    virtual ~AccountTransferStore() = default;

    /// Also: RowTaken (the client's key has one: look first), OrderNumberTaken (our bug), FieldTooLong, SqlRefused (there is no such
    /// account: our bug).
    virtual core::Result<void> add(core::Transaction& transaction, const AccountTransfer& transfer) = 0;

    /// Also: VersionConflict, FieldTooLong.
    virtual core::Result<std::int64_t> change(core::Transaction& transaction, const AccountTransfer& transfer) = 0;

    /// Also: AccountNotFound.
    virtual core::Result<AccountTransfer> find(core::ReadTransaction& transaction, AccountTransferId id) = 0;

    /// Keys of two clients have nothing to do with each other.
    virtual core::Result<std::optional<AccountTransfer>> findByRequest(core::ReadTransaction& transaction, std::string_view client,
                                                                       std::string_view request_key) = 0;

    /// The newest first; their place is by created_at.
    virtual core::Result<std::vector<AccountTransfer>> ofAccount(core::ReadTransaction& transaction, EAccountId account,
                                                                 const core::Page& page) = 0;

    virtual core::Result<std::vector<core::Due<AccountTransferId>>> due(core::ReadTransaction& transaction, core::UtcTime now,
                                                                        const core::Page& page) = 0;
};

}  // namespace hub::payment
