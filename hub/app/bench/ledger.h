#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "hub/core/result.h"
#include "hub/core/sensitive.h"
#include "hub/storage/bench/run.h"

namespace hub::app {

/// Transfers through the ledger as the hub runs it, every one crediting the same account, beside one transaction a transfer.
struct LedgerBench {
    std::filesystem::path folder;           ///< on the disk to be measured; the embedded database goes into a new folder below it
    std::string url;                        ///< mysql://… of an empty database of its own; empty: SQLite
    core::Sensitive<std::string> password;  ///< of the user in `url`
    double seconds = 10;                    ///< of each part, the baseline too
    std::size_t submitters = 64;            ///< each has one command of one transfer under way at a time
    std::size_t accounts = 100'000;         ///< debited in turn
};

struct LedgerBenchResult {
    std::string engine;          ///< sqlite or mysql
    double fsync_p50_us = 0;     ///< 4 KiB appended and synced in `folder`
    storage::bench::Run ledger;  ///< a unit is a transfer
    std::string baseline_name;
    storage::bench::Run baseline;
};

/// Measures; takes a little more than twice `seconds`. Its rows stay in a MySQL database; the SQLite folder is removed.
/// Also: BenchDiskNotUsable, what openStorage answers with, and the first failure of a transfer.
core::Result<LedgerBenchResult> runLedgerBench(const LedgerBench& bench);

}  // namespace hub::app
