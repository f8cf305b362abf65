#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "hub/core/work.h"
#include "hub/ledger/ledger_store.h"

namespace hub::ledger {

/// Something in the books that cannot be.
struct Violation {
    std::string rule;   ///< "I1" to "I6", "I11", as docs/operations/ledger.md lists them
    std::string where;  ///< "transfer 12", "account e_account/…", "batch 3"
    std::string what;
};

struct Verification {
    LedgerStore::Counts counts;
    std::int64_t violations = 0;   ///< all of them
    std::vector<Violation> first;  ///< the first few
};

struct VerifyOptions {
    std::size_t violations_max = 20;  ///< named in the result
    std::size_t page = 1000;          ///< rows in memory at a time, but for one batch's encoding
    /// Told now and then how many of how many rows have been read.
    std::function<void(std::int64_t done, std::int64_t all)> progress;
};

/// Adds everything up again from the first row, in one snapshot, on the calling thread: it takes as long as that takes, and a running
/// hub's log cannot be shortened meanwhile. Also: StorageBusy, StorageDown.
core::Result<Verification> verify(core::Reads& reads, LedgerStore& store, const VerifyOptions& options);

}  // namespace hub::ledger
