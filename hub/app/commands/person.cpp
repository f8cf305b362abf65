#include "hub/app/commands/person.h"

#include <CLI/CLI.hpp>
#include <optional>

#include "hub/api/rest/review_views.h"
#include "hub/api/rest/views.h"
#include "hub/app/commands/json_at.h"
#include "hub/app/commands/table.h"
#include "hub/audit/audit_entry.h"

namespace hub::app {

using core::Error;
using core::Exposure;
using core::Failure;
using core::Result;
using identity::ReviewState;

namespace {

constexpr const char* kPeople = "/api/v1/people/";
constexpr const char* kReviews = "/api/v1/reviews";

/// REQUIRES: the words are ones that there are.
std::string searchFor(const std::string& by, const std::string& kind, const std::string& hospital, const std::string& number) {
    api::rest::FindPerson what;
    if (by == "certificate") {
        const auto known = core::enumFromName<contract::CertificateKind>(kind);
        HUB_ASSERT(known.has_value());
        what.certificate = contract::Certificate{*known, core::Sensitive(core::CertificateNumber{number})};
    } else if (by == "card") {
        what.card_number = core::Sensitive(core::CardNumber{number});
    } else {
        what.local_patient = core::Sensitive(core::CardNumber{number});
        if (!hospital.empty()) what.hospital = hospital;
    }
    return core::toJson(what, Exposure::Revealed);
}

std::string cardText(const cli::Terminal& terminal, const api::rest::PersonView& person) {
    if (!person.card) return "-";
    return person.card->number + " " + wordFor(terminal, core::enumName(person.card->state));
}

void print(cli::Terminal& terminal, const api::rest::PersonView& person) {
    Table table({});
    table.add({std::string(cli::text(terminal, "标识", "id")), person.person_id.text()});
    table.add({std::string(cli::text(terminal, "姓名", "name")), person.name});
    table.add({std::string(cli::text(terminal, "状态", "state")), wordFor(terminal, core::enumName(person.state))});
    table.add({std::string(cli::text(terminal, "卡", "card")), cardText(terminal, person)});
    table.print(terminal.out);
}

void print(cli::Terminal& terminal, const api::rest::FilesView& files) {
    if (files.files.empty()) return;
    terminal.out << cli::text(terminal, "\n院内档案\n", "\nhospital files\n");
    Table table({std::string(cli::text(terminal, "医院", "hospital")), std::string(cli::text(terminal, "院内号", "number")),
                 std::string(cli::text(terminal, "状态", "state")), std::string(cli::text(terminal, "标识", "id"))});
    for (const api::rest::FileView& file : files.files)  // whose number came masked
        table.add({file.hospital, file.local_patient.reveal().text, wordFor(terminal, core::enumName(file.state)), file.file_id.text()});
    table.print(terminal.out);
}

void print(cli::Terminal& terminal, const api::rest::MergesView& merges) {
    if (merges.ledger.empty()) return;
    terminal.out << cli::text(terminal, "\n合并与拆分\n", "\nmerges\n");
    Table table({std::string(cli::text(terminal, "时间", "time")), std::string(cli::text(terminal, "决定", "what")),
                 std::string(cli::text(terminal, "登记", "registration")), std::string(cli::text(terminal, "并入", "into")),
                 std::string(cli::text(terminal, "提出", "proposed")), std::string(cli::text(terminal, "批准", "approved"))});
    for (const api::rest::MergeLineView& line : merges.ledger)
        table.add({shanghaiText(line.at), wordFor(terminal, core::enumName(line.kind)), line.person_id.text(), line.into_id.text(),
                   line.proposed_by, line.approved_by});
    table.print(terminal.out);
}

void print(cli::Terminal& terminal, const api::rest::UnmaskedPerson& person) {
    const contract::PersonDetails& details = person.details;
    terminal.out << cli::text(terminal, "\n全部资料（本次查看已留审计）\n", "\nin full (this look is in the audit)\n");
    Table table({});
    const auto line = [&](std::string_view field, const std::string& value) { table.add({wordFor(terminal, field), value}); };
    line("name", details.name.reveal().text);
    line("sex", wordFor(terminal, core::enumName(details.sex)));
    if (details.birth_date) line("birth_date", details.birth_date->reveal().text());
    if (details.certificate)
        line("certificate", std::string(core::enumName(details.certificate->kind)) + " " + details.certificate->number.reveal().text);
    if (details.phone) line("phone", details.phone->reveal().text);
    if (details.address) line("address", details.address->reveal());
    const auto old = [&](std::string_view zh, std::string_view en, const contract::Certificate& certificate) {
        table.add({std::string(cli::text(terminal, zh, en)),
                   std::string(core::enumName(certificate.kind)) + " " + certificate.number.reveal().text});
    };
    for (const auto& former : person.former_certificates) old("曾用证件", "former certificate", former.certificate);
    for (const auto& withdrawn : person.withdrawn_certificates) old("已撤销的证件", "withdrawn certificate", withdrawn.certificate);
    table.print(terminal.out);
}

/// What `person show` has found, as JSON.
struct Found {
    std::string person;
    std::string files;
    std::optional<std::string> merges;   ///< where the staff may see them
    std::optional<std::string> details;  ///< where a purpose was named
};

template <class View>
cli::Exit printAs(cli::Terminal& terminal, const std::string& json) {
    const Result<View> view = core::fromJson<View>(json);
    if (!view.ok()) return cli::report(terminal, view.failure());
    print(terminal, *view);
    return cli::Exit::Ok;
}

cli::Exit printText(cli::Terminal& terminal, const Found& found) {
    cli::Exit exit = printAs<api::rest::PersonView>(terminal, found.person);
    if (exit == cli::Exit::Ok && found.details) exit = printAs<api::rest::UnmaskedPerson>(terminal, *found.details);
    if (exit == cli::Exit::Ok) exit = printAs<api::rest::FilesView>(terminal, found.files);
    if (exit == cli::Exit::Ok && found.merges) exit = printAs<api::rest::MergesView>(terminal, *found.merges);
    return exit;
}

/// The hub's answers side by side.
cli::Exit printJson(cli::Terminal& terminal, const Found& found) {
    core::JsonWriter out(Exposure::Masked);
    out.beginObject();
    const auto member = [&](std::string_view name, const std::string& json) {
        out.key(name);
        out.raw(json);
    };
    member("person", found.person);
    if (found.details) member("unmasked", *found.details);
    member("hospital_files", found.files);
    if (found.merges) member("merges", *found.merges);
    out.endObject();
    terminal.out << out.text() << "\n";
    return cli::Exit::Ok;
}

/// How the review of a pair stands.
struct Standing {
    std::string review;
    ReviewState state = ReviewState::Open;
    std::optional<std::string> obstacle;  ///< why the two cannot be merged
    std::string proposed_by;
};

Result<Standing> standingOf(const std::string& json) {
    const Result<core::JsonDocument> review = core::JsonDocument::parse(json);
    if (!review.ok()) return review.failure();
    const auto state = core::enumFromName<ReviewState>(textAt(review->root(), "state"));
    if (!state) return Failure(Error::JsonNotValid, "/state");
    Standing standing{textAt(review->root(), "review_id"), *state, std::nullopt, textAt(review->root(), "proposed_by")};
    const auto preview = review->root().member("preview");
    if (preview && preview->member("obstacle")) standing.obstacle = textAt(*preview, "obstacle");
    return standing;
}

/// What has become of the wish to merge, and who has to do what now.
cli::Exit tellMerge(cli::Terminal& terminal, const std::string& json) {
    const Result<Standing> standing = standingOf(json);
    if (!standing.ok()) return cli::report(terminal, standing.failure());
    if (standing->state == ReviewState::NotSame || standing->state == ReviewState::Open) {
        const cli::Exit exit = cli::report(terminal, Failure(Error::ReviewNotYours, std::string(core::enumName(standing->state))));
        terminal.err << "  onecard match reopen " << standing->review << " --staff …\n";
        return exit;
    }
    if (terminal.json) terminal.out << json << "\n";
    if (standing->state == ReviewState::Proposed) {
        if (!terminal.json)
            terminal.out << cli::text(terminal, "已提出合并，复核 ", "proposed in review ") << standing->review
                         << cli::text(terminal, "，提出者 ", " by ") << standing->proposed_by << "\n";
        terminal.err << cli::text(terminal, "须由另一位工作人员批准:\n", "a second member of staff has to approve:\n")
                     << "  onecard match claim " << standing->review << " --staff …\n"
                     << "  onecard match approve " << standing->review << " --staff …\n";
    } else if (!terminal.json) {
        terminal.out << cli::text(terminal, "已是同一人，复核 ", "they are one person already, review ") << standing->review << "\n";
    }
    return cli::Exit::Ok;
}

}  // namespace

void PersonFindCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("id", id_, "01J…");
    app.add_option("--by", by_, "certificate | card | file");
    app.add_option("--kind", kind_, "resident_id | passport | …");
    app.add_option("--hospital", hospital_, "SLYY01 (--by file)");
    app.add_option("--number", number_, "-");
}

