#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "hub/gateway/loader.h"

namespace hub::gateway {

/// The plugins of one folder, each loaded when it is first asked for, by whoever asks: that may block, so it is asked on a
/// counterparty's own thread, and an adapter that hangs while it is made holds up its own counterparties only. What could not be
/// loaded is tried again at the next asking, so putting the right file there needs no restart. Any thread.
class PluginShelf {
  public:
    explicit PluginShelf(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// The adapter `id` in `<folder>/<id>.so`; lives as long as the shelf. Also: all of loadPlugin().
    core::Result<Plugin*> get(const std::string& id);

  private:
    struct Slot {
        std::mutex mutex;  // guards plugin, and is held while it is loaded
        std::optional<Plugin> plugin;
    };

    std::filesystem::path folder_;
    std::mutex mutex_;  // guards slots_, never held while loading
    std::map<std::string, std::unique_ptr<Slot>> slots_;
};

}  // namespace hub::gateway
