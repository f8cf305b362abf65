#include "hub/app/commands/match_queue.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "hub/api/rest/file_case_views.h"
#include "hub/api/rest/review_views.h"
#include "hub/app/commands/json_at.h"
#include "hub/app/commands/table.h"

namespace hub::app {

using api::rest::FileCasesView;
using api::rest::FileCaseView;
using core::Exposure;
using core::JsonValue;
using core::Result;

namespace {

constexpr const char* kReviews = "/api/v1/reviews";
constexpr std::size_t kListed = 50;  ///< cases on one page of `match files`; what the hub gives at once at most

std::string bitsText(std::int64_t hundredths) { return fmt::format("{:+.2f}", static_cast<double>(hundredths) / 100); }

std::string bitsAt(const JsonValue& value, std::string_view name) {
    const auto member = value.member(name);
    return bitsText(member && member->integer() ? *member->integer() : 0);
}

void tellNext(cli::Terminal& terminal, const std::string& command, const std::optional<std::string>& next) {
    if (next) terminal.err << cli::text(terminal, "下一页: ", "next page: ") << command << " --after " << *next << "\n";
}

void print(cli::Terminal& terminal, const api::rest::ReviewQueueView& queue) {
    if (queue.reviews.empty()) {
        terminal.out << cli::text(terminal, "没有待复核的\n", "nothing to review\n");
        return;
    }
    Table table({std::string(cli::text(terminal, "复核", "review")), std::string(cli::text(terminal, "状态", "state")),
                 std::string(cli::text(terminal, "打开于", "opened")), std::string(cli::text(terminal, "比特", "bits")),
                 std::string(cli::text(terminal, "来源", "source")), std::string(cli::text(terminal, "认领", "claimed by")),
                 std::string(cli::text(terminal, "提出", "proposed by"))});
    for (const api::rest::QueuedReviewView& one : queue.reviews)
        table.add({one.review_id.text(), wordFor(terminal, core::enumName(one.state)), shanghaiText(one.opened_at), bitsText(one.total),
                   one.source, one.claimed_by.value_or("-"), one.proposed_by.value_or("-")});
    table.print(terminal.out);
}

std::string certificateText(const JsonValue& details) {
    const auto certificate = details.member("certificate");
    return certificate ? textAt(*certificate, "kind") + " " + textAt(*certificate, "number") : "-";
}

/// The two beside each other, as they come: masked.
void printPeople(cli::Terminal& terminal, const JsonValue& review) {
    const std::vector<JsonValue> people = elementsAt(review, "people");
    Table table({});
    const auto line = [&](const std::string& what, const auto& value) {
        std::vector<std::string> row{what};
        for (const JsonValue& person : people) row.push_back(value(person));
        table.add(std::move(row));
    };
    const auto said = [](const std::string& text) { return text.empty() ? std::string("-") : text; };
    line(std::string(cli::text(terminal, "登记", "registration")), [](const JsonValue& one) { return textAt(one, "person_id"); });
    line(std::string(cli::text(terminal, "代表人", "root")), [](const JsonValue& one) { return textAt(one, "root_id"); });
    line(std::string(cli::text(terminal, "状态", "state")), [&](const JsonValue& one) { return wordFor(terminal, textAt(one, "state")); });
    for (const std::string field : {"name", "sex", "birth_date", "certificate", "phone", "address"}) {
        line(wordFor(terminal, field), [&](const JsonValue& one) {
            const auto details = one.member("details");
            if (!details) return std::string("-");
            return field == "certificate" ? certificateText(*details) : wordFor(terminal, said(textAt(*details, field)));
        });
    }
    table.print(terminal.out);
}

void printFinding(cli::Terminal& terminal, const JsonValue& finding) {
    if (elementsAt(finding, "fields").empty()) return;
    terminal.out << cli::text(terminal, "\n依据\n", "\nhow they agree\n");
    Table table({std::string(cli::text(terminal, "字段", "field")), std::string(cli::text(terminal, "级别", "level")),
                 std::string(cli::text(terminal, "比特", "bits"))});
    for (const JsonValue& one : elementsAt(finding, "fields"))
        table.add({wordFor(terminal, textAt(one, "field")), textAt(one, "level"), bitsAt(one, "bits")});
    table.add({std::string(cli::text(terminal, "先验", "prior")), "", bitsAt(finding, "prior")});
    table.add({std::string(cli::text(terminal, "合计", "total")), "", bitsAt(finding, "total")});
    table.print(terminal.out);
    for (const JsonValue& guard : elementsAt(finding, "guards"))
        terminal.out << cli::text(terminal, "守护规则 ", "guard ") << guard.string().value_or("") << "\n";
}

void printHistory(cli::Terminal& terminal, const JsonValue& review) {
    terminal.out << cli::text(terminal, "\n历史\n", "\nhistory\n");
    Table table({});
    for (const JsonValue& one : elementsAt(review, "history"))
        table.add({shanghaiText(timeAt(one, "at_ms")), wordFor(terminal, textAt(one, "step")), wordFor(terminal, textAt(one, "verdict")),
                   textAt(one, "by"), textAt(one, "why")});
    table.print(terminal.out);
}

void printReview(cli::Terminal& terminal, const JsonValue& review) {
    terminal.out << cli::text(terminal, "复核 ", "review ") << textAt(review, "review_id") << "  "
                 << wordFor(terminal, textAt(review, "state"));
    if (!textAt(review, "claimed_by").empty())
        terminal.out << cli::text(terminal, "  认领 ", "  claimed by ") << textAt(review, "claimed_by")
                     << cli::text(terminal, " 至 ", " until ") << shanghaiText(timeAt(review, "claimed_until_ms"));
    terminal.out << "\n\n";
    printPeople(terminal, review);
    if (const auto finding = review.member("finding")) printFinding(terminal, *finding);
    const auto preview = review.member("preview");
    if (preview && !textAt(*preview, "obstacle").empty())
        terminal.out << cli::text(terminal, "\n不能合并: ", "\ncannot be merged: ") << textAt(*preview, "obstacle") << "\n";
    printHistory(terminal, review);
}

cli::Exit tellReview(cli::Terminal& terminal, const Asked& asked) {
    if (!asked.body) return asked.exit;
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    const Result<core::JsonDocument> review = core::JsonDocument::parse(*asked.body);
    if (!review.ok()) return cli::report(terminal, review.failure());
    printReview(terminal, review->root());
    return cli::Exit::Ok;
}

/// A line of where the review stands now: all of it is what `match show` is for.
cli::Exit tellStep(cli::Terminal& terminal, const Asked& asked) {
    if (!asked.body || terminal.json) return tellReview(terminal, asked);
    const Result<core::JsonDocument> review = core::JsonDocument::parse(*asked.body);
    if (!review.ok()) return cli::report(terminal, review.failure());
    const std::string state = textAt(review->root(), "state");
    terminal.out << textAt(review->root(), "review_id") << "  " << wordFor(terminal, state) << "\n";
    if (state == core::enumName(identity::ReviewState::Proposed))
        terminal.err << cli::text(terminal, "须由另一位工作人员认领并批准: onecard match approve\n",
                                  "a second member of staff claims and approves it: onecard match approve\n");
    return cli::Exit::Ok;
}

Asked step(cli::Terminal& terminal, const HubAsked& hub, const std::string& typed, const std::string& verb, const std::string& json) {
    if (const auto exit = requireStaff(terminal, hub)) return {std::nullopt, *exit};
    const Result<std::string> id = idIn(typed);
    if (!id.ok()) return {std::nullopt, cli::report(terminal, id.failure())};
    return ask(terminal, hub, "POST", std::string(kReviews) + "/" + *id + "/" + verb, json);
}

void print(cli::Terminal& terminal, const FileCaseView& found) {
    terminal.out << found.person_id.text() << "  " << found.name << "  " << wordFor(terminal, core::enumName(found.state));
    for (const identity::FileCaseKind kind : found.kinds) terminal.out << "  [" << wordFor(terminal, core::enumName(kind)) << "]";
    terminal.out << "\n";
    Table files({"  " + std::string(cli::text(terminal, "院内号", "number")), std::string(cli::text(terminal, "状态", "state")),
                 std::string(cli::text(terminal, "最近就诊", "last visit")), std::string(cli::text(terminal, "主档案", "primary")),
                 std::string(cli::text(terminal, "标识", "id"))});
    for (const api::rest::FileOfCaseView& file : found.files)
        files.add({"  " + file.local_patient.reveal().text, wordFor(terminal, core::enumName(file.state)),
                   file.last_visit ? file.last_visit->text() : "-", file.primary ? "*" : "", file.file_id.text()});
    files.print(terminal.out);
    Table conflicts({});
    for (const api::rest::FieldConflictView& conflict : found.conflicts) {
        for (const api::rest::ConflictingValueView& value : conflict.values)
            conflicts.add({"  ≠ " + wordFor(terminal, core::enumName(conflict.field_name)), wordFor(terminal, value.value),
                           value.file_id ? value.file_id->text() : std::string(cli::text(terminal, "登记", "registration"))});
    }
    conflicts.print(terminal.out);
}

}  // namespace

const ReviewVerb MatchStepCommand::kClaim{"claim", "认领一件复核，半小时内由本人处理", "claim a review for half an hour", false};
const ReviewVerb MatchStepCommand::kRelease{"release", "释放认领", "give a claim back", false};
const ReviewVerb MatchStepCommand::kApprove{"approve", "批准他人提出的结论（先认领）",
                                            "approve what somebody else proposed (claim it first)", false};
const ReviewVerb MatchStepCommand::kSendBack{"send-back", "退回提出的结论（先认领）", "send a proposal back (claim it first)", false};
const ReviewVerb MatchStepCommand::kReopen{"reopen", "重新打开已决定的复核", "open what was decided again", true};

void MatchQueueCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("--state", state_, "open | proposed | same | not_same | overtaken");
    app.add_option("--after", after_, "next");
}

