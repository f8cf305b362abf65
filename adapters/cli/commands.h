#pragma once

#include <memory>
#include <vector>

#include "adapters/cli/bench/hub_process.h"
#include "hub/cli/command.h"

namespace adapters::cli {

/// The subcommands that know protocols: `codec check`, `sim`, `demo`, and the benches that send them. `disk`: how a bench measures the
/// disk its hub writes to.
std::vector<std::unique_ptr<hub::cli::Command>> commands(const bench::DiskProbe& disk);

}  // namespace adapters::cli
