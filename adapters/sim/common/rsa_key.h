#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "hub/core/result.h"

namespace adapters::sim::common {

/// Seconds since 1970-01-01T00:00:00Z.
struct CertificateDates {
    std::int64_t from_s = 0;
    std::int64_t to_s = 0;
};

/// One RSA key of at least 2048 bits. Signatures are base64 with padding. Any thread.
class RsaKey {
  public:
    /// `what` names the key in the failure. Also: SimNotValid (no PEM of an RSA key, or shorter).
    static hub::core::Result<RsaKey> fromPrivatePem(std::string_view pem, std::string_view what);
    static hub::core::Result<RsaKey> fromPublicPem(std::string_view pem, std::string_view what);

    /// PKCS #1 v1.5 over SHA-256. REQUIRES: the key came from fromPrivatePem().
    std::string sign(std::string_view text) const;
    bool verify(std::string_view text, std::string_view signature) const;
    std::string publicPem() const;

    /// `what` names the certificate in the failure. Also: SimNotValid (no certificate in PEM, or not that of this private key).
    hub::core::Result<CertificateDates> certificateDates(std::string_view pem, std::string_view what) const;

  private:
    explicit RsaKey(void* key);
    std::shared_ptr<void> key_;  // EVP_PKEY, which counts its owners itself: copies of a key are one key
};

}  // namespace adapters::sim::common
