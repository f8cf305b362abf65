#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "hub/app/config/load.h"
#include "hub/core/inbox.h"
#include "hub/gateway/gateway.h"

namespace hub::app {

/// Makes the host of a counterparty, with its word on numbers that come again.
using MakeHost = std::function<std::shared_ptr<contract::Host>(const std::string& code, core::SameIdOtherBody policy)>;

/// Every counterparty that is enabled, as the gateway takes it.
std::vector<gateway::CounterpartySetup> gatewaySetups(const config::Loaded& loaded, const MakeHost& make_host);

}  // namespace hub::app
