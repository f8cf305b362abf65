#pragma once

#include <cstddef>
#include <string>

#include "hub/jobs/rewrite_store.h"
#include "hub/storage/sql/transaction.h"

/// Walks of columns by id, page after page, that go on after a restart: the table reseal_progress, where each column has one row.
namespace hub::storage::sql {

inline constexpr std::size_t kWalkBytesMax = std::size_t{8} << 20;  ///< of values held at a time; one value may be longer

core::Result<jobs::RewriteProgress> walkProgress(core::ReadTransaction& transaction, const std::string& column);

/// Where the walk stands after a page that ends at `last` and in which `found` values keep it from being the last: then its last page
/// begins another.
jobs::RewriteProgress progressAfter(const jobs::RewritePage& page, vault::KeyNumber key, std::int64_t found, const core::IdBits& last);

/// Writes page.next down. Also: VersionConflict, RowTaken (somebody else has put a page of the column since).
core::Result<void> moveWalk(SqlTransaction& sql, const jobs::RewritePage& page);

}  // namespace hub::storage::sql
