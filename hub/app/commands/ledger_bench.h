#pragma once

#include "hub/cli/command.h"

namespace hub::app {

/// `onecard bench ledger --dir DIR [--url mysql://…]`: transfers a second through the ledger, all crediting one account, beside one
/// transaction a transfer in the same run.
class LedgerBenchCommand final : public cli::Command {
  public:
    std::string path() const override { return "bench ledger"; }
    std::string aboutZh() const override { return "账本：每秒转账笔数，全部贷记同一热点账户"; }
    std::string aboutEn() const override { return "ledger: transfers a second, all crediting one hot account"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string dir_ = ".";
    std::string url_;
    std::string password_file_;
    double seconds_ = 10;
    std::size_t submitters_ = 64;
    std::size_t accounts_ = 100'000;
};

}  // namespace hub::app