cli::Exit MatchQueueCommand::run(cli::Terminal& terminal) {
    if (!core::enumFromName<identity::ReviewState>(state_))
        return refuseWord(terminal, "--state", state_, namesOf<identity::ReviewState>());
    const std::string after = after_.empty() ? "" : "&after=" + segment(after_);
    const Asked asked = ask(terminal, hub_, "GET", std::string(kReviews) + "?state=" + state_ + after);
    if (!asked.body) return asked.exit;
    const Result<api::rest::ReviewQueueView> queue = core::fromJson<api::rest::ReviewQueueView>(*asked.body);
    if (!queue.ok()) return cli::report(terminal, queue.failure());
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
    } else {
        print(terminal, *queue);
        tellNext(terminal, "onecard match queue --state " + state_, queue->next);
    }
    return cli::Exit::Ok;
}

void MatchShowCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("review", id_, "01J…")->required();
}

cli::Exit MatchShowCommand::run(cli::Terminal& terminal) {
    const Result<std::string> id = idIn(id_);
    if (!id.ok()) return cli::report(terminal, id.failure());
    return tellReview(terminal, ask(terminal, hub_, "GET", std::string(kReviews) + "/" + *id));
}

void MatchStepCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("review", id_, "01J…")->required();
    if (verb_.says_why) app.add_option("--why", why_, "new_evidence");
}

