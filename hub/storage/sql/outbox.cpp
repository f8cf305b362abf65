#include "hub/storage/sql/outbox.h"

#include <fmt/format.h>
#include <array>

#include "hub/storage/sql/sealing.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::OutboxId;
using core::OutboxMessage;
using core::Result;

namespace {

constexpr InsertShape kOutbox{
    "outbox", "id, topic, order_key, order_no, sealed_payload, not_before_ms, tries, dead, lease_owner, lease_until_ms", 10};
constexpr std::string_view kColumns = "id, topic, order_key, order_no, sealed_payload, not_before_ms, tries";
constexpr std::string_view kLease = "UPDATE outbox SET lease_owner = ?, lease_until_ms = ?, tries = tries + 1 WHERE id = ?";
constexpr std::string_view kDelivered = "DELETE FROM outbox WHERE id = ? AND lease_owner = ? AND dead = 0";
constexpr std::string_view kPostpone =
    "UPDATE outbox SET not_before_ms = ?, lease_owner = ?, lease_until_ms = 0 WHERE id = ? AND lease_owner = ? AND dead = 0";
constexpr std::string_view kBury =
    "UPDATE outbox SET dead = 1, failure_code = ?, lease_owner = ?, lease_until_ms = 0 WHERE id = ? AND lease_owner = ? AND dead = 0";
constexpr std::string_view kRevive = "UPDATE outbox SET dead = 0, failure_code = NULL, not_before_ms = ? WHERE id = ? AND dead = 1";

/// Of topic, the hub's time and the database's: what nobody holds and nothing earlier holds back.
constexpr std::string_view kIsDue =
    "topic = ? AND dead = 0 AND not_before_ms <= ? AND lease_until_ms <= ?"
    " AND NOT EXISTS (SELECT 1 FROM outbox earlier"
    " WHERE earlier.topic = outbox.topic AND earlier.order_key = outbox.order_key AND earlier.order_no < outbox.order_no)";

constexpr std::string_view kLast = "SELECT COALESCE(MAX(order_no), 0) FROM outbox WHERE topic = ? AND order_key = ?";

constexpr std::string_view kStanding = "SELECT dead, failure_code FROM outbox WHERE id = ?";

constexpr std::string_view kPayload = "outbox.payload";

/// Runs a statement that must hit the one row that is in the caller's hands.
Result<void> changeHeld(core::Transaction& transaction, std::string_view sql, Values values, OutboxId id) {
    const Result<std::int64_t> changed = SqlTransaction::of(transaction).execute(sql, values);
    if (!changed.ok()) return changed.failure();
    if (*changed != 1) return Failure(Error::LeaseLost, id.text());
    return {};
}

}  // namespace

SqlOutbox::SqlOutbox(Dialect dialect, const vault::Vault& vault)
    : vault_(vault),
      due_(fmt::format("SELECT {} FROM outbox WHERE {} ORDER BY not_before_ms, id LIMIT ?{}", kColumns, kIsDue,
                       dialect.forUpdateSkipLocked())),
      any_due_(fmt::format("SELECT 1 FROM outbox WHERE {} LIMIT 1", kIsDue)),
      dead_(fmt::format("SELECT {} FROM outbox WHERE topic = ? AND dead = 1 ORDER BY not_before_ms, id LIMIT ?", kColumns)) {}

Result<void> SqlOutbox::add(core::Transaction& transaction, const OutboxMessage& message) {
    const Result<void> fits = checkLength("outbox.topic", message.topic, 64);
    if (!fits.ok()) return fits;
    std::array<Value, kOutbox.width> row{blob(message.id.bits),
                                         blob(message.topic),
                                         blob(message.order_key),
                                         message.order_no,
                                         sealed(vault_, kPayload, message.id.bits, message.payload),
                                         message.not_before.ms,
                                         std::int64_t{0},
                                         std::int64_t{0},
                                         blob(""),
                                         std::int64_t{0}};
    const Result<void> added = SqlTransaction::of(transaction).insert(kOutbox, row);
    if (!added.ok() && added.failure().error() == Error::RowTaken)
        return Failure(Error::OutboxOrderTaken, std::to_string(message.order_no));
    return added;
}

Result<void> SqlOutbox::addNext(core::Transaction& transaction, OutboxMessage message) {
    const Result<void> asked = SqlTransaction::of(transaction)
                                   .query(kLast, std::array<Value, 2>{blob(message.topic), blob(message.order_key)},
                                          [&](const Row& row) { message.order_no = row.integer(0) + 1; });
    return asked.ok() ? add(transaction, message) : asked;
}

