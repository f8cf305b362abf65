#pragma once

#include <cstddef>

#include "hub/core/clock.h"
#include "hub/storage/bench/run.h"
#include "hub/storage/storage.h"

namespace hub::storage::ledger {

/// What the ledger's bench stands beside: the same rows, one transaction a transfer in the fewest round trips (begin, both balances
/// in one statement, the transfer with the balances it left, COMMIT), with no lease, no chain, and the unique key in the place of a
/// lookup. Brings the tables of the database up to date first.
struct BaselineLoad {
    std::size_t connections = 1;  ///< a thread each
    double seconds = 10;
    std::size_t accounts = 100'000;  ///< debited in turn; the one credited is always the same
};

/// Also: what openStorage answers with, and the first failure of a transaction that is no conflict (those run again).
core::Result<bench::Run> runBaseline(const StorageConfig& config, const BaselineLoad& load, const core::Clock& clock);

}  // namespace hub::storage::ledger
