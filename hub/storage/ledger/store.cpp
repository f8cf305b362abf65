#include "hub/storage/ledger/store.h"

#include <fmt/format.h>
#include <algorithm>
#include <bit>
#include <map>
#include <utility>

#include "hub/storage/ledger/rows.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::ledger {

using core::Error;
using core::Failure;
using core::Result;
using hub::ledger::AccountId;
using hub::ledger::AccountRow;
using hub::ledger::BatchWrite;
using hub::ledger::Booked;
using hub::ledger::CommandKey;
using hub::ledger::HoldRow;
using hub::ledger::KeptOutcome;
using hub::ledger::MovementKey;
using hub::ledger::Tail;
using sql::blob;
using sql::Row;
using sql::SqlTransaction;
using sql::Value;

namespace {

constexpr std::size_t kRowsMax = 64;

constexpr std::string_view kLease = "ledger";
constexpr std::string_view kTail =
    "SELECT l.epoch, l.batch_no, b.no, b.first_transfer, b.transfers, b.hash FROM ledger_lease l LEFT JOIN batch b ON b.no = l.batch_no"
    " WHERE l.name = ?";
constexpr std::string_view kAdvance = "UPDATE ledger_lease SET batch_no = ? WHERE name = ? AND epoch = ? AND batch_no = ?";
constexpr std::string_view kEpoch = "SELECT epoch FROM ledger_lease WHERE name = ?";
constexpr std::string_view kEndHold = "UPDATE hold SET open_until_ms = NULL, ended_by = ? WHERE transfer_no = ? AND ended_by IS NULL";

/// "one, one, one" with `between`.
std::string repeated(std::string_view one, std::size_t times, std::string_view between) {
    std::string all(one);
    for (std::size_t i = 1; i < times; ++i) all.append(between).append(one);
    return all;
}

std::string upsertText(sql::Engine engine, std::size_t rows) {
    const bool sqlite = engine == sql::Engine::Sqlite;
    const auto theirs = [&](std::string_view column) {
        return sqlite ? fmt::format("excluded.{}", column) : fmt::format("VALUES({})", column);
    };
    std::string text = fmt::format("INSERT INTO account ({}) VALUES {} {}", kAccountShape.columns,
                                   repeated(fmt::format("({})", repeated("?", kAccountShape.width, ",")), rows, ","),
                                   sqlite ? "ON CONFLICT (id) DO UPDATE SET" : "ON DUPLICATE KEY UPDATE");
    for (const char* column : {"debit_posted_fen", "debit_pending_fen", "credit_posted_fen", "credit_pending_fen", "closed"})
        text.append(fmt::format(" {} = {},", column, theirs(column)));
    // Compare and set: who finds another sequence sets NULL, which the column refuses, and with it the batch.
    return text.append(
        fmt::format(" sequence = CASE WHEN account.sequence = {} THEN {} END", theirs("sequence_before"), theirs("sequence")));
}

/// The text for `count` keys or rows in an array of powers of two, rounded up.
std::size_t sizeAtLeast(std::size_t count) { return static_cast<std::size_t>(std::countr_zero(std::bit_ceil(count))); }

/// Queries `texts` for all of `keys`, some dozens at a time; what is left over of a statement's places is filled with the last key again.
template <class Key, class AddColumns>
Result<void> queryEach(core::ReadTransaction& transaction, const std::array<std::string, 7>& texts, std::span<const Key> keys,
                       const AddColumns& add, const sql::EachRow& each) {
    Columns values;
    while (!keys.empty()) {
        const std::span<const Key> some = keys.first(std::min(keys.size(), kRowsMax));
        const std::size_t size = sizeAtLeast(some.size());
        values.clear();
        for (std::size_t i = 0; i < (std::size_t{1} << size); ++i) add(values, some[std::min(i, some.size() - 1)]);
        const Result<void> asked = SqlTransaction::of(transaction).query(texts.at(size), values, each);
        if (!asked.ok()) return asked;
        keys = keys.subspan(some.size());
    }
    return {};
}

template <class AnyRow>
Result<void> insert(core::Transaction& transaction, const sql::InsertShape& shape, const AnyRow& row) {
    Columns columns;
    columns.reserve(shape.width);
    addColumns(columns, row);
    const Result<void> inserted = SqlTransaction::of(transaction).insert(shape, columns);
    if (!inserted.ok() && inserted.failure().error() == Error::RowTaken)
        return Failure(Error::LedgerDamaged, fmt::format("table {}: a row that is to be written stands already", shape.table));
    return inserted;
}

}  // namespace

