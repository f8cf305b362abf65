#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hub/core/result.h"

/// The cryptography of both chains: SM2 signatures with SM3 and the default id, SM4-ECB with PKCS #7. Any thread.
namespace adapters::sim::nhsa {

inline constexpr std::size_t kSm4KeyBytes = 16;

class Sm2Key {
  public:
    /// `what` names the key in the failure. Also: SimNotValid (no PEM of an SM2 key).
    static hub::core::Result<Sm2Key> fromPrivatePem(std::string_view pem, std::string_view what);
    static hub::core::Result<Sm2Key> fromPublicPem(std::string_view pem, std::string_view what);

    /// Base64 of DER. REQUIRES: the key came from fromPrivatePem().
    std::string sign(std::string_view text) const;
    bool verify(std::string_view text, std::string_view signature) const;

  private:
    explicit Sm2Key(void* key);
    std::shared_ptr<void> key_;  // EVP_PKEY, which counts its owners itself: copies of a key are one key
};

/// REQUIRES: the key has kSm4KeyBytes.
std::string sm4Sealed(std::string_view key, std::string_view text);
std::optional<std::string> sm4Opened(std::string_view key, std::string_view sealed);

std::string upperHex(std::string_view bytes);
/// None unless it is pairs of digits in upper case.
std::optional<std::string> fromUpperHex(std::string_view text);

/// The key of the mobile chain. REQUIRES: the application has at least kSm4KeyBytes.
std::string mobileKey(std::string_view app_id, std::string_view app_secret);

}  // namespace adapters::sim::nhsa
