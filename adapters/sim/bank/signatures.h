#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/sim/bank/settings.h"
#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/http_server.h"
#include "adapters/sim/common/rsa_key.h"
#include "hub/core/clock.h"

namespace adapters::sim::bank {

/// Verifies what the client sends and signs what the bank says. Any thread.
class Signatures {
  public:
    /// False when the nonce was used before; it is used up by being asked for.
    using TakeNonce = std::function<bool(std::string_view nonce)>;

    /// `clock` outlives it: that of the wire, not the one of the books. Also: SimNotValid (a key cannot be used).
    static hub::core::Result<std::unique_ptr<Signatures>> make(const BankSettings& settings, const hub::core::Clock& clock,
                                                               TakeNonce take_nonce);

    /// The header that is wrong, if one is. A nonce is used up by a request that is right in everything else.
    std::optional<std::string> refused(const common::HttpRequest& request) const;

    /// The headers of the answer to a request with that nonce. `bad`: the fault bad_signature, if it applies.
    common::HttpHeaders headersOf(int status, std::string_view nonce, std::string_view body, const common::FaultRule* bad) const;

  private:
    Signatures(const BankSettings& settings, const hub::core::Clock& clock, TakeNonce take_nonce, common::RsaKey client_key,
               common::RsaKey bank_key);

    const std::string client_;
    const std::string client_serial_;
    const std::string bank_serial_;
    const hub::core::Clock& clock_;
    const TakeNonce take_nonce_;
    const common::RsaKey client_key_;
    const common::RsaKey bank_key_;
};

}  // namespace adapters::sim::bank
