#include "hub/app/commands/certificate.h"

#include <CLI/CLI.hpp>
#include <optional>

#include "hub/api/rest/withdrawal_views.h"
#include "hub/app/commands/json_at.h"
#include "hub/app/commands/table.h"

namespace hub::app {

using contract::Certificate;
using contract::CertificateKind;
using core::Exposure;
using core::JsonValue;
using core::Result;
using core::Sensitive;

namespace {

constexpr const char* kPeople = "/api/v1/people/";
constexpr const char* kWithdrawals = "/api/v1/certificate-withdrawals";
constexpr const char* kPurposes = "treatment | settlement | supervision | emergency";

std::string certificateAt(const JsonValue& value, std::string_view name) {
    const auto certificate = value.member(name);
    return certificate ? textAt(*certificate, "kind") + " " + textAt(*certificate, "number") : std::string("-");
}

std::string rightAt(const JsonValue& withdrawal) {
    const auto right = withdrawal.member("right");
    return right ? certificateAt(*right, "certificate") : std::string("-");
}

void print(cli::Terminal& terminal, const std::vector<JsonValue>& withdrawals) {
    if (withdrawals.empty()) {
        terminal.out << cli::text(terminal, "没有证件撤销\n", "nothing is taken back\n");
        return;
    }
    Table table({std::string(cli::text(terminal, "撤销", "withdrawal")), std::string(cli::text(terminal, "状态", "state")),
                 std::string(cli::text(terminal, "登记", "registration")), std::string(cli::text(terminal, "误录的证件", "wrong")),
                 std::string(cli::text(terminal, "正确的证件", "right")), std::string(cli::text(terminal, "原因", "why")),
                 std::string(cli::text(terminal, "提出", "proposed")), std::string(cli::text(terminal, "决定", "decided"))});
    for (const JsonValue& one : withdrawals) {
        const std::string decided_by = textAt(one, "decided_by");
        table.add({textAt(one, "withdrawal_id"), wordFor(terminal, textAt(one, "state")), textAt(one, "person_id"),
                   certificateAt(one, "certificate"), rightAt(one), textAt(one, "why"), textAt(one, "proposed_by"),
                   decided_by.empty() ? std::string("-") : decided_by});
    }
    table.print(terminal.out);
}

/// One of them, and who has to do what now.
cli::Exit tell(cli::Terminal& terminal, const Asked& asked) {
    if (!asked.body) return asked.exit;
    const Result<core::JsonDocument> withdrawal = core::JsonDocument::parse(*asked.body);
    if (!withdrawal.ok()) return cli::report(terminal, withdrawal.failure());
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
    } else {
        print(terminal, {withdrawal->root()});
    }
    if (textAt(withdrawal->root(), "state") == core::enumName(identity::WithdrawalState::Proposed))
        terminal.err << cli::text(terminal, "须由另一位工作人员批准:\n", "a second member of staff has to approve:\n")
                     << "  onecard person certificate approve " << textAt(withdrawal->root(), "withdrawal_id")
                     << " --staff … --purpose …\n";
    return cli::Exit::Ok;
}

}  // namespace

void CertificateWithdrawCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("id", id_, "01J…")->required();
    app.add_option("--kind", kind_, "resident_id | passport | …");
    app.add_option("--number", number_, "-");
    app.add_option("--right-kind", right_kind_, "resident_id | passport | … (its number is the second line)");
    app.add_option("--right-sex", right_sex_, "male | female");
    app.add_option("--right-birth-date", right_birth_date_, "1990-01-01");
    app.add_option("--why", why_, "entered_wrongly")->required();
    app.add_option("--purpose", hub_.purpose, kPurposes)->required();
}

