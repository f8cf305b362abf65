#pragma once

#include <functional>
#include <optional>

#include "adapters/cli/bench/paced_reads.h"
#include "hub/cli/bench.h"
#include "hub/core/result.h"

namespace adapters::cli::bench {

/// The same reads with and without a burden on the hub, in turns, so that what else the machine does falls on both.
struct PairPlan {
    ReadPlan reads;                  ///< in every half
    std::optional<ReadPlan> beside;  ///< under way in every half too, and not measured
    double lead_seconds = 0;         ///< so long before what is measured; then what is beside it is in full swing
    std::size_t pairs = 7;
    std::function<hub::core::Result<void>()> burden;   ///< returns when it is there
    std::function<hub::core::Result<void>()> relieve;  ///< returns when nothing is left of it
};

struct PairResult {
    double ratio = 0;     ///< p99 with / without, the median over the pairs
    double added_ms = 0;  ///< p99 with - without, likewise
    double p50_ms = 0;    ///< with, the median over the pairs
    double p99_ms = 0;
    double p50_without_ms = 0;
    double p99_without_ms = 0;
    std::int64_t n = 0;  ///< reads in all halves that were answered
    std::int64_t asked = 0;
    double seconds = 0;
    ReadResult beside_with;  ///< of all pairs, without their times
    ReadResult beside_without;
};

/// Every other pair begins with the burden; a first half without it warms up and does not count. Also: what `burden` and `relieve` answer.
hub::core::Result<PairResult> readInPairs(const PairPlan& plan, const hub::core::Clock& clock);

/// The figures that every bench in pairs gives: `value` is the p99 with the burden, `baseline` that without.
void fill(hub::cli::BenchResult& result, const PairResult& measured, std::string baseline);

}  // namespace adapters::cli::bench
