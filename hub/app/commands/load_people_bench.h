#pragma once

#include <cstdint>
#include <string>

#include "hub/cli/command.h"

namespace hub::app {

/// How fast a region's people are taken in and matched.
class LoadPeopleBenchCommand final : public cli::Command {
  public:
    std::string path() const override { return "bench load-people"; }
    std::string aboutZh() const override { return "测量载入并匹配人员档案的速度"; }
    std::string aboutEn() const override { return "measures how fast people are taken in and matched"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string dir_ = ".";
    std::uint32_t people_ = 1'000'000;
    std::uint64_t seed_ = 1;
};

}  // namespace hub::app
