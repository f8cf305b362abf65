#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "hub/app/simulate/simulation.h"

namespace hub::simulate {

/// Many seeds, some side by side. What becomes of one depends neither on the others nor on their number.
struct Seeds {
    std::uint64_t first = 1;
    std::uint64_t count = 1;
    unsigned threads = 1;  ///< 1 to 64

    /// False: no further seed begins.
    using Use = std::function<bool(const SimulationResult&)>;

    /// Runs `options` with each seed; `use` gets the results in the order of seeds, on the calling thread. Throws what a simulation throws,
    /// after those that run have ended.
    void run(const std::filesystem::path& folder, const SimulationOptions& options, const Use& use) const;
};

}  // namespace hub::simulate
