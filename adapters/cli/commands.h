#pragma once

#include <memory>
#include <vector>

#include "hub/cli/command.h"

namespace adapters::cli {

/// The subcommands that know protocols: `codec check`, `bench hl7-parse`.
std::vector<std::unique_ptr<hub::cli::Command>> commands();

}  // namespace adapters::cli
