#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/kit/openssl.h"
#include "hub/core/result.h"
#include "hub/core/sensitive.h"

namespace adapters::nhsa {

/// Our SM2 private key. Signs with SM3 and the default user id. Constant; any thread.
class SigningKey {
  public:
    /// PEM without a passphrase. Also: ChannelKeyNotUsable.
    static hub::core::Result<SigningKey> read(const hub::core::Sensitive<std::string>& pem);

    /// Base64 of DER; another one each time.
    std::string sign(std::string_view message) const;

  private:
    explicit SigningKey(kit::openssl::AnyKey key) : key_(std::move(key)) {}
    kit::openssl::AnyKey key_;
};

/// The insurer's SM2 public key. Constant; any thread.
class VerifyingKey {
  public:
    /// PEM of the key or of a certificate that holds it. Also: ChannelKeyNotUsable.
    static hub::core::Result<VerifyingKey> read(std::string_view pem);

    /// `signature` is Base64 of DER.
    bool verifies(std::string_view message, std::string_view signature) const;

  private:
    explicit VerifyingKey(kit::openssl::AnyKey key) : key_(std::move(key)) {}
    kit::openssl::AnyKey key_;
};

/// SM4-ECB with PKCS#7 padding, as both chains seal. Constant; any thread.
class SharedKey {
  public:
    static constexpr std::size_t kSize = 16;

    /// Of 16 bytes. Also: ChannelKeyNotUsable.
    static hub::core::Result<SharedKey> read(hub::core::Sensitive<std::string> bytes);

    /// The mobile chain's: made from the application and its secret. REQUIRES: `app` has 16 bytes at least.
    static SharedKey ofApplication(std::string_view app, const hub::core::Sensitive<std::string>& secret);

    std::string seal(std::string_view plain) const;

    /// Nothing when it was not sealed with this key.
    std::optional<std::string> open(std::string_view sealed) const;

  private:
    explicit SharedKey(hub::core::Sensitive<std::string> bytes) : bytes_(std::move(bytes)) {}
    hub::core::Sensitive<std::string> bytes_;
};

struct SmKeys {
    SigningKey ours;
    VerifyingKey theirs;
    SharedKey shared;
};

/// Upper-case hexadecimal digits, as the mobile chain writes bytes. Read are both cases; anything else is nothing.
std::string toUpperHex(std::string_view bytes);
std::optional<std::string> fromHex(std::string_view text);

}  // namespace adapters::nhsa