SqlLedgerStore::SqlLedgerStore(sql::Dialect dialect, core::Outbox& outbox)
    : outbox_(outbox),
      take_lease_(fmt::format("UPDATE ledger_lease SET epoch = epoch + 1, owner = ?, taken_at_ms = {} WHERE name = ?", dialect.nowMs())),
      first_lease_(
          fmt::format("INSERT INTO ledger_lease (name, epoch, owner, batch_no, taken_at_ms) VALUES (?, 1, ?, 0, {})", dialect.nowMs())) {
    for (std::size_t size = 0; size < kSizes; ++size) {
        const std::size_t count = std::size_t{1} << size;
        booked_.at(size) = fmt::format(
            "SELECT t.flow_id, t.step, t.request_hash, t.no, b.booked_at_ms FROM transfer t JOIN batch b ON b.no = t.batch_no WHERE {}",
            repeated("(t.flow_id = ? AND t.step = ?)", count, " OR "));
        refused_.at(size) =
            fmt::format("SELECT {} FROM command WHERE {}", kRefusalShape.columns, repeated("(flow_id = ? AND step = ?)", count, " OR "));
        accounts_.at(size) = fmt::format("SELECT {} FROM account WHERE id IN ({})", kAccountShape.columns, repeated("?", count, ","));
        upsert_.at(size) = upsertText(dialect.engine(), count);
    }
}

Result<Tail> SqlLedgerStore::takeLease(core::Transaction& transaction, std::string_view owner) {
    const Result<void> fits = sql::checkLength("ledger_lease.owner", owner, 32);
    if (!fits.ok()) return fits.failure();
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<std::int64_t> taken = sql.execute(take_lease_, std::array<Value, 2>{blob(owner), blob(kLease)});
    if (!taken.ok()) return taken.failure();
    if (*taken == 0) {
        const Result<std::int64_t> made = sql.execute(first_lease_, std::array<Value, 2>{blob(kLease), blob(owner)});
        if (!made.ok()) return made.failure();
    }
    std::int64_t epoch = 0;
    const Result<void> asked = sql.query(kEpoch, std::array<Value, 1>{blob(kLease)}, [&](const Row& row) { epoch = row.integer(0); });
    if (!asked.ok()) return asked.failure();
    return tail(transaction, epoch);
}

Result<Tail> SqlLedgerStore::tail(core::Transaction& transaction, std::int64_t epoch) {
    Tail tail;
    bool whole = false;
    const Result<void> asked = SqlTransaction::of(transaction).query(kTail, std::array<Value, 1>{blob(kLease)}, [&](const Row& row) {
        tail.epoch = row.integer(0);
        tail.batch = row.integer(1);
        whole = tail.batch == 0 || !row.isNull(2);
        if (row.isNull(2)) return;
        tail.transfer = row.integer(3) + row.integer(4) - 1;
        tail.hash = sql::digestAt(row, 5);
    });
    if (!asked.ok()) return asked.failure();
    if (tail.epoch != epoch) return Failure(Error::LedgerFenced, fmt::format("epoch {} after {}", tail.epoch, epoch));
    if (!whole) return Failure(Error::LedgerDamaged, fmt::format("batch {} is missing", tail.batch));
    return tail;
}

Result<void> SqlLedgerStore::advance(core::Transaction& transaction, const Tail& tail) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<std::int64_t> moved = sql.execute(kAdvance, std::array<Value, 4>{tail.batch + 1, blob(kLease), tail.epoch, tail.batch});
    if (!moved.ok()) return moved.failure();
    if (*moved == 1) return {};
    std::int64_t epoch = 0;
    const Result<void> asked = sql.query(kEpoch, std::array<Value, 1>{blob(kLease)}, [&](const Row& row) { epoch = row.integer(0); });
    if (!asked.ok()) return asked;
    if (epoch != tail.epoch) return Failure(Error::LedgerFenced, fmt::format("epoch {} after {}", epoch, tail.epoch));
    return Failure(Error::StorageBusy, "an earlier batch arrived late");
}

