#pragma once

#include <string>
#include <string_view>

#include "hub/core/result.h"
#include "hub/core/sensitive.h"

namespace adapters::wechat_pay {

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
