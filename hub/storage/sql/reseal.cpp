#include "hub/storage/sql/reseal.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "hub/core/assert.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"
#include "hub/storage/sql/walk.h"

namespace hub::storage::sql {

using core::IdBits;
using core::Result;
using jobs::KeyCount;
using jobs::RewritePage;
using jobs::RewriteProgress;

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
    SealedColumn{"settlement", "details"},
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
    SealedColumn{"match_secret", "secret"},
    SealedColumn{"person", "newborn"},
    SealedColumn{"certificate_withdrawal", "details"},
    SealedColumn{"e_account", "details"},
    SealedColumn{"account_transfer", "details"},
    SealedColumn{"payment_decision", "details"},
};

std::string_view bytesOf(const IdBits& id) { return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()}; }

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

Result<RewriteProgress> SqlReseal::progress(core::ReadTransaction& transaction, const std::string& column) {
    return walkProgress(transaction, column);
}

Result<std::optional<RewritePage>> SqlReseal::page(core::ReadTransaction& transaction, const std::string& column, std::size_t rows) {
    const vault::KeyNumber key = vault_.currentKey();
    if (key == 1) return std::optional<RewritePage>();
    const Result<RewriteProgress> before = progress(transaction, column);
    if (!before.ok()) return before.failure();
    if (before->key > key || (before->key == key && before->finished)) return std::optional<RewritePage>();

    RewritePage page;
    page.column = column;
    page.before = *before;
    const bool goes_on = before->key == key;
    IdBits last = goes_on ? before->after : IdBits{};
    std::size_t seen = 0;
    std::size_t bytes = 0;
    const std::array<Value, 3> values{blob(vault_.currentHeader()), blob(last), static_cast<std::int64_t>(rows)};
    const Result<void> asked = SqlTransaction::of(transaction).query(textsOf(column).page, values, [&](const Row& row) {
        if (bytes > kWalkBytesMax) return;  // the next page has them
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
    page.last = seen < rows && bytes <= kWalkBytesMax;
    std::erase_if(page.values, [&](RewritePage::Value& value) {
        const vault::SealPlace place{column, bytesOf(value.row)};
        const Result<std::string> plain = vault_.open(place, value.old_value);
        if (plain.ok()) {
            value.new_value = vault_.seal(place, *plain);
        } else {
            ++page.not_opened;
        }
        return !plain.ok();
    });
    page.next = progressAfter(page, key, static_cast<std::int64_t>(page.values.size()) + page.not_opened, last);
    return std::optional(std::move(page));
}

Result<std::int64_t> SqlReseal::put(core::Transaction& transaction, const RewritePage& page) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    std::int64_t resealed = 0;
    for (const RewritePage::Value& value : page.values) {
        const std::array<Value, 3> values{blob(value.new_value), blob(value.row), blob(value.old_value)};
        const Result<std::int64_t> put = sql.execute(textsOf(page.column).put, values);
        if (!put.ok()) return put.failure();
        resealed += *put;
    }
    const Result<void> moved = moveWalk(sql, page);
    if (!moved.ok()) return moved.failure();
    return resealed;
}

Result<KeyCount> SqlReseal::count(core::ReadTransaction& transaction, const std::string& column, const IdBits& after, std::size_t rows) {
    KeyCount counted;
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
