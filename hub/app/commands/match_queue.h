#pragma once

#include <string>

#include "hub/app/commands/hub_asking.h"
#include "hub/cli/command.h"

namespace hub::app {

/// `onecard match queue`: pairs that somebody has to look at, the most urgent first.
class MatchQueueCommand final : public cli::Command {
  public:
    std::string path() const override { return "match queue"; }
    std::string aboutZh() const override { return "列出复核队列，最急的在前（枢纽须在运行）"; }
    std::string aboutEn() const override { return "list the reviews, the most urgent first (the hub has to run)"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string state_ = "open";
    std::string after_;
};

/// `onecard match show`: the two, masked, and how they agree.
class MatchShowCommand final : public cli::Command {
  public:
    std::string path() const override { return "match show"; }
    std::string aboutZh() const override { return "查看一件复核：两人（脱敏）、逐字段依据、历史、能否合并"; }
    std::string aboutEn() const override {
        return "show a review: the two, masked, how they agree, its history, whether they can be merged";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
};

/// A step of a review as it is called on the command line and over REST.
struct ReviewVerb {
    const char* name;
    const char* about_zh;
    const char* about_en;
    bool says_why;
};

/// `onecard match claim | release | approve | send-back | reopen`.
class MatchStepCommand final : public cli::Command {
  public:
    /// `verb` outlives the command.
    explicit MatchStepCommand(const ReviewVerb& verb) : verb_(verb) {}
    std::string path() const override { return std::string("match ") + verb_.name; }
    std::string aboutZh() const override { return verb_.about_zh; }
    std::string aboutEn() const override { return verb_.about_en; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

    static const ReviewVerb kClaim, kRelease, kApprove, kSendBack, kReopen;

  private:
    const ReviewVerb& verb_;
    HubAsked hub_;
    std::string id_;
    std::string why_;
};

class MatchProposeCommand final : public cli::Command {
  public:
    std::string path() const override { return "match propose"; }
    std::string aboutZh() const override { return "提出结论：same 等第二人批准，not_same 立即生效"; }
    std::string aboutEn() const override { return "propose a verdict: same waits for a second person, not_same stands at once"; }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string id_;
    std::string verdict_;
    std::string why_;
};

/// `onecard match files`: the work list of a hospital.
class MatchFilesCommand final : public cli::Command {
  public:
    std::string path() const override { return "match files"; }
    std::string aboutZh() const override { return "一家医院的待办：同一人多份档案、待读证的候选档案，及其不一致的字段"; }
    std::string aboutEn() const override {
        return "the work list of a hospital: people with several files, files that wait for a certificate, and what conflicts";
    }
    void declare(CLI::App& app) override;
    cli::Exit run(cli::Terminal& terminal) override;

  private:
    HubAsked hub_;
    std::string hospital_;
    std::string kind_;
    std::string after_;
};

}  // namespace hub::app
