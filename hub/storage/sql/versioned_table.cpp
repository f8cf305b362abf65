#include "hub/storage/sql/versioned_table.h"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>

#include "hub/storage/sql/row.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;

VersionedTable::VersionedTable(std::string_view table, std::string_view columns)
    : table_(table),
      columns_(fmt::format("id, version, {}", columns)),
      width_(static_cast<std::size_t>(std::ranges::count(columns_, ',')) + 1),
      update_(fmt::format("UPDATE {} SET {}, version = version + 1 WHERE id = ? AND version = ?", table, assignments(columns))) {}

std::string VersionedTable::selectWhere(std::string_view rest) const {
    return fmt::format("SELECT {} FROM {} WHERE {}", columns_, table_, rest);
}

Result<void> VersionedTable::add(core::Transaction& transaction, const core::IdBits& id, std::vector<Value> values) const {
    HUB_ASSERT(values.size() + 2 == width_);
    std::vector<Value> row{blob(id), std::int64_t{1}};
    row.insert(row.end(), std::make_move_iterator(values.begin()), std::make_move_iterator(values.end()));
    return SqlTransaction::of(transaction).insert({table_, columns_, width_}, row);
}

Result<std::int64_t> VersionedTable::change(core::Transaction& transaction, const core::IdBits& id, std::int64_t version,
                                            std::vector<Value> values) const {
    HUB_ASSERT(values.size() + 2 == width_);
    values.push_back(blob(id));
    values.emplace_back(version);
    const Result<std::int64_t> changed = SqlTransaction::of(transaction).execute(update_, values);
    if (!changed.ok()) return changed.failure();
    if (*changed != 1) return Failure(Error::VersionConflict, id.text());
    return version + 1;
}

}  // namespace hub::storage::sql
