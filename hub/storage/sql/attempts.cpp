#include "hub/storage/sql/attempts.h"

#include <fmt/format.h>
#include <array>
#include <limits>

#include "hub/core/describe.h"
#include "hub/core/exception.h"
#include "hub/storage/sql/sealing.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Attempt;
using core::AttemptId;
using core::AttemptState;
using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::string_view kColumns =
    "id, flow_kind, flow_id, flow_order, step, counterparty, operation, wire_id, body_hash, sealed_body, sealed_answer, "
    "state, deadline_at_ms, next_check_at_ms, lease_owner, lease_until_ms, version";
constexpr InsertShape kAttempt{"attempt", kColumns, 17};
constexpr std::string_view kLease =
    "UPDATE attempt SET lease_owner = ?, lease_until_ms = ?, version = version + 1 WHERE id = ? AND version = ?";
constexpr std::string_view kChange =
    "UPDATE attempt SET state = ?, next_check_at_ms = ?, deadline_at_ms = COALESCE(?, deadline_at_ms),"
    " sealed_answer = COALESCE(?, sealed_answer), lease_owner = ?, lease_until_ms = 0, version = version + 1"
    " WHERE id = ? AND version = ?";

constexpr std::string_view kBody = "attempt.body";
constexpr std::string_view kAnswer = "attempt.answer";

Result<void> checkLengths(const Attempt& attempt) {
    struct Field {
        std::string_view name;
        std::string_view value;
        std::size_t most;
    };
    for (const Field& field : {Field{"attempt.flow_kind", attempt.flow_kind, 32}, Field{"attempt.step", attempt.step, 64},
                               Field{"attempt.counterparty", attempt.counterparty, 64}, Field{"attempt.operation", attempt.operation, 64},
                               Field{"attempt.wire_id", attempt.wire_id, 64}}) {
        const Result<void> fits = checkLength(field.name, field.value, field.most);
        if (!fits.ok()) return fits;
    }
    return {};
}

AttemptState stateAt(const Row& row, std::size_t column) {
    const std::optional<AttemptState> state = core::enumFromName<AttemptState>(row.bytes(column));
    if (!state) throw core::Exception("an attempt is in a state that this program does not know: the database was changed by other hands");
    return *state;
}

}  // namespace

SqlAttempts::SqlAttempts(Dialect dialect, const vault::Vault& vault, const core::Clock& clock)
    : vault_(vault),
      clock_(clock),
      find_(fmt::format("SELECT {} FROM attempt WHERE id = ?", kColumns)),
      by_wire_id_(fmt::format("SELECT {} FROM attempt WHERE counterparty = ? AND wire_id = ?", kColumns)),
      of_flow_(fmt::format("SELECT {} FROM attempt WHERE flow_id = ? ORDER BY flow_order, id", kColumns)),
      due_(fmt::format("SELECT {} FROM attempt WHERE next_check_at_ms <= ? AND lease_until_ms <= ?"
                       " ORDER BY next_check_at_ms, id LIMIT ?{}",
                       kColumns, dialect.forUpdateSkipLocked())),
      unfinished_(fmt::format("SELECT {} FROM attempt WHERE next_check_at_ms > ? ORDER BY next_check_at_ms, id LIMIT ?", kColumns)) {}

Result<void> SqlAttempts::add(core::Transaction& transaction, const Attempt& attempt) {
    const Result<void> fits = checkLengths(attempt);
    if (!fits.ok()) return fits;
    Value answer;
    if (!attempt.answer.reveal().empty()) answer = sealed(vault_, kAnswer, attempt.id.bits, attempt.answer);
    std::array<Value, kAttempt.width> row{blob(attempt.id.bits),
                                          blob(attempt.flow_kind),
                                          blob(attempt.flow_id),
                                          nextFlowOrder(),
                                          blob(attempt.step),
                                          blob(attempt.counterparty),
                                          blob(attempt.operation),
                                          blob(attempt.wire_id),
                                          blob(attempt.body_hash),
                                          sealed(vault_, kBody, attempt.id.bits, attempt.body),
                                          std::move(answer),
                                          blob(core::enumName(attempt.state)),
                                          attempt.deadline_at.ms,
                                          timeOrNull(attempt.next_check_at),
                                          blob(attempt.lease_owner),
                                          attempt.lease_until.ms,
                                          std::int64_t{1}};
    const Result<void> added = SqlTransaction::of(transaction).insert(kAttempt, row);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::WireIdTaken, attempt.counterparty);
    return added;
}