cli::Exit PersonFindCommand::run(cli::Terminal& terminal) {
    Asked asked;
    if (!id_.empty()) {
        const Result<std::string> id = idIn(id_);
        if (!id.ok()) return cli::report(terminal, id.failure());
        asked = ask(terminal, hub_, "GET", kPeople + *id);
    } else {
        if (by_ != "certificate" && by_ != "card" && by_ != "file")
            return refuseWord(terminal, "--by", by_, {"certificate", "card", "file"});
        if (!core::enumFromName<contract::CertificateKind>(kind_))
            return refuseWord(terminal, "--kind", kind_, namesOf<contract::CertificateKind>());
        const Result<core::Sensitive<std::string>> number = typed_.read(terminal, number_);
        if (!number.ok()) return cli::report(terminal, number.failure());
        asked = ask(terminal, hub_, "POST", "/api/v1/people/search", searchFor(by_, kind_, hospital_, number->reveal()));
    }
    if (!asked.body) return asked.exit;
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    return printAs<api::rest::PersonView>(terminal, *asked.body);
}

void PersonShowCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("id", id_, "01J…")->required();
    app.add_option("--purpose", hub_.purpose, "treatment | settlement | supervision | emergency");
}

cli::Exit PersonShowCommand::run(cli::Terminal& terminal) {
    const Result<std::string> id = idIn(id_);
    if (!id.ok()) return cli::report(terminal, id.failure());
    const std::string purpose = hub_.purpose;
    if (!purpose.empty()) {
        if (const auto exit = requireStaff(terminal, hub_)) return *exit;
        if (!core::enumFromName<audit::Purpose>(purpose)) return refuseWord(terminal, "--purpose", purpose, namesOf<audit::Purpose>());
    }
    const Asked person = ask(terminal, hub_, "GET", kPeople + *id);
    if (!person.body) return person.exit;
    const Asked files = ask(terminal, hub_, "GET", kPeople + *id + "/files");
    if (!files.body) return files.exit;
    const Asked merges = askIfAllowed(terminal, hub_, kPeople + *id + "/merges");
    if (!merges.body && merges.exit != cli::Exit::Forbidden) return merges.exit;
    std::optional<std::string> details;
    if (!purpose.empty()) {
        const Asked full = ask(terminal, hub_, "GET", kPeople + *id + "/details");
        if (!full.body) return full.exit;
        details = full.body;
    }
    return terminal.json ? printJson(terminal, {*person.body, *files.body, merges.body, details})
                         : printText(terminal, {*person.body, *files.body, merges.body, details});
}

void PersonMergeCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("one", one_, "01J…")->required();
    app.add_option("other", other_, "01J…")->required();
    app.add_option("--why", why_, "certificates_seen");
}

cli::Exit PersonMergeCommand::run(cli::Terminal& terminal) {
    if (const auto exit = requireStaff(terminal, hub_)) return *exit;
    const Result<core::IdBits> one = core::IdBits::parse(one_);
    const Result<core::IdBits> other = core::IdBits::parse(other_);
    if (!one.ok() || !other.ok()) return cli::report(terminal, one.ok() ? other.failure() : one.failure());
    const api::rest::OpenReview pair{identity::PersonId{*one}, identity::PersonId{*other}};
    const Asked opened = ask(terminal, hub_, "POST", kReviews, core::toJson(pair, Exposure::Masked));
    if (!opened.body) return opened.exit;
    const Result<Standing> standing = standingOf(*opened.body);
    if (!standing.ok()) return cli::report(terminal, standing.failure());
    std::string body = *opened.body;
    if (standing->state == ReviewState::Open) {
        if (standing->obstacle) return cli::report(terminal, Failure(Error::MergeNotAllowed, *standing->obstacle));
        const std::string review = std::string(kReviews) + "/" + standing->review;
        const Asked claimed = ask(terminal, hub_, "POST", review + "/claim");
        if (!claimed.body) return claimed.exit;
        const api::rest::ProposeVerdict verdict{identity::Verdict::Same, why_};
        const Asked proposed = ask(terminal, hub_, "POST", review + "/propose", core::toJson(verdict, Exposure::Masked));
        if (!proposed.body) return proposed.exit;
        body = *proposed.body;
    }
    return tellMerge(terminal, body);
}

void PersonUnmergeCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("id", id_, "01J…")->required();
    app.add_option("--why", why_, "wrong");
}

cli::Exit PersonUnmergeCommand::run(cli::Terminal& terminal) {
    if (const auto exit = requireStaff(terminal, hub_)) return *exit;
    const Result<std::string> id = idIn(id_);
    if (!id.ok()) return cli::report(terminal, id.failure());
    const Asked asked = ask(terminal, hub_, "POST", kPeople + *id + "/unmerge", core::toJson(api::rest::SayWhy{why_}, Exposure::Masked));
    if (!asked.body) return asked.exit;
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
    } else {
        terminal.out << cli::text(terminal, "已拆分 ", "taken apart ") << *id << "\n";
    }
    return cli::Exit::Ok;
}

}  // namespace hub::app
