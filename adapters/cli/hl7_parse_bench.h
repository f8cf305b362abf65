#pragma once

#include "hub/cli/command.h"

namespace adapters::cli {

/// `onecard bench hl7-parse`: MB/s on one core for messages of about 1 KB with the full field and component index; UTF-8 is the
/// value, GB18030 stands beside it. Baseline: the same messages split into vectors of strings, level by level, as most parsers do.
class Hl7ParseBench final : public hub::cli::Command {
  public:
    std::string path() const override { return "bench hl7-parse"; }
    std::string aboutZh() const override { return "HL7 v2 解析速度（单核）"; }
    std::string aboutEn() const override { return "speed of the HL7 v2 parser on one core"; }
    void declare(CLI::App& app) override;
    hub::cli::Exit run(hub::cli::Terminal& terminal) override;

  private:
    double seconds_ = 3;
};

}  // namespace adapters::cli
