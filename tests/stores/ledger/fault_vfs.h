#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace tests {

/// What happens to the n-th operation (write, sync or truncate) on a file of SQLite's.
enum class DiskFault {
    None,
    Refused,  ///< EIO
    Full,     ///< ENOSPC; of a write half has been written
    Dies,     ///< the power fails: what was synced is there, and of the rest any sectors, whole or torn
};

struct FaultPlan {
    DiskFault fault = DiskFault::None;
    std::int64_t at = 0;          ///< which operation, from 1
    std::uint64_t seed = 0;       ///< Dies: of what is left
    std::filesystem::path image;  ///< Dies: a folder that gets the files as they would be found
};

/// Puts a VFS between SQLite and the disk for the rest of the process, which it ends with status 137 where it dies. Before SQLite opens
/// anything; once.
void installFaultyDisk(const FaultPlan& plan);

/// So far.
std::int64_t diskOperations();

}  // namespace tests
