#pragma once

#include <string>

#include "hub/cli/command.h"

namespace hub::app {

class ServeCommand final : public cli::Command {
  public:
    std::string path() const override { return "serve"; }
    std::string aboutZh() const override { return "运行枢纽，直到收到 SIGTERM 或 Ctrl-C"; }
    std::string aboutEn() const override { return "run the hub until SIGTERM or Ctrl-C"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string config_ = "config";
    std::string data_ = "data";
};

}  // namespace hub::app
