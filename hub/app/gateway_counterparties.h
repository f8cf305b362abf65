#pragma once

#include <functional>
#include <string_view>

#include "hub/flows/counterparties.h"
#include "hub/gateway/counterparty.h"

namespace hub::app {

/// The gateway as flows see it: calls by name and in JSON. An unknown counterparty or operation, or a request that does not fit the
/// operation, is NotReached (CannotTell for an inquiry) with its code; nothing is thrown and nothing blocks. Any thread.
class GatewayCounterparties final : public flows::Counterparties {
  public:
    using Find = std::function<core::Result<gateway::Counterparty*>(std::string_view code)>;

    /// What `find` gives lives as long as this; `executor` outlives it.
    GatewayCounterparties(Find find, core::Executor& executor) : find_(std::move(find)), executor_(executor) {}

    void call(const flows::Call& call, OnCall on_answer) override;
    void inquire(const flows::Call& call, OnInquiry on_answer) override;
    std::optional<contract::Capability> capability(std::string_view counterparty, std::string_view operation) const override;

  private:
    Find find_;
    core::Executor& executor_;
};

}  // namespace hub::app
