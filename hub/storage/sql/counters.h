#pragma once

#include <atomic>
#include <cstdint>

#include "hub/storage/sql/latencies.h"

namespace hub::storage::sql {

/// What the write lanes did since the start, for metrics. Any thread.
struct LaneCounters {
    std::atomic<std::uint64_t> done = 0;        ///< units, repeated ones too
    std::atomic<std::uint64_t> repeated = 0;    ///< units whose key stood already
    std::atomic<std::uint64_t> not_done = 0;    ///< units, refused at the queue too
    std::atomic<std::uint64_t> unknown = 0;     ///< units
    std::atomic<std::uint64_t> commits = 0;     ///< groups committed; done / commits is the mean group
    std::atomic<std::uint64_t> one_by_one = 0;  ///< groups run again with a savepoint a unit, because one of them failed
    std::atomic<std::uint64_t> conflicts = 0;   ///< deadlocks, lock time-outs, busy
    std::atomic<std::uint64_t> connection_losses = 0;
    std::atomic<std::uint64_t> commits_in_doubt = 0;  ///< COMMITs whose answer was lost
    std::atomic<std::uint64_t> waiting = 0;           ///< units in queues now
    Latencies commit;                                 ///< of the COMMIT alone
    Latencies group;                                  ///< from BEGIN to the end of COMMIT
};

}  // namespace hub::storage::sql
