#include "hub/storage/sql/review_store.h"

#include <array>
#include <optional>
#include <utility>

#include "hub/storage/sql/page_sql.h"
#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using identity::PersonPair;
using identity::Review;
using identity::ReviewChange;
using identity::ReviewId;
using identity::ReviewState;

namespace {

constexpr InsertShape kChange{"review_change", "review_id, number, step, verdict, changed_by, why, changed_at_ms", 7};
constexpr std::string_view kHistory =
    "SELECT number, step, verdict, changed_by, why, changed_at_ms FROM review_change WHERE review_id = ? ORDER BY number";
constexpr std::string_view kStateOfPair = "SELECT state FROM review WHERE low_id = ? AND high_id = ?";

constexpr std::size_t kWordMax = 64;

struct ReviewRows {
    using Of = Review;
    static constexpr std::string_view kTable = "review";
    static constexpr std::string_view kDetails = "review.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& review) {
        column("low_id", review.pair.low);
        column("high_id", review.pair.high);
        column("state", review.state);
        column.lookup("queued_at_ms", review.queuedAt());
        column("opened_at_ms", review.opened_at);
        column("claimed_by", review.claimed_by, kWordMax);
        column("claimed_until_ms", review.claimed_until);
        column("proposed", review.proposed);
        column("proposed_by", review.proposed_by, kWordMax);
        column("why", review.why, kWordMax);
        column("decided_by", review.decided_by, kWordMax);
        column("decided_at_ms", review.decided_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& review) {
        field("finding", review.finding, "why somebody should look");
    }
};

std::array<Value, 2> valuesOf(const PersonPair& pair) { return {blob(pair.low.bits), blob(pair.high.bits)}; }

Result<void> addLine(core::Transaction& transaction, ReviewId review, const ReviewChange& change) {
    Result<void> fits = checkLength("review_change.changed_by", change.by, kWordMax);
    if (fits.ok()) fits = checkLength("review_change.why", change.why, kWordMax);
    if (!fits.ok()) return fits;
    std::array<Value, kChange.width> row{
        blob(review.bits), change.number, enumValue(change.step), change.verdict ? enumValue(*change.verdict) : Value(), blob(change.by),
        blob(change.why),  change.at.ms};
    return SqlTransaction::of(transaction).insert(kChange, row);
}

}  // namespace

SqlReviewStore::SqlReviewStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<ReviewRows>()),
      find_(table_.selectWhere("id = ?")),
      of_pair_(table_.selectWhere("low_id = ? AND high_id = ?")),
      queue_(table_.selectWhere("state = ?" + pageSql(First::Oldest, "queued_at_ms"))) {}

Result<bool> SqlReviewStore::add(core::Transaction& transaction, const Review& review, const ReviewChange& change) {
    const Result<void> added = addRow<ReviewRows>(transaction, table_, vault_, review);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return false;
    if (!added.ok()) return added.failure();
    HUB_ASSERT(change.number == 1);
    const Result<void> noted = addLine(transaction, review.id, change);
    if (!noted.ok()) return noted.failure();
    return true;
}

Result<Review> SqlReviewStore::find(core::ReadTransaction& transaction, ReviewId id) {
    Result<std::optional<Review>> found = readRow<ReviewRows>(transaction, vault_, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::ReviewNotFound, id.text());
    return **std::move(found);
}

Result<std::optional<Review>> SqlReviewStore::ofPair(core::ReadTransaction& transaction, const PersonPair& pair) {
    return readRow<ReviewRows>(transaction, vault_, of_pair_, valuesOf(pair));
}

Result<bool> SqlReviewStore::areNotTheSame(core::ReadTransaction& transaction, const PersonPair& pair) {
    bool not_the_same = false;
    const Result<void> asked = SqlTransaction::of(transaction).query(kStateOfPair, valuesOf(pair), [&](const Row& row) {
        not_the_same = enumAt<ReviewState>(row, 0) == ReviewState::NotSame;
    });
    if (!asked.ok()) return asked.failure();
    return not_the_same;
}

Result<std::vector<Review>> SqlReviewStore::queue(core::ReadTransaction& transaction, ReviewState state, const core::Page& page) {
    return readRows<ReviewRows>(transaction, vault_, queue_, pageValues(First::Oldest, {enumValue(state)}, page));
}

Result<std::int64_t> SqlReviewStore::change(core::Transaction& transaction, const Review& review, const ReviewChange& change) {
    const Result<std::int64_t> version = changeRow<ReviewRows>(transaction, table_, vault_, review);
    if (!version.ok()) return version;
    HUB_ASSERT(change.number == *version);
    const Result<void> noted = addLine(transaction, review.id, change);
    if (!noted.ok()) return noted.failure();
    return version;
}

Result<std::vector<ReviewChange>> SqlReviewStore::historyOf(core::ReadTransaction& transaction, ReviewId id) {
    std::vector<ReviewChange> history;
    Result<void> readable;
    const Result<void> asked = SqlTransaction::of(transaction).query(kHistory, std::array<Value, 1>{blob(id.bits)}, [&](const Row& row) {
        ReviewChange& change = history.emplace_back();
        RowReader column("review_change", row);
        column("number", change.number);
        column("step", change.step);
        column("verdict", change.verdict);
        column("changed_by", change.by, kWordMax);
        column("why", change.why, kWordMax);
        column("changed_at_ms", change.at);
        if (readable.ok()) readable = column.end();
    });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    return history;
}

}  // namespace hub::storage::sql
