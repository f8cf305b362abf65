#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hub::app {

/// Where this program's adapters are: lib/onecard/adapters beside the executable, or one folder up (bin/ and lib/ side by side).
std::filesystem::path adaptersFolder();

/// Ids of the adapters in it, sorted.
std::vector<std::string> installedAdapters();

}  // namespace hub::app