cli::Exit CertificateWithdrawCommand::run(cli::Terminal& terminal) {
    if (const auto exit = requireStaff(terminal, hub_)) return *exit;
    const Result<std::string> id = idIn(id_);
    if (!id.ok()) return cli::report(terminal, id.failure());
    const auto kind = core::enumFromName<CertificateKind>(kind_);
    if (!kind) return refuseWord(terminal, "--kind", kind_, namesOf<CertificateKind>());
    const auto right_kind = core::enumFromName<CertificateKind>(right_kind_);
    if (!right_kind_.empty() && !right_kind) return refuseWord(terminal, "--right-kind", right_kind_, namesOf<CertificateKind>());
    const auto right_sex = core::enumFromName<contract::Sex>(right_sex_);
    if (!right_sex_.empty() && !right_sex) return refuseWord(terminal, "--right-sex", right_sex_, namesOf<contract::Sex>());

    api::rest::WithdrawCertificate body;
    body.why = why_;
    const Result<Sensitive<std::string>> wrong = typed_.read(terminal, number_);
    if (!wrong.ok()) return cli::report(terminal, wrong.failure());
    body.certificate = {*kind, Sensitive(core::CertificateNumber{wrong->reveal()})};
    if (right_kind) {
        const Result<Sensitive<std::string>> right = typed_.read(terminal, number_);
        if (!right.ok()) return cli::report(terminal, right.failure());
        body.right = identity::RightCertificate{{*right_kind, Sensitive(core::CertificateNumber{right->reveal()})}, right_sex, {}};
        if (!right_birth_date_.empty()) {
            const Result<core::Date> birth_date = core::Date::parse(right_birth_date_);
            if (!birth_date.ok()) return cli::report(terminal, birth_date.failure());
            body.right->birth_date = Sensitive(*birth_date);
        }
    }
    return tell(terminal, ask(terminal, hub_, "POST", kPeople + *id + "/certificate-withdrawals", core::toJson(body, Exposure::Revealed)));
}

void CertificateListCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("id", id_, "01J…");
    app.add_option("--state", state_, "proposed | withdrawn | dropped");
    app.add_option("--after", after_, "next");
}

cli::Exit CertificateListCommand::run(cli::Terminal& terminal) {
    std::string path = std::string(kWithdrawals) + "?state=" + state_;
    if (!id_.empty()) {
        const Result<std::string> id = idIn(id_);
        if (!id.ok()) return cli::report(terminal, id.failure());
        path = kPeople + *id + "/certificate-withdrawals";
    } else if (!core::enumFromName<identity::WithdrawalState>(state_)) {
        return refuseWord(terminal, "--state", state_, namesOf<identity::WithdrawalState>());
    } else if (!after_.empty()) {
        path += "&after=" + segment(after_);
    }
    const Asked asked = ask(terminal, hub_, "GET", path);
    if (!asked.body) return asked.exit;
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    const Result<core::JsonDocument> view = core::JsonDocument::parse(*asked.body);
    if (!view.ok()) return cli::report(terminal, view.failure());
    print(terminal, elementsAt(view->root(), "withdrawals"));
    const std::string next = textAt(view->root(), "next");
    if (!next.empty())
        terminal.err << cli::text(terminal, "下一页: ", "next page: ") << "onecard person certificate list --state " << state_
                     << " --after " << next << "\n";
    return cli::Exit::Ok;
}

const WithdrawalVerb CertificateStepCommand::kShow{"show", "查看一件证件撤销；脱敏，--purpose 说明目的后显示全部并留审计",
                                                   "show one; masked, in full for a --purpose, which is audited", false};
const WithdrawalVerb CertificateStepCommand::kApprove{"approve", "批准他人提出的撤销：该号码不再指向此人",
                                                      "approve what somebody else proposed: the number leads to the person no more", true};
const WithdrawalVerb CertificateStepCommand::kDrop{"drop", "不撤销：证件照旧", "the certificate stays as it was", true};

void CertificateStepCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("withdrawal", id_, "01J…")->required();
    CLI::Option* purpose = app.add_option("--purpose", hub_.purpose, kPurposes);
    if (verb_.writes) purpose->required();
}

cli::Exit CertificateStepCommand::run(cli::Terminal& terminal) {
    if (verb_.writes) {
        if (const auto exit = requireStaff(terminal, hub_)) return *exit;
    }
    const Result<std::string> id = idIn(id_);
    if (!id.ok()) return cli::report(terminal, id.failure());
    const std::string path = std::string(kWithdrawals) + "/" + *id;
    return tell(terminal, verb_.writes ? ask(terminal, hub_, "POST", path + "/" + verb_.name) : ask(terminal, hub_, "GET", path));
}

}  // namespace hub::app
