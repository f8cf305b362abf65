#pragma once

#include <cstdint>

namespace hub::storage::bench {

/// One part of a bench of durable work: all submitters busy for the whole time.
struct Run {
    std::int64_t lanes = 0;  ///< or connections
    std::int64_t n = 0;      ///< units done
    double seconds = 0;
    double units_per_second = 0;
    double p50_ms = 0;  ///< of a unit, from handing it in to its answer
    double p99_ms = 0;
    double commit_p50_ms = 0;  ///< of COMMIT alone
    double commit_p99_ms = 0;
    double group_p50_ms = 0;  ///< from BEGIN to the end of COMMIT
    double units_per_commit = 0;
    double cpu_us_per_unit = 0;  ///< of this process, submitters included; a database server has its own
};

}  // namespace hub::storage::bench
