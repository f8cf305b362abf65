#pragma once

#include <memory>
#include <optional>
#include <string>

#include "adapters/kit/http_client.h"
#include "adapters/wechat_pay/signature.h"
#include "hub/core/ids.h"
#include "hub/core/json.h"

namespace adapters::wechat_pay {

/// What the channel answered and signed.
struct Reply {
    hub::core::UtcTime signed_at;
    bool there = true;                               ///< get() only: false when it knows no such order or refund
    std::optional<hub::core::JsonDocument> content;  ///< nothing when it answered without a body
};
using Answer = kit::Answer<Reply>;

/// Signed calls of the API. Any thread, several calls at a time.
///
/// What is not signed by the channel counts for nothing: it may have acted. Two answers need no signature, since the channel gives them
/// before it knows who asks: 401 and 429; both say that it did not act. An answer of 500 and above never says what happened.
class Channel {
  public:
    /// `clock` outlives it. `asked_serial`: the platform's key that the channel is to sign with.
    Channel(Signer signer, PlatformKeys keys, std::string asked_serial, std::unique_ptr<kit::HttpClient> client,
            const hub::core::Clock& clock);

    /// A read. `absent_code`: their code for "there is none", which is a Reply.
    Answer get(const std::string& path, std::string_view absent_code) { return call("GET", path, "", absent_code); }

    /// A write.
    Answer post(const std::string& path, const std::string& body) { return call("POST", path, body, ""); }

    /// The six values with which the phone opens a prepared order, as JSON.
    std::string payLink(const std::string& app, const std::string& prepay_id);

    const PlatformKeys& keys() const { return keys_; }

    void stop() { client_->stop(); }

  private:
    Answer call(const std::string& method, const std::string& path, const std::string& body, std::string_view absent_code);
    Answer read(const kit::HttpAnswer& answer, std::string_view absent_code) const;
    Moment moment();

    const Signer signer_;
    const PlatformKeys keys_;
    const std::string asked_serial_;
    const std::unique_ptr<kit::HttpClient> client_;
    const hub::core::Clock& clock_;
    hub::core::SystemIdSource nonces_;
};

}  // namespace adapters::wechat_pay
