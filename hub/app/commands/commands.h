#pragma once

#include <memory>
#include <vector>

#include "hub/cli/command.h"

namespace hub::app {

/// The subcommands that need the configuration or the database: all others live in hub/cli and adapters/cli.
std::vector<std::unique_ptr<cli::Command>> commands();

}  // namespace hub::app
