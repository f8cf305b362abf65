#pragma once

#include <string>
#include <string_view>

#include "adapters/kit/openssl.h"
#include "hub/core/result.h"
#include "hub/core/sensitive.h"

namespace adapters::wechat_pay {

/// The merchant's private key. Constant; any thread.
class MerchantKey {
  public:
    /// PEM without a passphrase, RSA of at least 2048 bits. Also: ChannelKeyNotUsable.
    static hub::core::Result<MerchantKey> read(const hub::core::Sensitive<std::string>& pem);

    /// SHA-256 with RSA (PKCS #1 v1.5), as base64.
    std::string sign(std::string_view message) const;

  private:
    explicit MerchantKey(kit::openssl::AnyKey key) : key_(std::move(key)) {}
    kit::openssl::AnyKey key_;
};

/// A public key of the channel. Constant; any thread.
class PlatformKey {
  public:
    /// PEM of a public key or of a certificate that holds it, RSA of at least 2048 bits. Also: ChannelKeyNotUsable.
    static hub::core::Result<PlatformKey> read(std::string_view pem);

    /// `signature` is base64.
    bool verifies(std::string_view message, std::string_view signature) const;

  private:
    explicit PlatformKey(kit::openssl::AnyKey key) : key_(std::move(key)) {}
    kit::openssl::AnyKey key_;
};

/// The APIv3 key, under which the content of notifications is sealed (AEAD_AES_256_GCM). Constant; any thread.
class NotificationKey {
  public:
    /// 32 bytes. Also: ChannelKeyNotUsable.
    static hub::core::Result<NotificationKey> read(hub::core::Sensitive<std::string> bytes);

    /// `sealed` is base64 of ciphertext and tag. Also: NotificationNotReadable.
    hub::core::Result<std::string> open(std::string_view sealed, std::string_view nonce, std::string_view associated_data) const;

  private:
    explicit NotificationKey(hub::core::Sensitive<std::string> bytes) : bytes_(std::move(bytes)) {}
    hub::core::Sensitive<std::string> bytes_;
};

}  // namespace adapters::wechat_pay
