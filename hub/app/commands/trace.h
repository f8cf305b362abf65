#pragma once

#include <string>

#include "hub/cli/command.h"

namespace hub::app {

class TraceCommand final : public cli::Command {
  public:
    std::string path() const override { return "trace"; }
    std::string aboutZh() const override { return "列出对接方发来的报文、应答与其中的事件（枢纽须在运行）"; }
    std::string aboutEn() const override {
        return "list what a counterparty sent, how it was answered and what came of it (the hub has to run)";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string data_ = "data";
    std::string hospital_;
};

}  // namespace hub::app
