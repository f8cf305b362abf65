#pragma once

#include "hub/app/bench/lookup.h"
#include "hub/cli/command.h"

namespace hub::app {

/// `onecard bench lookup --dir DIR [--people N]`: how many people a second the hub finds by card and by certificate over REST.
class LookupBenchCommand final : public cli::Command {
  public:
    std::string path() const override { return "bench lookup"; }
    std::string aboutZh() const override { return "按卡号、证件号查人：每秒次数（经 REST，含审计）"; }
    std::string aboutEn() const override { return "people found a second by card and by certificate, over REST and audited"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string dir_ = ".";
    LookupBench bench_;
};

}  // namespace hub::app
