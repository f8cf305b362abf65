#include "adapters/cli/bench/isolation.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "adapters/cli/bench/hospitals.h"
#include "adapters/cli/bench/paired_reads.h"

namespace adapters::cli::bench {

using hub::cli::Exit;
using hub::core::Result;

namespace {

constexpr hub::core::Duration kDeadline{1'000};
constexpr std::size_t kCallsAtATime = 4;  // the threads of a hospital: all of one that hangs are taken

}  // namespace

void IsolationBench::declare(CLI::App& app) {
    app.add_option("--dir", dir_, std::string("DIR"));
    app.add_option("--seconds", seconds_, std::string("0.1 … 60"))->check(CLI::Range(0.1, 60.0));
    app.add_option("--pairs", pairs_, std::string("1 … 99"))->check(CLI::Range(1, 99));
    app.add_option("--hospitals", hospitals_, std::string("2 … 500"))->check(CLI::Range(2, 500));
    app.add_option("--hanging", hanging_, std::string("1 … 499"))->check(CLI::Range(1, 499));
    app.add_option("--clients", clients_, std::string("1 … 1000"))->check(CLI::Range(1, 1000));
    app.add_option("--rate", rate_, std::string("1 … 2000"))->check(CLI::Range(1.0, 2000.0));
}

Exit IsolationBench::run(hub::cli::Terminal& terminal) {
    if (hanging_ >= hospitals_) {
        terminal.err << hub::cli::text(terminal, "--hanging 必须小于 --hospitals\n", "--hanging has to be less than --hospitals\n");
        return Exit::Usage;
    }
    const hub::core::SystemClock clock;
    const Result<double> fsync = disk_(dir_, clock);
    if (!fsync.ok()) return hub::cli::report(terminal, fsync.failure());
    Hospitals hospitals;
    HubPlan plan;
    plan.dir = dir_;
    hospitals.configure(plan, hospitals_, hanging_, kDeadline);
    plan.peer_limits = "{requests_per_s: 100000}";
    const Result<std::unique_ptr<HubProcess>> hub = HubProcess::start(plan, clock);
    if (!hub.ok()) return hub::cli::report(terminal, hub.failure());
    const Result<void> in_service = (*hub)->awaitInService(hospitals_);
    if (!in_service.ok()) return hub::cli::report(terminal, in_service.failure());
    const Result<std::string> token = (*hub)->token(Hospitals::codeOf(1));
    if (!token.ok()) return hub::cli::report(terminal, token.failure());

    const std::size_t others = hospitals_ - hanging_;
    PairPlan pairs;
    pairs.reads = {.port = (*hub)->http(),
                   .token = *token,
                   .paths = Hospitals::pathsOf(1, others),
                   .connections = clients_,
                   .per_second = rate_,
                   .seconds = seconds_};
    // As often as a hospital can be asked that lets every call run into its deadline; the same while it answers.
    const std::size_t calls = hanging_ * kCallsAtATime;
    pairs.lead_seconds = std::chrono::duration<double>(kDeadline).count();
    pairs.beside = ReadPlan{.port = (*hub)->http(),
                            .token = *token,
                            .paths = Hospitals::pathsOf(others + 1, hospitals_),
                            .connections = calls,
                            .per_second = static_cast<double>(calls) / pairs.lead_seconds,
                            .seconds = seconds_ + pairs.lead_seconds};
    pairs.pairs = pairs_;
    const auto hang = [&](bool hanging) {
        return [&hospitals, hanging] {
            hospitals.hang(hanging);
            return Result<void>();
        };
    };
    pairs.burden = hang(true);
    pairs.relieve = hang(false);
    const Result<PairResult> measured = readInPairs(pairs, clock);
    if (!measured.ok()) return hub::cli::report(terminal, measured.failure());

    hub::cli::BenchResult result;
    result.bench = "isolation";
    fill(result, *measured, "the same reads while all hospitals answer");
    result.parameters = {{"adapter", "soap_xml"},
                         {"hospitals", std::to_string(hospitals_)},
                         {"hanging", std::to_string(hanging_)},
                         {"calls_at_a_time_per_hanging", std::to_string(kCallsAtATime)},
                         {"deadline_ms", std::to_string(kDeadline.count())},
                         {"read", "GET /api/v1/hospitals/{hospital}/departments"},
                         {"clients", std::to_string(clients_)},
                         {"reads_per_s", fmt::format("{}", rate_)},
                         {"pairs", std::to_string(pairs_)},
                         {"seconds_per_half", fmt::format("{}", seconds_)}};
    result.extras["fsync_p50_us"] = *fsync;
    result.extras["hub_cpu_ms"] = (*hub)->cpuSeconds() * 1000;
    result.extras["hanging_asked"] = static_cast<double>(measured->beside_with.asked());
    result.extras["hanging_answered"] = static_cast<double>(measured->beside_with.ms.size());
    result.rss_mib = (*hub)->residentMib();
    hub::cli::print(terminal, result);
    return Exit::Ok;
}

}  // namespace adapters::cli::bench
