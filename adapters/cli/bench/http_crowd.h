#pragma once

#include "adapters/cli/bench/hub_process.h"
#include "hub/cli/command.h"

namespace adapters::cli::bench {

/// `onecard bench http-crowd`: p99 of honest clients' reads while thousands of idle and slow peers sit at the door, beside the same reads
/// without them.
class HttpCrowdBench final : public hub::cli::Command {
  public:
    explicit HttpCrowdBench(DiskProbe disk) : disk_(std::move(disk)) {}
    std::string path() const override { return "bench http-crowd"; }
    std::string aboutZh() const override { return "HTTP 拥挤：大量空闲与慢速连接之下正常请求的 p99"; }
    std::string aboutEn() const override { return "HTTP crowd: p99 of honest reads beside idle and slow peers"; }
    void declare(CLI::App& app) override;
    hub::cli::Exit run(hub::cli::Terminal& terminal) override;

  private:
    const DiskProbe disk_;
    std::string dir_ = ".";
    double seconds_ = 8;  // longer than the hub waits for a header: the slow ones are turned away and come again
    std::size_t pairs_ = 7;
    std::size_t idle_ = 5000;
    std::size_t slow_ = 500;
    std::size_t addresses_ = 250;
    std::size_t clients_ = 32;
    double rate_ = 1000;
};

}  // namespace adapters::cli::bench
