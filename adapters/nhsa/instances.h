#pragma once

#include <memory>
#include <optional>

#include "adapters/kit/http_client.h"
#include "adapters/nhsa/settings.h"
#include "adapters/nhsa/sm.h"
#include "hub/contract/adapter.h"

namespace adapters::nhsa {

/// What an instance of either chain is made of, `secret` being that of its gateway or application.
struct Parts {
    Settings settings;
    hub::core::Sensitive<std::string> secret;
    std::optional<SmKeys> sm;
    std::unique_ptr<kit::HttpClient> client;
};

/// The inquiry of a write that the insurer cannot be asked after: what its questions go by, a lost answer did not give.
template <hub::contract::Operation Op>
struct CannotBeAsked {
    hub::contract::Inquiry<typename Op::Result> operator()(const hub::contract::Meta&, const typename Op::Request&) const {
        return hub::contract::Inquiry<typename Op::Result>::cannotTell(
            hub::core::Failure(hub::core::Error::OperationNotOffered, "the insurer cannot be asked by our number"));
    }
};

/// `host` outlives it. REQUIRES: the settings of that chain.
std::unique_ptr<hub::contract::Instance> makeCounter(Parts parts, hub::contract::Host& host);
std::unique_ptr<hub::contract::Instance> makeMobile(Parts parts, hub::contract::Host& host);

}  // namespace adapters::nhsa
