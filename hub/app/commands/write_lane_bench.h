#pragma once

#include "hub/cli/command.h"

namespace hub::app {

/// `onecard bench write-lane --dir DIR [--url mysql://…]`: durable units a second, each with a sealed attempt and an outbox message,
/// beside one transaction a unit in the same run.
class WriteLaneBenchCommand final : public cli::Command {
  public:
    std::string path() const override { return "bench write-lane"; }
    std::string aboutZh() const override { return "写入通道：每秒持久化单元数"; }
    std::string aboutEn() const override { return "write lane: durable units a second"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string dir_ = ".";
    std::string url_;
    std::string password_file_;
    double seconds_ = 10;
    std::size_t submitters_ = 64;
};

}  // namespace hub::app
