#include "hub/storage/sql/relation_store.h"

#include <array>

#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;
using core::UtcTime;
using identity::PersonId;
using identity::Relation;
using identity::RelationChange;
using identity::RelationId;

namespace {

/// A relation with what the unique keys go by.
struct RelationRow : Relation {
    std::optional<std::int64_t> standing;
    std::optional<PersonId> counted;
    std::optional<std::int64_t> place;
};

template <class Columns, class Self>
void describePermissions(Columns& column, Self& permissions) {
    column("show_code", permissions.show_code);
    column("book", permissions.book);
    column("pay", permissions.pay);
    column("see_reports", permissions.see_reports);
}

struct RelationRows {
    using Of = RelationRow;
    static constexpr std::string_view kTable = "relation";
    static constexpr std::string_view kDetails = "relation.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& relation) {
        column("kind", relation.kind);
        column("holder_id", relation.holder);
        column("subject_id", relation.subject);
        describePermissions(column, relation.permissions);
        column("birth_order", relation.birth_order);
        column("state", relation.state);
        column("asked_at_ms", relation.asked_at);
        column("active_from_ms", relation.active_from);
        column("expires_at_ms", relation.expires_at);
        column.lookup("standing", relation.standing);
        column.lookup("counted_person", relation.counted);
        column.lookup("place", relation.place);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& relation) {
        field("kinship", relation.kinship, "what the subject is to the holder");
        field("consent_by", relation.consent_by, "who gave or saw the consent");
    }
};

constexpr InsertShape kChange{
    "relation_change", "relation_id, number, state, show_code, book, pay, see_reports, expires_at_ms, changed_by, changed_at_ms", 10};
constexpr std::string_view kHistory =
    "SELECT number, state, show_code, book, pay, see_reports, expires_at_ms, changed_by, changed_at_ms FROM relation_change"
    " WHERE relation_id = ? ORDER BY number";
constexpr std::string_view kPlaces = "SELECT place FROM relation WHERE counted_person = ? AND kind = ? AND id <> ? ORDER BY place";
constexpr std::string_view kStanding = "SELECT id FROM relation WHERE holder_id = ? AND subject_id = ? AND standing = 1 AND kind = ?";
constexpr std::string_view kLeaveStanding =
    "UPDATE relation SET standing = NULL, counted_person = NULL, place = NULL"
    " WHERE holder_id = ? AND subject_id = ? AND standing = 1 AND kind = ? AND expires_at_ms <= ?";
constexpr std::string_view kLeavePlaces =
    "UPDATE relation SET standing = NULL, counted_person = NULL, place = NULL"
    " WHERE counted_person = ? AND kind = ? AND expires_at_ms <= ?";

constexpr std::size_t kByMost = 64;

/// What stood until `at` at the longest stands in nobody's way.
Result<void> leaveExpired(SqlTransaction& sql, const Relation& relation, UtcTime at) {
    const Value kind = blob(core::enumName(relation.kind));
    Result<std::int64_t> left =
        sql.execute(kLeaveStanding, std::array<Value, 4>{blob(relation.holder.bits), blob(relation.subject.bits), kind, at.ms});
    const std::optional<identity::RelationQuota> quota = identity::quotaOf(relation);
    if (left.ok() && quota) left = sql.execute(kLeavePlaces, std::array<Value, 3>{blob(quota->of.bits), kind, at.ms});
    return left.ok() ? Result<void>() : Result<void>(left.failure());
}

/// The lowest place that no other has. Also: RelationNotAllowed when all of the quota are taken.
Result<std::int64_t> freePlace(SqlTransaction& sql, const Relation& relation, const identity::RelationQuota& quota) {
    std::int64_t free = 0;
    std::int64_t taken = 0;
    const std::array<Value, 3> values{blob(quota.of.bits), blob(core::enumName(relation.kind)), blob(relation.id.bits)};
    const Result<void> asked = sql.query(kPlaces, values, [&](const Row& row) {
        ++taken;
        if (row.integer(0) == free) ++free;
    });
    if (!asked.ok()) return asked.failure();
    if (taken >= quota.most) return Failure(Error::RelationNotAllowed, "there are as many as there may be");
    return free;
}

