#pragma once

#include "hub/app/simulate/seeds.h"
#include "hub/cli/command.h"

namespace hub::app {

/// `onecard simulate --seed S --payments N`: the classes that serve, on a clock and a network that are not there
/// (docs/operations/simulate.md).
class SimulateCommand final : public cli::Command {
  public:
    std::string path() const override { return "simulate"; }
    std::string aboutZh() const override { return "确定性模拟：虚拟时钟与网络，对接方丢失、延迟、重复、说谎、停机，院方窗口与崩溃"; }
    std::string aboutEn() const override {
        return "deterministic simulation: virtual clock and network; counterparties that lose, delay, repeat, lie and go down; crashes";
    }
    void declare(CLI::App& app) override;

    /// Failed when an invariant was broken in one of the seeds.
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::uint64_t seed_ = 1;
    std::uint64_t count_ = 1;
    unsigned threads_ = 0;  // 0: as many as the machine has
    int payments_ = 100;
    std::string dir_;
    std::vector<std::string> without_;
};

}  // namespace hub::app
