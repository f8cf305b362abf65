#pragma once

#include <chrono>
#include <cstddef>

#include "hub/core/clock.h"

namespace hub::storage::sql {

/// The bounds of writing and reading.
struct Limits {
    std::size_t lanes = 4;                       ///< write lanes, 1 to 64; SQLite has one whatever stands here
    std::size_t queue_max = 4096;                ///< units that wait in a lane; past it StorageBusy
    std::size_t group_max = 256;                 ///< units that share a COMMIT
    std::chrono::microseconds gather_max{2000};  ///< how long a busy lane waits for as many units as its last group had
    int conflict_tries = 5;                      ///< of a group after deadlocks, and of each unit alone after that
    int connect_tries = 20;                      ///< of one group; while the database is down the next ones try once
    core::Duration retry_first{10};              ///< pause after the first failed try; it doubles, and is jittered by half
    core::Duration retry_max{1000};              ///< and is never longer than this
    std::size_t read_connections = 8;            ///< side by side
    core::Duration read_wait_max{5000};          ///< how long a read waits for a connection; past it StorageBusy
};

}  // namespace hub::storage::sql
