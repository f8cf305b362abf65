#pragma once

#include <string>

#include "hub/app/config/counterparty_config.h"
#include "hub/app/config/secret_source.h"
#include "hub/contract/host.h"
#include "hub/flows/inbound_gate.h"

namespace hub::app {

/// What the hub is to one counterparty's adapter.
class CounterpartyHost final : public contract::Host {
  public:
    /// The references outlive the host.
    CounterpartyHost(std::string counterparty, core::SameIdOtherBody policy, flows::InboundGate& gate, const config::SecretSource& secrets,
                     const core::Clock& clock)
        : counterparty_(std::move(counterparty)), policy_(policy), gate_(gate), secrets_(secrets), clock_(clock) {}

    core::Result<contract::Acceptance> accept(contract::Inbound message) override;
    core::Result<core::Sensitive<std::string>> secret(std::string_view name) override { return secrets_.secret(name); }
    const core::Clock& clock() const override { return clock_; }
    void notice(const core::Failure& what) override;

  private:
    const std::string counterparty_;
    const core::SameIdOtherBody policy_;
    flows::InboundGate& gate_;
    const config::SecretSource& secrets_;
    const core::Clock& clock_;
};

}  // namespace hub::app
