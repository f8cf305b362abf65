#pragma once

#include <string>

#include "hub/app/commands/hub_asking.h"
#include "hub/app/commands/typed_number.h"
#include "hub/cli/command.h"

namespace hub::app {

/// `onecard person certificate withdraw`: proposes it; somebody else approves.
class CertificateWithdrawCommand final : public cli::Command {
  public:
    explicit CertificateWithdrawCommand(const TypedNumber& number) : typed_(number) {}
    std::string path() const override { return "person certificate withdraw"; }
    std::string aboutZh() const override { return "提出撤销一个误录的证件；号码从标准输入读取，须由另一位工作人员批准"; }
    std::string aboutEn() const override {
        return "propose to take back a certificate that was entered wrongly; numbers are read from the input, a second member of staff "
               "approves";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    TypedNumber typed_;
    HubAsked hub_;
    std::string id_;
    std::string kind_ = "resident_id";
    std::string number_;
    std::string right_kind_;
    std::string right_sex_;
    std::string right_birth_date_;
    std::string why_;
};

/// `onecard person certificate list`: those that wait, or those of one person.
class CertificateListCommand final : public cli::Command {
  public:
    std::string path() const override { return "person certificate list"; }
    std::string aboutZh() const override { return "待批准的证件撤销，或一个人的全部撤销；脱敏"; }
    std::string aboutEn() const override { return "certificates to be taken back, or all of one person; masked"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
    std::string state_ = "proposed";
    std::string after_;
};

/// What can be done with one of them, as it is called on the command line.
struct WithdrawalVerb {
    const char* name;
    const char* about_zh;
    const char* about_en;
    bool writes;
};

/// `onecard person certificate show | approve | drop`.
class CertificateStepCommand final : public cli::Command {
  public:
    /// `verb` outlives the command.
    explicit CertificateStepCommand(const WithdrawalVerb& verb) : verb_(verb) {}
    std::string path() const override { return std::string("person certificate ") + verb_.name; }
    std::string aboutZh() const override { return verb_.about_zh; }
    std::string aboutEn() const override { return verb_.about_en; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

    static const WithdrawalVerb kShow, kApprove, kDrop;

  private:
    const WithdrawalVerb& verb_;
    HubAsked hub_;
    std::string id_;
};

}  // namespace hub::app
