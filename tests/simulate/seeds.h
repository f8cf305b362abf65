#pragma once

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <filesystem>
#include <string>

#include "hub/app/simulate/seeds.h"

namespace tests {

inline constexpr std::uint64_t kFirstSeed = 1;
inline constexpr int kPayments = 100;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::uint64_t kSeeds = 10;  // eight times as slow each; what sanitizers look for does not hide in the other 190
#else
inline constexpr std::uint64_t kSeeds = 200;
#endif

/// In memory where the machine has a place for that; gone when the seeds have run.
inline std::filesystem::path simulationFolder() {
    std::error_code ignored;
    const std::filesystem::path memory = "/dev/shm";
    return (std::filesystem::is_directory(memory, ignored) ? memory : std::filesystem::temp_directory_path()) /
           ("onecard-simulate-test-" + std::to_string(getpid()));
}

/// What was broken, for a check that fails.
inline std::string storyOf(const hub::simulate::SimulationResult& result) {
    std::string story = "seed " + std::to_string(result.seed);
    for (const hub::simulate::Broken& one : result.broken) story += "\n" + one.rule + " " + one.where + ": " + one.what;
    return story;
}

}  // namespace tests
