#pragma once

#include "hub/cli/command.h"

namespace hub::app {

/// `onecard demo`: the hub's main job as far as it exists, in a folder of its own that is removed at the end, and what is still missing.
/// Exit 1 when something that exists does not work.
class DemoCommand final : public cli::Command {
  public:
    std::string path() const override { return "demo"; }
    std::string aboutZh() const override { return "演示：运行现有部分，并列出尚缺部分"; }
    std::string aboutEn() const override { return "run what exists, and list what is missing"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string config_ = "config";
    bool once_ = false;
};

}  // namespace hub::app
