#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/ids.h"
#include "hub/storage/sql/transaction.h"

namespace hub::storage::sql {

/// The statements of a table whose rows have an id and are changed by compare-and-set on their version. Made once a store; any thread.
class VersionedTable {
  public:
    /// `columns` are all of them after id and version, "state, total_fen". `table` is a constant.
    VersionedTable(std::string_view table, std::string_view columns);

    /// "SELECT id, version, <columns> FROM <table> WHERE <rest>".
    std::string selectWhere(std::string_view rest) const;

    /// With version 1. Also: RowTaken.
    core::Result<void> add(core::Transaction& transaction, const core::IdBits& id, std::vector<Value> values) const;

    /// All columns, over exactly `version`; answers with the new one. Also: VersionConflict.
    core::Result<std::int64_t> change(core::Transaction& transaction, const core::IdBits& id, std::int64_t version,
                                      std::vector<Value> values) const;

  private:
    const std::string_view table_;
    const std::string columns_;
    const std::size_t width_;  // of columns_, with id and version
    const std::string update_;
};

}  // namespace hub::storage::sql
