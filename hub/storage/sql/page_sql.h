#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/core/page.h"
#include "hub/storage/sql/row.h"
#include "hub/storage/sql/transaction.h"

namespace hub::storage::sql {

enum class First { Newest, Oldest };

/// What ends the WHERE of a list: the rows past the page's place, their order and their number. `time` names the column; an index on
/// (<what stands before>, time, id) gives them without sorting.
std::string pageSql(First first, std::string_view time);

/// The values for it, after those for what stands before. REQUIRES: page.limit <= Page::kLimitMax.
std::vector<Value> pageValues(First first, std::vector<Value> before, const core::Page& page);

/// Runs a query for id and time. Also: RowNotReadable.
template <class AnyId>
core::Result<std::vector<core::Due<AnyId>>> dueRows(core::ReadTransaction& transaction, std::string_view table, std::string_view sql,
                                                    Values values) {
    std::vector<core::Due<AnyId>> found;
    core::Result<void> readable;
    const core::Result<void> asked = SqlTransaction::of(transaction).query(sql, values, [&](const Row& row) {
        core::Due<AnyId>& due = found.emplace_back();
        RowReader column(table, row);
        column("id", due.id);
        column("at", due.at);
        if (readable.ok()) readable = column.end();
    });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    return found;
}

}  // namespace hub::storage::sql
