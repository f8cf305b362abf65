#pragma once

#include <memory>
#include <vector>

#include "hub/cli/command.h"

namespace hub::app {

/// `onecard payment …` and `why`.
std::vector<std::unique_ptr<cli::Command>> paymentCommands();

}  // namespace hub::app
