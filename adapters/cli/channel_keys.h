#pragma once

#include <cstddef>
#include <string>

namespace adapters::cli {

/// PEM.
struct KeyPair {
    std::string private_key;
    std::string public_key;
};

/// RSA of 2048 bits, for simulated merchants and channels.
KeyPair makeRsaKey();

/// Random letters and digits.
std::string randomText(std::size_t length);

}  // namespace adapters::cli
