#pragma once

#include "hub/cli/command.h"

namespace adapters::cli {

/// `onecard codec check hl7v2 FILE… --json`: does our codec read these files, and would it write them back byte for byte?
/// A rejected message is a finding, not a failure of the command: exit 0 unless a file cannot be read.
class CodecCheck final : public hub::cli::Command {
  public:
    std::string path() const override { return "codec check"; }
    std::string aboutZh() const override { return "检查报文文件能否解析并逐字节写回"; }
    std::string aboutEn() const override { return "can these messages be parsed and written back byte for byte?"; }
    void declare(CLI::App& app) override;
    hub::cli::Exit run(hub::cli::Terminal& terminal) override;

  private:
    std::string codec_;
    std::vector<std::string> files_;
};

}  // namespace adapters::cli
