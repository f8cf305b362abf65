#pragma once

#include <string>

#include "hub/cli/command.h"
#include "hub/cli/match_options.h"

namespace hub::cli {

/// `onecard match explain`: why two records of a file would be linked, reviewed or kept apart. Shows levels and weights, never what the
/// records say.
class MatchExplain final : public Command {
  public:
    std::string path() const override { return "match explain"; }
    std::string aboutZh() const override { return "逐字段说明两份档案为何关联、复核或不关联"; }
    std::string aboutEn() const override { return "say field by field why two records are linked, reviewed or kept apart"; }
    void declare(CLI::App& app) override;
    Exit run(Terminal& terminal) override;

  private:
    MatchOptions options_;
    std::string one_;
    std::string other_;
};

}  // namespace hub::cli
