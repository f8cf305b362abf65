#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace tests {

/// An RSA key of the other side, written apart from the adapters' own cryptography. Any thread.
class TestKey {
  public:
    enum class Half { Private, Public };

    /// A PEM file, by its path from the top of the tree.
    TestKey(const std::string& file, Half half);

    /// SHA-256 with RSA, as base64. REQUIRES: it is private.
    std::string sign(std::string_view message) const;

    /// `signature` is base64 of 256 bytes.
    bool verifies(std::string_view message, const std::string& signature) const;

  private:
    std::unique_ptr<evp_pkey_st, void (*)(evp_pkey_st*)> key_;
};

}  // namespace tests
