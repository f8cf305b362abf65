#include "hub/cli/match_options.h"

#include <CLI/CLI.hpp>

namespace hub::cli {

namespace matching = identity::matching;

void MatchOptions::declare(CLI::App& app) {
    app.add_option("--people", people_file, "CSV: record_id,hospital,local_id,name,…")->required();
    app.add_option("--block-max", block_max, "300")->check(CLI::Range(std::size_t{2}, std::size_t{10'000}));
    app.add_flag("--starting-weights", starting_weights, "do not estimate weights from the records");
}

matching::Scorer MatchOptions::scorer(const matching::Population& population, const matching::Candidates& candidates,
                                      const matching::NameReader& names) const {
    const matching::Weights weights = starting_weights ? matching::startingWeights() : matching::weightsOf(population, candidates, names);
    return matching::Scorer(names, weights, population.prior());
}

}  // namespace hub::cli
