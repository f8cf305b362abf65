#include "hub/app/commands/write_lane_bench.h"

#include <CLI/CLI.hpp>

#include "hub/cli/bench.h"
#include "hub/cli/file.h"
#include "hub/storage/bench/write_lane.h"

namespace hub::app {

void WriteLaneBenchCommand::declare(CLI::App& app) {
    app.add_option("--dir", dir_, std::string("DIR"));
    app.add_option("--url", url_, std::string("mysql://user@host:port/database"));
    app.add_option("--password-file", password_file_, std::string("FILE"));
    app.add_option("--seconds", seconds_, std::string("1 … 600"))->check(CLI::Range(1.0, 600.0));
    app.add_option("--submitters", submitters_, std::string("1 … 1024"))->check(CLI::Range(1, 1024));
}

cli::Exit WriteLaneBenchCommand::run(cli::Terminal& terminal) {
    storage::bench::WriteLaneBench bench;
    bench.folder = dir_;
    bench.url = url_;
    bench.seconds = seconds_;
    bench.submitters = submitters_;
    if (!password_file_.empty()) {
        core::Result<std::string> password = cli::readFile(password_file_);
        if (!password.ok()) return cli::report(terminal, password.failure());
        bench.password = core::Sensitive<std::string>(password->substr(0, password->find('\n')));
    }
    const core::Result<storage::bench::WriteLaneResult> measured = storage::bench::runWriteLaneBench(bench);
    if (!measured.ok()) return cli::report(terminal, measured.failure());

    const storage::bench::Run& grouped = measured->grouped;
    cli::BenchResult result;
    result.bench = "write-lane";
    result.value = grouped.units_per_second;
    result.unit = "units/s";
    result.p50_ms = grouped.p50_ms;
    result.p99_ms = grouped.p99_ms;
    result.n = grouped.n;
    result.seconds = grouped.seconds;
    result.parameters = {{"engine", measured->engine},
                         {"lanes", std::to_string(grouped.lanes)},
                         {"submitters", std::to_string(bench.submitters)},
                         {"body_bytes", std::to_string(bench.body_bytes)},
                         {"payload_bytes", std::to_string(bench.payload_bytes)}};
    result.extras = {{"fsync_p50_us", measured->fsync_p50_us},       {"commit_p50_ms", grouped.commit_p50_ms},
                     {"commit_p99_ms", grouped.commit_p99_ms},       {"group_p50_ms", grouped.group_p50_ms},
                     {"units_per_commit", grouped.units_per_commit}, {"hub_cpu_us_per_unit", grouped.cpu_us_per_unit},
                     {"baseline_p99_ms", measured->baseline.p99_ms}};
    result.baseline = cli::Baseline{measured->baseline_name, measured->baseline.units_per_second};
    result.ratio = grouped.units_per_second / measured->baseline.units_per_second;
    cli::print(terminal, result);
    return cli::Exit::Ok;
}

}  // namespace hub::app
