#pragma once

#include <string>

#include "hub/cli/command.h"

namespace hub::app {

/// `onecard key rotate`: adds a seal key and seals with it from then on; asks the hub, or does it itself where none runs.
class KeyRotateCommand final : public cli::Command {
  public:
    std::string path() const override { return "key rotate"; }
    std::string aboutZh() const override { return "生成新的加密密钥并从此用它加密；旧内容由运行的枢纽逐步改用新密钥"; }
    std::string aboutEn() const override {
        return "add a seal key and seal with it from now on; the hub that runs brings older values under it bit by bit";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string config_ = "config";
    std::string data_ = "data";
};

/// `onecard key status`: which key is current and what still needs older ones. Changes nothing.
class KeyStatusCommand final : public cli::Command {
  public:
    std::string path() const override { return "key status"; }
    std::string aboutZh() const override { return "当前加密密钥，以及仍在旧密钥下的内容"; }
    std::string aboutEn() const override { return "the current seal key, and what is still under older ones"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string config_ = "config";
    std::string data_ = "data";
};

}  // namespace hub::app
