#include "hub/storage/sql/reseal.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "hub/core/assert.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::IdBits;
using core::Result;
using jobs::ResealPage;
using jobs::ResealProgress;
using jobs::SealCount;

namespace {

constexpr std::array kSealedColumns{
    SealedColumn{"attempt", "body"},
    SealedColumn{"attempt", "answer"},
    SealedColumn{"inbox", "body"},
    SealedColumn{"inbox", "answer"},
    SealedColumn{"outbox", "payload"},
    SealedColumn{"charge", "details"},
    SealedColumn{"payment", "details"},
    SealedColumn{"refund", "details"},
    SealedColumn{"hub_case", "details"},
    SealedColumn{"booking", "details"},
    SealedColumn{"person", "details"},
    SealedColumn{"card", "number"},
    SealedColumn{"hospital_file", "local"},
    SealedColumn{"report", "details"},
    SealedColumn{"consent", "details"},
    SealedColumn{"credential", "number"},
    SealedColumn{"relation", "details"},
    SealedColumn{"review", "details"},
    SealedColumn{"match_record", "packed"},
    SealedColumn{"former_certificate", "number"},
    SealedColumn{"match_weights", "details"},
    SealedColumn{"certificate_withdrawal", "details"},
};

constexpr std::size_t kPageBytesMax = std::size_t{8} << 20;  // of values held at a time; one value may be longer

constexpr InsertShape kProgress{"reseal_progress", "sealed_column, key_number, after_id, older_found, finished", 5};
constexpr std::string_view kProgressOf = "SELECT key_number, after_id, older_found, finished FROM reseal_progress WHERE sealed_column = ?";
constexpr std::string_view kMoveOn =
    "UPDATE reseal_progress SET key_number = ?, after_id = ?, older_found = ?, finished = ?"
    " WHERE sealed_column = ? AND key_number = ? AND after_id = ? AND older_found = ? AND finished = ?";

std::string_view bytesOf(const IdBits& id) { return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()}; }

std::int64_t number(bool value) { return value ? 1 : 0; }

Result<void> moveOn(SqlTransaction& sql, const ResealPage& page) {
    const ResealProgress& before = page.before;
    const ResealProgress& next = page.next;
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

/// Where the walk stands after a page that ends at `last`. Its last page begins another walk, unless this one met nothing older.
ResealProgress after(const ResealPage& page, vault::KeyNumber key, std::int64_t found_before, const IdBits& last) {
    const std::int64_t found = found_before + static_cast<std::int64_t>(page.values.size()) + page.not_opened;
    if (!page.last) return {key, last, found, false};
    return {key, IdBits{}, 0, found == 0};
}

}  // namespace

std::span<const SealedColumn> sealedColumns() { return kSealedColumns; }

SqlReseal::SqlReseal(const vault::Vault& vault) : vault_(vault) {
    for (const SealedColumn& one : kSealedColumns) {
        const std::string column = one.column();
        texts_[one.place()] = {
            // What is under the current key already is looked at, and stays in the database.
            fmt::format("SELECT id, CASE WHEN SUBSTR({1}, 1, {2}) = ? THEN NULL ELSE {1} END FROM {0} WHERE id > ? ORDER BY id LIMIT ?",
                        one.table, column, vault::Vault::kHeaderSize),
            fmt::format("UPDATE {0} SET {1} = ? WHERE id = ? AND {1} = ?", one.table, column),
            fmt::format("SELECT id, SUBSTR({1}, 1, {2}) FROM {0} WHERE id > ? ORDER BY id LIMIT ?", one.table, column,
                        vault::Vault::kHeaderSize)};
    }
}

std::vector<std::string> SqlReseal::columns() const {
    std::vector<std::string> places;
    for (const SealedColumn& one : kSealedColumns) places.push_back(one.place());
    return places;
}

const SqlReseal::Texts& SqlReseal::textsOf(const std::string& column) const {
    const auto found = texts_.find(column);
    HUB_ASSERT(found != texts_.end());
    return found->second;
}

