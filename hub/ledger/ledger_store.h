#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "hub/core/work.h"
#include "hub/ledger/journal.h"

namespace hub::ledger {

/// The tables of the books. Implemented by storage. Any thread, a transaction at a time.
/// Every call also: StorageBusy, StorageDown, StorageFull. LedgerDamaged where rows contradict each other.
class LedgerStore {
  public:
    virtual ~LedgerStore() = default;

    // For the writer, in the order of a batch.

    /// Becomes the writer: every batch of an earlier epoch is refused from now on.
    virtual core::Result<Tail> takeLease(core::Transaction& transaction, std::string_view owner) = 0;

    /// As takeLease() or the last batch left it. Also: LedgerFenced (`epoch` is not the lease's).
    virtual core::Result<Tail> tail(core::Transaction& transaction, std::int64_t epoch) = 0;

    /// Moves the lease row from `tail.batch` to the next one, and with it locks out every other writer until the end. Before any
    /// lookup, so that what is found stays. Also: LedgerFenced; StorageBusy (an earlier COMMIT of our own arrived late: read tail again).
    virtual core::Result<void> advance(core::Transaction& transaction, const Tail& tail) = 0;

    /// Those of `keys` that have an outcome, in any order.
    virtual core::Result<std::vector<KeptOutcome>> outcomes(core::ReadTransaction& transaction,
                                                            std::span<const CommandKey* const> keys) = 0;

    /// Those of `ids` that exist, in any order.
    virtual core::Result<std::vector<AccountRow>> accounts(core::ReadTransaction& transaction, std::span<const AccountId> ids) = 0;

    /// Those of `keys` that are holds, in any order.
    virtual core::Result<std::vector<HoldRow>> holds(core::ReadTransaction& transaction, std::span<const MovementKey> keys) = 0;

    /// The rows of a batch for which advance() was called in this transaction. Also: OutboxOrderTaken.
    virtual core::Result<void> write(core::Transaction& transaction, BatchWrite write) = 0;

    // For readers. Pages have at most `limit` rows and go on after the key given; 0 and the none-id are before the first.

    /// Entries `after` + 1 to `after` + `limit` of an account, as journal rows, by its sequence; `debited` says which side is its own.
    struct AccountEntry {
        JournalRow row;
        bool debited = false;
        core::UtcTime booked_at;
    };
    virtual core::Result<std::vector<AccountEntry>> entries(core::ReadTransaction& transaction, AccountId account, std::int64_t after,
                                                            std::size_t limit) = 0;
    virtual core::Result<std::vector<DueHold>> dueHolds(core::ReadTransaction& transaction, core::UtcTime now, std::size_t limit) = 0;
    virtual core::Result<std::vector<BatchRow>> batchesAfter(core::ReadTransaction& transaction, std::int64_t after, std::size_t limit) = 0;
    virtual core::Result<std::vector<JournalRow>> transfersAfter(core::ReadTransaction& transaction, std::int64_t after,
                                                                 std::size_t limit) = 0;
    /// Of one batch, by position.
    virtual core::Result<std::vector<RefusalRow>> refusalsOf(core::ReadTransaction& transaction, std::int64_t batch) = 0;
    virtual core::Result<std::vector<AccountRow>> accountsAfter(core::ReadTransaction& transaction, AccountId after, std::size_t limit) = 0;
    virtual core::Result<std::vector<HoldRow>> holdsAfter(core::ReadTransaction& transaction, std::int64_t after, std::size_t limit) = 0;

    struct Counts {
        std::int64_t batches = 0;
        std::int64_t transfers = 0;
        std::int64_t refusals = 0;
        std::int64_t accounts = 0;
        std::int64_t holds = 0;
        std::int64_t lease_batch = 0;
    };
    virtual core::Result<Counts> counts(core::ReadTransaction& transaction) = 0;
};

}  // namespace hub::ledger
