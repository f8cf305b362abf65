#pragma once

#include <filesystem>
#include <vector>

#include "hub/app/config/load.h"

namespace hub::app {

/// What the adapters say of the settings of every counterparty that is enabled and has no other mistake: each adapter is loaded from
/// `adapters` as the gateway loads it and asked, nothing is opened. An adapter that cannot be loaded or throws is one mistake of each
/// counterparty that names it. Blocks as long as the plugins do. `folder`: of the configuration, named where a file has no settings at all.
std::vector<config::Diagnostic> checkWithAdapters(const config::Loaded& loaded, const std::filesystem::path& folder,
                                                  const std::filesystem::path& adapters);

}  // namespace hub::app
