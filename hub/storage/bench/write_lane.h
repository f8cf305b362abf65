#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "hub/core/result.h"
#include "hub/core/sensitive.h"
#include "hub/storage/bench/run.h"

namespace hub::storage::bench {

/// What the write lanes carry: units of one attempt with a sealed body and one outbox message with a sealed payload, and their key.
struct WriteLaneBench {
    std::filesystem::path folder;           ///< on the disk to be measured; the embedded database goes into a new folder below it
    std::string url;                        ///< mysql://… of an empty database of its own; empty: SQLite
    core::Sensitive<std::string> password;  ///< of the user in `url`
    double seconds = 10;                    ///< of each part, the baseline too
    std::size_t submitters = 64;            ///< each has one unit under way at a time
    std::size_t body_bytes = 1024;
    std::size_t payload_bytes = 256;
};

struct WriteLaneResult {
    std::string engine;         ///< sqlite or mysql
    double fsync_p50_us = 0;    ///< 4 KiB appended and synced in `folder`
    Run grouped;                ///< as the hub runs
    std::string baseline_name;  ///< what `baseline` is: the same work, one transaction a unit
    Run baseline;
};

/// Measures; takes a little more than twice `seconds`. Its rows stay in a MySQL database; the SQLite folder is removed.
/// Also: BenchDiskNotUsable on a memory file system or a folder that cannot be written, and what openStorage answers with.
core::Result<WriteLaneResult> runWriteLaneBench(const WriteLaneBench& bench);

}  // namespace hub::storage::bench
