#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>

#include "hub/app/bench/lookup_load.h"
#include "hub/app/bench/lookup_people.h"
#include "hub/core/result.h"

namespace hub::app {

/// Look-ups over REST in a hub with many people: `onecard serve` in a process of its own, SQLite, audited as always.
struct LookupBench {
    std::filesystem::path folder;  ///< on the disk to be measured; the people stay in it, and are there the next time
    std::uint32_t people = 8'000'000;
    double seconds = 10;
    std::size_t clients = 8;
    std::uint64_t seed = 1;
    std::function<void(std::uint32_t stand)> progress = [](std::uint32_t) {};
};

struct LookupBenchResult {
    double fsync_p50_us = 0;
    LookupFill fill;
    LookupAnswers answers;
    double hub_cpu_us = 0;  ///< of a look-up
    double hub_rss_mib = 0;
    double commit_p99_ms = 0;
    double database_mib = 0;
    double baseline_per_second = 0;
    std::int64_t baseline_wrong = 0;
};

inline constexpr std::string_view kLookupBaseline = "the same look-ups in the stores, one connection: nobody calls, nothing is audited";

/// Also: what the disk's measure, Foundation, filling and the hub's process answer with.
core::Result<LookupBenchResult> runLookupBench(const LookupBench& bench);

}  // namespace hub::app
