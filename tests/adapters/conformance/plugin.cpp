#include "tests/adapters/conformance/plugin.h"

#include <dlfcn.h>

namespace tests::conformance {

std::string Plugin::load(const std::filesystem::path& file, Plugin& plugin) {
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return dlerror();
    plugin.descriptor_ = static_cast<const hub::contract::AdapterDescriptor*>(dlsym(library, hub::contract::kDescriptorSymbol));
    return plugin.descriptor_ == nullptr ? "it has no descriptor" : "";
}

}  // namespace tests::conformance
