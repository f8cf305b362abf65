#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "hub/contract/adapter.h"
#include "hub/core/result.h"

namespace hub::gateway {

/// A loaded adapter: its one object, destroyed by the plugin's own destroy(). The library stays in memory until the process ends.
class Plugin {
  public:
    contract::Adapter& adapter() const { return *adapter_; }
    const std::string& id() const { return id_; }
    const std::string& version() const { return version_; }

  private:
    friend core::Result<Plugin> loadPlugin(const std::filesystem::path& file);
    using Owned = std::unique_ptr<contract::Adapter, void (*)(contract::Adapter*)>;
    Plugin(std::string id, std::string version, Owned adapter)
        : id_(std::move(id)), version_(std::move(version)), adapter_(std::move(adapter)) {}

    std::string id_;
    std::string version_;
    Owned adapter_;
};

/// Loads `file`, whose name without ".so" is the id the adapter must have. Its descriptor is checked field by field before any function
/// of the plugin is called; only the library's static initialisers have run by then (the conformance suite refuses those with
/// effects). Any thread; it may block as long as the file system and the plugin's create() do. A second call makes a second object.
/// Also: PluginNotFound, PluginWritableByAll, PluginNotLoadable (with the system's text), PluginWithoutDescriptor,
/// PluginDescriptorTooShort, PluginAbiMajorDiffers, PluginAbiMinorDiffers, PluginToolchainDiffers, PluginIdDiffers,
/// PluginVersionMissing, PluginFunctionMissing, AdapterThrew, PluginMadeNothing.
core::Result<Plugin> loadPlugin(const std::filesystem::path& file);

}  // namespace hub::gateway
