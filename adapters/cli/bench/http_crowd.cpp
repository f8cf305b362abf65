#include "adapters/cli/bench/http_crowd.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <optional>

#include "adapters/cli/bench/crowd.h"
#include "adapters/cli/bench/paired_reads.h"

namespace adapters::cli::bench {

using hub::cli::Exit;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kOtherFiles = 300;  // of hub or bench, beyond the crowd
constexpr auto kAssembledWithin = std::chrono::seconds(60);
constexpr int kLookEveryMs = 20;

/// For this process and for the hub, which inherits it. False when the system does not allow so many.
bool mayOpen(std::size_t files) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return false;
    if (limit.rlim_cur >= files) return true;
    if (limit.rlim_max < files) return false;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

}  // namespace

void HttpCrowdBench::declare(CLI::App& app) {
    app.add_option("--dir", dir_, std::string("DIR"));
    app.add_option("--seconds", seconds_, std::string("0.1 … 60"))->check(CLI::Range(0.1, 60.0));
    app.add_option("--pairs", pairs_, std::string("1 … 99"))->check(CLI::Range(1, 99));
    app.add_option("--idle", idle_, std::string("1 … 15000"))->check(CLI::Range(1, 15'000));
    app.add_option("--slow", slow_, std::string("1 … 4000"))->check(CLI::Range(1, 4'000));
    app.add_option("--addresses", addresses_, std::string("1 … 10000"))->check(CLI::Range(1, 10'000));
    app.add_option("--clients", clients_, std::string("1 … 500"))->check(CLI::Range(1, 500));
    app.add_option("--rate", rate_, std::string("1 … 20000"))->check(CLI::Range(1.0, 20'000.0));
}

Exit HttpCrowdBench::run(hub::cli::Terminal& terminal) {
    const std::size_t files = idle_ + slow_ + clients_ + kOtherFiles;
    if (!mayOpen(files)) {
        terminal.err << hub::cli::text(terminal, "需要同时打开的文件数（ulimit -n）：", "files to be open at a time (ulimit -n): ") << files
                     << "\n";
        return Exit::Failed;
    }
    const hub::core::SystemClock clock;
    const Result<double> fsync = disk_(dir_, clock);
    if (!fsync.ok()) return hub::cli::report(terminal, fsync.failure());
    HubPlan plan;
    plan.dir = dir_;
    plan.peer_limits = "{requests_per_s: 100000}";  // the honest clients are one address here
    const Result<std::unique_ptr<HubProcess>> hub = HubProcess::start(plan, clock);
    if (!hub.ok()) return hub::cli::report(terminal, hub.failure());
    const Result<std::string> token = (*hub)->token("B001");
    if (!token.ok()) return hub::cli::report(terminal, token.failure());

    std::optional<Crowd> crowd;
    Crowd::Counts seen;
    double rss_mib = 0;
    PairPlan pairs;
    pairs.reads = {.port = (*hub)->http(),
                   .token = *token,
                   .paths = {"/api/v1/hospitals"},
                   .connections = clients_,
                   .per_second = rate_,
                   .seconds = seconds_};
    pairs.pairs = pairs_;
    pairs.burden = [&]() -> Result<void> {
        crowd.emplace(Crowd::Plan{(*hub)->http(), idle_, slow_, addresses_}, clock);
        const hub::core::MonoTime until = clock.mono() + kAssembledWithin;
        // Of the slow ones some are always on their way back: the hub ends them at its deadline.
        for (Crowd::Counts counts = crowd->counts(); counts.idle < idle_ || counts.slow * 10 < slow_ * 9; counts = crowd->counts()) {
            if (clock.mono() >= until) return Failure(Error::HubNotAnswering, fmt::format("{} idle, {} slow", counts.idle, counts.slow));
            poll(nullptr, 0, kLookEveryMs);
        }
        return {};
    };
    pairs.relieve = [&]() -> Result<void> {
        const Crowd::Counts counts = crowd->counts();
        seen = {counts.idle, counts.slow, seen.turned_away + counts.turned_away, seen.slow_answered + counts.slow_answered};
        rss_mib = (*hub)->residentMib();
        crowd.reset();
        return (*hub)->awaitAtMost("onecard_http_connections_open", static_cast<double>(clients_ + 1));
    };
    const Result<PairResult> measured = readInPairs(pairs, clock);
    if (!measured.ok()) return hub::cli::report(terminal, measured.failure());

    hub::cli::BenchResult result;
    result.bench = "http-crowd";
    fill(result, *measured, "the same reads without the crowd");
    result.parameters = {{"idle", std::to_string(idle_)},
                         {"slow", std::to_string(slow_)},
                         {"slow_bytes_per_s", "1"},
                         {"addresses", std::to_string(addresses_)},
                         {"read", "GET /api/v1/hospitals"},
                         {"clients", std::to_string(clients_)},
                         {"reads_per_s", fmt::format("{}", rate_)},
                         {"pairs", std::to_string(pairs_)},
                         {"seconds_per_half", fmt::format("{}", seconds_)},
                         {"rss", "hub with the crowd"}};
    result.extras["fsync_p50_us"] = *fsync;
    result.extras["hub_cpu_ms"] = (*hub)->cpuSeconds() * 1000;
    result.extras["idle_at_the_end"] = static_cast<double>(seen.idle);
    result.extras["slow_at_the_end"] = static_cast<double>(seen.slow);
    result.extras["turned_away"] = static_cast<double>(seen.turned_away);
    result.extras["slow_answered"] = static_cast<double>(seen.slow_answered);
    result.rss_mib = rss_mib;
    hub::cli::print(terminal, result);
    return Exit::Ok;
}

}  // namespace adapters::cli::bench
