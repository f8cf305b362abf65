#include "adapters/cli/bench/mllp_ingest.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "adapters/cli/bench/mllp_load.h"
#include "hub/cli/bench.h"

namespace adapters::cli::bench {

using hub::cli::Exit;
using hub::cli::percentile;
using hub::core::Result;

namespace {

constexpr double kWarmUpSeconds = 0.5;

/// Their own listeners are never called: the hub only receives. Different hospitals share one port of the hub.
void configure(HubPlan& plan, std::size_t hospitals, std::size_t connections) {
    for (std::size_t i = 0; i < hospitals; ++i) {
        const std::string code = fmt::format("B{:03}", i + 1);
        plan.hospitals.emplace(code, fmt::format(R"(apiVersion: onecard/v1
kind: Hospital
metadata: {{code: {0}, name: 测试医院{1}}}
spec:
  adapter: hl7_mllp
  settings:
    host: 127.0.0.1
    port: 9
    senders: [{{application: HIS, facility: {2}}}]
    listen: {{address: 127.0.0.1, connections_max: {3}, connections_per_peer_max: {3}}}
)",
                                                 code, i + 1, facilityOf(i), connections + 1));
    }
}

}  // namespace

void MllpIngestBench::declare(CLI::App& app) {
    app.add_option("--dir", dir_, std::string("DIR"));
    app.add_option("--seconds", seconds_, std::string("0.1 … 600"))->check(CLI::Range(0.1, 600.0));
    app.add_option("--connections", connections_, std::string("1 … 1000"))->check(CLI::Range(1, 1000));
    app.add_option("--hospitals", hospitals_, std::string("1 … 99"))->check(CLI::Range(1, 99));
}

Exit MllpIngestBench::run(hub::cli::Terminal& terminal) {
    const hub::core::SystemClock clock;
    const Result<double> fsync = disk_(dir_, clock);
    if (!fsync.ok()) return hub::cli::report(terminal, fsync.failure());
    HubPlan plan;
    plan.dir = dir_;
    configure(plan, hospitals_, connections_);
    const Result<std::unique_ptr<HubProcess>> started = HubProcess::start(plan, clock);
    if (!started.ok()) return hub::cli::report(terminal, started.failure());
    const HubProcess& hub = **started;
    const Result<void> in_service = hub.awaitInService(hospitals_);
    if (!in_service.ok()) return hub::cli::report(terminal, in_service.failure());
    const Result<std::uint16_t> port = hub.listener("mllp");
    if (!port.ok()) return hub::cli::report(terminal, port.failure());

    MllpPlan load;
    load.port = *port;
    load.connections = connections_;
    load.hospitals = hospitals_;
    load.seconds = kWarmUpSeconds;
    load.run = "W";
    sendMessages(load, clock);
    load.seconds = seconds_;
    load.connections = 1;
    load.run = "B";
    const MllpResult one = sendMessages(load, clock);
    load.connections = connections_;
    load.run = "M";
    const std::map<std::string, double> before = hub.figures();
    const double cpu_before = hub.cpuSeconds();
    const MllpResult many = sendMessages(load, clock);
    const double cpu = hub.cpuSeconds() - cpu_before;
    std::map<std::string, double> after = hub.figures();
    const auto grown = [&](const std::string& name) {
        const auto found = before.find(name);
        return after[name] - (found == before.end() ? 0 : found->second);
    };

    const auto acknowledged = static_cast<double>(many.ms.size());
    const auto perSecond = [](const MllpResult& result) { return static_cast<double>(result.ms.size()) / result.seconds; };
    hub::cli::BenchResult result;
    result.bench = "mllp-ingest";
    result.value = perSecond(many);
    result.unit = "messages/s";
    result.p50_ms = percentile(many.ms, 0.5);
    result.p99_ms = percentile(many.ms, 0.99);
    result.n = static_cast<std::int64_t>(many.ms.size());
    result.seconds = many.seconds;
    result.parameters = {{"engine", "sqlite"},
                         {"connections", std::to_string(connections_)},
                         {"hospitals", std::to_string(hospitals_)},
                         {"messages", "3 DFT^P03 of 5 lines, 1 ADT^A08"},
                         {"patients_per_hospital", std::to_string(load.patients)},
                         {"message_bytes", std::to_string(many.sent() == 0 ? 0 : many.bytes / many.sent())}};
    result.extras = {{"fsync_p50_us", *fsync},
                     {"success_share", many.sent() == 0 ? 0 : acknowledged / static_cast<double>(many.sent())},
                     {"commit_p99_ms", after["onecard_commit_p99_seconds"] * 1000},
                     {"hub_cpu_us_per_message", acknowledged == 0 ? 0 : cpu * 1e6 / acknowledged},
                     {"events_applied_meanwhile", grown("onecard_inbound_applied_total")},
                     {"events_parked_meanwhile", grown("onecard_inbound_parked_total")},
                     {"baseline_p50_ms", percentile(one.ms, 0.5)},
                     {"baseline_p99_ms", percentile(one.ms, 0.99)}};
    result.baseline = hub::cli::Baseline{"one connection: a commit for every message", perSecond(one)};
    result.ratio = perSecond(one) > 0 ? perSecond(many) / perSecond(one) : 0;
    result.rss_mib = hub.residentMib();
    hub::cli::print(terminal, result);
    return Exit::Ok;
}

}  // namespace adapters::cli::bench
