#pragma once

#include "adapters/cli/bench/hub_process.h"
#include "hub/cli/command.h"

namespace adapters::cli::bench {

/// `onecard bench isolation`: p99 of reads at hospitals over REST while some others hang, beside the same reads while those answer.
class IsolationBench final : public hub::cli::Command {
  public:
    explicit IsolationBench(DiskProbe disk) : disk_(std::move(disk)) {}
    std::string path() const override { return "bench isolation"; }
    std::string aboutZh() const override { return "隔离：部分医院挂起时，其他医院读操作的 p99"; }
    std::string aboutEn() const override { return "isolation: p99 of reads at hospitals while some others hang"; }
    void declare(CLI::App& app) override;
    hub::cli::Exit run(hub::cli::Terminal& terminal) override;

  private:
    const DiskProbe disk_;
    std::string dir_ = ".";
    double seconds_ = 4;
    std::size_t pairs_ = 7;
    std::size_t hospitals_ = 65;
    std::size_t hanging_ = 10;
    std::size_t clients_ = 32;
    double rate_ = 400;
};

}  // namespace adapters::cli::bench
