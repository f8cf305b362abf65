#pragma once

#include <cstdint>

namespace hub::contract {

class Adapter;

/// Raised by any change in hub/contract or in a core header that it includes. Until the first tagged release only an exact match loads.
inline constexpr std::uint16_t kAbiMajor = 0;
inline constexpr std::uint16_t kAbiMinor = 6;

/// Two libraries fit together only when compiler, standard library and language level are the same.
#define ONECARD_STRINGIFY_VALUE(value) #value
#define ONECARD_STRINGIFY(value) ONECARD_STRINGIFY_VALUE(value)
#if defined(__SANITIZE_ADDRESS__)
#define ONECARD_SANITIZER "+asan"
#elif defined(__SANITIZE_THREAD__)
#define ONECARD_SANITIZER "+tsan"
#else
#define ONECARD_SANITIZER ""
#endif
inline constexpr const char* kToolchain =
    "gcc " __VERSION__ " libstdc++ " ONECARD_STRINGIFY(__GLIBCXX__) " c++" ONECARD_STRINGIFY(__cplusplus) ONECARD_SANITIZER;

/// The one symbol a plugin exports, constant data: checked field by field before any function of the plugin is called.
/// Made from the adapter's manifest.yaml by scripts/generate/adapter.py.
extern "C" struct AdapterDescriptor {
    std::uint32_t struct_size;  ///< sizeof(AdapterDescriptor) of the plugin: first, so that it can be read whatever follows
    std::uint16_t abi_major;
    std::uint16_t abi_minor;
    const char* toolchain;  ///< kToolchain of the plugin
    const char* id;         ///< "soap_xml": the name of its file and of its folder
    const char* version;    ///< "0.1.0"
    Adapter* (*create)();   ///< null when it cannot; throws nothing
    void (*destroy)(Adapter*);
};

inline constexpr const char* kDescriptorSymbol = "onecard_adapter";

}  // namespace hub::contract
