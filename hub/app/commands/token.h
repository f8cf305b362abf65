#pragma once

#include <string>

#include "hub/cli/command.h"

namespace hub::app {

class TokenCreateCommand final : public cli::Command {
  public:
    std::string path() const override { return "token create"; }
    std::string aboutZh() const override { return "为入口、医院或管理端生成令牌（枢纽须在运行）"; }
    std::string aboutEn() const override { return "make a token for an entrance, a hospital or an office (the hub has to run)"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string data_ = "data";
    std::string client_;
    std::string role_;
    std::string hospital_;
};

}  // namespace hub::app