cli::Exit MatchStepCommand::run(cli::Terminal& terminal) {
    const std::string json = verb_.says_why ? core::toJson(api::rest::SayWhy{why_}, Exposure::Masked) : "";
    return tellStep(terminal, step(terminal, hub_, id_, verb_.name, json));
}

void MatchProposeCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("review", id_, "01J…")->required();
    app.add_option("verdict", verdict_, "same | not_same")->required();
    app.add_option("--why", why_, "certificates_seen");
}

cli::Exit MatchProposeCommand::run(cli::Terminal& terminal) {
    const auto verdict = core::enumFromName<identity::Verdict>(verdict_);
    if (!verdict) return refuseWord(terminal, "verdict", verdict_, namesOf<identity::Verdict>());
    return tellStep(terminal,
                    step(terminal, hub_, id_, "propose", core::toJson(api::rest::ProposeVerdict{*verdict, why_}, Exposure::Masked)));
}

void MatchFilesCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("hospital", hospital_, "SLYY01")->required();
    app.add_option("--kind", kind_, "two_files | candidate");
    app.add_option("--after", after_, "next");
}

/// The hub looks through so many people a request and may find nothing among them: this goes on until there is a page, or no more.
cli::Exit MatchFilesCommand::run(cli::Terminal& terminal) {
    if (!kind_.empty() && !core::enumFromName<identity::FileCaseKind>(kind_))
        return refuseWord(terminal, "--kind", kind_, namesOf<identity::FileCaseKind>());
    FileCasesView all;
    std::string after = after_;
    do {
        std::string query = kind_.empty() ? "" : "kind=" + kind_;
        if (!after.empty()) query += (query.empty() ? "after=" : "&after=") + segment(after);
        const Asked asked =
            ask(terminal, hub_, "GET", "/api/v1/hospitals/" + segment(hospital_) + "/file-cases" + (query.empty() ? "" : "?" + query));
        if (!asked.body) return asked.exit;
        Result<FileCasesView> page = core::fromJson<FileCasesView>(*asked.body);
        if (!page.ok()) return cli::report(terminal, page.failure());
        for (FileCaseView& found : page->cases) all.cases.push_back(std::move(found));
        all.next = page->next;
        after = page->next.value_or("");
    } while (all.next && all.cases.size() < kListed);
    if (terminal.json) {
        terminal.out << core::toJson(all, Exposure::Revealed) << "\n";  // it came masked
        return cli::Exit::Ok;
    }
    if (all.cases.empty()) terminal.out << cli::text(terminal, "没有待办\n", "nothing to do\n");
    for (const FileCaseView& found : all.cases) print(terminal, found);
    tellNext(terminal, "onecard match files " + hospital_ + (kind_.empty() ? "" : " --kind " + kind_), all.next);
    return cli::Exit::Ok;
}

}  // namespace hub::app
