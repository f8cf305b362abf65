#include "hub/storage/sql/work_keys.h"

#include <algorithm>
#include <array>

#include "hub/core/text.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

namespace {

constexpr InsertShape kWorkKey{"work_key", "work_key, done_at_ms", 2};
constexpr std::size_t kLengthMax = 64;

}  // namespace

core::Result<void> WorkKeys::check(const core::WorkKey& key) {
    const bool visible = std::all_of(key.text.begin(), key.text.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (visible && !key.text.empty() && key.text.size() <= kLengthMax) return {};
    return core::Failure(core::Error::WorkKeyNotValid, core::shapeOf(key.text));
}

core::Result<void> WorkKeys::add(SqlTransaction& transaction, const core::WorkKey& key, core::UtcTime now) {
    std::array<Value, kWorkKey.width> row{blob(key.text), now.ms};
    return transaction.insert(kWorkKey, row);
}

core::Result<void> WorkKeys::takeBack(SqlTransaction& transaction, const core::WorkKey& key) {
    const core::Result<std::int64_t> removed =
        transaction.execute("DELETE FROM work_key WHERE work_key = ?", std::array<Value, 1>{blob(key.text)});
    if (!removed.ok()) return removed.failure();
    return {};
}

core::Result<bool> WorkKeys::stands(Connection& connection, const core::WorkKey& key) {
    bool found = false;
    const core::Result<void> asked = connection.query("SELECT 1 FROM work_key WHERE work_key = ?", std::array<Value, 1>{blob(key.text)},
                                                      [&](const Row&) { found = true; });
    if (!asked.ok()) return asked.failure();
    return found;
}

core::Result<std::int64_t> WorkKeys::removeBefore(core::Transaction& transaction, core::UtcTime before, std::size_t limit) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    std::optional<std::int64_t> newest;
    const core::Result<void> asked =
        sql.query("SELECT done_at_ms FROM work_key WHERE done_at_ms < ? ORDER BY done_at_ms LIMIT ?",
                  std::array<Value, 2>{before.ms, static_cast<std::int64_t>(limit)}, [&](const Row& row) { newest = row.integer(0); });
    if (!asked.ok()) return asked.failure();
    if (!newest) return std::int64_t{0};
    return sql.execute("DELETE FROM work_key WHERE done_at_ms <= ?", std::array<Value, 1>{*newest});
}

}  // namespace hub::storage::sql
