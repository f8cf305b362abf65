#include "hub/storage/sql/blind_index.h"

#include <fmt/format.h>

#include <array>

#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;

Result<BlindIndexes> blindIndexes(core::ReadTransaction& transaction, const vault::Vault& vault, std::string_view purpose,
                                  std::string_view value) {
    const Result<vault::IndexKeyUse> keys = SqlTransaction::of(transaction).indexKeys();
    if (!keys.ok()) return keys.failure();
    const Result<vault::BlindIndex> written = vault.blindIndex(purpose, value, keys->writes);
    if (!written.ok()) return written.failure();
    BlindIndexes indexes{blob(core::IdBits{written->bytes}), std::nullopt};
    if (!keys->older) return indexes;
    const Result<vault::BlindIndex> older = vault.blindIndex(purpose, value, *keys->older);
    if (!older.ok()) return older.failure();
    indexes.older = blob(core::IdBits{older->bytes});
    return indexes;
}

Result<bool> standsUnderOlder(SqlTransaction& sql, std::string_view table, std::string_view index_column, const BlindIndexes& indexes) {
    if (!indexes.older) return false;
    bool stands = false;
    const std::string look = fmt::format("SELECT id FROM {} WHERE {} = ?", table, index_column);
    const Result<void> asked = sql.query(look, std::array<Value, 1>{*indexes.older}, [&](const Row&) { stands = true; });
    return asked.ok() ? Result<bool>(stands) : asked.failure();
}

/// Inserts first: that holds the place under the new key, so that a row on its way there is met here or there.
Result<void> insertIndexed(SqlTransaction& sql, const InsertShape& shape, std::span<Value> row, std::string_view index_column,
                           const BlindIndexes& indexes) {
    const Value id = row.front();
    const Result<void> added = sql.insert(shape, row);
    if (!added.ok()) return added;
    const Result<bool> stands = standsUnderOlder(sql, shape.table, index_column, indexes);
    if (!stands.ok()) return stands.failure();
    if (!*stands) return {};
    const Result<std::int64_t> taken_back = sql.execute(fmt::format("DELETE FROM {} WHERE id = ?", shape.table), std::array<Value, 1>{id});
    return taken_back.ok() ? Failure(Error::RowTaken, std::string(shape.table)) : taken_back.failure();
}

}  // namespace hub::storage::sql
