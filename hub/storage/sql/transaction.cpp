#include "hub/storage/sql/transaction.h"

#include <fmt/format.h>
#include <algorithm>
#include <bit>
#include <utility>

namespace hub::storage::sql {

namespace {

constexpr std::size_t kRowsMax = 64;                             // of one statement: powers of two up to here are seven statements a table
constexpr std::size_t kWaitingBytesMax = std::size_t{1} << 20U;  // past this a table's rows go in at once

}  // namespace

core::Result<std::int64_t> SqlTransaction::execute(std::string_view sql, Values values) {
    const core::Result<void> flushed = flushNamedIn(sql);
    if (!flushed.ok()) return flushed.failure();
    ++writes_;
    return connection_.execute(sql, values);
}

core::Result<void> SqlTransaction::query(std::string_view sql, Values values, const EachRow& each) {
    const core::Result<void> flushed = flushNamedIn(sql);
    if (!flushed.ok()) return flushed;
    return connection_.query(sql, values, each);
}

core::Result<void> SqlTransaction::insert(const InsertShape& shape, std::span<Value> row) {
    HUB_ASSERT(row.size() == shape.width);
    ++writes_;
    if (inserts_ == Inserts::AtOnce) {
        const core::Result<std::int64_t> inserted = connection_.execute(insertText(shape, 1), row);
        if (!inserted.ok()) return inserted.failure();
        return {};
    }
    auto waiting = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& one) { return one.shape.table == shape.table; });
    if (waiting == waiting_.end()) waiting = waiting_.insert(waiting_.end(), Waiting{shape, {}, 0});
    for (Value& value : row) {
        waiting->bytes += sizeof(value) + value.bytes().size();
        waiting->values.push_back(std::move(value));
    }
    if (waiting->bytes > kWaitingBytesMax) return flush();  // of all: rows of tables that came first may be what this one's refer to
    return {};
}

core::Result<void> SqlTransaction::flush() {
    for (Waiting& waiting : waiting_) {
        const core::Result<void> flushed = flush(waiting);
        if (!flushed.ok()) return flushed;
    }
    return {};
}

core::Result<void> SqlTransaction::flushAmongWriters() { return connection_.dialect().writersMax() == 1 ? core::Result<void>() : flush(); }

core::Result<void> SqlTransaction::flush(Waiting& waiting) {
    const std::vector<Value> values = std::exchange(waiting.values, {});
    waiting.bytes = 0;
    const std::size_t width = waiting.shape.width;
    std::size_t left = values.size() / width;
    const Value* next = values.data();
    while (left > 0) {
        const std::size_t rows = std::min(kRowsMax, std::bit_floor(left));
        const core::Result<std::int64_t> inserted = connection_.execute(insertText(waiting.shape, rows), Values(next, rows * width));
        if (!inserted.ok()) {
            gathering_failed_ = true;
            return inserted.failure();
        }
        next += rows * width;
        left -= rows;
    }
    return {};
}

core::Result<void> SqlTransaction::flushNamedIn(std::string_view sql) {
    for (Waiting& waiting : waiting_) {
        if (waiting.values.empty() || sql.find(waiting.shape.table) == std::string_view::npos) continue;
        const core::Result<void> flushed = flush(waiting);
        if (!flushed.ok()) return flushed;
    }
    return {};
}

const std::string& SqlTransaction::insertText(const InsertShape& shape, std::size_t rows) {
    std::string& text = insert_texts_[{shape.table, rows}];
    if (!text.empty()) return text;
    std::string row = "(?";
    for (std::size_t i = 1; i < shape.width; ++i) row += ",?";
    row += ")";
    text = fmt::format("INSERT INTO {} ({}) VALUES {}", shape.table, shape.columns, row);
    for (std::size_t i = 1; i < rows; ++i) text.append(",").append(row);
    return text;
}

core::Result<vault::IndexKeyUse> SqlTransaction::indexKeys() {
    if (index_keys_) return *index_keys_;
    const bool writes = connection_.access() == Access::Write;
    const std::string sql =
        fmt::format("SELECT writes, older FROM index_key WHERE id = 1{}", writes ? connection_.dialect().forShare() : "");
    std::optional<vault::IndexKeyUse> found;
    const core::Result<void> asked = connection_.query(sql, {}, [&](const Row& row) {
        found.emplace().writes = static_cast<vault::KeyNumber>(row.integer(0));
        if (!row.isNull(1)) found->older = static_cast<vault::KeyNumber>(row.integer(1));
    });
    if (!asked.ok()) return asked.failure();
    if (!found) return core::Failure(core::Error::RowNotReadable, "index_key");
    index_keys_ = found;
    return *found;
}

core::Result<core::UtcTime> SqlTransaction::now() {
    core::UtcTime now;
    const std::string sql = fmt::format("SELECT {}", connection_.dialect().nowMs());
    const core::Result<void> asked = connection_.query(sql, {}, [&](const Row& row) { now.ms = row.integer(0); });
    if (!asked.ok()) return asked.failure();
    return now;
}

}  // namespace hub::storage::sql
