#include "adapters/cli/bench/start.h"

#include <CLI/CLI.hpp>
#include <thread>

#include "adapters/cli/bench/hospitals.h"
#include "adapters/cli/bench/paced_reads.h"
#include "adapters/cli/demo/http.h"
#include "hub/cli/bench.h"

namespace adapters::cli::bench {

using hub::cli::Exit;
using hub::cli::percentile;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr hub::core::Duration kDeadline{1'000};
constexpr std::size_t kCallsAtATime = 4;  // the threads of a hospital

}  // namespace

void StartBench::declare(CLI::App& app) {
    app.add_option("--dir", dir_, std::string("DIR"));
    app.add_option("--pairs", pairs_, std::string("1 … 99"))->check(CLI::Range(1, 99));
    app.add_option("--counterparties", counterparties_, std::string("2 … 500"))->check(CLI::Range(2, 500));
    app.add_option("--hanging", hanging_, std::string("1 … 499"))->check(CLI::Range(1, 499));
}

Exit StartBench::run(hub::cli::Terminal& terminal) {
    if (hanging_ >= counterparties_) {
        terminal.err << hub::cli::text(terminal, "--hanging 必须小于 --counterparties\n",
                                       "--hanging has to be less than --counterparties\n");
        return Exit::Usage;
    }
    const hub::core::SystemClock clock;
    const Result<double> fsync = disk_(dir_, clock);
    if (!fsync.ok()) return hub::cli::report(terminal, fsync.failure());
    Hospitals hospitals;
    std::vector<double> with;
    std::vector<double> without;
    std::vector<double> ratios;
    std::vector<Times> all;
    const hub::core::MonoTime began = clock.mono();
    for (std::size_t i = 0; i < pairs_; ++i) {
        const bool hanging_first = i % 2 == 1;
        const Result<Times> first = once(hospitals, hanging_first, clock);
        if (!first.ok()) return hub::cli::report(terminal, first.failure());
        const Result<Times> second = once(hospitals, !hanging_first, clock);
        if (!second.ok()) return hub::cli::report(terminal, second.failure());
        const Times& hanging = hanging_first ? *first : *second;
        const Times& healthy = hanging_first ? *second : *first;
        all.push_back(hanging);
        with.push_back(hanging.answered_s);
        without.push_back(healthy.answered_s);
        ratios.push_back(hanging.answered_s / healthy.answered_s);
    }
    const auto median = [&](double Times::*what) {
        std::vector<double> values;
        for (const Times& times : all) values.push_back(times.*what);
        return percentile(values, 0.5);
    };
    hub::cli::BenchResult result;
    result.bench = "start";
    result.value = percentile(with, 0.5);
    result.unit = "s";
    result.p50_ms = percentile(with, 0.5) * 1000;
    result.p99_ms = percentile(with, 1) * 1000;
    result.n = static_cast<std::int64_t>(pairs_);
    result.seconds = static_cast<double>((clock.mono() - began).count()) / 1e9;
    result.parameters = {{"adapter", "soap_xml"},
                         {"counterparties", std::to_string(counterparties_)},
                         {"hanging", std::to_string(hanging_)},
                         {"calls_at_a_time_per_hanging", std::to_string(kCallsAtATime)},
                         {"data", "a new folder each time"},
                         {"until", "/readyz, all in service, a read answered at every healthy one"},
                         {"pairs", std::to_string(pairs_)}};
    result.extras = {{"fsync_p50_us", *fsync},
                     {"serving_s", median(&Times::serving_s)},
                     {"in_service_s", median(&Times::in_service_s)},
                     {"stopped_s", median(&Times::stopped_s)}};
    result.baseline = hub::cli::Baseline{"the same while all answer", percentile(without, 0.5)};
    result.ratio = percentile(ratios, 0.5);
    result.rss_mib = median(&Times::rss_mib);
    hub::cli::print(terminal, result);
    return Exit::Ok;
}

Result<StartBench::Times> StartBench::once(Hospitals& hospitals, bool hanging, const hub::core::Clock& clock) const {
    hospitals.hang(hanging);
    HubPlan plan;
    plan.dir = dir_;
    hospitals.configure(plan, counterparties_, hanging_, kDeadline);
    Times times;
    const hub::core::MonoTime began = clock.mono();
    const auto since = [&](hub::core::MonoTime start) { return static_cast<double>((clock.mono() - start).count()) / 1e9; };
    Result<std::unique_ptr<HubProcess>> hub = HubProcess::start(plan, clock);
    if (!hub.ok()) return hub.failure();
    demo::Http http((*hub)->http());
    const Result<demo::Answer> ready = http.call("GET", "/readyz", "");
    if (!ready.ok()) return ready.failure();
    if (ready->status != 200) return Failure(Error::ChildNotReady, "/readyz");
    times.serving_s = since(began);
    const Result<std::string> token = (*hub)->token(Hospitals::codeOf(1));
    if (!token.ok()) return token.failure();

    // From now on as many calls as they have threads are under way at those that may hang.
    ReadPlan beside{.port = (*hub)->http(),
                    .token = *token,
                    .paths = Hospitals::pathsOf(counterparties_ - hanging_ + 1, counterparties_),
                    .connections = hanging_ * kCallsAtATime,
                    .per_second = 1e6,
                    .seconds = 1e-4};
    std::thread asking([&] { readPaced(beside, clock); });
    const Result<void> in_service = (*hub)->awaitInService(counterparties_);
    times.in_service_s = since(began);
    Result<void> answered = in_service;
    for (const std::string& path : Hospitals::pathsOf(1, counterparties_ - hanging_)) {
        if (!answered.ok()) break;
        const Result<demo::Answer> answer = http.call("GET", path, *token);
        if (!answer.ok()) answered = answer.failure();
        if (answer.ok() && answer->status != 200) answered = Failure(Error::HubNotAnswering, path);
    }
    times.answered_s = since(began);
    times.rss_mib = (*hub)->residentMib();
    const hub::core::MonoTime stopping = clock.mono();
    hub->reset();
    times.stopped_s = since(stopping);
    asking.join();
    if (!answered.ok()) return answered.failure();
    return times;
}

}  // namespace adapters::cli::bench
