#pragma once

#include <optional>

#include "adapters/sim/nhsa/chain.h"
#include "adapters/sim/nhsa/counter.h"
#include "adapters/sim/nhsa/insurer.h"

namespace adapters::sim::nhsa {

/// The mobile chain: envelope and wrapper. Any thread.
class MobileChain final : public Chain {
  public:
    /// `insurer` outlives it. Without keys there is no wrapper.
    MobileChain(Insurer& insurer, std::optional<SmKeys> keys);

    AmountStyle amounts() const override { return AmountStyle::Text; }
    bool has(const common::HttpRequest& request) const override;
    std::variant<Asked, common::HttpAnswer> open(const common::HttpRequest& request) override;
    Reply answer(const Asked& asked) override;
    Reply refused(const common::Refusal& refusal) const override;
    std::string written(const Reply& reply, const common::FaultRule* bad) override;

  private:
    Reply answered(const Asked& asked);

    Insurer& insurer_;
    const std::optional<SmKeys> keys_;
    const std::string key_;
};

}  // namespace adapters::sim::nhsa
