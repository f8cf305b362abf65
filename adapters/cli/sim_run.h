#pragma once

#include <string>

#include "hub/cli/command.h"

namespace adapters::cli {

/// `onecard sim run KIND SETTINGS.json`: one simulator in this process, until SIGTERM.
class SimRun final : public hub::cli::Command {
  public:
    std::string path() const override { return "sim run"; }
    std::string aboutZh() const override { return "运行一个模拟对接方：trancode、hl7、wechat_pay、ehealth_card、bank 或 nhsa"; }
    std::string aboutEn() const override { return "run one simulated counterparty: trancode, hl7, wechat_pay, ehealth_card, bank or nhsa"; }
    void declare(CLI::App& app) override;
    hub::cli::Exit run(hub::cli::Terminal& terminal) override;

  private:
    std::string kind_;
    std::string settings_;
};

}  // namespace adapters::cli