Result<RelationRow> rowOf(SqlTransaction& sql, const Relation& relation, UtcTime at) {
    RelationRow row{relation, {}, {}, {}};
    if (!identity::isLive(relation, at)) return row;
    row.standing = 1;
    const std::optional<identity::RelationQuota> quota = identity::quotaOf(relation);
    const Result<void> left = leaveExpired(sql, relation, at);
    if (!left.ok()) return left.failure();
    if (!quota) return row;
    const Result<std::int64_t> place = freePlace(sql, relation, *quota);
    if (!place.ok()) return place.failure();
    row.counted = quota->of;
    row.place = *place;
    return row;
}

Result<void> addChange(SqlTransaction& sql, const Relation& relation, std::int64_t number, std::string_view by, UtcTime at) {
    const Result<void> fits = checkLength("relation_change.changed_by", by, kByMost);
    if (!fits.ok()) return fits;
    const auto flag = [](bool set) { return Value(std::int64_t{set ? 1 : 0}); };
    std::array<Value, kChange.width> row{blob(relation.id.bits),
                                         number,
                                         blob(core::enumName(relation.state)),
                                         flag(relation.permissions.show_code),
                                         flag(relation.permissions.book),
                                         flag(relation.permissions.pay),
                                         flag(relation.permissions.see_reports),
                                         timeOrNull(relation.expires_at),
                                         blob(by),
                                         at.ms};
    return sql.insert(kChange, row);
}

/// Why the row was not let in: another of its kind stands, or another lane took the place a moment ago.
Failure whyTaken(SqlTransaction& sql, const Relation& relation) {
    bool stands = false;
    const std::array<Value, 3> values{blob(relation.holder.bits), blob(relation.subject.bits), blob(core::enumName(relation.kind))};
    const Result<void> asked = sql.query(kStanding, values, [&](const Row&) { stands = true; });
    if (!asked.ok()) return asked.failure();
    return stands ? Failure(Error::RelationNotAllowed, "one of this kind stands already")
                  : Failure(Error::VersionConflict, relation.id.text());
}

}  // namespace

SqlRelationStore::SqlRelationStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<RelationRows>()),
      find_(table_.selectWhere("id = ?")),
      of_holder_(table_.selectWhere("holder_id = ? AND standing = 1 AND (expires_at_ms IS NULL OR expires_at_ms > ?)"
                                    " ORDER BY asked_at_ms, id LIMIT ?")),
      of_subject_(table_.selectWhere("subject_id = ? AND standing = 1 AND (expires_at_ms IS NULL OR expires_at_ms > ?)"
                                     " ORDER BY asked_at_ms, id LIMIT ?")),
      of_subject_by_kind_(table_.selectWhere("subject_id = ? AND standing = 1 AND kind = ? AND (expires_at_ms IS NULL OR expires_at_ms > ?)"
                                             " ORDER BY asked_at_ms, id LIMIT ?")),
      between_(table_.selectWhere("holder_id = ? AND subject_id = ? AND standing = 1 AND (expires_at_ms IS NULL OR expires_at_ms > ?)"
                                  " ORDER BY kind")),
      of_kind_(table_.selectWhere("holder_id = ? AND kind = ? ORDER BY asked_at_ms, id LIMIT ?")) {}

Result<void> SqlRelationStore::add(core::Transaction& transaction, const Relation& relation, std::string_view by, UtcTime at) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<RelationRow> row = rowOf(sql, relation, at);
    if (!row.ok()) return row.failure();
    const Result<void> added = addRow<RelationRows>(transaction, table_, vault_, *row);
    if (!added.ok()) return added.failure().error() == Error::RowTaken ? whyTaken(sql, relation) : added.failure();
    return addChange(sql, relation, /*number=*/1, by, at);
}

