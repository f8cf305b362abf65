#include "hub/app/commands/card.h"

#include <CLI/CLI.hpp>

#include "hub/api/rest/file_case_views.h"
#include "hub/app/commands/table.h"
#include "hub/app/people_admin_routes.h"

namespace hub::app {

using core::Exposure;
using core::Result;

namespace {

enum class Cards { One, All };

void print(cli::Terminal& terminal, const CardOfPerson& look, Cards which) {
    Table table({});
    const auto line = [&](std::string_view zh, std::string_view en, const std::string& value) {
        table.add({std::string(cli::text(terminal, zh, en)), value});
    };
    line("卡号", "number", look.card.number);
    line("状态", "state", wordFor(terminal, core::enumName(look.card.state)));
    line("标识", "id", look.card.card_id.text());
    line("持卡人", "holder", look.person.person_id.text());
    line("姓名", "name", look.person.name);
    if (look.registration_id != look.person.person_id) line("登记", "registration", look.registration_id.text());
    table.print(terminal.out);
    if (which == Cards::One) return;
    terminal.out << cli::text(terminal, "\n全部卡\n", "\nall cards\n");
    Table all({std::string(cli::text(terminal, "卡号", "number")), std::string(cli::text(terminal, "状态", "state")),
               std::string(cli::text(terminal, "标识", "id"))});
    for (const api::rest::CardView& card : look.cards)
        all.add({card.number, wordFor(terminal, core::enumName(card.state)), card.card_id.text()});
    all.print(terminal.out);
}

cli::Exit printCard(cli::Terminal& terminal, const Asked& asked, Cards which) {
    if (!asked.body) return asked.exit;
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    const Result<CardOfPerson> look = core::fromJson<CardOfPerson>(*asked.body);
    if (!look.ok()) return cli::report(terminal, look.failure());
    print(terminal, *look, which);
    return cli::Exit::Ok;
}

Asked askById(cli::Terminal& terminal, const HubAsked& hub, const std::string& typed) {
    const Result<std::string> id = idIn(typed);
    if (!id.ok()) return {std::nullopt, cli::report(terminal, id.failure())};
    return ask(terminal, hub, "GET", "/admin/v1/cards/" + *id);
}

/// What staff of a hospital decides about one of its files.
cli::Exit decide(cli::Terminal& terminal, const HubAsked& hub, const std::string& hospital, const std::string& file,
                 const std::string& verb, const std::string& json) {
    if (const auto exit = requireStaff(terminal, hub)) return *exit;
    const Result<std::string> id = idIn(file);
    if (!id.ok()) return cli::report(terminal, id.failure());
    const Asked asked = ask(terminal, hub, "POST", "/api/v1/hospitals/" + segment(hospital) + "/files/" + *id + "/" + verb, json);
    if (!asked.body) return asked.exit;
    if (terminal.json) {
        terminal.out << *asked.body << "\n";
        return cli::Exit::Ok;
    }
    const Result<api::rest::FileView> view = core::fromJson<api::rest::FileView>(*asked.body);
    if (!view.ok()) return cli::report(terminal, view.failure());
    terminal.out << *id << "  " << wordFor(terminal, core::enumName(view->state)) << "\n";
    return cli::Exit::Ok;
}

}  // namespace

void CardFindCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("id", id_, "01J…");
    app.add_option("--number", number_, "-");
}

cli::Exit CardFindCommand::run(cli::Terminal& terminal) {
    if (!id_.empty()) return printCard(terminal, askById(terminal, hub_, id_), Cards::One);
    const Result<core::Sensitive<std::string>> number = typed_.read(terminal, number_);
    if (!number.ok()) return cli::report(terminal, number.failure());
    const FindCard what{core::Sensitive(core::CardNumber{number->reveal()})};
    return printCard(terminal, ask(terminal, hub_, "POST", "/admin/v1/cards/search", core::toJson(what, Exposure::Revealed)), Cards::One);
}

void CardShowCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("id", id_, "01J…")->required();
}

cli::Exit CardShowCommand::run(cli::Terminal& terminal) { return printCard(terminal, askById(terminal, hub_, id_), Cards::All); }

void CardLinkCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("hospital", hospital_, "SLYY01")->required();
    app.add_option("file", file_, "01J…")->required();
    app.add_option("person", person_, "01J…")->required();
}

cli::Exit CardLinkCommand::run(cli::Terminal& terminal) {
    const Result<core::IdBits> person = core::IdBits::parse(person_);
    if (!person.ok()) return cli::report(terminal, person.failure());
    return decide(terminal, hub_, hospital_, file_, "link",
                  core::toJson(api::rest::LinkFile{identity::PersonId{*person}}, Exposure::Masked));
}

void CardRejectCommand::declare(CLI::App& app) {
    hub_.declare(app);
    app.add_option("hospital", hospital_, "SLYY01")->required();
    app.add_option("file", file_, "01J…")->required();
}

cli::Exit CardRejectCommand::run(cli::Terminal& terminal) { return decide(terminal, hub_, hospital_, file_, "reject", {}); }

}  // namespace hub::app
