#include "hub/storage/sql/request_store.h"

#include <array>
#include <optional>

#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using flows::BegunRequest;
using flows::ClientRequest;

namespace {

constexpr InsertShape kRequest{"request", "client, request_key, request_hash, resource, kept_until_ms", 5};
constexpr std::string_view kFind = "SELECT request_hash, resource FROM request WHERE client = ? AND request_key = ?";
constexpr std::string_view kExpired = "SELECT kept_until_ms FROM request WHERE kept_until_ms <= ? ORDER BY kept_until_ms LIMIT ?";
constexpr std::string_view kForget = "DELETE FROM request WHERE kept_until_ms <= ?";

/// What was begun under the key; nothing when it is free.
Result<std::optional<BegunRequest>> earlier(SqlTransaction& sql, const ClientRequest& request) {
    std::optional<BegunRequest> found;
    bool same = true;
    const Result<void> asked = sql.query(kFind, std::array<Value, 2>{blob(request.client), blob(request.key)}, [&](const Row& row) {
        same = digestAt(row, 0) == request.request_hash;
        found = BegunRequest{true, row.bytes(1)};
    });
    if (!asked.ok()) return asked.failure();
    if (!same) return Failure(Error::IdempotencyKeyReused);
    return found;
}

}  // namespace

Result<BegunRequest> SqlRequestStore::begin(core::Transaction& transaction, const ClientRequest& request) {
    Result<void> fits = checkLength("request.client", request.client, 64);
    if (fits.ok()) fits = checkLength("request.key", request.key, 64);
    if (fits.ok()) fits = checkLength("request.resource", request.resource, 64);
    if (!fits.ok()) return fits.failure();
    SqlTransaction& sql = SqlTransaction::of(transaction);
    Result<std::optional<BegunRequest>> before = earlier(sql, request);
    if (!before.ok()) return before.failure();
    if (*before) return **before;
    std::array<Value, kRequest.width> row{blob(request.client), blob(request.key), blob(request.request_hash), blob(request.resource),
                                          request.kept_until.ms};
    const Result<void> added = sql.insert(kRequest, row);
    if (added.ok()) return BegunRequest{false, request.resource};
    if (added.failure().error() != Error::RowTaken) return added.failure();
    // Another lane began it a moment ago; its row is committed by now.
    before = earlier(sql, request);
    if (!before.ok()) return before.failure();
    if (!*before) return added.failure();
    return **before;
}

Result<std::int64_t> SqlRequestStore::forgetExpired(core::Transaction& transaction, core::UtcTime now, std::size_t limit) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    std::optional<std::int64_t> newest;
    const Result<void> asked = sql.query(kExpired, std::array<Value, 2>{now.ms, static_cast<std::int64_t>(limit)},
                                         [&](const Row& row) { newest = row.integer(0); });
    if (!asked.ok()) return asked.failure();
    if (!newest) return std::int64_t{0};
    return sql.execute(kForget, std::array<Value, 1>{*newest});
}

}  // namespace hub::storage::sql
