#pragma once

#include <string>

#include "hub/cli/command.h"

namespace hub::app {

/// `onecard key rotate`: adds a key of a kind, which is used from then on; asks the hub, or does it itself where none runs.
class KeyRotateCommand final : public cli::Command {
  public:
    std::string path() const override { return "key rotate"; }
    std::string aboutZh() const override {
        return "生成新密钥并从此使用（--kind：seal 加密，sign 签名，index 盲索引）；旧内容与旧索引由运行的枢纽逐步改用新密钥";
    }
    std::string aboutEn() const override {
        return "add a key and use it from now on (--kind: seal, sign or index); the hub that runs brings older values and indexes under "
               "the "
               "new key bit by bit";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string config_ = "config";
    std::string data_ = "data";
    std::string kind_ = "seal";
};

/// `onecard key status`: which key is current and what still needs older ones. Changes nothing.
class KeyStatusCommand final : public cli::Command {
  public:
    std::string path() const override { return "key status"; }
    std::string aboutZh() const override { return "当前密钥，以及仍需旧密钥的内容"; }
    std::string aboutEn() const override { return "the current keys, and what still needs older ones"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string config_ = "config";
    std::string data_ = "data";
};

}  // namespace hub::app
