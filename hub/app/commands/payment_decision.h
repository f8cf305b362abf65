#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "hub/app/commands/hub_asking.h"
#include "hub/cli/command.h"

namespace hub::app {

/// `onecard payment resolve`: proposes what to do with a frozen payment or a stuck refund; somebody else confirms.
class PaymentResolveCommand final : public cli::Command {
  public:
    std::string path() const override { return "payment resolve"; }
    std::string aboutZh() const override { return "提出如何处理停住的钱：冻结的支付或停住的退费；须由另一位运营人员确认"; }
    std::string aboutEn() const override {
        return "propose what to do with a frozen payment or a stuck refund; a second operator confirms it";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
    std::string decision_;
    std::string reason_;
};

/// `onecard payment decisions`: those that wait for a second operator.
class PaymentDecisionsCommand final : public cli::Command {
  public:
    std::string path() const override { return "payment decisions"; }
    std::string aboutZh() const override { return "待第二人确认的决定，或已确认、已放弃的"; }
    std::string aboutEn() const override { return "decisions that wait for a second operator, or those that were confirmed or dropped"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string state_ = "proposed";
    std::string after_;
};

/// What can be done with a decision, as it is called on the command line.
struct DecisionVerb {
    const char* name;
    const char* about_zh;
    const char* about_en;
};

/// `onecard payment confirm | drop`.
class DecisionStepCommand final : public cli::Command {
  public:
    /// `verb` outlives the command.
    explicit DecisionStepCommand(const DecisionVerb& verb) : verb_(verb) {}
    std::string path() const override { return std::string("payment ") + verb_.name; }
    std::string aboutZh() const override { return verb_.about_zh; }
    std::string aboutEn() const override { return verb_.about_en; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

    static const DecisionVerb kConfirm, kDrop;

  private:
    const DecisionVerb& verb_;
    HubAsked hub_;
    std::string id_;
};

/// `onecard payment refund`: on the person's behalf; the hospital has to agree.
class PaymentRefundCommand final : public cli::Command {
  public:
    std::string path() const override { return "payment refund"; }
    std::string aboutZh() const override { return "替本人发起退费：先问医院，与本人申请同一流程"; }
    std::string aboutEn() const override { return "ask for money back for the person: the hospital is asked first, as for the person"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
    std::string item_;
    std::optional<std::int64_t> amount_fen_;
    std::string reason_;
};

}  // namespace hub::app
