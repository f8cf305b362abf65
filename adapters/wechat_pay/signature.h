#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kit/peer_keys.h"
#include "hub/core/clock.h"

namespace adapters::wechat_pay {

/// Once: the seconds since 1970 and a nonce of at most 32 characters.
struct Moment {
    std::string seconds;
    std::string nonce;
};

/// Who signs, by the merchant's number and the serial of its certificate.
struct Signer {
    std::string merchant;
    std::string serial;
    kit::RsaPrivateKey key;

    /// The Authorization header of a request; `path` with its query. A GET has an empty body.
    std::string authorization(std::string_view method, std::string_view path, std::string_view body, const Moment& moment) const;
};

/// The four headers with which the channel signs answers and notifications.
struct ChannelSignature {
    std::string_view seconds;
    std::string_view nonce;
    std::string_view signature;
    std::string_view serial;

    /// `header` gives the value of a header by its name, or nothing. Nothing when it is not signed at all.
    template <class Header>
    static std::optional<ChannelSignature> of(Header header) {
        const auto value = [&](std::string_view name) { return header(name).value_or(std::string_view()); };
        if (!header("Wechatpay-Signature")) return std::nullopt;
        return ChannelSignature{value("Wechatpay-Timestamp"), value("Wechatpay-Nonce"), value("Wechatpay-Signature"),
                                value("Wechatpay-Serial")};
    }
};

/// The channel's public keys. Constant; any thread.
class PlatformKeys {
  public:
    /// Also: ChannelKeyNotUsable.
    static hub::core::Result<PlatformKeys> read(const std::vector<kit::PeerKeySetting>& keys);

    /// The time at which `body` was signed. Also: ChannelSignatureNotValid: not signed, by a key that is not known, signed otherwise
    /// (the channel sends such probes on purpose), or more than five minutes from `now`, which could be a replay.
    hub::core::Result<hub::core::UtcTime> verify(const std::optional<ChannelSignature>& signature, std::string_view body,
                                                 hub::core::UtcTime now) const;

  private:
    explicit PlatformKeys(kit::PeerKeys keys) : keys_(std::move(keys)) {}
    kit::PeerKeys keys_;
};

}  // namespace adapters::wechat_pay
