#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "adapters/sim/common/dice.h"
#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "adapters/sim/common/rsa_key.h"
#include "adapters/sim/wechat_pay/settings.h"
#include "hub/core/clock.h"

namespace adapters::sim::wechat_pay {

/// Verifies what merchants send, signs what the platform says, seals resources. With signatures off it verifies and signs nothing. Any
/// thread.
class Signatures {
  public:
    /// `clock` outlives it. Also: SimNotValid (a key that is needed cannot be used).
    static hub::core::Result<std::unique_ptr<Signatures>> make(const WechatPaySettings& settings, const hub::core::Clock& clock);

    bool on() const { return merchant_key_.has_value(); }

    /// What is wrong with the signature of a request, if anything. A nonce is used up by a request that is right in everything.
    std::optional<std::string> refused(const common::HttpRequest& request);

    /// The headers of an answer or notification with this body; none when off. `bad`: the fault bad_signature, if it applies.
    common::HttpHeaders headersOf(std::string_view body, const common::FaultRule* bad);

    /// {"original_type", "algorithm", "ciphertext", "associated_data", "nonce"}, sealed under the same nonce whenever the notification is
    /// sent: its repeat is the same message.
    std::string resourceText(std::string_view wire_id, std::string_view original_type, std::string_view text) const;

    /// The list of certificates. None in public key mode.
    std::optional<std::string> certificatesText();

    /// {"serial", "public_key"}; SimNotPossible when off.
    hub::core::Result<std::string> platformKeyText() const;

  private:
    Signatures(const WechatPaySettings& settings, const hub::core::Clock& clock);

    std::string draw(std::size_t characters);
    bool isNew(const std::string& nonce);

    const MerchantSettings merchant_;
    const PlatformSettings platform_;
    const std::int64_t seed_;
    const hub::core::Clock& clock_;
    std::optional<common::RsaKey> merchant_key_;  // both or none
    std::optional<common::RsaKey> platform_key_;
    std::optional<common::CertificateDates> certificate_;
    std::mutex mutex_;  // guards all below
    common::Dice dice_;
    std::deque<std::pair<hub::core::UtcTime, std::string>> seen_;
    std::unordered_set<std::string> seen_nonces_;
};

}  // namespace adapters::sim::wechat_pay
