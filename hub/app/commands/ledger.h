#pragma once

#include "hub/cli/command.h"

namespace hub::app {

/// `onecard ledger verify`: adds the books up again from the first row. On SQLite it is refused while a hub runs on the data.
class LedgerVerifyCommand final : public cli::Command {
  public:
    std::string path() const override { return "ledger verify"; }
    std::string aboutZh() const override { return "从第一笔起重算账本，核对每条不变式与哈希链"; }
    std::string aboutEn() const override { return "add the books up again from the first row and check every invariant and the chain"; }
    void declare(CLI::App& app) override;

    /// Failed when the books hold what cannot be.
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string config_ = "config";
    std::string data_ = "data";
    std::size_t violations_max_ = 20;
};

}  // namespace hub::app
