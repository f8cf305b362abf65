#include "adapters/cli/sim_up.h"

#include <signal.h>

#include <CLI/CLI.hpp>

namespace adapters::cli {

void SimUp::declare(CLI::App& app) {
    app.add_option("--out", out_, "DIR")->required();
    app.add_option("--soap", plan_.soap, "10")->check(CLI::Range(0, 99));
    app.add_option("--gb18030", plan_.gb18030, "5")->check(CLI::Range(0, 99));
    app.add_option("--hl7", plan_.hl7, "10")->check(CLI::Range(0, 99));
    app.add_option("--hl7-gb18030", plan_.hl7_gb18030, "2")->check(CLI::Range(0, 99));
    app.add_option("--seed", plan_.seed, "1");
    app.add_option("--hub-port", plan_.hub_port, "0");
    app.add_option("--mllp-port", plan_.mllp_port, "0");
    app.add_option("--notify-again-per-mille", plan_.notify_again_per_mille, "1000")->check(CLI::Range(1, 1000));
}

hub::cli::Exit SimUp::run(hub::cli::Terminal& terminal) {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, nullptr);
    plan_.out = out_;
    const hub::core::Result<std::unique_ptr<Region>> region = Region::up(plan_);
    if (!region.ok()) return hub::cli::report(terminal, region.failure());
    terminal.out << hub::core::toJson((*region)->file(), hub::core::Exposure::Masked) << std::endl;
    int signal = 0;
    sigwait(&ends, &signal);
    return hub::cli::Exit::Ok;
}

}  // namespace adapters::cli
