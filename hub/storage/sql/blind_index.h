#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/storage/sql/transaction.h"
#include "hub/vault/vault.h"

/// Rows that are found by the blind index of a value that nobody may read in them. While the key is rotated a row stands under the key
/// before or under the one that writes, and moves from the former to the latter only.
namespace hub::storage::sql {

/// The blind index of a value as columns hold it. Of no value: NULL, and nothing older.
struct BlindIndexes {
    Value written;               ///< under the key that writes
    std::optional<Value> older;  ///< under the one that rows may still stand under
};

/// Also: KeyMissing (the database names a key that is not there), what the database answers with.
core::Result<BlindIndexes> blindIndexes(core::ReadTransaction& transaction, const vault::Vault& vault, std::string_view purpose,
                                        std::string_view value);

/// The first answer of `ask`(index) that is true or holds something: under the older key before the other, so that a row which moves
/// between the two questions is not missed. One question where no rotation is under way.
template <class Ask>
auto firstUnder(const BlindIndexes& indexes, const Ask& ask) -> decltype(ask(indexes.written)) {
    if (indexes.older) {
        auto found = ask(*indexes.older);
        if (!found.ok() || *found) return found;
    }
    return ask(indexes.written);
}

/// A page, newest first, of things that have `changed_at` and `id`: `ask`(index) gives the first `limit` under one key.
template <class Ask>
auto newestUnder(const BlindIndexes& indexes, std::size_t limit, const Ask& ask) -> decltype(ask(indexes.written)) {
    if (!indexes.older) return ask(indexes.written);
    auto older = ask(*indexes.older);
    if (!older.ok()) return older;
    auto all = ask(indexes.written);
    if (!all.ok()) return all;
    for (auto& one : *older) {
        const bool moved = std::ranges::any_of(*all, [&](const auto& other) { return other.id == one.id; });  // between the two questions
        if (!moved) all->push_back(std::move(one));
    }
    std::ranges::sort(*all, [](const auto& one, const auto& other) {
        return one.changed_at != other.changed_at ? one.changed_at > other.changed_at : one.id > other.id;
    });
    if (all->size() > limit) all->resize(limit);
    return all;
}

/// Whether a row stands under the older key, for who has just written the same index under the other. Nobody adds one there any more.
core::Result<bool> standsUnderOlder(SqlTransaction& sql, std::string_view table, std::string_view index_column,
                                    const BlindIndexes& indexes);

/// Inserts a row whose `index_column` is unique. Also: RowTaken, also where another stands under the older key; nothing is inserted then.
/// REQUIRES: the row begins with its id.
core::Result<void> insertIndexed(SqlTransaction& sql, const InsertShape& shape, std::span<Value> row, std::string_view index_column,
                                 const BlindIndexes& indexes);

/// A column of blind indexes, and how what an index was made of is had from its row again. The table's primary key is `id` alone.
struct IndexedColumn {
    /// `sources` are the bytes of those columns, empty for NULL. Also: SealBroken, KeyMissing, RowNotReadable, JsonNotValid.
    using ValueOf = core::Result<std::string> (*)(const vault::Vault& vault, const core::IdBits& id, std::span<const std::string> sources);

    std::string_view table;
    std::string_view name;                  ///< "number_index"
    std::string_view purpose;               ///< of its indexes
    std::vector<std::string_view> sources;  ///< columns
    ValueOf value_of;

    std::string place() const { return std::string(table).append(".").append(name); }
};

}  // namespace hub::storage::sql
