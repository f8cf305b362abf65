#pragma once

#include <string>
#include <string_view>

#include "hub/core/ids.h"
#include "hub/core/sensitive.h"
#include "hub/storage/sql/database.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

/// A body as its column holds it, bound to its column ("attempt.body") and row.
Value sealed(const vault::Vault& vault, std::string_view column, const core::IdBits& row, const core::Sensitive<std::string>& plain);

/// The other way. Also: SealBroken, KeyMissing.
core::Result<void> openInto(core::Sensitive<std::string>& plain, const vault::Vault& vault, std::string_view column,
                            const core::IdBits& row, std::string_view sealed);

}  // namespace hub::storage::sql
