#pragma once

#include "adapters/cli/bench/hub_process.h"
#include "hub/cli/command.h"

namespace adapters::cli::bench {

/// `onecard bench payments`: whole payments over REST, from the person's wish to the hospital's receipt, against simulators in processes
/// of their own.
class PaymentsBench final : public hub::cli::Command {
  public:
    explicit PaymentsBench(DiskProbe disk) : disk_(std::move(disk)) {}
    std::string path() const override { return "bench payments"; }
    std::string aboutZh() const override { return "支付：经 REST 的完整支付，直到医院入账"; }
    std::string aboutEn() const override { return "payments: whole payments over REST, until the hospital has booked them"; }
    void declare(CLI::App& app) override;
    hub::cli::Exit run(hub::cli::Terminal& terminal) override;

  private:
    const DiskProbe disk_;
    std::string dir_ = ".";
    std::string url_;
    std::size_t payments_ = 100'000;
    double rate_ = 300;
    std::int32_t hospitals_ = 8;
};

}  // namespace adapters::cli::bench
