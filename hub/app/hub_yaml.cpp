#include "hub/app/hub_yaml.h"

#include "hub/app/installation.h"

namespace hub::app {

std::optional<config::HubConfig> hubYaml(cli::Terminal& terminal, const std::string& folder, const config::SecretSource& secrets) {
    const config::Loaded loaded = config::loadConfiguration(folder, {secrets, installedAdapters()});
    if (!loaded.hub) terminal.err << config::toText(loaded.diagnostics, terminal.language);
    return loaded.hub;
}

}  // namespace hub::app
