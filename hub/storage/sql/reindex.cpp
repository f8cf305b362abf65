#include "hub/storage/sql/reindex.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <utility>

#include "hub/core/assert.h"
#include "hub/storage/sql/charge_store.h"
#include "hub/storage/sql/credential_store.h"
#include "hub/storage/sql/identity_store.h"
#include "hub/storage/sql/report_store.h"
#include "hub/storage/sql/values.h"
#include "hub/storage/sql/walk.h"
#include "hub/vault/key_file.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::IdBits;
using core::Result;
using jobs::KeyCount;
using jobs::RewritePage;
using jobs::RewriteProgress;

namespace {

// Against whoever writes an index, and whoever finishes another column.
constexpr std::string_view kHold = "UPDATE index_key SET writes = writes WHERE id = 1";
constexpr std::string_view kSwitch = "UPDATE index_key SET writes = ?, older = ? WHERE id = 1";
constexpr std::string_view kEnd = "UPDATE index_key SET older = NULL WHERE id = 1 AND writes = ?";

std::string bytesOf(const vault::BlindIndex& index) {
    return {reinterpret_cast<const char*>(index.bytes.data()), index.bytes.size()};  // NOLINT: bytes as bytes
}

}  // namespace

/// Some rows of a column and which key they are under.
struct SqlReindex::Looked {
    vault::IndexKeyUse keys;
    std::vector<RewritePage::Value> older;
    std::int64_t written = 0;
    std::int64_t not_opened = 0;  ///< or under neither key
    IdBits last;
    bool ended = false;
};

SqlReindex::SqlReindex(const vault::Vault& vault) : vault_(vault) {
    for (IndexedColumn& one : std::vector{personCertificateIndex(), formerCertificateIndex(), cardNumberIndex(), hospitalFileIndex(),
                                          credentialNumberIndex(), reportFileIndex(), chargeFileIndex()}) {
        std::string page =
            fmt::format("SELECT id, {}, {} FROM {} WHERE id > ? ORDER BY id LIMIT ?", one.name, fmt::join(one.sources, ", "), one.table);
        std::string put = fmt::format("UPDATE {0} SET {1} = ? WHERE id = ? AND {1} = ?", one.table, one.name);
        places_.push_back(one.place());
        columns_.emplace(one.place(), Column{std::move(one), std::move(page), std::move(put)});
    }
}

std::vector<std::string> SqlReindex::columns() const { return places_; }

const SqlReindex::Column& SqlReindex::columnOf(const std::string& place) const {
    const auto found = columns_.find(place);
    HUB_ASSERT(found != columns_.end());
    return found->second;
}

Result<RewriteProgress> SqlReindex::progress(core::ReadTransaction& transaction, const std::string& column) {
    return walkProgress(transaction, column);
}

/// Also: KeyMissing.
Result<void> SqlReindex::sort(Looked& looked, const IndexedColumn& column, const IdBits& row, const std::string& index,
                              const Result<std::string>& value) const {
    if (!value.ok()) {
        ++looked.not_opened;
        return {};
    }
    const Result<vault::BlindIndex> written = vault_.blindIndex(column.purpose, *value, looked.keys.writes);
    if (!written.ok()) return written.failure();
    if (index == bytesOf(*written)) {
        ++looked.written;
        return {};
    }
    if (looked.keys.older) {
        const Result<vault::BlindIndex> older = vault_.blindIndex(column.purpose, *value, *looked.keys.older);
        if (!older.ok()) return older.failure();
        if (index == bytesOf(*older)) {
            looked.older.push_back({row, index, bytesOf(*written)});
            return {};
        }
    }
    ++looked.not_opened;
    return {};
}

Result<SqlReindex::Looked> SqlReindex::look(core::ReadTransaction& transaction, const std::string& place, const IdBits& after,
                                            std::size_t rows) const {
    const Column& column = columnOf(place);
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<vault::IndexKeyUse> keys = sql.indexKeys();
    if (!keys.ok()) return keys.failure();
    struct Read {
        IdBits row;
        std::string index;
        std::vector<std::string> sources;
    };
    std::vector<Read> all;  // opened when the statement is done
    std::size_t seen = 0;
    std::size_t bytes = 0;
    Looked looked;
    looked.keys = *keys;
    looked.last = after;
    const std::array<Value, 2> values{blob(after), static_cast<std::int64_t>(rows)};
    const Result<void> asked = sql.query(column.page, values, [&](const Row& row) {
        if (bytes > kWalkBytesMax) return;  // the next page has them
        ++seen;
        looked.last = idAt(row, 0);
        if (row.isNull(1)) return;
        Read& one = all.emplace_back(Read{looked.last, row.bytes(1), {}});
        for (std::size_t i = 0; i < column.of.sources.size(); ++i) bytes += one.sources.emplace_back(row.bytes(2 + i)).size();
    });
    if (!asked.ok()) return asked.failure();
    looked.ended = seen < rows && bytes <= kWalkBytesMax;
    for (const Read& one : all) {
        const Result<void> sorted = sort(looked, column.of, one.row, one.index, column.of.value_of(vault_, one.row, one.sources));
        if (!sorted.ok()) return sorted.failure();
    }
    return looked;
}

