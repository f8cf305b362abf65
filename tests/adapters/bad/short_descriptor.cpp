#include <cstdint>

/// As of an older interface: nothing follows the version, and what would be read past it is not ours.
struct OlderDescriptor {
    std::uint32_t struct_size;
    std::uint16_t abi_major;
    std::uint16_t abi_minor;
};

extern "C" __attribute__((visibility("default"))) constinit const OlderDescriptor onecard_adapter = {sizeof(OlderDescriptor), 0, 1};
