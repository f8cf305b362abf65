#pragma once

#include <set>
#include <string>

#include "hub/app/simulate/life.h"
#include "hub/app/simulate/safeguard.h"
#include "hub/flows/counterparties.h"

namespace hub::simulate {

/// The counterparties as one life of the hub reaches them: nothing is asked after it, and no answer comes back to it. Without `Fence` an
/// order that is not there is taken for one that never comes, without `WhoPaid` what someone else paid is ours.
class LifeLine final : public flows::Counterparties {
  public:
    /// `region` and `executor` (of this life) outlive this.
    LifeLine(flows::Counterparties& region, core::Executor& executor, Life life, std::set<Safeguard> removed)
        : region_(region), executor_(executor), life_(std::move(life)), removed_(std::move(removed)) {}

    void call(const flows::Call& call, OnCall on_answer) override;
    void inquire(const flows::Call& call, OnInquiry on_answer) override;
    std::optional<contract::Capability> capability(std::string_view counterparty, std::string_view operation) const override {
        return region_.capability(counterparty, operation);
    }

  private:
    flows::Counterparties& region_;
    core::Executor& executor_;
    const Life life_;
    const std::set<Safeguard> removed_;
    std::set<std::string> not_there_;  // numbers of orders, without Fence
};

}  // namespace hub::simulate
