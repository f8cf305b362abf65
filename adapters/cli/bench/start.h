#pragma once

#include <optional>

#include "adapters/cli/bench/hub_process.h"
#include "hub/cli/command.h"

namespace adapters::cli::bench {

class Hospitals;

/// `onecard bench start`: from starting the process on an empty folder until it is ready and every healthy hospital has answered a read,
/// while some others hang, beside the same start while those answer.
class StartBench final : public hub::cli::Command {
  public:
    explicit StartBench(DiskProbe disk) : disk_(std::move(disk)) {}
    std::string path() const override { return "bench start"; }
    std::string aboutZh() const override { return "启动：部分医院挂起时，从启动到就绪的时间"; }
    std::string aboutEn() const override { return "start: time from start to ready while some hospitals hang"; }
    void declare(CLI::App& app) override;
    hub::cli::Exit run(hub::cli::Terminal& terminal) override;

  private:
    struct Times {
        double serving_s = 0;     ///< /readyz says 200
        double in_service_s = 0;  ///< every counterparty too
        double answered_s = 0;    ///< every healthy hospital has answered
        double stopped_s = 0;     ///< from SIGTERM to the end, with the calls that hang
        double rss_mib = 0;
    };
    hub::core::Result<Times> once(Hospitals& hospitals, bool hanging, const hub::core::Clock& clock) const;

    const DiskProbe disk_;
    std::string dir_ = ".";
    std::size_t pairs_ = 3;
    std::size_t counterparties_ = 65;
    std::size_t hanging_ = 10;
};

}  // namespace adapters::cli::bench
