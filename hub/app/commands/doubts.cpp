#include "hub/app/commands/doubts.h"

#include <CLI/CLI.hpp>

#include "hub/app/admin_routes.h"
#include "hub/cli/admin_client.h"

namespace hub::app {

namespace {

void print(cli::Terminal& terminal, const Doubts& doubts) {
    if (doubts.none()) terminal.out << cli::text(terminal, "没有未决事项\n", "nothing is in doubt\n");
    for (const OpenCase& one : doubts.cases) {
        terminal.out << cli::text(terminal, "待处理\t", "case\t") << one.case_id.text() << "\t" << one.hospital << "\t"
                     << core::enumName(one.about) << " " << one.subject << "\t" << one.kind << "\n";
    }
    for (const UnfinishedAttempt& one : doubts.unfinished) {
        terminal.out << cli::text(terminal, "未知结局\t", "unfinished\t") << one.attempt_id.text() << "\t" << one.counterparty << "\t"
                     << one.operation << "\t" << core::enumName(one.state) << "\n";
    }
    if (doubts.events_parked > 0)
        terminal.out << cli::text(terminal, "未应用的事件\t", "events not applied\t") << doubts.events_parked << "\n";
}

}  // namespace

void DoubtsCommand::declare(CLI::App& app) { app.add_option("--data", data_, "data/"); }

cli::Exit DoubtsCommand::run(cli::Terminal& terminal) {
    const core::Result<cli::AdminAnswer> answer = cli::askHub(data_, "GET", "/admin/v1/doubts", "");
    if (!answer.ok()) return cli::report(terminal, answer.failure());
    if (answer->status != 200) {
        terminal.err << answer->body << "\n";
        return cli::Exit::Failed;
    }
    const core::Result<Doubts> doubts = core::fromJson<Doubts>(answer->body);
    if (!doubts.ok()) return cli::report(terminal, doubts.failure());
    if (terminal.json) {
        terminal.out << answer->body << "\n";
    } else {
        print(terminal, *doubts);
    }
    return cli::Exit::Ok;
}

}  // namespace hub::app
