#include "hub/app/commands/payment.h"

#include <CLI/CLI.hpp>

#include "hub/api/rest/payment_desk_views.h"
#include "hub/app/commands/payment_words.h"
#include "hub/app/commands/table.h"

namespace hub::app {

using api::rest::FoundPayment;
using api::rest::FoundPayments;
using api::rest::PaymentStanding;
using cli::Terminal;
using core::Result;

namespace {

constexpr const char* kPayments = "/api/v1/payments";

std::string timeText(const std::optional<core::UtcTime>& time) { return time ? shanghaiText(*time) : "-"; }
std::string orDash(const std::string& text) { return text.empty() ? "-" : text; }
std::string orDash(const std::optional<std::string>& text) { return orDash(text.value_or("")); }

void print(Terminal& terminal, const std::vector<FoundPayment>& payments) {
    if (payments.empty()) {
        terminal.out << cli::text(terminal, "没有这样的支付\n", "there is no such payment\n");
        return;
    }
    Table table({std::string(cli::text(terminal, "支付", "payment")), std::string(cli::text(terminal, "发起", "made")),
                 std::string(cli::text(terminal, "医院", "hospital")), std::string(cli::text(terminal, "金额", "amount")),
                 std::string(cli::text(terminal, "我方单号", "our number")),
                 std::string(cli::text(terminal, "渠道单号", "channel's number")), std::string(cli::text(terminal, "转人工", "hand-over")),
                 std::string(cli::text(terminal, "状态", "state"))});
    for (const FoundPayment& one : payments)
        table.add({one.payment_id.text(), shanghaiText(one.created_at), one.hospital, moneyText(terminal, one.total), one.order_number,
                   orDash(one.channel_number), timeText(one.hand_over_at), std::string(saidOf(terminal, one.state))});
    table.print(terminal.out);
}

/// "冻结：等待人工决定（医院不收）".
std::string stateText(const Terminal& terminal, payment::PaymentState state, payment::Why why) {
    std::string said(saidOf(terminal, state));
    if (why != payment::Why::Nothing)
        said +=
            std::string(cli::text(terminal, "（", " (")) + std::string(saidOf(terminal, why)) + std::string(cli::text(terminal, "）", ")"));
    return said;
}

void printSummary(Terminal& terminal, const PaymentStanding& standing) {
    const FoundPayment& payment = standing.payment;
    Table table({});
    const auto line = [&](std::string_view zh, std::string_view en, const std::string& value) {
        table.add({std::string(cli::text(terminal, zh, en)), value});
    };
    line("支付", "payment", payment.payment_id.text());
    line("状态", "state", stateText(terminal, payment.state, payment.why));
    if (!payment::isFinal(payment.state)) {
        line("接下来", "next", std::string(nextOf(terminal, payment.state)));
        line("下次查看", "next look", timeText(standing.next_check_at));
        line("转人工", "hand-over", timeText(payment.hand_over_at));
    }
    line("金额", "amount", moneyText(terminal, payment.total));
    line("医院", "hospital", payment.hospital);
    line("人员", "person", payment.person_id.text());
    line("发起", "made", shanghaiText(payment.created_at) + "  " + orDash(standing.client));
    const contract::PaymentConfirm::Result& his = standing.his;
    line("HIS 收据", "HIS receipt", orDash(his.his_receipt));
    line("HIS 结算号", "HIS settlement", orDash(his.settlement_number));
    line("收费员", "operator", orDash(his.staff_id));
    line("终端", "terminal", orDash(his.terminal));
    line("医院记账", "booked", timeText(his.posted_at));
    line("医院账日", "hospital's day", orDash(his.hospital_day));
    table.print(terminal.out);
}

void printParts(Terminal& terminal, const PaymentStanding& standing) {
    terminal.out << cli::text(terminal, "\n费用\n", "\nwhat is paid\n");
    Table items({});
    for (const auto& item : standing.items) items.add({item.key, moneyText(terminal, item.total), item.version, item.subject_id});
    items.print(terminal.out);
    terminal.out << cli::text(terminal, "\n用什么付\n", "\nlegs\n");
    Table legs({});
    for (const auto& leg : standing.legs) {
        legs.add({leg.channel, leg.merchant, moneyText(terminal, leg.amount), std::string(saidOf(terminal, leg.state)), leg.order_number,
                  orDash(leg.channel_number), timeText(leg.paid_at),
                  std::string(cli::text(terminal, "已退 ", "refunded ")) + moneyText(terminal, leg.refunded),
                  std::string(cli::text(terminal, "退款中 ", "on its way back ")) + moneyText(terminal, leg.refund_reserved)});
    }
    legs.print(terminal.out);
    if (!standing.insurance) return;
    const payment::InsurancePart& insurance = *standing.insurance;
    const payment::Split split = insurance.split.value_or(payment::Split{});
    terminal.out << cli::text(terminal, "\n医保\n", "\ninsurance\n");
    Table parts({});
    parts.add({insurance.insurer, insurance.settlement.text(), orDash(insurance.settled),
               std::string(cli::text(terminal, "统筹 ", "fund ")) + moneyText(terminal, split.fund),
               std::string(cli::text(terminal, "个人账户 ", "account ")) + moneyText(terminal, split.account),
               std::string(cli::text(terminal, "现金 ", "cash ")) + moneyText(terminal, split.cash),
               std::string(cli::text(terminal, "医院负担 ", "borne by the hospital ")) + moneyText(terminal, split.hospital_part)});
    parts.print(terminal.out);
}

void printAftermath(Terminal& terminal, const PaymentStanding& standing) {
    if (!standing.refunds.empty()) {
        terminal.out << cli::text(terminal, "\n退费\n", "\nrefunds\n");
        Table refunds({});
        for (const auto& refund : standing.refunds)
            refunds.add({refund.refund_id.text(), shanghaiText(refund.created_at), moneyText(terminal, refund.amount),
                         storyWord(terminal, core::enumName(refund.cause)), refund.number, timeText(refund.hand_over_at),
                         std::string(saidOf(terminal, refund.state))});
        refunds.print(terminal.out);
    }
    if (!standing.open_cases.empty()) {
        terminal.out << cli::text(terminal, "\n待处理\n", "\nopen cases\n");
        Table cases({});
        for (const auto& one : standing.open_cases)
            cases.add({one.case_id.text(), shanghaiText(one.opened_at), storyWord(terminal, one.kind), one.subject_id});
        cases.print(terminal.out);
    }
    if (!standing.decisions.empty()) {
        terminal.out << cli::text(terminal, "\n人工决定\n", "\ndecisions\n");
        Table decisions({});
        for (const auto& one : standing.decisions)
            decisions.add({one.decision_id.text(), shanghaiText(one.proposed_at), std::string(saidOf(terminal, one.verdict)),
                           std::string(saidOf(terminal, one.state)), one.proposed_by, orDash(one.decided_by), one.reason});
        decisions.print(terminal.out);
    }
}

void print(Terminal& terminal, const PaymentStanding& standing) {
    printSummary(terminal, standing);
    printParts(terminal, standing);
    printAftermath(terminal, standing);
}

std::string lineText(const Terminal& terminal, const flows::StoryLine& line) {
    std::string said = storyWord(terminal, line.what);
    const auto add = [&](const std::string& more) {
        if (!more.empty()) said += "  " + more;
    };
    if (line.amount) add(moneyText(terminal, *line.amount));
    add(storyWord(terminal, line.state));
    add(storyWord(terminal, line.reason));
    return said;
}

void print(Terminal& terminal, const flows::PaymentStory& story) {
    Table table({});
    for (const flows::StoryLine& line : story.lines)
        table.add(
            {shanghaiText(line.at), std::string(saidOf(terminal, line.kind)), line.where, line.by, line.number, lineText(terminal, line)});
    table.print(terminal.out);
    terminal.out << cli::text(terminal, "\n现在: ", "\nnow: ") << stateText(terminal, story.state, story.why) << "\n";
    if (payment::isFinal(story.state)) return;
    terminal.out << cli::text(terminal, "接下来: ", "next: ") << nextOf(terminal, story.state) << "\n"
                 << cli::text(terminal, "下次查看: ", "next look: ") << timeText(story.next_check_at) << "\n"
                 << cli::text(terminal, "转人工: ", "hand-over: ") << timeText(story.hand_over_at) << "\n";
}

/// As the hub says it with --json, else for people.
template <class View>
cli::Exit tell(Terminal& terminal, const Asked& asked) {
    if (!asked.body) return asked.exit;
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    const Result<View> view = core::fromJson<View>(*asked.body);
    if (!view.ok()) return cli::report(terminal, view.failure());
    print(terminal, *view);
    return cli::Exit::Ok;
}

cli::Exit tellOne(Terminal& terminal, const HubAsked& hub, const std::string& typed, const auto& say) {
    const Result<std::string> id = idIn(typed);
    if (!id.ok()) return cli::report(terminal, id.failure());
    return say(*id, hub);
}

}  // namespace

void PaymentFindCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("id", id_, "01J…");
    app.add_option("--number", number_, "我方单号或渠道单号 / our order number or the channel's");
    app.add_option("--person", person_, "01J…");
    app.add_option("--hospital", hospital_, "SLYY01");
    app.add_option("--state", state_, "frozen | his_doubt | in_doubt | compensating | …");
    app.add_option("--day", day_, "2026-11-30");
    app.add_option("--after", after_, "next");
}

