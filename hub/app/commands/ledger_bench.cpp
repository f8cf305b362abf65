#include "hub/app/commands/ledger_bench.h"

#include <CLI/CLI.hpp>

#include "hub/app/bench/ledger.h"
#include "hub/cli/bench.h"
#include "hub/cli/file.h"

namespace hub::app {

void LedgerBenchCommand::declare(CLI::App& app) {
    app.add_option("--dir", dir_, std::string("DIR"));
    app.add_option("--url", url_, std::string("mysql://user@host:port/database"));
    app.add_option("--password-file", password_file_, std::string("FILE"));
    app.add_option("--seconds", seconds_, std::string("1 … 600"))->check(CLI::Range(1.0, 600.0));
    app.add_option("--submitters", submitters_, std::string("1 … 1024"))->check(CLI::Range(1, 1024));
    app.add_option("--accounts", accounts_, std::string("1 … 10000000"))->check(CLI::Range(1, 10'000'000));
}

cli::Exit LedgerBenchCommand::run(cli::Terminal& terminal) {
    LedgerBench bench;
    bench.folder = dir_;
    bench.url = url_;
    bench.seconds = seconds_;
    bench.submitters = submitters_;
    bench.accounts = accounts_;
    if (!password_file_.empty()) {
        core::Result<std::string> password = cli::readFile(password_file_);
        if (!password.ok()) return cli::report(terminal, password.failure());
        bench.password = core::Sensitive<std::string>(password->substr(0, password->find('\n')));
    }
    const core::Result<LedgerBenchResult> measured = runLedgerBench(bench);
    if (!measured.ok()) return cli::report(terminal, measured.failure());

    const storage::bench::Run& run = measured->ledger;
    cli::BenchResult result;
    result.bench = "ledger";
    result.value = run.units_per_second;
    result.unit = "transfers/s";
    result.p50_ms = run.p50_ms;
    result.p99_ms = run.p99_ms;
    result.n = run.n;
    result.seconds = run.seconds;
    result.parameters = {{"engine", measured->engine},
                         {"submitters", std::to_string(bench.submitters)},
                         {"accounts", std::to_string(bench.accounts)},
                         {"baseline_connections", std::to_string(measured->baseline.lanes)}};
    result.extras = {{"fsync_p50_us", measured->fsync_p50_us},       {"commit_p50_ms", run.commit_p50_ms},
                     {"commit_p99_ms", run.commit_p99_ms},           {"group_p50_ms", run.group_p50_ms},
                     {"transfers_per_commit", run.units_per_commit}, {"hub_cpu_us_per_transfer", run.cpu_us_per_unit},
                     {"baseline_p99_ms", measured->baseline.p99_ms}, {"baseline_cpu_us_per_transfer", measured->baseline.cpu_us_per_unit}};
    result.baseline = cli::Baseline{measured->baseline_name, measured->baseline.units_per_second};
    result.ratio = run.units_per_second / measured->baseline.units_per_second;
    cli::print(terminal, result);
    return cli::Exit::Ok;
}

}  // namespace hub::app
