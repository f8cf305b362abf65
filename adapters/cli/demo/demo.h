#pragma once

#include <string>

#include "adapters/cli/demo/tour.h"
#include "hub/cli/command.h"

namespace adapters::cli::demo {

/// `onecard demo`: a simulated region, a hub, and people who go through the main job; then a table and what does not add up.
class Demo final : public hub::cli::Command {
  public:
    std::string path() const override { return "demo"; }
    std::string aboutZh() const override { return "在模拟的地区里跑一遍主要业务"; }
    std::string aboutEn() const override { return "run the main job in a simulated region"; }
    void declare(CLI::App& app) override;
    hub::cli::Exit run(hub::cli::Terminal& terminal) override;

  private:
    hub::cli::Exit show(hub::cli::Terminal& terminal, const std::string& folder);

    RegionPlan region_;
    TourPlan tour_;
    bool once_ = false;
};

}  // namespace adapters::cli::demo
