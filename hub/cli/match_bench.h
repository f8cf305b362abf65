#pragma once

#include <cstdint>
#include <string>

#include "hub/cli/command.h"

namespace hub::cli {

/// `onecard bench match`: how fast a new record finds the people it could be among so many in memory, and whether it finds the right one.
class MatchBench final : public Command {
  public:
    std::string path() const override { return "bench match"; }
    std::string aboutZh() const override { return "测量在内存中为新档案查找可能的本人：速度、内存、命中率"; }
    std::string aboutEn() const override { return "measure finding whom a new record could be: speed, memory, share found"; }
    void declare(CLI::App& app) override;
    Exit run(Terminal& terminal) override;

  private:
    std::uint32_t people_ = 200'000;
    std::uint64_t seed_ = 1;
    std::string dir_;
};

}  // namespace hub::cli
