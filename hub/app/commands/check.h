#pragma once

#include "hub/cli/command.h"

namespace hub::app {

/// `onecard check config/`: every mistake that start-up would find, in all files and in what the adapters say of
/// their settings, in one run. Exit 3 when there is one.
class CheckCommand final : public cli::Command {
  public:
    std::string path() const override { return "check"; }
    std::string aboutZh() const override { return "检查配置目录，一次列出全部错误"; }
    std::string aboutEn() const override { return "check a configuration folder and list every mistake"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string folder_;
};

}  // namespace hub::app
