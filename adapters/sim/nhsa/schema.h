#pragma once

#include <string>
#include <string_view>

#include "adapters/sim/common/database.h"

namespace adapters::sim::nhsa {

/// Makes the tables that are not there yet.
void makeTables(common::Database& database);

/// One more than the largest id.
std::int64_t nextIdOf(common::Database& database, std::string_view table);

/// Every table, or the one named. Also: SimNotFound.
hub::core::Result<std::string> dump(common::Database& database, std::string_view table);

}  // namespace adapters::sim::nhsa
