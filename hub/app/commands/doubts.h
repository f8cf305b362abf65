#pragma once

#include <string>

#include "hub/cli/command.h"

namespace hub::app {

class DoubtsCommand final : public cli::Command {
  public:
    std::string path() const override { return "doubts"; }
    std::string aboutZh() const override { return "列出未决事项：待人工处理的、结局未知的、未能应用的（枢纽须在运行）"; }
    std::string aboutEn() const override {
        return "list what is in doubt: open cases, writes whose end is not known, events not applied (the hub has to run)";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string data_ = "data";
};

}  // namespace hub::app
