#include "hub/gateway/plugin_shelf.h"

namespace hub::gateway {

core::Result<Plugin*> PluginShelf::get(const std::string& id) {
    Slot* slot = nullptr;
    {
        const std::lock_guard lock(mutex_);
        std::unique_ptr<Slot>& place = slots_[id];
        if (!place) place = std::make_unique<Slot>();
        slot = place.get();
    }
    const std::lock_guard lock(slot->mutex);
    if (!slot->plugin) {
        core::Result<Plugin> loaded = loadPlugin(folder_ / (id + ".so"));
        if (!loaded.ok()) return loaded.failure();
        slot->plugin.emplace(std::move(*loaded));
    }
    return &*slot->plugin;
}

}  // namespace hub::gateway
