#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/kit/http_client.h"
#include "adapters/nhsa/settings.h"
#include "adapters/nhsa/sm.h"
#include "adapters/nhsa/their_codes.h"
#include "hub/core/clock.h"

namespace adapters::nhsa {

/// Calls of the mobile chain (schemas/wire/nhsa.md 2), `POST {url}/org/local/api/hos/{method}`. Any thread, several calls at a time. With
/// SM keys an answer that is not signed by the insurer counts for nothing; an answer to another application is never ours.
class MobileWire {
  public:
    /// `client` and `clock` outlive it. REQUIRES: settings.mobile.
    MobileWire(const Settings& settings, hub::core::Sensitive<std::string> app_secret, std::optional<SmKeys> sm, kit::HttpClient& client,
               const hub::core::Clock& clock);

    enum class Resend { Never, WhenUnanswered };

    /// `data`: a JSON object of texts, as canonical() writes it.
    Answer call(std::string_view method, const hub::core::Sensitive<std::string>& data, Resend resend);

  private:
    std::string bodyOf(const std::string& data) const;
    Answer heard(hub::core::JsonDocument document, std::string_view method) const;
    std::optional<hub::core::Failure> notTrusted(hub::core::JsonValue root, const std::optional<hub::core::JsonDocument>& data) const;
    hub::core::Result<std::optional<hub::core::JsonDocument>> opened(hub::core::JsonValue root) const;

    const std::string app_;
    const hub::core::Sensitive<std::string> app_secret_;
    const std::optional<SmKeys> sm_;
    kit::HttpClient& client_;
    const hub::core::Clock& clock_;
};

}  // namespace adapters::nhsa