Result<std::int64_t> SqlRelationStore::change(core::Transaction& transaction, const Relation& relation, std::string_view by, UtcTime at) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<RelationRow> row = rowOf(sql, relation, at);
    if (!row.ok()) return row.failure();
    const Result<std::int64_t> version = changeRow<RelationRows>(transaction, table_, vault_, *row);
    if (!version.ok())
        return version.failure().error() == Error::RowTaken ? Failure(Error::VersionConflict, relation.id.text()) : version.failure();
    const Result<void> noted = addChange(sql, relation, *version, by, at);
    if (!noted.ok()) return noted.failure();
    return version;
}

Result<Relation> SqlRelationStore::find(core::ReadTransaction& transaction, RelationId id) {
    const Result<std::vector<Relation>> found = relations(transaction, find_, std::array<Value, 1>{blob(id.bits)});
    if (!found.ok()) return found.failure();
    if (found->empty()) return Failure(Error::RelationNotFound);
    return found->front();
}

Result<std::vector<Relation>> SqlRelationStore::liveOfHolder(core::ReadTransaction& transaction, PersonId holder, UtcTime now,
                                                             std::size_t limit) {
    return relations(transaction, of_holder_, std::array<Value, 3>{blob(holder.bits), now.ms, static_cast<std::int64_t>(limit)});
}

Result<std::vector<Relation>> SqlRelationStore::liveOfSubject(core::ReadTransaction& transaction, PersonId subject, UtcTime now,
                                                              std::size_t limit) {
    return relations(transaction, of_subject_, std::array<Value, 3>{blob(subject.bits), now.ms, static_cast<std::int64_t>(limit)});
}

Result<std::vector<Relation>> SqlRelationStore::liveOfSubject(core::ReadTransaction& transaction, PersonId subject,
                                                              identity::RelationKind kind, UtcTime now, std::size_t limit) {
    return relations(transaction, of_subject_by_kind_,
                     std::array<Value, 4>{blob(subject.bits), blob(core::enumName(kind)), now.ms, static_cast<std::int64_t>(limit)});
}

Result<std::vector<Relation>> SqlRelationStore::liveBetween(core::ReadTransaction& transaction, PersonId holder, PersonId subject,
                                                            UtcTime now) {
    return relations(transaction, between_, std::array<Value, 3>{blob(holder.bits), blob(subject.bits), now.ms});
}

Result<std::vector<Relation>> SqlRelationStore::everHeld(core::ReadTransaction& transaction, PersonId holder, identity::RelationKind kind,
                                                         std::size_t limit) {
    return relations(transaction, of_kind_,
                     std::array<Value, 3>{blob(holder.bits), blob(core::enumName(kind)), static_cast<std::int64_t>(limit)});
}

Result<std::vector<RelationChange>> SqlRelationStore::historyOf(core::ReadTransaction& transaction, RelationId id) {
    std::vector<RelationChange> history;
    Result<void> readable;
    const Result<void> asked = SqlTransaction::of(transaction).query(kHistory, std::array<Value, 1>{blob(id.bits)}, [&](const Row& row) {
        RelationChange& change = history.emplace_back();
        RowReader column("relation_change", row);
        column("number", change.number);
        column("state", change.state);
        describePermissions(column, change.permissions);
        column("expires_at_ms", change.expires_at);
        column("changed_by", change.by, kByMost);
        column("changed_at_ms", change.at);
        if (readable.ok()) readable = column.end();
    });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    return history;
}

Result<std::vector<Relation>> SqlRelationStore::relations(core::ReadTransaction& transaction, std::string_view sql, Values values) const {
    const Result<std::vector<RelationRow>> rows = readRows<RelationRows>(transaction, vault_, sql, values);
    if (!rows.ok()) return rows.failure();
    return std::vector<Relation>(rows->begin(), rows->end());
}

}  // namespace hub::storage::sql
