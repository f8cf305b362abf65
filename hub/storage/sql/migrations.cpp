#include "hub/storage/sql/migrations.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "hub/storage/sql/values.h"
#include "hub/vault/vault.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;

/// A statement that was begun, as the table schema_statement tells.
struct Migrations::Record {
    std::int64_t version = 0;
    std::int64_t statement = 0;  ///< from 1
    core::Digest checksum;       ///< of the whole file
    bool done = false;
};

namespace {

constexpr std::string_view kRecordTable =
    "CREATE TABLE IF NOT EXISTS schema_statement (version {INT} NOT NULL, statement {INT} NOT NULL,"
    " checksum {DIGEST} NOT NULL, done {INT} NOT NULL, begun_at_ms {BIGINT} NOT NULL,"
    " CONSTRAINT schema_statement_pk PRIMARY KEY (version, statement)) {KEY_TABLE}";

core::Digest checksumOf(const Migration& migration) { return vault::Vault::digest(migration.text); }

/// The statements of a file: they end with a semicolon at the end of a line; comment lines are left out.
std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> statements;
    std::string statement;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.starts_with("--")) continue;
        if (!line.ends_with(';')) {
            statement.append(line).append("\n");
            continue;
        }
        statement.append(line.substr(0, line.size() - 1));
        statements.push_back(std::exchange(statement, {}));
    }
    if (!statement.empty()) statements.push_back(statement);
    return statements;
}

}  // namespace

Result<std::vector<Migrations::Record>> Migrations::records(Connection& connection) {
    const Result<std::string> table = connection.dialect().migrationText(kRecordTable);
    if (!table.ok()) return table.failure();
    const Result<std::int64_t> made = connection.execute(*table, {});
    if (!made.ok()) return made.failure();
    std::vector<Record> found;
    const Result<void> asked = connection.query(
        "SELECT version, statement, checksum, done FROM schema_statement ORDER BY version, statement", {}, [&](const Row& row) {
            found.push_back({row.integer(0), row.integer(1), digestAt(row, 2), row.integer(3) != 0});
        });
    if (!asked.ok()) return asked.failure();
    return found;
}

Result<MigrationStatus> Migrations::statusOf(const std::vector<Record>& records) const {
    for (const Record& record : records) {
        const auto migration =
            std::find_if(released_.begin(), released_.end(), [&](const Migration& one) { return one.version == record.version; });
        if (migration == released_.end())
            return Failure(Error::SchemaNewer, fmt::format("it has migration {}, which the program does not know", record.version));
        if (record.checksum != checksumOf(*migration)) return Failure(Error::SchemaChanged, std::string(migration->name));
    }
    MigrationStatus status;
    for (const Migration& migration : released_) {
        const Result<std::vector<std::string>> statements = statementsOf(migration);
        if (!statements.ok()) return statements.failure();
        const auto done = std::count_if(records.begin(), records.end(),
                                        [&](const Record& record) { return record.version == migration.version && record.done; });
        if (static_cast<std::size_t>(done) == statements->size() && status.pending.empty()) {
            status.version = migration.version;
        } else {
            status.pending.emplace_back(migration.name);
        }
    }
    return status;
}

Result<std::vector<std::string>> Migrations::statementsOf(const Migration& migration) const {
    const Result<std::string> text = database_.dialect().migrationText(migration.text);
    if (!text.ok()) return Failure(text.failure().error(), fmt::format("{}: {}", migration.name, text.failure().detail()));
    return split(*text);
}

Result<MigrationStatus> Migrations::status() {
    const Result<std::unique_ptr<Connection>> connection = database_.connect(Access::Write);
    if (!connection.ok()) return connection.failure();
    const Result<std::vector<Record>> found = records(**connection);
    if (!found.ok()) return found.failure();
    return statusOf(*found);
}

Result<std::vector<std::string>> Migrations::migrate() {
    const Result<std::unique_ptr<Connection>> connection = database_.connect(Access::Write);
    if (!connection.ok()) return connection.failure();
    const Result<std::vector<Record>> found = records(**connection);
    if (!found.ok()) return found.failure();
    Result<MigrationStatus> status = statusOf(*found);
    if (!status.ok()) return status.failure();
    for (const Migration& migration : released_) {
        if (migration.version <= status->version) continue;
        const Result<void> ran = run(**connection, migration, *found);
        if (!ran.ok()) return ran.failure();
    }
    return std::move(status->pending);
}

Result<void> Migrations::run(Connection& connection, const Migration& migration, const std::vector<Record>& records) {
    const Result<std::vector<std::string>> statements = statementsOf(migration);
    if (!statements.ok()) return statements.failure();
    const auto total = static_cast<std::int64_t>(statements->size());
    const std::string begin =
        fmt::format("INSERT INTO schema_statement (version, statement, checksum, done, begun_at_ms) VALUES (?, ?, ?, 0, {})",
                    connection.dialect().nowMs());
    for (std::int64_t number = 1; number <= total; ++number) {
        const auto record = std::find_if(records.begin(), records.end(),
                                         [&](const Record& one) { return one.version == migration.version && one.statement == number; });
        if (record != records.end() && record->done) continue;
        const bool begun_before = record != records.end();
        const std::int64_t version = migration.version;
        if (!begun_before) {
            const Result<std::int64_t> begun =
                connection.execute(begin, std::array<Value, 3>{version, number, blob(checksumOf(migration))});
            if (!begun.ok()) return begun.failure();
        }
        const Result<std::int64_t> ran = connection.execute((*statements)[static_cast<std::size_t>(number - 1)], {});
        if (!ran.ok() && !(begun_before && connection.lastError() == SqlError::AlreadyExists)) {
            return Failure(ran.failure().error(),
                           fmt::format("{} statement {} of {}: {}", migration.name, number, total, ran.failure().detail()));
        }
        const Result<std::int64_t> done = connection.execute("UPDATE schema_statement SET done = 1 WHERE version = ? AND statement = ?",
                                                             std::array<Value, 2>{version, number});
        if (!done.ok()) return done.failure();
    }
    return {};
}

}  // namespace hub::storage::sql
