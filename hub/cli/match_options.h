#pragma once

#include <cstddef>
#include <string>

#include "hub/identity/matching/estimate.h"

namespace CLI {
class App;
}

namespace hub::cli {

/// What every command that matches the records of a file is given.
struct MatchOptions {
    std::string people_file;
    std::size_t block_max = 300;
    bool starting_weights = false;

    void declare(CLI::App& app);

    /// For these records, as the options say.
    identity::matching::Scorer scorer(const identity::matching::Population& population, const identity::matching::Candidates& candidates,
                                      const identity::matching::NameReader& names) const;
};

}  // namespace hub::cli