Result<ResealProgress> SqlReseal::progress(core::ReadTransaction& transaction, const std::string& column) {
    ResealProgress found;
    const Result<void> asked = SqlTransaction::of(transaction).query(kProgressOf, std::array<Value, 1>{blob(column)}, [&](const Row& row) {
        found = {static_cast<vault::KeyNumber>(row.integer(0)), idAt(row, 1), row.integer(2), row.integer(3) != 0};
    });
    if (!asked.ok()) return asked.failure();
    return found;
}

Result<std::optional<ResealPage>> SqlReseal::page(core::ReadTransaction& transaction, const std::string& column, std::size_t rows) {
    const vault::KeyNumber key = vault_.currentKey();
    if (key == 1) return std::optional<ResealPage>();
    const Result<ResealProgress> before = progress(transaction, column);
    if (!before.ok()) return before.failure();
    if (before->key > key || (before->key == key && before->finished)) return std::optional<ResealPage>();

    ResealPage page;
    page.column = column;
    page.before = *before;
    const bool goes_on = before->key == key;
    IdBits last = goes_on ? before->after : IdBits{};
    std::size_t seen = 0;
    std::size_t bytes = 0;
    const std::array<Value, 3> values{blob(vault_.currentHeader()), blob(last), static_cast<std::int64_t>(rows)};
    const Result<void> asked = SqlTransaction::of(transaction).query(textsOf(column).page, values, [&](const Row& row) {
        if (bytes > kPageBytesMax) return;  // the next page has them
        ++seen;
        last = idAt(row, 0);
        if (row.isNull(1)) return;
        std::string seal = row.bytes(1);
        const std::optional<vault::KeyNumber> under = vault::Vault::keyOf(seal);
        if (under && *under >= key) return;  // of a process that knows a newer key
        bytes += seal.size();
        page.values.push_back({last, std::move(seal), {}});
    });
    if (!asked.ok()) return asked.failure();
    page.last = seen < rows && bytes <= kPageBytesMax;
    std::erase_if(page.values, [&](ResealPage::Value& value) {
        const vault::SealPlace place{column, bytesOf(value.row)};
        const Result<std::string> plain = vault_.open(place, value.old_seal);
        if (plain.ok()) {
            value.new_seal = vault_.seal(place, *plain);
        } else {
            ++page.not_opened;
        }
        return !plain.ok();
    });
    page.next = after(page, key, goes_on ? before->older_found : 0, last);
    return std::optional(std::move(page));
}

Result<std::int64_t> SqlReseal::put(core::Transaction& transaction, const ResealPage& page) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    std::int64_t resealed = 0;
    for (const ResealPage::Value& value : page.values) {
        const std::array<Value, 3> values{blob(value.new_seal), blob(value.row), blob(value.old_seal)};
        const Result<std::int64_t> put = sql.execute(textsOf(page.column).put, values);
        if (!put.ok()) return put.failure();
        resealed += *put;
    }
    const Result<void> moved = moveOn(sql, page);
    if (!moved.ok()) return moved.failure();
    return resealed;
}

Result<SealCount> SqlReseal::count(core::ReadTransaction& transaction, const std::string& column, const IdBits& after, std::size_t rows) {
    SealCount counted;
    counted.last = after;
    std::size_t seen = 0;
    const std::array<Value, 2> values{blob(after), static_cast<std::int64_t>(rows)};
    const Result<void> asked = SqlTransaction::of(transaction).query(textsOf(column).count, values, [&](const Row& row) {
        ++seen;
        counted.last = idAt(row, 0);
        if (row.isNull(1)) return;
        ++counted.values[vault::Vault::keyOf(row.bytes(1)).value_or(0)];
    });
    if (!asked.ok()) return asked.failure();
    counted.ended = seen < rows;
    return counted;
}

}  // namespace hub::storage::sql
