#pragma once

#include <array>
#include <string>

#include "hub/core/outbox.h"
#include "hub/ledger/ledger_store.h"
#include "hub/storage/sql/database.h"

namespace hub::storage::ledger {

/// The tables ledger_lease, account, batch, transfer with hold, and command. On the way of every payment: rows go in and are looked
/// up by the dozen, in statements of power-of-two sizes, so that a batch costs a handful of round trips. Any thread.
class SqlLedgerStore final : public hub::ledger::LedgerStore {
  public:
    /// `outbox` outlives the store.
    SqlLedgerStore(sql::Dialect dialect, core::Outbox& outbox);

    core::Result<hub::ledger::Tail> takeLease(core::Transaction& transaction, std::string_view owner) override;
    core::Result<hub::ledger::Tail> tail(core::Transaction& transaction, std::int64_t epoch) override;
    core::Result<void> advance(core::Transaction& transaction, const hub::ledger::Tail& tail) override;
    core::Result<std::vector<hub::ledger::KeptOutcome>> outcomes(core::ReadTransaction& transaction,
                                                                 std::span<const hub::ledger::CommandKey* const> keys) override;
    core::Result<std::vector<hub::ledger::AccountRow>> accounts(core::ReadTransaction& transaction,
                                                                std::span<const hub::ledger::AccountId> ids) override;
    core::Result<std::vector<hub::ledger::HoldRow>> holds(core::ReadTransaction& transaction,
                                                          std::span<const hub::ledger::MovementKey> keys) override;
    core::Result<void> write(core::Transaction& transaction, hub::ledger::BatchWrite write) override;

    core::Result<std::vector<AccountEntry>> entries(core::ReadTransaction& transaction, hub::ledger::AccountId account, std::int64_t after,
                                                    std::size_t limit) override;
    core::Result<std::vector<hub::ledger::DueHold>> dueHolds(core::ReadTransaction& transaction, core::UtcTime now,
                                                             std::size_t limit) override;
    core::Result<std::vector<hub::ledger::BatchRow>> batchesAfter(core::ReadTransaction& transaction, std::int64_t after,
                                                                  std::size_t limit) override;
    core::Result<std::vector<hub::ledger::JournalRow>> transfersAfter(core::ReadTransaction& transaction, std::int64_t after,
                                                                      std::size_t limit) override;
    core::Result<std::vector<hub::ledger::RefusalRow>> refusalsOf(core::ReadTransaction& transaction, std::int64_t batch) override;
    core::Result<std::vector<hub::ledger::AccountRow>> accountsAfter(core::ReadTransaction& transaction, hub::ledger::AccountId after,
                                                                     std::size_t limit) override;
    core::Result<std::vector<hub::ledger::HoldRow>> holdsAfter(core::ReadTransaction& transaction, std::int64_t after,
                                                               std::size_t limit) override;
    core::Result<Counts> counts(core::ReadTransaction& transaction) override;

  private:
    static constexpr std::size_t kSizes = 7;  // 1, 2, 4 … 64 rows or keys a statement
    using Texts = std::array<std::string, kSizes>;

    core::Result<void> writeAccounts(core::Transaction& transaction, const std::vector<hub::ledger::AccountRow>& accounts);

    core::Outbox& outbox_;
    const std::string take_lease_;
    const std::string first_lease_;
    Texts booked_;    // outcomes by key, of commands that were booked
    Texts refused_;   // and that were refused
    Texts accounts_;  // by id
    Texts upsert_;
};

}  // namespace hub::storage::ledger
