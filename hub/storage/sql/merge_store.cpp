#include "hub/storage/sql/merge_store.h"

#include <array>
#include <string>
#include <utility>

#include "hub/storage/sql/row.h"
#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using identity::MergeChange;
using identity::PersonId;
using identity::PersonMerge;
using identity::ReviewId;

namespace {

constexpr InsertShape kTurn{"merge_turn", "id, last_number", 2};
constexpr std::string_view kAdvance = "UPDATE merge_turn SET last_number = last_number + 1 WHERE id = 1";
constexpr std::string_view kLast = "SELECT last_number FROM merge_turn WHERE id = 1";

constexpr InsertShape kMerge{"person_merge", "subsumed_id, into_id, root_id, merged_at_ms, number", 5};
constexpr std::string_view kOfSubsumed =
    "SELECT subsumed_id, into_id, root_id, merged_at_ms, number FROM person_merge WHERE subsumed_id = ?";
constexpr std::string_view kOfRoot =
    "SELECT subsumed_id, into_id, root_id, merged_at_ms, number FROM person_merge WHERE root_id = ? ORDER BY number";
constexpr std::string_view kRemove = "DELETE FROM person_merge WHERE subsumed_id = ?";
constexpr std::string_view kSetRoot = "UPDATE person_merge SET root_id = ? WHERE subsumed_id = ?";

constexpr InsertShape kChange{"merge_change", "number, kind, subsumed_id, into_id, review_id, proposed_by, approved_by, why, changed_at_ms",
                              9};
constexpr std::string_view kChanges =
    "SELECT number, kind, subsumed_id, into_id, review_id, proposed_by, approved_by, why, changed_at_ms FROM merge_change"
    " WHERE number > ? ORDER BY number LIMIT ?";

constexpr std::size_t kWordMax = 64;

Result<std::vector<PersonMerge>> merges(core::ReadTransaction& transaction, std::string_view sql, PersonId person) {
    std::vector<PersonMerge> found;
    Result<void> readable;
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, std::array<Value, 1>{blob(person.bits)}, [&](const Row& row) {
        PersonMerge& merge = found.emplace_back();
        RowReader column("person_merge", row);
        column("subsumed_id", merge.subsumed);
        column("into_id", merge.into);
        column("root_id", merge.root);
        column("merged_at_ms", merge.merged_at);
        column("number", merge.number);
        if (readable.ok()) readable = column.end();
    });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    return found;
}

/// Of a row that must be there.
Result<void> once(const Result<std::int64_t>& changed, PersonId subsumed) {
    if (!changed.ok()) return changed.failure();
    if (*changed != 1) return Failure(Error::VersionConflict, subsumed.text());
    return {};
}

}  // namespace

Result<std::int64_t> SqlMergeStore::takeTurn(core::Transaction& transaction) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    Result<std::int64_t> advanced = sql.execute(kAdvance, {});
    if (advanced.ok() && *advanced == 0) {
        std::array<Value, kTurn.width> row{std::int64_t{1}, std::int64_t{1}};
        const Result<void> added = sql.insert(kTurn, row);
        if (added.ok()) {
            // The first turn of all is held from here on, too: what waits to be inserted holds nothing.
            const Result<void> held = sql.flushAmongWriters();
            return held.ok() ? Result<std::int64_t>(std::int64_t{1}) : held.failure();
        }
        if (added.failure().error() != Error::RowTaken) return added.failure();
        advanced = sql.execute(kAdvance, {});  // another lane took the first turn a moment ago
    }
    if (!advanced.ok()) return advanced;
    std::int64_t number = 0;
    const Result<void> asked = sql.query(kLast, {}, [&](const Row& row) { number = row.integer(0); });
    if (!asked.ok()) return asked.failure();
    return number;
}

Result<std::optional<PersonMerge>> SqlMergeStore::find(core::ReadTransaction& transaction, PersonId subsumed) {
    return firstOf(merges(transaction, kOfSubsumed, subsumed));
}

Result<std::vector<PersonMerge>> SqlMergeStore::ofRoot(core::ReadTransaction& transaction, PersonId root) {
    return merges(transaction, kOfRoot, root);
}

Result<void> SqlMergeStore::add(core::Transaction& transaction, const PersonMerge& merge) {
    std::array<Value, kMerge.width> row{blob(merge.subsumed.bits), blob(merge.into.bits), blob(merge.root.bits), merge.merged_at.ms,
                                        merge.number};
    const Result<void> added = SqlTransaction::of(transaction).insert(kMerge, row);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return Failure(Error::VersionConflict, merge.subsumed.text());
    return added;
}

Result<void> SqlMergeStore::remove(core::Transaction& transaction, PersonId subsumed) {
    return once(SqlTransaction::of(transaction).execute(kRemove, std::array<Value, 1>{blob(subsumed.bits)}), subsumed);
}

Result<void> SqlMergeStore::setRoot(core::Transaction& transaction, PersonId subsumed, PersonId root) {
    return once(SqlTransaction::of(transaction).execute(kSetRoot, std::array<Value, 2>{blob(root.bits), blob(subsumed.bits)}), subsumed);
}

Result<void> SqlMergeStore::append(core::Transaction& transaction, const MergeChange& change) {
    for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"merge_change.proposed_by", change.reason.proposed_by},
                                      std::pair<std::string_view, std::string_view>{"merge_change.approved_by", change.reason.approved_by},
                                      std::pair<std::string_view, std::string_view>{"merge_change.why", change.reason.why}}) {
        const Result<void> fits = checkLength(name, value, kWordMax);
        if (!fits.ok()) return fits;
    }
    std::array<Value, kChange.width> row{change.number,
                                         enumValue(change.kind),
                                         blob(change.subsumed.bits),
                                         blob(change.into.bits),
                                         change.reason.review.none() ? Value() : blob(change.reason.review.bits),
                                         blob(change.reason.proposed_by),
                                         blob(change.reason.approved_by),
                                         blob(change.reason.why),
                                         change.at.ms};
    return SqlTransaction::of(transaction).insert(kChange, row);
}

Result<std::vector<MergeChange>> SqlMergeStore::changes(core::ReadTransaction& transaction, std::int64_t after, std::size_t limit) {
    std::vector<MergeChange> found;
    Result<void> readable;
    const std::array<Value, 2> values{after, static_cast<std::int64_t>(limit)};
    const Result<void> asked = SqlTransaction::of(transaction).query(kChanges, values, [&](const Row& row) {
        MergeChange& change = found.emplace_back();
        std::optional<ReviewId> review;
        RowReader column("merge_change", row);
        column("number", change.number);
        column("kind", change.kind);
        column("subsumed_id", change.subsumed);
        column("into_id", change.into);
        column("review_id", review);
        column("proposed_by", change.reason.proposed_by, kWordMax);
        column("approved_by", change.reason.approved_by, kWordMax);
        column("why", change.reason.why, kWordMax);
        column("changed_at_ms", change.at);
        change.reason.review = review.value_or(ReviewId());
        if (readable.ok()) readable = column.end();
    });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    return found;
}

}  // namespace hub::storage::sql
