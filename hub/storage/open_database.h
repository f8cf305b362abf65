#pragma once

#include <memory>

#include "hub/core/result.h"
#include "hub/storage/sql/database.h"
#include "hub/storage/storage.h"

namespace hub::storage {

/// The driver that `config` asks for; inside storage only. Also: DatabaseUrlNotValid, DatabaseInUse, DatabaseNotUsable.
core::Result<std::unique_ptr<sql::Database>> openDatabase(const StorageConfig& config);

}  // namespace hub::storage
