// What readers of the books ask: statements, due holds, and everything in order for verify().

#include <fmt/format.h>
#include <algorithm>

#include "hub/storage/ledger/rows.h"
#include "hub/storage/ledger/store.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::ledger {

using core::Result;
using hub::ledger::AccountId;
using hub::ledger::AccountRow;
using hub::ledger::BatchRow;
using hub::ledger::DueHold;
using hub::ledger::HoldRow;
using hub::ledger::JournalRow;
using hub::ledger::RefusalRow;
using sql::blob;
using sql::Row;
using sql::SqlTransaction;
using sql::Value;

namespace {

/// The rows of a query, each as `rowAt` reads it.
template <class AnyRow>
Result<std::vector<AnyRow>> rowsOf(core::ReadTransaction& transaction, std::string_view text, sql::Values values,
                                   AnyRow (*rowAt)(const Row&)) {
    std::vector<AnyRow> found;
    const Result<void> asked = SqlTransaction::of(transaction).query(text, values, [&](const Row& row) { found.push_back(rowAt(row)); });
    if (!asked.ok()) return asked.failure();
    return found;
}

std::int64_t limitOf(std::size_t limit) { return static_cast<std::int64_t>(limit); }

}  // namespace

/// Sequences have no gap, so a window of them is a page, and both sides are read along their own index.
Result<std::vector<SqlLedgerStore::AccountEntry>> SqlLedgerStore::entries(core::ReadTransaction& transaction, AccountId account,
                                                                          std::int64_t after, std::size_t limit) {
    const auto textOf = [](std::string_view side) {
        return fmt::format(
            "SELECT {}, b.booked_at_ms FROM transfer t JOIN batch b ON b.no = t.batch_no"
            " WHERE t.{} = ? AND t.{}_sequence > ? AND t.{}_sequence <= ?",
            kTransferColumns, side, side, side);
    };
    static const std::string debits = textOf("debit");
    static const std::string credits = textOf("credit");
    std::vector<AccountEntry> found;
    for (const bool debited : {true, false}) {
        const std::array<Value, 3> window{blob(account.bits), after, after + limitOf(limit)};
        const Result<void> asked = SqlTransaction::of(transaction).query(debited ? debits : credits, window, [&](const Row& row) {
            AccountEntry entry{journalRowAt(row), debited, sql::timeAt(row, kTransferShape.width)};
            const bool seen = !debited && entry.row.kind == hub::ledger::EntryKind::Close;  // its one side stands in both places
            if (!seen) found.push_back(std::move(entry));
        });
        if (!asked.ok()) return asked.failure();
    }
    const auto sequence = [](const AccountEntry& entry) { return entry.debited ? entry.row.debit.sequence : entry.row.credit.sequence; };
    std::ranges::sort(found, {}, sequence);
    return found;
}

Result<std::vector<DueHold>> SqlLedgerStore::dueHolds(core::ReadTransaction& transaction, core::UtcTime now, std::size_t limit) {
    static const std::string text = fmt::format(
        "SELECT {} FROM hold h JOIN transfer t ON t.no = h.transfer_no WHERE h.open_until_ms <= ?"
        " ORDER BY h.open_until_ms, h.transfer_no LIMIT ?",
        kHoldColumns);
    const Result<std::vector<HoldRow>> holds = rowsOf<HoldRow>(transaction, text, std::array<Value, 2>{now.ms, limitOf(limit)}, holdRowAt);
    if (!holds.ok()) return holds.failure();
    std::vector<DueHold> due;
    for (const HoldRow& hold : *holds) due.push_back({hold.movement, hold.expires_at});
    return due;
}

Result<std::vector<BatchRow>> SqlLedgerStore::batchesAfter(core::ReadTransaction& transaction, std::int64_t after, std::size_t limit) {
    static const std::string text = fmt::format("SELECT {} FROM batch WHERE no > ? ORDER BY no LIMIT ?", kBatchShape.columns);
    return rowsOf<BatchRow>(transaction, text, std::array<Value, 2>{after, limitOf(limit)}, batchRowAt);
}

Result<std::vector<JournalRow>> SqlLedgerStore::transfersAfter(core::ReadTransaction& transaction, std::int64_t after, std::size_t limit) {
    static const std::string text = fmt::format("SELECT {} FROM transfer t WHERE t.no > ? ORDER BY t.no LIMIT ?", kTransferColumns);
    return rowsOf<JournalRow>(transaction, text, std::array<Value, 2>{after, limitOf(limit)}, journalRowAt);
}

Result<std::vector<RefusalRow>> SqlLedgerStore::refusalsOf(core::ReadTransaction& transaction, std::int64_t batch) {
    static const std::string text = fmt::format("SELECT {} FROM command WHERE batch_no = ? ORDER BY position", kRefusalShape.columns);
    return rowsOf<RefusalRow>(transaction, text, std::array<Value, 1>{batch}, refusalRowAt);
}

Result<std::vector<AccountRow>> SqlLedgerStore::accountsAfter(core::ReadTransaction& transaction, AccountId after, std::size_t limit) {
    static const std::string text = fmt::format("SELECT {} FROM account WHERE id > ? ORDER BY id LIMIT ?", kAccountShape.columns);
    return rowsOf<AccountRow>(transaction, text, std::array<Value, 2>{blob(after.bits), limitOf(limit)}, accountRowAt);
}

Result<std::vector<HoldRow>> SqlLedgerStore::holdsAfter(core::ReadTransaction& transaction, std::int64_t after, std::size_t limit) {
    static const std::string text =
        fmt::format("SELECT {} FROM hold h JOIN transfer t ON t.no = h.transfer_no WHERE h.transfer_no > ? ORDER BY h.transfer_no LIMIT ?",
                    kHoldColumns);
    return rowsOf<HoldRow>(transaction, text, std::array<Value, 2>{after, limitOf(limit)}, holdRowAt);
}

Result<SqlLedgerStore::Counts> SqlLedgerStore::counts(core::ReadTransaction& transaction) {
    Counts counts;
    const Result<void> asked =
        SqlTransaction::of(transaction)
            .query(
                "SELECT (SELECT COUNT(*) FROM batch), (SELECT COUNT(*) FROM transfer),"
                " (SELECT COUNT(*) FROM command), (SELECT COUNT(*) FROM account), (SELECT COUNT(*) FROM hold),"
                " (SELECT COALESCE(MAX(batch_no), 0) FROM ledger_lease)",
                {}, [&](const Row& row) {
                    counts = {row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.integer(5)};
                });
    if (!asked.ok()) return asked.failure();
    return counts;
}

}  // namespace hub::storage::ledger
