#include "hub/storage/sql/walk.h"

#include <array>

#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Result;
using jobs::RewritePage;
using jobs::RewriteProgress;

namespace {

constexpr InsertShape kProgress{"reseal_progress", "sealed_column, key_number, after_id, older_found, finished", 5};
constexpr std::string_view kProgressOf = "SELECT key_number, after_id, older_found, finished FROM reseal_progress WHERE sealed_column = ?";
constexpr std::string_view kMoveOn =
    "UPDATE reseal_progress SET key_number = ?, after_id = ?, older_found = ?, finished = ?"
    " WHERE sealed_column = ? AND key_number = ? AND after_id = ? AND older_found = ? AND finished = ?";

std::int64_t number(bool value) { return value ? 1 : 0; }

}  // namespace

Result<RewriteProgress> walkProgress(core::ReadTransaction& transaction, const std::string& column) {
    RewriteProgress found;
    const Result<void> asked = SqlTransaction::of(transaction).query(kProgressOf, std::array<Value, 1>{blob(column)}, [&](const Row& row) {
        found = {static_cast<vault::KeyNumber>(row.integer(0)), idAt(row, 1), row.integer(2), row.integer(3) != 0};
    });
    if (!asked.ok()) return asked.failure();
    return found;
}

RewriteProgress progressAfter(const RewritePage& page, vault::KeyNumber key, std::int64_t found, const core::IdBits& last) {
    if (page.before.key == key) found += page.before.older_found;
    if (!page.last) return {key, last, found, false};
    return {key, core::IdBits{}, 0, found == 0};
}

Result<void> moveWalk(SqlTransaction& sql, const RewritePage& page) {
    const RewriteProgress& before = page.before;
    const RewriteProgress& next = page.next;
    if (before.key == 0) {
        std::array<Value, kProgress.width> row{blob(page.column), std::int64_t{next.key}, blob(next.after), next.older_found,
                                               number(next.finished)};
        return sql.insert(kProgress, row);
    }
    const std::array<Value, 9> values{std::int64_t{next.key}, blob(next.after),   next.older_found,
                                      number(next.finished),  blob(page.column),  std::int64_t{before.key},
                                      blob(before.after),     before.older_found, number(before.finished)};
    const Result<std::int64_t> moved = sql.execute(kMoveOn, values);
    if (!moved.ok()) return moved.failure();
    if (*moved != 1) return core::Failure(core::Error::VersionConflict, page.column);
    return {};
}

}  // namespace hub::storage::sql
