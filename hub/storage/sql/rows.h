#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hub/core/describe.h"
#include "hub/core/exception.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

/// An enumeration stands in its column by name.
template <core::Enumeration E>
Value enumValue(E value) {
    return blob(core::enumName(value));
}

/// Throws core::Exception for a name this program does not know: the database was changed by other hands.
template <core::Enumeration E>
E enumAt(const Row& row, std::size_t column) {
    const std::optional<E> value = core::enumFromName<E>(row.bytes(column));
    if (!value)
        throw core::Exception("column " + std::to_string(column) + " holds a word unknown to this program: the database is damaged");
    return *value;
}

/// What a query by a unique key found.
template <class T>
core::Result<std::optional<T>> firstOf(core::Result<std::vector<T>> found) {
    if (!found.ok()) return found.failure();
    if (found->empty()) return std::optional<T>();
    return std::optional<T>(std::move(found->front()));
}

/// After an UPDATE … WHERE id = ? AND version = ?: the version the row has now. Also: VersionConflict.
inline core::Result<std::int64_t> nextVersion(const core::Result<std::int64_t>& changed, const core::IdBits& id, std::int64_t version) {
    if (!changed.ok()) return changed.failure();
    if (*changed != 1) return core::Failure(core::Error::VersionConflict, id.text());
    return version + 1;
}

}  // namespace hub::storage::sql
