#pragma once

#include <string>

#include "hub/app/commands/hub_asking.h"

/// `onecard match weights …` asks the running hub, through its local socket.
namespace hub::app {

class WeightsListCommand final : public cli::Command {
  public:
    std::string path() const override { return "match weights list"; }
    std::string aboutZh() const override { return "列出匹配权重，以及正在进行的估算与试算"; }
    std::string aboutEn() const override { return "list the weights of the matching, and what is being estimated or tried"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
};

class WeightsShowCommand final : public cli::Command {
  public:
    std::string path() const override { return "match weights show"; }
    std::string aboutZh() const override { return "显示一版权重：各级比特、试算结果、历史"; }
    std::string aboutEn() const override { return "show weights: what each level says, what a trial has shown, who did what"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string name_;
    HubAsked hub_;
};

/// What an estimate and a trial have in common.
class WeightsRunCommand : public cli::Command {
  public:
    void declare(CLI::App& app) override;

  protected:
    /// Starts it and, unless it shall not, waits for its end. `weights`: those to try.
    cli::Exit start(cli::Terminal& terminal, const std::string& weights);

  private:
    HubAsked hub_;
    bool no_wait_ = false;
};

class WeightsEstimateCommand final : public WeightsRunCommand {
  public:
    std::string path() const override { return "match weights estimate"; }
    std::string aboutZh() const override { return "由在册档案的样本估算新权重，存为草稿"; }
    std::string aboutEn() const override { return "estimate weights from a sample of the records, kept as a draft"; }
    cli::Exit run(cli::Terminal& terminal) override;
};

class WeightsTryCommand final : public WeightsRunCommand {
  public:
    std::string path() const override { return "match weights try"; }
    std::string aboutZh() const override { return "试算：在样本上比较一版权重与当前权重的决定，什么也不改变"; }
    std::string aboutEn() const override { return "dry run: what weights would decide differently, on a sample; changes nothing"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string name_;
};

class WeightsActivateCommand final : public cli::Command {
  public:
    std::string path() const override { return "match weights activate"; }
    std::string aboutZh() const override { return "启用试算过的权重；须由试算者以外的人执行"; }
    std::string aboutEn() const override { return "make tried weights active; done by somebody else than who tried them"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string name_;
    HubAsked hub_;
};

class WeightsReplayCommand final : public cli::Command {
  public:
    std::string path() const override { return "match weights replay"; }
    std::string aboutZh() const override { return "用当时的权重重算一次匹配决定，逐字段"; }
    std::string aboutEn() const override { return "add up a decision again, field by field, by the weights it was made by"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    std::string file_;
    std::string review_;
    HubAsked hub_;
};

}  // namespace hub::app
