#pragma once

#include <optional>
#include <string>

#include "hub/app/config/load.h"
#include "hub/cli/command.h"

namespace hub::app {

/// hub.yaml of a configuration folder, or nothing after its mistakes were printed.
std::optional<config::HubConfig> hubYaml(cli::Terminal& terminal, const std::string& folder, const config::SecretSource& secrets);

}  // namespace hub::app