Result<std::vector<KeptOutcome>> SqlLedgerStore::outcomes(core::ReadTransaction& transaction, std::span<const CommandKey* const> keys) {
    const auto add = [](Columns& values, const CommandKey* key) {
        values.push_back(blob(key->flow));
        values.push_back(blob(key->step));
    };
    std::map<CommandKey, KeptOutcome> booked;
    const Result<void> asked_booked = queryEach(transaction, booked_, keys, add, [&](const Row& row) {
        const CommandKey key{sql::idAt(row, 0), row.bytes(1)};
        const std::int64_t number = row.integer(3);
        const auto [kept, first] =
            booked.try_emplace(key, KeptOutcome{key, sql::digestAt(row, 2), Booked{number, 0, sql::timeAt(row, 4), true}});
        Booked& outcome = *kept->second.answer;
        outcome.first_transfer = std::min(outcome.first_transfer, number);
        ++outcome.movements;
    });
    if (!asked_booked.ok()) return asked_booked.failure();
    std::vector<KeptOutcome> found;
    for (auto& [key, outcome] : booked) found.push_back(std::move(outcome));
    const Result<void> asked_refused = queryEach(transaction, refused_, keys, add, [&](const Row& row) {
        const hub::ledger::RefusalRow refusal = refusalRowAt(row);
        found.push_back({refusal.key, refusal.request_hash, Failure(refusal.error, refusal.detail)});
    });
    if (!asked_refused.ok()) return asked_refused.failure();
    return found;
}

Result<std::vector<AccountRow>> SqlLedgerStore::accounts(core::ReadTransaction& transaction, std::span<const AccountId> ids) {
    std::vector<AccountRow> found;
    const Result<void> asked = queryEach(
        transaction, accounts_, ids, [](Columns& values, const AccountId& id) { values.push_back(blob(id.bits)); },
        [&](const Row& row) { found.push_back(accountRowAt(row)); });
    if (!asked.ok()) return asked.failure();
    return found;
}

Result<std::vector<HoldRow>> SqlLedgerStore::holds(core::ReadTransaction& transaction, std::span<const MovementKey> keys) {
    static const std::string text = fmt::format(
        "SELECT {} FROM transfer t JOIN hold h ON h.transfer_no = t.no WHERE t.flow_id = ? AND t.step = ? AND t.leg = ?", kHoldColumns);
    std::vector<HoldRow> found;
    for (const MovementKey& key : keys) {
        const Result<void> asked =
            SqlTransaction::of(transaction)
                .query(text, std::array<Value, 3>{blob(key.command.flow), blob(key.command.step), std::int64_t{key.leg}},
                       [&](const Row& row) { found.push_back(holdRowAt(row)); });
        if (!asked.ok()) return asked.failure();
    }
    return found;
}

Result<void> SqlLedgerStore::write(core::Transaction& transaction, BatchWrite write) {
    const Result<void> batch = insert(transaction, kBatchShape, write.batch);
    if (!batch.ok()) return batch;
    for (const hub::ledger::JournalRow& row : write.transfers) {
        const Result<void> added = insert(transaction, kTransferShape, row);
        if (!added.ok()) return added;
    }
    for (const hub::ledger::RefusalRow& row : write.refusals) {
        const Result<void> added = insert(transaction, kRefusalShape, row);
        if (!added.ok()) return added;
    }
    for (const HoldRow& row : write.opened) {
        const Result<void> added = insert(transaction, kHoldShape, row);
        if (!added.ok()) return added;
    }
    for (const HoldRow& row : write.ended) {
        const Result<std::int64_t> ended =
            SqlTransaction::of(transaction).execute(kEndHold, std::array<Value, 2>{*row.ended_by, row.number});
        if (!ended.ok()) return ended.failure();
        if (*ended != 1) return Failure(Error::LedgerDamaged, fmt::format("hold {} was ended by another", row.number));
    }
    for (const core::OutboxMessage& message : write.messages) {
        const Result<void> added = outbox_.add(transaction, message);
        if (!added.ok()) return added;
    }
    return writeAccounts(transaction, write.accounts);
}

Result<void> SqlLedgerStore::writeAccounts(core::Transaction& transaction, const std::vector<AccountRow>& accounts) {
    std::span<const AccountRow> left = accounts;
    Columns values;
    while (!left.empty()) {
        const std::size_t rows = std::min(kRowsMax, std::bit_floor(left.size()));
        values.clear();
        for (const AccountRow& row : left.first(rows)) addColumns(values, row);
        const Result<std::int64_t> written = SqlTransaction::of(transaction).execute(upsert_.at(sizeAtLeast(rows)), values);
        if (!written.ok() && written.failure().error() == Error::SqlRefused)
            return Failure(Error::LedgerDamaged, "table account: a row is not what the writer left: " + written.failure().detail());
        if (!written.ok()) return written.failure();
        left = left.subspan(rows);
    }
    return {};
}

}  // namespace hub::storage::ledger
