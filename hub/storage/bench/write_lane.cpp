#include "hub/storage/bench/write_lane.h"

#include <atomic>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "hub/core/executor.h"
#include "hub/storage/bench/disk.h"
#include "hub/storage/bench/scratch.h"
#include "hub/storage/sql/latencies.h"
#include "hub/storage/storage.h"

namespace hub::storage::bench {

using core::Result;

namespace {

constexpr std::size_t kExecutorThreads = 2;

/// The submitters: each hands in its next unit when its last one has ended, until the time is over.
class Load {
  public:
    Load(const WriteLaneBench& bench, Storage& storage, const core::Clock& clock)
        : bench_(bench),
          storage_(storage),
          clock_(clock),
          ids_(clock),
          body_(std::string(bench.body_bytes, 'b')),
          payload_(std::string(bench.payload_bytes, 'p')),
          until_(clock.mono() + std::chrono::nanoseconds(static_cast<std::int64_t>(bench.seconds * 1e9))),
          running_(bench.submitters) {}

    /// Returns when every submitter has stopped; the first failure, if there was one.
    Result<void> run() {
        for (std::size_t i = 0; i < bench_.submitters; ++i) submit();
        return ended_.get_future().get();
    }

    std::int64_t done() const { return done_; }
    const sql::Latencies& latencies() const { return latencies_; }

  private:
    void submit() {
        const auto attempt = std::make_shared<core::Attempt>();
        attempt->id = ids_.next<core::AttemptId>();
        attempt->flow_kind = "bench";
        attempt->flow_id = attempt->id.bits;
        attempt->step = "send";
        attempt->counterparty = "bench";
        attempt->operation = "payment.confirm";
        attempt->wire_id = attempt->id.text();
        attempt->body = body_;
        attempt->next_check_at = attempt->deadline_at = clock_.utc() + std::chrono::minutes(1);
        core::OutboxMessage message;
        message.id = ids_.next<core::OutboxId>();
        message.topic = "bench";
        message.order_key = attempt->id.bits;
        message.order_no = 1;
        message.payload = payload_;
        const core::MonoTime began = clock_.mono();
        storage_.units().run(
            {core::WorkKey{"bench/" + attempt->wire_id}, attempt->id.bits},
            [this, attempt, message = std::move(message)](core::Transaction& transaction) -> Result<void> {
                const Result<void> added = storage_.attempts().add(transaction, *attempt);
                if (!added.ok()) return added;
                return storage_.outbox().add(transaction, message);
            },
            [this, began](const core::WorkOutcome& outcome) { ended(began, outcome); });
    }

    void ended(core::MonoTime began, const core::WorkOutcome& outcome) {
        const core::MonoTime now = clock_.mono();
        if (outcome.end == core::WorkEnd::Done) {
            latencies_.add(now - began);
            ++done_;
            if (now < until_) return submit();
        } else if (!failed_.exchange(true)) {
            failure_ = *outcome.why;
        }
        if (--running_ == 0) ended_.set_value(failed_ ? Result<void>(*failure_) : Result<void>());
    }

    const WriteLaneBench& bench_;
    Storage& storage_;
    const core::Clock& clock_;
    core::SystemIdSource ids_;
    const core::Sensitive<std::string> body_;
    const core::Sensitive<std::string> payload_;
    const core::MonoTime until_;
    std::atomic<std::int64_t> done_ = 0;
    std::atomic<std::size_t> running_;
    std::atomic<bool> failed_ = false;
    std::optional<core::Failure> failure_;  // written by the one who set failed_, read by the last one
    sql::Latencies latencies_;
    std::promise<Result<void>> ended_;
};

double milliseconds(std::int64_t ns) { return static_cast<double>(ns) / 1e6; }

Result<Run> measure(const WriteLaneBench& bench, const StorageConfig& config, const core::Clock& clock) {
    const vault::Vault vault(std::make_shared<BenchKeys>());
    core::ThreadExecutor executor(clock, kExecutorThreads);
    const Result<std::unique_ptr<Storage>> storage = openStorage(config, vault, executor, clock);
    if (!storage.ok()) return storage.failure();
    Load load(bench, **storage, clock);
    const core::MonoTime began = clock.mono();
    const double cpu_began = cpuSeconds();
    const Result<void> ran = load.run();
    const double cpu = cpuSeconds() - cpu_began;
    const double seconds = static_cast<double>((clock.mono() - began).count()) / 1e9;
    (*storage)->close();
    executor.stop();
    if (!ran.ok()) return ran.failure();

    const StorageFigures figures = (*storage)->figures();
    const auto done = static_cast<double>(load.done());
    return Run{.lanes = config.url.empty() ? 1 : static_cast<std::int64_t>(config.limits.lanes),
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

Result<WriteLaneResult> runWriteLaneBench(const WriteLaneBench& bench) {
    HUB_ASSERT(bench.submitters >= 1 && bench.seconds > 0);
    const core::SystemClock clock;
    const Result<double> fsync = fsyncMedian(bench.folder, clock);
    if (!fsync.ok()) return fsync.failure();
    const ScratchFolder scratch(bench.folder / ("write-lane-" + core::SystemIdSource(clock).next<core::OutboxId>().text()));
    const bool embedded = bench.url.empty();

    StorageConfig config{.folder = scratch.path() / "grouped", .url = bench.url, .password = bench.password, .limits = {}, .migrate = true};
    const Result<Run> grouped = measure(bench, config, clock);
    if (!grouped.ok()) return grouped.failure();

    config.folder = scratch.path() / "baseline";
    config.limits.group_max = 1;
    config.limits.lanes = 8;
    const Result<Run> baseline = measure(bench, config, clock);
    if (!baseline.ok()) return baseline.failure();
    return WriteLaneResult{.engine = embedded ? "sqlite" : "mysql",
                           .fsync_p50_us = *fsync,
                           .grouped = *grouped,
                           .baseline_name = embedded ? "one transaction a unit, 1 connection" : "one transaction a unit, 8 connections",
                           .baseline = *baseline};
}

}  // namespace hub::storage::bench