Result<std::vector<OutboxMessage>> SqlOutbox::lease(core::Transaction& transaction, std::string_view topic, core::UtcTime now,
                                                    std::string_view owner, core::Duration duration, std::size_t limit) {
    HUB_ASSERT(!owner.empty());
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<core::UtcTime> database_now = sql.now();
    if (!database_now.ok()) return database_now.failure();
    Result<std::vector<OutboxMessage>> due =
        select(transaction, due_, std::array<Value, 4>{blob(topic), now.ms, database_now->ms, static_cast<std::int64_t>(limit)});
    if (!due.ok()) return due;
    const std::int64_t until = (*database_now + duration).ms;
    for (OutboxMessage& message : *due) {
        const Result<void> leased =
            changeHeld(transaction, kLease, std::array<Value, 3>{blob(owner), until, blob(message.id.bits)}, message.id);
        if (!leased.ok()) return leased.failure();
        ++message.tries;
    }
    return due;
}

Result<bool> SqlOutbox::due(core::ReadTransaction& transaction, std::string_view topic, core::UtcTime now) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<core::UtcTime> database_now = sql.now();
    if (!database_now.ok()) return database_now.failure();
    bool found = false;
    const Result<void> asked =
        sql.query(any_due_, std::array<Value, 3>{blob(topic), now.ms, database_now->ms}, [&](const Row&) { found = true; });
    if (!asked.ok()) return asked.failure();
    return found;
}

Result<void> SqlOutbox::delivered(core::Transaction& transaction, OutboxId id, std::string_view owner) {
    return changeHeld(transaction, kDelivered, std::array<Value, 2>{blob(id.bits), blob(owner)}, id);
}

Result<void> SqlOutbox::postpone(core::Transaction& transaction, OutboxId id, std::string_view owner, core::UtcTime next_at) {
    return changeHeld(transaction, kPostpone, std::array<Value, 4>{next_at.ms, blob(""), blob(id.bits), blob(owner)}, id);
}

Result<void> SqlOutbox::bury(core::Transaction& transaction, OutboxId id, std::string_view owner, std::string_view code) {
    return changeHeld(transaction, kBury, std::array<Value, 4>{blob(code), blob(""), blob(id.bits), blob(owner)}, id);
}

Result<void> SqlOutbox::revive(core::Transaction& transaction, OutboxId id, core::UtcTime next_at) {
    return changeHeld(transaction, kRevive, std::array<Value, 2>{next_at.ms, blob(id.bits)}, id);
}

Result<std::optional<core::OutboxStanding>> SqlOutbox::standing(core::ReadTransaction& transaction, OutboxId id) {
    std::optional<core::OutboxStanding> standing;
    const Result<void> asked = SqlTransaction::of(transaction).query(kStanding, std::array<Value, 1>{blob(id.bits)}, [&](const Row& row) {
        standing = {row.integer(0) != 0, row.isNull(1) ? std::string() : row.bytes(1)};
    });
    if (!asked.ok()) return asked.failure();
    return standing;
}

Result<std::vector<OutboxMessage>> SqlOutbox::dead(core::ReadTransaction& transaction, std::string_view topic, std::size_t limit) {
    return select(transaction, dead_, std::array<Value, 2>{blob(topic), static_cast<std::int64_t>(limit)});
}

Result<std::vector<OutboxMessage>> SqlOutbox::select(core::ReadTransaction& transaction, std::string_view sql, Values values) const {
    std::vector<OutboxMessage> found;
    std::vector<std::string> seals;  // opened when the statement is done
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, values, [&](const Row& row) {
        OutboxMessage& message = found.emplace_back();
        message.id.bits = idAt(row, 0);
        message.topic = row.bytes(1);
        message.order_key = idAt(row, 2);
        message.order_no = row.integer(3);
        seals.push_back(row.bytes(4));
        message.not_before = timeAt(row, 5);
        message.tries = static_cast<std::int32_t>(row.integer(6));
    });
    if (!asked.ok()) return asked.failure();
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Result<void> opened = openInto(found[i].payload, vault_, kPayload, found[i].id.bits, seals[i]);
        if (!opened.ok()) return opened.failure();
    }
    return found;
}

}  // namespace hub::storage::sql
