#include "hub/storage/sql/match_walk_store.h"

#include <array>

#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::IdBits;
using core::Result;
using jobs::MatchWalkPage;

namespace {

constexpr InsertShape kWalk{"match_walk", "walk, after_id", 2};
constexpr std::string_view kPlace = "SELECT after_id FROM match_walk WHERE walk = ?";
constexpr std::string_view kMoveOn = "UPDATE match_walk SET after_id = ? WHERE walk = ? AND after_id = ?";
// Whose registration says no more than a file of theirs has the file's record alone.
constexpr std::string_view kPeople =
    "SELECT p.id, CASE WHEN EXISTS (SELECT 1 FROM match_record own WHERE own.id = p.id)"
    " OR EXISTS (SELECT 1 FROM hospital_file f JOIN match_record told ON told.id = f.id WHERE f.person_id = p.id) THEN 1 ELSE 0 END"
    " FROM person p WHERE p.id > ? ORDER BY p.id LIMIT ?";
// Counted here: of millions a COUNT(*) would read for minutes where rows lie in the order of ids.
constexpr std::string_view kLeft = "SELECT id FROM person WHERE id > ? ORDER BY id LIMIT ?";

constexpr std::string_view kPerson = "person";

Result<IdBits> placeIn(core::ReadTransaction& transaction) {
    IdBits after;
    const Result<void> asked =
        SqlTransaction::of(transaction).query(kPlace, std::array<Value, 1>{blob(kPerson)}, [&](const Row& row) { after = idAt(row, 0); });
    return asked.ok() ? Result<IdBits>(after) : asked.failure();
}

}  // namespace

Result<MatchWalkPage> SqlMatchWalkStore::page(core::ReadTransaction& transaction, std::size_t people_max, std::size_t unknown_max) {
    const Result<IdBits> after = placeIn(transaction);
    if (!after.ok()) return after.failure();
    MatchWalkPage page;
    page.after = *after;
    page.last = *after;
    const std::array<Value, 2> values{blob(*after), static_cast<std::int64_t>(people_max)};
    const Result<void> asked = SqlTransaction::of(transaction).query(kPeople, values, [&](const Row& row) {
        if (page.unknown.size() == unknown_max) return;
        page.last = idAt(row, 0);
        ++page.people;
        if (row.integer(1) == 0) page.unknown.push_back(identity::PersonId{page.last});
    });
    return asked.ok() ? Result<MatchWalkPage>(std::move(page)) : asked.failure();
}

Result<void> SqlMatchWalkStore::moveOn(core::Transaction& transaction, const MatchWalkPage& page) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    if (page.after == IdBits()) {
        std::array<Value, kWalk.width> row{blob(kPerson), blob(page.last)};
        const Result<void> begun = sql.insert(kWalk, row);
        const bool overtaken = !begun.ok() && begun.failure().error() == Error::RowTaken;
        return overtaken ? Result<void>(Failure(Error::VersionConflict, std::string(kPerson))) : begun;
    }
    const Result<std::int64_t> moved = sql.execute(kMoveOn, std::array<Value, 3>{blob(page.last), blob(kPerson), blob(page.after)});
    if (!moved.ok()) return moved.failure();
    return *moved == 1 ? Result<void>() : Failure(Error::VersionConflict, std::string(kPerson));
}

Result<std::size_t> SqlMatchWalkStore::left(core::ReadTransaction& transaction, std::size_t most) {
    const Result<IdBits> after = placeIn(transaction);
    if (!after.ok()) return after.failure();
    std::size_t count = 0;
    const std::array<Value, 2> values{blob(*after), static_cast<std::int64_t>(most)};
    const Result<void> asked = SqlTransaction::of(transaction).query(kLeft, values, [&](const Row&) { ++count; });
    return asked.ok() ? Result<std::size_t>(count) : asked.failure();
}

}  // namespace hub::storage::sql
