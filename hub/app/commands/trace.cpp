#include "hub/app/commands/trace.h"

#include <CLI/CLI.hpp>

#include <optional>

#include "hub/app/admin_routes.h"
#include "hub/cli/admin_client.h"

namespace hub::app {

namespace {

void print(cli::Terminal& terminal, const TracedMessage& message) {
    if (terminal.json) {
        terminal.out << core::toJson(message, core::Exposure::Masked) << "\n";
        return;
    }
    terminal.out << message.control_id << "\t" << message.message_type << "\t" << (message.answer.empty() ? "-" : message.answer);
    for (const TracedEvent& event : message.events) {
        terminal.out << "\t" << event.type << " " << core::enumName(event.state);
        if (event.code) terminal.out << " " << *event.code;
    }
    terminal.out << "\n";
}

}  // namespace

void TraceCommand::declare(CLI::App& app) {
    app.add_option("--data", data_, "data/");
    app.add_option("--hospital", hospital_, "SLYY01")->required();
}

cli::Exit TraceCommand::run(cli::Terminal& terminal) {
    std::optional<std::string> next;
    do {
        const std::string from = next ? "?after=" + *next : std::string();
        const core::Result<cli::AdminAnswer> answer =
            cli::askHub(data_, "GET", "/admin/v1/counterparties/" + hospital_ + "/messages" + from, "");
        if (!answer.ok()) return cli::report(terminal, answer.failure());
        if (answer->status != 200) {
            terminal.err << answer->body << "\n";
            return cli::Exit::Failed;
        }
        const core::Result<TracedPage> page = core::fromJson<TracedPage>(answer->body);
        if (!page.ok()) return cli::report(terminal, page.failure());
        for (const TracedMessage& message : page->messages) print(terminal, message);
        next = page->next;
    } while (next);
    return cli::Exit::Ok;
}

}  // namespace hub::app
