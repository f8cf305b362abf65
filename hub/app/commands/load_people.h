#pragma once

#include <string>

#include "hub/cli/command.h"

namespace hub::app {

/// Takes a list of hospitals' files in, each matched against all others. Offline.
class LoadPeopleCommand final : public cli::Command {
  public:
    std::string path() const override { return "load people"; }
    std::string aboutZh() const override { return "离线载入人员档案（CSV），逐行匹配主索引；可中断后续载"; }
    std::string aboutEn() const override { return "takes a CSV of hospitals' files in, each matched; goes on where it was stopped"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string file_;
    std::string report_;
    std::string config_ = "config";
    std::string data_ = "data";
};

}  // namespace hub::app
