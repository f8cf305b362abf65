#include "hub/storage/ledger/baseline.h"

#include <fmt/format.h>
#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "hub/storage/bench/scratch.h"
#include "hub/storage/ledger/rows.h"
#include "hub/storage/open_database.h"
#include "hub/storage/sql/latencies.h"
#include "hub/storage/sql/migrations.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::ledger {

using core::Result;
using hub::ledger::AccountName;
using sql::blob;
using sql::Value;

namespace {

constexpr int kConflictsMax = 1000;  // of one transfer, before the bench gives up

/// One connection's transfers.
class Teller {
  public:
    Teller(std::unique_ptr<sql::Connection> connection, std::size_t number)
        : connection_(std::move(connection)),
          next_number_(static_cast<std::int64_t>(number + 1) << 40U),
          upsert_(upsertText()),
          insert_(insertText()) {}

    /// One transaction. REQUIRES: the accounts' keys are of the chart.
    Result<void> transfer(const AccountName& debit, const AccountName& credit, core::IdBits flow, sql::Latencies& commits,
                          const core::Clock& clock) {
        for (int tries = 1;; ++tries) {
            const Result<void> done = once(debit, credit, flow, commits, clock);
            if (done.ok() || done.failure().error() != core::Error::StorageBusy || tries == kConflictsMax) return done;
            connection_->rollback();
        }
    }

  private:
    static constexpr std::int64_t kAmountFen = 100;

    std::string upsertText() const {
        const bool sqlite = connection_->dialect().engine() == sql::Engine::Sqlite;
        const auto plus = [&](std::string_view column) {
            return sqlite ? fmt::format("{0} = account.{0} + excluded.{0}", column) : fmt::format("{0} = {0} + VALUES({0})", column);
        };
        return fmt::format("INSERT INTO account ({}) VALUES (?,?,?,?,?,?,?,?,?,?,?),(?,?,?,?,?,?,?,?,?,?,?) {} {}, {}, {}",
                           kAccountShape.columns, sqlite ? "ON CONFLICT (id) DO UPDATE SET" : "ON DUPLICATE KEY UPDATE",
                           plus("debit_posted_fen"), plus("credit_posted_fen"), plus("sequence"));
    }

    static std::string insertText() {
        return fmt::format(
            "INSERT INTO transfer ({}) SELECT ?, 0, ?, ?, 0, ?, ?, d.id, d.sequence, d.debit_posted_fen - d.credit_posted_fen,"
            " d.credit_pending_fen, c.id, c.sequence, c.credit_posted_fen - c.debit_posted_fen, c.debit_pending_fen, ?, NULL, NULL"
            " FROM account d JOIN account c ON c.id = ? WHERE d.id = ?",
            kTransferShape.columns);
    }

    Result<void> once(const AccountName& debit, const AccountName& credit, core::IdBits flow, sql::Latencies& commits,
                      const core::Clock& clock) {
        const Result<void> begun = connection_->begin(sql::Access::Write);
        if (!begun.ok()) return begun;
        values_.clear();
        for (const AccountName* name : {&debit, &credit}) {
            hub::ledger::AccountRow row;
            row.id = name->id;
            row.key = name->key;
            row.kind = name->kind;
            row.sequence = 1;
            (name == &debit ? row.sums.debit_posted : row.sums.credit_posted) = core::Money::fromFen(kAmountFen);
            addColumns(values_, row);
        }
        const Result<std::int64_t> balances = connection_->execute(upsert_, values_);
        if (!balances.ok()) return balances.failure();
        const std::array<Value, 8> transfer{++next_number_,       blob(flow), blob("bench"),        blob("transfer"),
                                            blob(core::Digest()), kAmountFen, blob(credit.id.bits), blob(debit.id.bits)};
        const Result<std::int64_t> row = connection_->execute(insert_, transfer);
        if (!row.ok()) return row.failure();
        const core::MonoTime began = clock.mono();
        const Result<void> committed = connection_->commit();
        if (committed.ok()) commits.add(clock.mono() - began);
        return committed;
    }

    std::unique_ptr<sql::Connection> connection_;
    std::int64_t next_number_;
    const std::string upsert_;
    const std::string insert_;
    Columns values_;
};

/// What all connections share.
struct Progress {
    std::atomic<std::int64_t> done = 0;
    std::atomic<bool> failed = false;
    std::optional<core::Failure> failure;  // written by the one who set `failed`
    sql::Latencies transfers;
    sql::Latencies commits;
};

void work(Teller teller, const BaselineLoad& load, std::size_t number, const core::Clock& clock, core::MonoTime until, Progress& progress) {
    const AccountName hot = *AccountName::parse("hospital_payable/H0001");
    core::SystemIdSource ids(clock);
    for (std::size_t turn = number; !progress.failed; turn += load.connections) {
        const core::MonoTime began = clock.mono();
        if (began >= until) return;
        const AccountName cold = *AccountName::parse(fmt::format("channel_clearing/bench/M{}", turn % load.accounts));
        const Result<void> done = teller.transfer(cold, hot, ids.next<core::OutboxId>().bits, progress.commits, clock);
        if (!done.ok()) {
            if (!progress.failed.exchange(true)) progress.failure = done.failure();
            return;
        }
        progress.transfers.add(clock.mono() - began);
        ++progress.done;
    }
}

double milliseconds(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

}  // namespace

Result<bench::Run> runBaseline(const StorageConfig& config, const BaselineLoad& load, const core::Clock& clock) {
    HUB_ASSERT(load.connections >= 1 && load.seconds > 0 && load.accounts >= 1);
    const Result<std::unique_ptr<sql::Database>> database = openDatabase(config);
    if (!database.ok()) return database.failure();
    const Result<std::vector<std::string>> migrated = sql::Migrations(**database, sql::releasedMigrations()).migrate();
    if (!migrated.ok()) return migrated.failure();
    std::vector<Teller> tellers;
    for (std::size_t number = 0; number < load.connections; ++number) {
        Result<std::unique_ptr<sql::Connection>> connection = (*database)->connect(sql::Access::Write);
        if (!connection.ok()) return connection.failure();
        tellers.emplace_back(*std::move(connection), number);
    }
    Progress progress;
    const core::MonoTime began = clock.mono();
    const double cpu_began = bench::cpuSeconds();
    const core::MonoTime until = began + std::chrono::nanoseconds(static_cast<std::int64_t>(load.seconds * 1e9));
    std::vector<std::thread> threads;
    for (std::size_t number = 0; number < load.connections; ++number)
        threads.emplace_back(work, std::move(tellers[number]), std::cref(load), number, std::cref(clock), until, std::ref(progress));
    for (std::thread& thread : threads) thread.join();
    const double cpu = bench::cpuSeconds() - cpu_began;
    const double seconds = static_cast<double>((clock.mono() - began).count()) / 1e9;
    if (progress.failed) return *progress.failure;
    const auto done = static_cast<double>(progress.done);
    return bench::Run{.lanes = static_cast<std::int64_t>(load.connections),
                      .n = progress.done,
                      .seconds = seconds,
                      .units_per_second = done / seconds,
                      .p50_ms = milliseconds(progress.transfers.quantile(0.5)),
                      .p99_ms = milliseconds(progress.transfers.quantile(0.99)),
                      .commit_p50_ms = milliseconds(progress.commits.quantile(0.5)),
                      .commit_p99_ms = milliseconds(progress.commits.quantile(0.99)),
                      .group_p50_ms = milliseconds(progress.transfers.quantile(0.5)),
                      .units_per_commit = 1,
                      .cpu_us_per_unit = cpu * 1e6 / done};
}

}  // namespace hub::storage::ledger
