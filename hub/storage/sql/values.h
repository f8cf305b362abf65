#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hub/core/clock.h"
#include "hub/core/digest.h"
#include "hub/core/ids.h"
#include "hub/core/result.h"
#include "hub/storage/sql/database.h"

namespace hub::storage::sql {

/// The hub's values as columns, and back.
Value blob(std::string_view bytes);
Value blob(const core::IdBits& id);
Value blob(const core::Digest& digest);
Value timeOrNull(std::optional<core::UtcTime> time);

/// Throw core::Exception when the column holds something of another length: the database was changed by other hands.
core::IdBits idAt(const Row& row, std::size_t column);
core::Digest digestAt(const Row& row, std::size_t column);
core::UtcTime timeAt(const Row& row, std::size_t column);
std::optional<core::UtcTime> timeOrNoneAt(const Row& row, std::size_t column);

/// FieldTooLong with the name of the column.
core::Result<void> checkLength(std::string_view column, std::string_view bytes, std::size_t most);

}  // namespace hub::storage::sql
