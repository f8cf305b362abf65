#pragma once

#include <string>

#include "hub/app/commands/hub_asking.h"
#include "hub/app/commands/typed_number.h"
#include "hub/cli/command.h"

namespace hub::app {

/// `onecard person find`: by a typed number, or by the id.
class PersonFindCommand final : public cli::Command {
  public:
    explicit PersonFindCommand(const TypedNumber& number) : typed_(number) {}
    std::string path() const override { return "person find"; }
    std::string aboutZh() const override { return "按证件号、卡号、院内号或标识找人；号码从标准输入读取，结果脱敏（枢纽须在运行）"; }
    std::string aboutEn() const override {
        return "find a person by certificate, card, hospital file or id; the number is read from the input, what is shown is masked "
               "(the hub has to run)";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    TypedNumber typed_;
    HubAsked hub_;
    std::string id_;
    std::string by_ = "certificate";
    std::string kind_ = "resident_id";
    std::string hospital_;
    std::string number_;
};

/// `onecard person show`: masked, with files and merges; in full only for a purpose, which is audited and told to the person.
class PersonShowCommand final : public cli::Command {
  public:
    std::string path() const override { return "person show"; }
    std::string aboutZh() const override { return "查看一个人：卡、院内档案、并入；脱敏，--purpose 说明目的后显示全部并留审计"; }
    std::string aboutEn() const override {
        return "show a person with card, hospital files and merges; masked, in full for a --purpose, which is audited";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
};

/// `onecard person merge`: proposes it; somebody else approves.
class PersonMergeCommand final : public cli::Command {
  public:
    std::string path() const override { return "person merge"; }
    std::string aboutZh() const override { return "提出合并两份登记：打开复核、认领、提出同一人；须由另一位工作人员批准"; }
    std::string aboutEn() const override {
        return "propose that two registrations are one person: opens and claims the review; a second member of staff approves it";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string one_;
    std::string other_;
    std::string why_;
};

class PersonUnmergeCommand final : public cli::Command {
  public:
    std::string path() const override { return "person unmerge"; }
    std::string aboutZh() const override { return "把一份登记从合并中拆出；批准该合并的人不能拆分"; }
    std::string aboutEn() const override { return "take a registration out of a merge; not by whoever approved it"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
    std::string why_;
};

}  // namespace hub::app
