#include "hub/gateway/loader.h"

#include <dlfcn.h>

#include <string_view>
#include <system_error>

#include <Poco/Exception.h>
#include <Poco/SharedLibrary.h>
#include <fmt/format.h>

#include "hub/contract/descriptor.h"

namespace hub::gateway {

using contract::AdapterDescriptor;
using core::Error;
using core::Failure;
using core::Result;
namespace fs = std::filesystem;

namespace {

Result<void> checkFile(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (!fs::is_regular_file(status)) return Failure(Error::PluginNotFound, file.string());
    if ((status.permissions() & fs::perms::others_write) != fs::perms::none) return Failure(Error::PluginWritableByAll, file.string());
    return {};
}

// POCO opens lazily: a function that is missing would end the process at its first call, in the middle of somebody's payment.
// Binding everything first turns that into a refusal.
Result<void> bindAll(const fs::path& file) {
    if (dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL) == nullptr) return Failure(Error::PluginNotLoadable, dlerror());
    return {};
}

Result<const AdapterDescriptor*> descriptorIn(const fs::path& file) {
    try {
        Poco::SharedLibrary library(file.string(), Poco::SharedLibrary::SHLIB_LOCAL);  // whose destructor leaves it loaded
        if (!library.hasSymbol(contract::kDescriptorSymbol))
            return Failure(Error::PluginWithoutDescriptor, fmt::format("{} exports no {}", file.string(), contract::kDescriptorSymbol));
        return static_cast<const AdapterDescriptor*>(library.getSymbol(contract::kDescriptorSymbol));
    } catch (const Poco::Exception& error) {
        return Failure(Error::PluginNotLoadable, error.displayText());
    }
}

std::string_view textOf(const char* text) { return text == nullptr ? std::string_view() : std::string_view(text); }

// Found and wanted, for an administrator.
template <class Value>
Failure differs(Error error, const fs::path& file, const Value& found, const Value& wanted) {
    return Failure(error, fmt::format("{}: {} != {}", file.string(), found, wanted));
}

/// Reads data only. struct_size comes first: what lies past the plugin's own structure is not read.
Result<void> checkDescriptor(const AdapterDescriptor& found, const fs::path& file) {
    if (found.struct_size < sizeof(AdapterDescriptor))
        return differs(Error::PluginDescriptorTooShort, file, std::size_t(found.struct_size), sizeof(AdapterDescriptor));
    if (found.abi_major != contract::kAbiMajor) return differs(Error::PluginAbiMajorDiffers, file, found.abi_major, contract::kAbiMajor);
    if (found.abi_minor != contract::kAbiMinor) return differs(Error::PluginAbiMinorDiffers, file, found.abi_minor, contract::kAbiMinor);
    if (textOf(found.toolchain) != contract::kToolchain)
        return differs(Error::PluginToolchainDiffers, file, textOf(found.toolchain), std::string_view(contract::kToolchain));
    const std::string wanted = file.stem().string();
    if (textOf(found.id) != wanted) return differs(Error::PluginIdDiffers, file, textOf(found.id), std::string_view(wanted));
    if (textOf(found.version).empty()) return Failure(Error::PluginVersionMissing, file.string());
    if (found.create == nullptr) return Failure(Error::PluginFunctionMissing, file.string() + ": create");
    if (found.destroy == nullptr) return Failure(Error::PluginFunctionMissing, file.string() + ": destroy");
    return {};
}

}  // namespace

Result<Plugin> loadPlugin(const fs::path& file) {
    if (const Result<void> fit = checkFile(file); !fit.ok()) return fit.failure();
    if (const Result<void> bound = bindAll(file); !bound.ok()) return bound.failure();
    const Result<const AdapterDescriptor*> descriptor = descriptorIn(file);
    if (!descriptor.ok()) return descriptor.failure();
    const AdapterDescriptor& found = **descriptor;
    if (const Result<void> fit = checkDescriptor(found, file); !fit.ok()) return fit.failure();

    Plugin::Owned adapter(nullptr, found.destroy);
    try {
        adapter.reset(found.create());
    } catch (...) {  // a plugin's: its text may hold anything
        return Failure(Error::AdapterThrew, file.string() + " create");
    }
    if (!adapter) return Failure(Error::PluginMadeNothing, file.string() + ": create() answered null");
    return Plugin(found.id, found.version, std::move(adapter));
}

}  // namespace hub::gateway
