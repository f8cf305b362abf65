#pragma once

#include "hub/core/clock.h"
#include "hub/core/work.h"
#include "hub/storage/sql/transaction.h"

namespace hub::storage::sql {

/// The table that makes a unit of work happen once. A key stands there exactly when its unit was committed.
class WorkKeys {
  public:
    /// 1 to 64 visible ASCII characters. Also: WorkKeyNotValid.
    static core::Result<void> check(const core::WorkKey& key);

    /// Also: RowTaken (AtOnce only): the unit has been done.
    static core::Result<void> add(SqlTransaction& transaction, const core::WorkKey& key, core::UtcTime now);
    static core::Result<void> takeBack(SqlTransaction& transaction, const core::WorkKey& key);

    static core::Result<bool> stands(Connection& connection, const core::WorkKey& key);

    /// Forgets up to about `limit` keys done before `before`, oldest first; answers with how many. A job calls it until that is 0.
    /// A unit that comes again after its key is forgotten runs again: `before` lies further back than any caller repeats.
    static core::Result<std::int64_t> removeBefore(core::Transaction& transaction, core::UtcTime before, std::size_t limit);
};

}  // namespace hub::storage::sql
