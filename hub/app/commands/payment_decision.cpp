#include "hub/app/commands/payment_decision.h"

#include <CLI/CLI.hpp>
#include <vector>

#include "hub/api/rest/payment_desk_views.h"
#include "hub/api/rest/views.h"
#include "hub/app/commands/payment_words.h"
#include "hub/app/commands/table.h"

namespace hub::app {

using api::rest::DecisionsView;
using api::rest::DecisionView;
using api::rest::RefundView;
using cli::Terminal;
using core::Exposure;
using core::Result;
using payment::DecisionState;
using payment::Verdict;

namespace {

constexpr const char* kDecisions = "/api/v1/payment-decisions";

void print(Terminal& terminal, const std::vector<DecisionView>& decisions) {
    if (decisions.empty()) {
        terminal.out << cli::text(terminal, "没有这样的决定\n", "there is no such decision\n");
        return;
    }
    Table table({std::string(cli::text(terminal, "决定", "decision")), std::string(cli::text(terminal, "支付", "payment")),
                 std::string(cli::text(terminal, "退费", "refund")), std::string(cli::text(terminal, "处理", "verdict")),
                 std::string(cli::text(terminal, "状态", "state")), std::string(cli::text(terminal, "提出", "proposed")),
                 std::string(cli::text(terminal, "确认", "decided")), std::string(cli::text(terminal, "原因", "reason"))});
    for (const DecisionView& one : decisions)
        table.add({one.decision_id.text(), one.payment_id.text(), one.refund_id ? one.refund_id->text() : std::string("-"),
                   std::string(saidOf(terminal, one.verdict)), std::string(saidOf(terminal, one.state)), one.proposed_by,
                   one.decided_by.value_or("-"), one.reason});
    table.print(terminal.out);
}

/// One of them, and who has to do what now.
cli::Exit tell(Terminal& terminal, const Asked& asked) {
    if (!asked.body) return asked.exit;
    const Result<DecisionView> decision = core::fromJson<DecisionView>(*asked.body);
    if (!decision.ok()) return cli::report(terminal, decision.failure());
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
    } else {
        print(terminal, {*decision});
    }
    if (decision->state == DecisionState::Proposed)
        terminal.err << cli::text(terminal, "须由另一位运营人员确认:\n", "a second operator has to confirm:\n")
                     << "  onecard payment confirm " << decision->decision_id.text() << " --staff …\n";
    return cli::Exit::Ok;
}

}  // namespace

void PaymentResolveCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("id", id_, "01J…")->required();
    app.add_option("--decision", decision_, "completed | give_back (payment), again | done_by_hand (refund)")->required();
    app.add_option("--reason", reason_, "核对了什么；不写个人信息 / what was seen; nothing about a person")->required();
}

cli::Exit PaymentResolveCommand::run(Terminal& terminal) {
    if (const auto exit = requireStaff(terminal, hub_)) return *exit;
    const Result<std::string> id = idIn(id_);
    if (!id.ok()) return cli::report(terminal, id.failure());
    const auto verdict = core::enumFromName<Verdict>(decision_);
    if (!verdict || *verdict == Verdict::StartRefund)
        return refuseWord(terminal, "--decision", decision_, {"completed", "give_back", "again", "done_by_hand"});
    const bool of_refund = *verdict == Verdict::Again || *verdict == Verdict::DoneByHand;
    const std::string path = (of_refund ? "/api/v1/refunds/" : "/api/v1/payments/") + *id + "/decisions";
    return tell(terminal,
                ask(terminal, hub_, "POST", path, core::toJson(api::rest::ProposeDecision{*verdict, reason_}, Exposure::Revealed)));
}

void PaymentDecisionsCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("--state", state_, "proposed | confirmed | dropped | overtaken");
    app.add_option("--after", after_, "next");
}

cli::Exit PaymentDecisionsCommand::run(Terminal& terminal) {
    if (!core::enumFromName<DecisionState>(state_)) return refuseWord(terminal, "--state", state_, namesOf<DecisionState>());
    std::string path = std::string(kDecisions) + "?state=" + state_;
    if (!after_.empty()) path += "&after=" + segment(after_);
    const Asked asked = ask(terminal, hub_, "GET", path);
    if (!asked.body) return asked.exit;
    const Result<DecisionsView> view = core::fromJson<DecisionsView>(*asked.body);
    if (!view.ok()) return cli::report(terminal, view.failure());
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    print(terminal, view->decisions);
    if (view->next)
        terminal.err << cli::text(terminal, "下一页: ", "next page: ") << "onecard payment decisions --state " << state_ << " --after "
                     << *view->next << "\n";
    return cli::Exit::Ok;
}

const DecisionVerb DecisionStepCommand::kConfirm{"confirm", "确认他人提出的决定，随即执行",
                                                 "confirm what somebody else proposed: it is carried out at once"};
const DecisionVerb DecisionStepCommand::kDrop{"drop", "放弃一件提出的决定：钱仍停在原处", "drop a proposal: the money stays where it is"};

void DecisionStepCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("decision", id_, "01J…")->required();
}

cli::Exit DecisionStepCommand::run(Terminal& terminal) {
    if (const auto exit = requireStaff(terminal, hub_)) return *exit;
    const Result<std::string> id = idIn(id_);
    if (!id.ok()) return cli::report(terminal, id.failure());
    return tell(terminal, ask(terminal, hub_, "POST", std::string(kDecisions) + "/" + *id + "/" + verb_.name));
}

void PaymentRefundCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("payment", id_, "01J…")->required();
    app.add_option("--item", item_, "费用键；缺省为唯一一项 / key of an item; absent: the only one");
    app.add_option("--amount", amount_fen_, "分；缺省为整项 / fen; absent: the whole item");
    app.add_option("--reason", reason_, "为什么退；不写个人信息 / why; nothing about a person")->required();
}

cli::Exit PaymentRefundCommand::run(Terminal& terminal) {
    if (const auto exit = requireStaff(terminal, hub_)) return *exit;
    const Result<std::string> id = idIn(id_);
    if (!id.ok()) return cli::report(terminal, id.failure());
    api::rest::StartRefund wish;
    if (!item_.empty()) wish.item = item_;
    if (amount_fen_) wish.amount = core::Money::fromFen(*amount_fen_);
    wish.reason = reason_;
    const Asked asked =
        ask(terminal, hub_, "POST", "/api/v1/payments/" + *id + "/refunds-on-behalf", core::toJson(wish, Exposure::Revealed));
    if (!asked.body) return asked.exit;
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    const Result<RefundView> refund = core::fromJson<RefundView>(*asked.body);
    if (!refund.ok()) return cli::report(terminal, refund.failure());
    terminal.out << refund->refund_id.text() << "  " << moneyText(terminal, refund->amount) << "  " << saidOf(terminal, refund->state)
                 << "\n";
    return cli::Exit::Ok;
}

}  // namespace hub::app
