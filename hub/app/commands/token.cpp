#include "hub/app/commands/token.h"

#include <CLI/CLI.hpp>

#include "hub/app/admin_routes.h"
#include "hub/cli/admin_client.h"

namespace hub::app {

void TokenCreateCommand::declare(CLI::App& app) {
    app.add_option("--data", data_, "data/");
    app.add_option("--client", client_, "city-app")->required();
    app.add_option("--role", role_, "entrance | hospital | operator | security | auditor")->required();
    app.add_option("--hospital", hospital_, "SLYY01");
}

cli::Exit TokenCreateCommand::run(cli::Terminal& terminal) {
    const std::optional<access::Role> role = core::enumFromName<access::Role>(role_);
    if (!role) {
        terminal.err << cli::text(terminal, "没有角色 ", "there is no role ") << role_ << "\n";
        return cli::Exit::Usage;
    }
    MakeToken body{*role, hospital_.empty() ? std::nullopt : std::optional(hospital_)};
    const core::Result<cli::AdminAnswer> answer =
        cli::askHub(data_, "POST", "/admin/v1/clients/" + client_ + "/tokens", core::toJson(body, core::Exposure::Masked));
    if (!answer.ok()) return cli::report(terminal, answer.failure());
    if (answer->status != 201) {
        terminal.err << answer->body << "\n";
        return cli::Exit::Failed;
    }
    if (terminal.json) {
        terminal.out << answer->body << "\n";
        return cli::Exit::Ok;
    }
    const core::Result<MadeToken> made = core::fromJson<MadeToken>(answer->body);
    if (!made.ok()) return cli::report(terminal, made.failure());
    terminal.out << made->token << "\n";
    return cli::Exit::Ok;
}

}  // namespace hub::app
