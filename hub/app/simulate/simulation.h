#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "hub/app/simulate/safeguard.h"
#include "hub/core/clock.h"

namespace hub::simulate {

struct SimulationOptions {
    std::uint64_t seed = 1;
    int payments = 100;  ///< at most 10000
    std::set<Safeguard> removed = {};
};

/// What cannot be when everything has come to rest.
struct Broken {
    std::string rule;                 ///< "I1" to "I13" of docs/operations/simulate.md
    std::string where;                ///< the payment, the account, the charge
    std::string what;                 ///< what was expected, and what is so
    std::vector<std::string> events;  ///< the last that concern it, without personal data
};

struct SimulationResult {
    std::uint64_t seed = 0;
    std::uint64_t digest = 0;  ///< of all that happened, in order: two runs of a seed have the same
    std::int64_t payments = 0;
    std::map<std::string, std::int64_t> ended;  ///< payments by their state
    std::int64_t refunds = 0;
    std::int64_t open_cases = 0;
    std::uint64_t calls = 0;   ///< at counterparties, with inquiries
    std::uint64_t faults = 0;  ///< that came about
    std::uint64_t crashes = 0;
    std::uint64_t units = 0;
    core::Duration virtual_time{0};
    std::vector<Broken> broken;
};

/// Prepares `folder` once for any number of seeds, one after the other. One thread at a time.
class Simulation {
  public:
    /// Throws core::Exception when the folder cannot be used.
    explicit Simulation(std::filesystem::path folder);
    ~Simulation();
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    /// Also throws core::Exception.
    SimulationResult run(const SimulationOptions& options);

  private:
    struct Nobody;

    std::filesystem::path folder_;
    std::unique_ptr<Nobody> nobody_;
};

}  // namespace hub::simulate
