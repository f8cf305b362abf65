#include "hub/app/commands/serve.h"

#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "hub/app/crash_points.h"
#include "hub/app/hub_server.h"
#include "hub/app/installation.h"
#include "hub/app/log.h"

namespace hub::app {

namespace {

/// SIGTERM and SIGINT, taken off every thread that is started from now on. SIGPIPE ends nothing: a peer that is gone is an error of
/// one write.
sigset_t holdSignals() {
    signal(SIGPIPE, SIG_IGN);
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    return ends;
}

}  // namespace

void ServeCommand::declare(CLI::App& app) {
    app.add_option("--config", config_, "config/");
    app.add_option("--data", data_, "data/");
}

cli::Exit ServeCommand::run(cli::Terminal& terminal) {
    const sigset_t ends = holdSignals();
    const auto secrets = config::standardSecrets(config_);
    const config::Loaded loaded = config::loadConfiguration(config_, {*secrets, installedAdapters()});
    if (!loaded.diagnostics.empty()) terminal.err << config::toText(loaded.diagnostics, terminal.language);
    if (!loaded.hub) return cli::Exit::Invalid;
    beginLog(loaded.hub->logging);
    for (const config::OutOfService& out : loaded.out_of_service)
        logError("counterparty_out_of_service", "file=" + out.file + " counterparty=" + (out.code.empty() ? "-" : out.code));

    const char* const crash_at = std::getenv("ONECARD_CRASH_AT");  // crash tests only (docs/operations/crash-tests.md)
    core::Result<std::unique_ptr<HubServer>> server =
        HubServer::start(loaded, *secrets, {data_, config_, adaptersFolder()}, crashHookOf(crash_at != nullptr ? crash_at : ""));
    if (!server.ok()) return cli::report(terminal, server.failure());
    const core::Result<void> written = (*server)->announce();
    if (!written.ok()) return cli::report(terminal, written.failure());
    terminal.out << toJson((*server)->reachable()) << std::endl;
    logInfo("serving", "http=" + std::to_string((*server)->reachable().http));

    int signal = 0;
    sigwait(&ends, &signal);
    logInfo("stopping", "signal=" + std::to_string(signal));
    const std::size_t abandoned = (*server)->stop();
    if (abandoned > 0) {
        logError("threads_abandoned", "threads=" + std::to_string(abandoned));
        std::_Exit(static_cast<int>(cli::Exit::Failed));  // what they hold must not be taken down under them
    }
    logInfo("stopped", "");
    return cli::Exit::Ok;
}

}  // namespace hub::app
