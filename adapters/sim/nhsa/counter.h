#pragma once

#include <optional>

#include "adapters/sim/nhsa/chain.h"
#include "adapters/sim/nhsa/counter_calls.h"
#include "adapters/sim/nhsa/insurer.h"
#include "adapters/sim/nhsa/seal.h"

namespace adapters::sim::nhsa {

/// The keys of the SM wrapper; both chains use the same two.
struct SmKeys {
    Sm2Key hospital;
    Sm2Key own;
};

/// The counter chain: headers, envelope, wrapper, and that a msgid is taken once. Any thread.
class CounterChain final : public Chain {
  public:
    /// `insurer` outlives it. Without keys there is no wrapper.
    CounterChain(Insurer& insurer, std::optional<SmKeys> keys) : insurer_(insurer), keys_(std::move(keys)) {}

    AmountStyle amounts() const override { return insurer_.settings.amounts; }
    bool has(const common::HttpRequest& request) const override;
    std::variant<Asked, common::HttpAnswer> open(const common::HttpRequest& request) override;
    Reply answer(const Asked& asked) override;
    Reply refused(const common::Refusal& refusal) const override;
    std::string written(const Reply& reply, const common::FaultRule* bad) override;

  private:
    bool headersAreGood(const common::HttpRequest& request);
    Reply answered(const Asked& asked);
    Outcome called(const Members& input, const Envelope& envelope);

    Insurer& insurer_;
    const std::optional<SmKeys> keys_;
    std::int64_t answers_ = 0;  // guarded by the insurer's inOneGo()
};

}  // namespace adapters::sim::nhsa
