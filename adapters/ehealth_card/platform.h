#pragma once

#include <string>
#include <string_view>

#include "adapters/ehealth_card/exchange.h"
#include "adapters/ehealth_card/signature.h"
#include "adapters/ehealth_card/their_codes.h"
#include "adapters/kit/http_client.h"
#include "adapters/kit/shared_token.h"
#include "hub/core/ids.h"

namespace adapters::ehealth_card {

/// Who we are at the e-health card platform.
struct PlatformAccount {
    std::string hospital;
    std::string app;
    hub::core::Sensitive<std::string> secret;
};

/// Signed calls of the e-health card platform (`POST {url}/healthcard/{method}`). Any thread, several calls at a time.
///
/// An answer with another requestId is not ours and counts for nothing. When the platform does not know the appToken any more, it has
/// done nothing: the call is made once more with a new one. One call makes at most four exchanges (a token, the call, both again).
class Platform {
  public:
    /// `client` and `clock` outlive it.
    Platform(PlatformAccount account, kit::HttpClient& client, const hub::core::Clock& clock);

    /// `request_id`: 32 characters. Without an appToken nothing of the call was sent: NoAnswer, surely not written.
    Answer call(std::string_view method, const Members& request, const std::string& request_id, Resend resend);

    /// The same under a number nobody has seen.
    Answer call(std::string_view method, const Members& request, Resend resend) { return call(method, request, newRequestId(), resend); }

    /// Fetches an appToken, which says that the platform is up and knows us.
    kit::TokenAnswer ping() { return token_.takeNew(); }

  private:
    struct Heard {
        hub::core::JsonDocument document;
        std::int64_t code;
    };
    using Exchanged = std::variant<Heard, kit::NoAnswer>;

    kit::TokenAnswer fetchToken();
    Exchanged exchange(std::string_view method, const Members& request, const std::string& request_id, const std::string& token,
                       Resend resend);
    static Answer judged(Exchanged exchanged, const Members& request);
    std::string newRequestId();

    const PlatformAccount account_;
    kit::HttpClient& client_;
    const hub::core::Clock& clock_;
    hub::core::SystemIdSource ids_;
    kit::SharedToken token_;  // last: fetches with all the others
};

/// 32 characters that belong to our number of a write, so that both sides' logs can be laid side by side. Also: RequestNotWritable when
/// the number is not 1 to 32 letters and digits.
hub::core::Result<std::string> requestIdOf(std::string_view wire_id);

}  // namespace adapters::ehealth_card