cli::Exit PaymentFindCommand::run(Terminal& terminal) {
    if (!id_.empty()) {
        return tellOne(terminal, hub_, id_, [&](const std::string& id, const HubAsked& hub) {
            const Asked asked = ask(terminal, hub, "GET", std::string(kPayments) + "/" + id + "/standing");
            if (!asked.body) return asked.exit;
            const Result<PaymentStanding> standing = core::fromJson<PaymentStanding>(*asked.body);
            if (!standing.ok()) return cli::report(terminal, standing.failure());
            const FoundPayments found{{standing->payment}, std::nullopt};
            if (terminal.json) {
                terminal.out << core::toJson(found, core::Exposure::Masked) << "\n";
            } else {
                print(terminal, found.payments);
            }
            return cli::Exit::Ok;
        });
    }
    if (!state_.empty() && !core::enumFromName<payment::PaymentState>(state_))
        return refuseWord(terminal, "--state", state_, namesOf<payment::PaymentState>());
    std::string query;
    std::string again = "onecard payment find";
    const auto add = [&](const std::string& name, const std::string& value) {
        if (value.empty()) return;
        query += (query.empty() ? "?" : "&") + name + "=" + segment(value);
        again += " --" + name + " " + value;
    };
    add("number", number_);
    add("person", person_);
    add("hospital", hospital_);
    add("state", state_);
    add("day", day_);
    if (!after_.empty()) query += (query.empty() ? "?" : "&") + ("after=" + segment(after_));
    const Asked asked = ask(terminal, hub_, "GET", kPayments + query);
    if (!asked.body) return asked.exit;
    const Result<FoundPayments> found = core::fromJson<FoundPayments>(*asked.body);
    if (!found.ok()) return cli::report(terminal, found.failure());
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    print(terminal, found->payments);
    if (found->next) terminal.err << cli::text(terminal, "下一页: ", "next page: ") << again << " --after " << *found->next << "\n";
    return cli::Exit::Ok;
}

void PaymentShowCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("id", id_, "01J…")->required();
}

cli::Exit PaymentShowCommand::run(Terminal& terminal) {
    return tellOne(terminal, hub_, id_, [&](const std::string& id, const HubAsked& hub) {
        return tell<PaymentStanding>(terminal, ask(terminal, hub, "GET", std::string(kPayments) + "/" + id + "/standing"));
    });
}

void WhyCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("payment", id_, "01J…")->required();
}

cli::Exit WhyCommand::run(Terminal& terminal) {
    return tellOne(terminal, hub_, id_, [&](const std::string& id, const HubAsked& hub) {
        return tell<flows::PaymentStory>(terminal, ask(terminal, hub, "GET", std::string(kPayments) + "/" + id + "/story"));
    });
}

}  // namespace hub::app
