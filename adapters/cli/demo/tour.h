#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adapters/cli/demo/journey.h"

namespace adapters::cli::demo {

struct TourPlan {
    std::int32_t people = 200;
    std::int32_t side_by_side = 20;
};

/// What all of them did.
struct TourResult {
    std::vector<Story> stories;
    std::vector<std::string> wrong;  ///< what the books of hospitals and channel say otherwise; empty: everything adds up

    int failed() const;
};

/// Sends people through the region, several at a time. `done` is called after each, on several threads, as `around.reached`.
TourResult tour(const Journey::Surroundings& around, const TourPlan& plan, const std::function<void()>& done);

/// Compares the books of the simulators with what the people were told: what each hospital has been paid, what the channel has collected
/// and given back. One line for each difference.
std::vector<std::string> differences(const RegionFile& region, const std::vector<Story>& stories);

}  // namespace adapters::cli::demo
