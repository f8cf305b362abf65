#pragma once

#include <string>

#include "hub/cli/command.h"
#include "hub/cli/match_options.h"

namespace hub::cli {

/// `onecard match evaluate`: how well records of one person are found in a file whose truth is known.
class MatchEvaluate final : public Command {
  public:
    std::string path() const override { return "match evaluate"; }
    std::string aboutZh() const override { return "用已知答案的档案文件检验主索引匹配的准确率"; }
    std::string aboutEn() const override { return "measure matching on records whose truth is known"; }
    void declare(CLI::App& app) override;
    Exit run(Terminal& terminal) override;

  private:
    MatchOptions options_;
    std::string pairs_file_;
};

}  // namespace hub::cli
