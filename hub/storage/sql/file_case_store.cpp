#include "hub/storage/sql/file_case_store.h"

#include <array>

#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Result;
using identity::FileHolder;
using identity::LinkState;
using identity::PersonId;

namespace {

/// Answered from indexes alone: no file is opened to find out that it is no case.
constexpr std::string_view kHolders =
    "SELECT f.person_id, COUNT(CASE WHEN f.state = ? THEN 1 END), COUNT(CASE WHEN f.state = ? THEN 1 END),"
    " EXISTS (SELECT 1 FROM person_merge s WHERE s.subsumed_id = f.person_id)"
    " OR EXISTS (SELECT 1 FROM person_merge r WHERE r.root_id = f.person_id)"
    " FROM hospital_file f WHERE f.hospital = ? AND f.person_id > ? GROUP BY f.person_id ORDER BY f.person_id LIMIT ?";

}  // namespace

Result<std::vector<FileHolder>> SqlFileCaseStore::holders(core::ReadTransaction& transaction, std::string_view hospital, PersonId after,
                                                          std::size_t limit) {
    std::vector<FileHolder> found;
    const std::array<Value, 5> values{enumValue(LinkState::Linked), enumValue(LinkState::Candidate), blob(hospital), blob(after.bits),
                                      static_cast<std::int64_t>(limit)};
    const Result<void> asked = SqlTransaction::of(transaction).query(kHolders, values, [&](const Row& row) {
        found.push_back({PersonId{idAt(row, 0)}, row.integer(1), row.integer(2), row.integer(3) != 0});
    });
    if (!asked.ok()) return asked.failure();
    return found;
}

}  // namespace hub::storage::sql
