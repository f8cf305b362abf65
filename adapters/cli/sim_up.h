#pragma once

#include <string>

#include "adapters/cli/region.h"
#include "hub/cli/command.h"

namespace adapters::cli {

/// `onecard sim up --out DIR`: a simulated region until SIGTERM or Ctrl-C.
class SimUp final : public hub::cli::Command {
  public:
    std::string path() const override { return "sim up"; }
    std::string aboutZh() const override { return "启动一个模拟的地区，并写出指向它的配置"; }
    std::string aboutEn() const override { return "start a simulated region and write the configuration that points at it"; }
    void declare(CLI::App& app) override;
    hub::cli::Exit run(hub::cli::Terminal& terminal) override;

  private:
    std::string out_;
    RegionPlan plan_;
};

}  // namespace adapters::cli
