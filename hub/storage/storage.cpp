#include "hub/storage/storage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "hub/storage/mysql/database.h"
#include "hub/storage/sql/attempts.h"
#include "hub/storage/sql/inbox.h"
#include "hub/storage/sql/lanes.h"
#include "hub/storage/sql/outbox.h"
#include "hub/storage/sql/reads.h"
#include "hub/storage/sql/work_keys.h"
#include "hub/storage/sqlite/database.h"

namespace hub::storage {

using core::Failure;
using core::Result;

namespace {

Result<std::unique_ptr<sql::Database>> openDatabase(const StorageConfig& config) {
    if (config.url.empty()) {
        Result<std::unique_ptr<sqlite::SqliteDatabase>> opened = sqlite::SqliteDatabase::open(config.folder);
        if (!opened.ok()) return opened.failure();
        return std::unique_ptr<sql::Database>(*std::move(opened));
    }
    const Result<mysql::DatabaseUrl> url = mysql::DatabaseUrl::parse(config.url);
    if (!url.ok()) return url.failure();
    return std::unique_ptr<sql::Database>(std::make_unique<mysql::MySqlDatabase>(*url, config.password));
}

Result<void> bringUpToDate(sql::Database& database, bool migrate) {
    sql::Migrations migrations(database, sql::releasedMigrations());
    if (migrate) {
        const Result<std::vector<std::string>> done = migrations.migrate();
        if (!done.ok()) return done.failure();
        return {};
    }
    const Result<sql::MigrationStatus> status = migrations.status();
    if (!status.ok()) return status.failure();
    if (!status->pending.empty()) return Failure(core::Error::SchemaBehind, fmt::format("{}", fmt::join(status->pending, ", ")));
    return {};
}

class OpenStorage final : public Storage {
  public:
    OpenStorage(std::unique_ptr<sql::Database> database, const sql::Limits& limits, const vault::Vault& vault, core::Executor& executor,
                const core::Clock& clock)
        : database_(std::move(database)),
          attempts_(database_->dialect(), vault, clock),
          inbox_(vault),
          outbox_(database_->dialect(), vault),
          reads_(*database_, limits),
          lanes_(*database_, executor, clock, limits) {}

    ~OpenStorage() override { stop(); }

    core::UnitOfWork& units() override { return lanes_; }
    core::Reads& reads() override { return reads_; }
    core::Attempts& attempts() override { return attempts_; }
    core::Inbox& inbox() override { return inbox_; }
    core::Outbox& outbox() override { return outbox_; }

    StorageFigures figures() const override {
        const sql::LaneCounters& lanes = lanes_.counters();
        return {.units_done = lanes.done,
                .units_repeated = lanes.repeated,
                .units_not_done = lanes.not_done,
                .units_unknown = lanes.unknown,
                .units_waiting = lanes.waiting,
                .commits = lanes.commits,
                .groups_one_by_one = lanes.one_by_one,
                .conflicts = lanes.conflicts,
                .connection_losses = lanes.connection_losses,
                .commits_in_doubt = lanes.commits_in_doubt,
                .commit_p50_ns = lanes.commit.quantile(0.5).count(),
                .commit_p99_ns = lanes.commit.quantile(0.99).count(),
                .group_p50_ns = lanes.group.quantile(0.5).count(),
                .group_p99_ns = lanes.group.quantile(0.99).count()};
    }

    Result<std::int64_t> forgetWorkKeys(core::Transaction& transaction, core::UtcTime before, std::size_t limit) override {
        return sql::WorkKeys::removeBefore(transaction, before, limit);
    }

    void close() override { stop(); }

  private:
    void stop() {
        lanes_.stop();
        reads_.stop();
    }

    std::unique_ptr<sql::Database> database_;  // first: it outlives all below
    sql::SqlAttempts attempts_;
    sql::SqlInbox inbox_;
    sql::SqlOutbox outbox_;
    sql::ReadPool reads_;
    sql::WriteLanes lanes_;
};

}  // namespace

Result<std::unique_ptr<Storage>> openStorage(const StorageConfig& config, const vault::Vault& vault, core::Executor& executor,
                                             const core::Clock& clock) {
    Result<std::unique_ptr<sql::Database>> database = openDatabase(config);
    if (!database.ok()) return database.failure();
    const Result<void> ready = bringUpToDate(**database, config.migrate);
    if (!ready.ok()) return ready.failure();
    return std::unique_ptr<Storage>(std::make_unique<OpenStorage>(*std::move(database), config.limits, vault, executor, clock));
}

Result<sql::MigrationStatus> migrationStatus(const StorageConfig& config) {
    const Result<std::unique_ptr<sql::Database>> database = openDatabase(config);
    if (!database.ok()) return database.failure();
    return sql::Migrations(**database, sql::releasedMigrations()).status();
}

}  // namespace hub::storage