Result<std::optional<RewritePage>> SqlReindex::page(core::ReadTransaction& transaction, const std::string& column, std::size_t rows) {
    const Result<vault::IndexKeyUse> use = keys(transaction);
    if (!use.ok()) return use.failure();
    if (!use->older) return std::optional<RewritePage>();
    const Result<RewriteProgress> before = progress(transaction, column);
    if (!before.ok()) return before.failure();
    const bool goes_on = before->key == use->writes;
    if (goes_on && before->finished) return std::optional<RewritePage>();
    Result<Looked> looked = look(transaction, column, goes_on ? before->after : IdBits{}, rows);
    if (!looked.ok()) return looked.failure();
    RewritePage page;
    page.column = column;
    page.before = *before;
    page.values = std::move(looked->older);
    page.not_opened = looked->not_opened;
    page.last = looked->ended;
    page.next = progressAfter(page, use->writes, page.not_opened, looked->last);
    return std::optional(std::move(page));
}

Result<std::int64_t> SqlReindex::put(core::Transaction& transaction, const RewritePage& page) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    if (page.next.finished) {  // before any row is held: who writes indexes may wait for those
        const Result<std::int64_t> held = sql.execute(kHold, {});
        if (!held.ok()) return held.failure();
    }
    std::int64_t written = 0;
    for (const RewritePage::Value& value : page.values) {
        const std::array<Value, 3> values{blob(value.new_value), blob(value.row), blob(value.old_value)};
        const Result<std::int64_t> put = sql.execute(columnOf(page.column).put, values);
        if (!put.ok()) return put.failure();
        written += *put;
    }
    const Result<void> moved = moveWalk(sql, page);
    if (!moved.ok()) return moved.failure();
    if (page.next.finished) {
        const Result<void> ended = endRotation(sql, page.next.key);
        if (!ended.ok()) return ended.failure();
    }
    return written;
}

/// Where every column is finished. REQUIRES: kHold; of two who finish a column at once, the second sees what the first has written.
Result<void> SqlReindex::endRotation(SqlTransaction& sql, vault::KeyNumber writes) const {
    for (const std::string& place : places_) {
        const Result<RewriteProgress> walked = walkProgress(sql, place);
        if (!walked.ok()) return walked.failure();
        if (walked->key != writes || !walked->finished) return {};
    }
    const Result<std::int64_t> ended = sql.execute(kEnd, std::array<Value, 1>{std::int64_t{writes}});
    sql.forgetIndexKeys();
    return ended.ok() ? Result<void>() : ended.failure();
}

Result<KeyCount> SqlReindex::count(core::ReadTransaction& transaction, const std::string& column, const IdBits& after, std::size_t rows) {
    const Result<Looked> looked = look(transaction, column, after, rows);
    if (!looked.ok()) return looked.failure();
    KeyCount counted;
    counted.last = looked->last;
    counted.ended = looked->ended;
    if (looked->written > 0) counted.values[looked->keys.writes] = looked->written;
    if (!looked->older.empty()) counted.values[*looked->keys.older] = static_cast<std::int64_t>(looked->older.size());
    if (looked->not_opened > 0) counted.values[0] = looked->not_opened;
    return counted;
}

Result<vault::IndexKeyUse> SqlReindex::keys(core::ReadTransaction& transaction) { return SqlTransaction::of(transaction).indexKeys(); }

Result<void> SqlReindex::switchTo(core::Transaction& transaction, vault::KeyNumber next) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const Result<std::int64_t> held = sql.execute(kHold, {});  // first: of two who switch at once, the second sees the first's
    if (!held.ok()) return held.failure();
    sql.forgetIndexKeys();
    const Result<vault::IndexKeyUse> use = sql.indexKeys();
    if (!use.ok()) return use.failure();
    if (use->older) {
        return Failure(Error::KeyFileNotUsable, fmt::format("{}: rows still stand under it, and one rotation runs at a time; rotate again "
                                                            "when onecard key status says that it may be put away",
                                                            vault::indexKeyFile(*use->older)));
    }
    if (next <= use->writes) return Failure(Error::KeyFileNotUsable, fmt::format("{}: no later key", vault::indexKeyFile(next)));
    const std::array<Value, 2> values{std::int64_t{next}, std::int64_t{use->writes}};
    const Result<std::int64_t> switched = sql.execute(kSwitch, values);
    sql.forgetIndexKeys();
    return switched.ok() ? Result<void>() : switched.failure();
}

}  // namespace hub::storage::sql
