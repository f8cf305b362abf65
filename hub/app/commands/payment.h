#pragma once

#include <string>

#include "hub/app/commands/hub_asking.h"
#include "hub/cli/command.h"

namespace hub::app {

/// `onecard payment find`: by an id or number, or by what payments have in common. Never by a name.
class PaymentFindCommand final : public cli::Command {
  public:
    std::string path() const override { return "payment find"; }
    std::string aboutZh() const override { return "按支付标识、单号、人员标识，或医院、状态与日期找支付（枢纽须在运行）"; }
    std::string aboutEn() const override {
        return "find payments by id, order number or person's id, or by hospital, state and day (the hub has to run)";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
    std::string number_;
    std::string person_;
    std::string hospital_;
    std::string state_;
    std::string day_;
    std::string after_;
};

/// `onecard payment show`: how it stands.
class PaymentShowCommand final : public cli::Command {
  public:
    std::string path() const override { return "payment show"; }
    std::string aboutZh() const override { return "查看一笔支付：状态、各段、退费、未决问题、对账所需、何时再看、何时转人工"; }
    std::string aboutEn() const override {
        return "show a payment: state, legs, refunds, open questions, what reconciliation needs, the next look and the hand-over";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
};

/// `onecard why`: the story of a payment.
class WhyCommand final : public cli::Command {
  public:
    std::string path() const override { return "why"; }
    std::string aboutZh() const override { return "按时间讲一笔支付的经过：谁、何时、因为什么、接下来怎样"; }
    std::string aboutEn() const override { return "tell the story of a payment in order: who, when, why, and what comes next"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
};

}  // namespace hub::app
