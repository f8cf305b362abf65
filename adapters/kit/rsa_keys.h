#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/kit/openssl.h"
#include "hub/core/result.h"
#include "hub/core/sensitive.h"

namespace adapters::kit {

/// Our private key at a counterparty. Constant; any thread.
class RsaPrivateKey {
  public:
    /// PEM without a passphrase, RSA of at least 2048 bits. Also: ChannelKeyNotUsable.
    static hub::core::Result<RsaPrivateKey> read(const hub::core::Sensitive<std::string>& pem);

    /// SHA-256 with RSA (PKCS #1 v1.5), as base64.
    std::string sign(std::string_view message) const;

  private:
    explicit RsaPrivateKey(openssl::AnyKey key) : key_(std::move(key)) {}
    openssl::AnyKey key_;
};

/// A public key of a counterparty. Constant; any thread.
class RsaPublicKey {
  public:
    /// PEM of a public key or of a certificate that holds it, RSA of at least 2048 bits. Also: ChannelKeyNotUsable.
    static hub::core::Result<RsaPublicKey> read(std::string_view pem);

    /// `signature` is base64.
    bool verifies(std::string_view message, std::string_view signature) const;

  private:
    explicit RsaPublicKey(openssl::AnyKey key) : key_(std::move(key)) {}
    openssl::AnyKey key_;
};

/// Each part on a line of its own, the last one too: what both sides sign.
std::string linesOf(const std::vector<std::string_view>& parts);

}  // namespace adapters::kit
