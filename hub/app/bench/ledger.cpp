#include "hub/app/bench/ledger.h"

#include <fmt/format.h>
#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <utility>

#include "hub/core/executor.h"
#include "hub/ledger/writer.h"
#include "hub/storage/bench/disk.h"
#include "hub/storage/bench/scratch.h"
#include "hub/storage/ledger/baseline.h"
#include "hub/storage/sql/latencies.h"
#include "hub/storage/storage.h"

namespace hub::app {

using core::Result;

namespace {

constexpr std::size_t kExecutorThreads = 2;

/// The submitters: each hands in its next transfer when its last one was answered, until the time is over.
class LedgerLoad {
  public:
    LedgerLoad(const LedgerBench& bench, ledger::Ledger& ledger, const core::Clock& clock)
        : bench_(bench),
          ledger_(ledger),
          clock_(clock),
          ids_(clock),
          until_(clock.mono() + std::chrono::nanoseconds(static_cast<std::int64_t>(bench.seconds * 1e9))),
          running_(bench.submitters) {}

    /// Returns when every submitter has stopped; the first failure, if there was one.
    Result<void> run() {
        for (std::size_t i = 0; i < bench_.submitters; ++i) submit();
        return ended_.get_future().get();
    }

    std::int64_t done() const { return done_; }
    const storage::sql::Latencies& latencies() const { return latencies_; }

  private:
    void submit() {
        const core::MonoTime began = clock_.mono();
        ledger::Command command;
        command.key = {ids_.next<core::OutboxId>().bits, "collected"};
        command.chain.emplace_back(ledger::Transfer{fmt::format("channel_clearing/bench/M{}", turn_++ % bench_.accounts),
                                                    "hospital_payable/H0001", core::Money::fromFen(100)});
        ledger_.submit(std::move(command), [this, began](const ledger::Ledger::Answer& answer) { ended(began, answer); });
    }

    void ended(core::MonoTime began, const ledger::Ledger::Answer& answer) {
        const core::MonoTime now = clock_.mono();
        if (answer.ok()) {
            latencies_.add(now - began);
            ++done_;
            if (now < until_) return submit();
        } else if (!failed_.exchange(true)) {
            failure_ = answer.failure();
        }
        if (--running_ == 0) ended_.set_value(failed_ ? Result<void>(*failure_) : Result<void>());
    }

    const LedgerBench& bench_;
    ledger::Ledger& ledger_;
    const core::Clock& clock_;
    core::SystemIdSource ids_;
    const core::MonoTime until_;
    std::atomic<std::size_t> turn_ = 0;
    std::atomic<std::int64_t> done_ = 0;
    std::atomic<std::size_t> running_;
    std::atomic<bool> failed_ = false;
    std::optional<core::Failure> failure_;  // written by the one who set failed_, read by the last one
    storage::sql::Latencies latencies_;
    std::promise<Result<void>> ended_;
};

double milliseconds(std::int64_t ns) { return static_cast<double>(ns) / 1e6; }

Result<storage::bench::Run> measure(const LedgerBench& bench, const storage::StorageConfig& config, const core::Clock& clock) {
    const vault::Vault vault(std::make_shared<storage::bench::BenchKeys>());
    core::ThreadExecutor executor(clock, kExecutorThreads);
    const Result<std::unique_ptr<storage::Storage>> storage = storage::openStorage(config, vault, executor, clock);
    if (!storage.ok()) return storage.failure();
    ledger::LedgerWriter writer((*storage)->ledgerUnits(), (*storage)->reads(), (*storage)->ledger(), executor, clock,
                                core::SystemIdSource(clock).next<core::OutboxId>().text());
    LedgerLoad load(bench, writer, clock);
    const core::MonoTime began = clock.mono();
    const double cpu_began = storage::bench::cpuSeconds();
    const Result<void> ran = load.run();
    const double cpu = storage::bench::cpuSeconds() - cpu_began;
    const double seconds = static_cast<double>((clock.mono() - began).count()) / 1e9;
    writer.close();
    (*storage)->close();
    executor.stop();
    if (!ran.ok()) return ran.failure();

    const storage::StorageFigures figures = (*storage)->ledgerFigures();
    const auto done = static_cast<double>(load.done());
    return storage::bench::Run{.lanes = 1,
                               .n = load.done(),
                               .seconds = seconds,
                               .units_per_second = done / seconds,
                               .p50_ms = milliseconds(load.latencies().quantile(0.5).count()),
                               .p99_ms = milliseconds(load.latencies().quantile(0.99).count()),
                               .commit_p50_ms = milliseconds(figures.commit_p50_ns),
                               .commit_p99_ms = milliseconds(figures.commit_p99_ns),
                               .group_p50_ms = milliseconds(figures.group_p50_ns),
                               .units_per_commit = done / static_cast<double>(figures.commits),
                               .cpu_us_per_unit = cpu * 1e6 / done};
}

}  // namespace

Result<LedgerBenchResult> runLedgerBench(const LedgerBench& bench) {
    HUB_ASSERT(bench.submitters >= 1 && bench.seconds > 0 && bench.accounts >= 1);
    const core::SystemClock clock;
    const Result<double> fsync = storage::bench::fsyncMedian(bench.folder, clock);
    if (!fsync.ok()) return fsync.failure();
    const storage::bench::ScratchFolder scratch(bench.folder / ("ledger-" + core::SystemIdSource(clock).next<core::OutboxId>().text()));
    const bool embedded = bench.url.empty();
    storage::StorageConfig config{
        .folder = scratch.path() / "ledger", .url = bench.url, .password = bench.password, .limits = {}, .migrate = true};
    const Result<storage::bench::Run> grouped = measure(bench, config, clock);
    if (!grouped.ok()) return grouped.failure();

    config.folder = scratch.path() / "baseline";
    const std::size_t connections = embedded ? 1 : 8;  // SQLite has one writer: more would wait for each other
    const Result<storage::bench::Run> baseline =
        storage::ledger::runBaseline(config, {.connections = connections, .seconds = bench.seconds, .accounts = bench.accounts}, clock);
    if (!baseline.ok()) return baseline.failure();
    return LedgerBenchResult{.engine = embedded ? "sqlite" : "mysql",
                             .fsync_p50_us = *fsync,
                             .ledger = *grouped,
                             .baseline_name = fmt::format("one transaction a transfer, {} connection(s)", connections),
                             .baseline = *baseline};
}

}  // namespace hub::app