Result<Attempt> SqlAttempts::find(core::ReadTransaction& transaction, AttemptId id) {
    Result<std::vector<Attempt>> found = select(transaction, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (found->empty()) return Failure(Error::AttemptNotFound, id.text());
    return std::move(found->front());
}

Result<std::optional<Attempt>> SqlAttempts::findByWireId(core::ReadTransaction& transaction, std::string_view counterparty,
                                                         std::string_view wire_id) {
    Result<std::vector<Attempt>> found = select(transaction, by_wire_id_, std::array<Value, 2>{blob(counterparty), blob(wire_id)});
    if (!found.ok()) return found.failure();
    return found->empty() ? std::optional<Attempt>() : std::optional(std::move(found->front()));
}

Result<std::vector<Attempt>> SqlAttempts::ofFlow(core::ReadTransaction& transaction, core::IdBits flow_id) {
    return select(transaction, of_flow_, std::array<Value, 1>{blob(flow_id)});
}

Result<std::int64_t> SqlAttempts::change(core::Transaction& transaction, AttemptId id, std::int64_t version,
                                         const core::AttemptChange& change) {
    const std::array<Value, 7> values{blob(core::enumName(change.state)),
                                      timeOrNull(change.next_check_at),
                                      timeOrNull(change.deadline_at),
                                      change.answer ? sealed(vault_, kAnswer, id.bits, *change.answer) : Value(),
                                      blob(""),
                                      blob(id.bits),
                                      version};
    const Result<std::int64_t> changed = SqlTransaction::of(transaction).execute(kChange, values);
    if (!changed.ok()) return changed.failure();
    if (*changed != 1) return Failure(Error::VersionConflict, id.text());
    return version + 1;
}

Result<std::vector<Attempt>> SqlAttempts::lease(core::Transaction& transaction, core::UtcTime now, std::string_view owner,
                                                core::Duration duration, std::size_t limit) {
    HUB_ASSERT(!owner.empty());
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<core::UtcTime> database_now = sql.now();
    if (!database_now.ok()) return database_now.failure();
    Result<std::vector<Attempt>> due =
        select(transaction, due_, std::array<Value, 3>{now.ms, database_now->ms, static_cast<std::int64_t>(limit)});
    if (!due.ok()) return due;
    for (Attempt& attempt : *due) {
        attempt.lease_owner = owner;
        attempt.lease_until = *database_now + duration;
        const Result<std::int64_t> leased =
            sql.execute(kLease, std::array<Value, 4>{blob(owner), attempt.lease_until.ms, blob(attempt.id.bits), attempt.version});
        if (!leased.ok()) return leased.failure();
        if (*leased != 1) return Failure(Error::VersionConflict, attempt.id.text());
        ++attempt.version;
    }
    return due;
}

Result<std::vector<Attempt>> SqlAttempts::unfinished(core::ReadTransaction& transaction, std::size_t limit) {
    constexpr std::int64_t kAnyTime = std::numeric_limits<std::int64_t>::min();
    return select(transaction, unfinished_, std::array<Value, 2>{kAnyTime, static_cast<std::int64_t>(limit)});
}

Result<std::vector<Attempt>> SqlAttempts::select(core::ReadTransaction& transaction, std::string_view sql, Values values) const {
    std::vector<Attempt> found;
    struct Seals {
        std::string body;
        std::optional<std::string> answer;
    };
    std::vector<Seals> seals;  // opened when the statement is done
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, values, [&](const Row& row) {
        Attempt& attempt = found.emplace_back();
        attempt.id.bits = idAt(row, 0);
        attempt.flow_kind = row.bytes(1);
        attempt.flow_id = idAt(row, 2);
        attempt.step = row.bytes(4);
        attempt.counterparty = row.bytes(5);
        attempt.operation = row.bytes(6);
        attempt.wire_id = row.bytes(7);
        attempt.body_hash = digestAt(row, 8);
        seals.push_back({row.bytes(9), row.isNull(10) ? std::nullopt : std::optional(row.bytes(10))});
        attempt.state = stateAt(row, 11);
        attempt.deadline_at = timeAt(row, 12);
        attempt.next_check_at = timeOrNoneAt(row, 13);
        attempt.lease_owner = row.bytes(14);
        attempt.lease_until = timeAt(row, 15);
        attempt.version = row.integer(16);
    });
    if (!asked.ok()) return asked.failure();
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Result<void> opened = openInto(found[i].body, vault_, kBody, found[i].id.bits, seals[i].body);
        if (!opened.ok()) return opened.failure();
        if (!seals[i].answer) continue;
        const Result<void> answered = openInto(found[i].answer, vault_, kAnswer, found[i].id.bits, *seals[i].answer);
        if (!answered.ok()) return answered.failure();
    }
    return found;
}

/// Rises strictly within this process, and with the hub's clock from one start to the next.
std::int64_t SqlAttempts::nextFlowOrder() {
    const std::int64_t by_clock = clock_.utc().ms * 1000;
    std::int64_t last = last_flow_order_.load();
    while (!last_flow_order_.compare_exchange_weak(last, std::max(last + 1, by_clock))) {
    }
    return std::max(last + 1, by_clock);
}

}  // namespace hub::storage::sql
