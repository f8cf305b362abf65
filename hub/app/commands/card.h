#pragma once

#include <string>

#include "hub/app/commands/hub_asking.h"
#include "hub/app/commands/typed_number.h"
#include "hub/cli/command.h"

namespace hub::app {

/// `onecard card find`: the card, and whose it is.
class CardFindCommand final : public cli::Command {
  public:
    explicit CardFindCommand(const TypedNumber& number) : typed_(number) {}
    std::string path() const override { return "card find"; }
    std::string aboutZh() const override { return "按卡号或标识找卡及持卡人；卡号从标准输入读取（枢纽须在运行）"; }
    std::string aboutEn() const override { return "find a card and whose it is; the number is read from the input (the hub has to run)"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    TypedNumber typed_;
    HubAsked hub_;
    std::string id_;
    std::string number_;
};

/// `onecard card show`: the same with every card that the person has or had.
class CardShowCommand final : public cli::Command {
  public:
    std::string path() const override { return "card show"; }
    std::string aboutZh() const override { return "查看一张卡、持卡人及其全部卡"; }
    std::string aboutEn() const override { return "show a card, whose it is, and all their cards"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
};

/// `onecard card link`: staff of the hospital has seen the certificate; the file is the person's.
class CardLinkCommand final : public cli::Command {
  public:
    std::string path() const override { return "card link"; }
    std::string aboutZh() const override { return "医院工作人员已核对证件：把院内档案关联到此人"; }
    std::string aboutEn() const override { return "staff of the hospital has seen the certificate: link its file to the person"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string hospital_;
    std::string file_;
    std::string person_;
};

/// `onecard card reject`: the file is not the person's.
class CardRejectCommand final : public cli::Command {
  public:
    std::string path() const override { return "card reject"; }
    std::string aboutZh() const override { return "医院工作人员确认：院内档案不是此人的"; }
    std::string aboutEn() const override { return "staff of the hospital says: its file is not this person's"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string hospital_;
    std::string file_;
};

}  // namespace hub::app
