#pragma once

#include <string>

#include "hub/cli/command.h"
#include "hub/cli/population/generator.h"

namespace hub::cli {

/// `onecard gen people`: an invented population and what its hospitals wrote down of it, for measuring how well records of one person
/// are found. Writes people.csv and truth.csv, each whole or not at all.
class GenPeople final : public Command {
  public:
    std::string path() const override { return "gen people"; }
    std::string aboutZh() const override { return "生成虚构人口及各医院档案（含差错），用于检验主索引匹配"; }
    std::string aboutEn() const override { return "generate an invented population with its hospital records and their mistakes"; }
    void declare(CLI::App& app) override;
    Exit run(Terminal& terminal) override;

  private:
    core::Result<population::Plan> plan() const;
    core::Result<void> makeFolder() const;
    core::Result<void> write(const population::Population& made) const;

    std::uint64_t seed_ = 1;
    std::uint32_t people_ = 0;
    std::string folder_;
    std::string rates_file_;
    bool force_ = false;
};

}  // namespace hub::cli
