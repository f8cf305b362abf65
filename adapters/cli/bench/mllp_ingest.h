#pragma once

#include "adapters/cli/bench/hub_process.h"
#include "hub/cli/command.h"

namespace adapters::cli::bench {

/// `onecard bench mllp-ingest`: HL7 messages a second that a hub has mapped, committed and acknowledged, over many connections, beside one
/// connection, on which every message waits for a commit of its own.
class MllpIngestBench final : public hub::cli::Command {
  public:
    explicit MllpIngestBench(DiskProbe disk) : disk_(std::move(disk)) {}
    std::string path() const override { return "bench mllp-ingest"; }
    std::string aboutZh() const override { return "MLLP 接收：每秒映射、落库并应答的报文数"; }
    std::string aboutEn() const override { return "MLLP receive: messages a second, mapped, committed, acknowledged"; }
    void declare(CLI::App& app) override;
    hub::cli::Exit run(hub::cli::Terminal& terminal) override;

  private:
    const DiskProbe disk_;
    std::string dir_ = ".";
    double seconds_ = 10;
    std::size_t connections_ = 60;
    std::size_t hospitals_ = 6;
};

}  // namespace adapters::cli::bench
