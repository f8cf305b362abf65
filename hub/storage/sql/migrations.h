#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/result.h"
#include "hub/storage/sql/database.h"

namespace hub::storage::sql {

/// One released file of schemas/sql, with {TOKENS} for what the dialects spell differently.
struct Migration {
    int version = 0;
    std::string_view name;
    std::string_view text;
};

/// All of them, by version. Made from schemas/sql when the program is built.
std::span<const Migration> releasedMigrations();

struct MigrationStatus {
    int version = 0;                   ///< the last one that is complete, with all before it; 0: none
    std::vector<std::string> pending;  ///< names, in order; the first may be begun
};

/// Brings the tables of a database up to date, forward only. Each statement is recorded before it runs and when it is done, since
/// MariaDB commits a change of a table by itself: after a crash the next call goes on at that statement, and "already exists" then
/// means done. One process at a time.
class Migrations {
  public:
    /// Both outlive this. REQUIRES: versions rise; they may leave gaps.
    Migrations(Database& database, std::span<const Migration> released) : database_(database), released_(released) {}

    /// Changes nothing but for the table of records. Also: SchemaNewer, SchemaChanged, and what the database answers with.
    core::Result<MigrationStatus> status();

    /// Runs what is pending; answers with the names that were completed by this call.
    core::Result<std::vector<std::string>> migrate();

  private:
    struct Record;

    core::Result<std::vector<Record>> records(Connection& connection);
    core::Result<MigrationStatus> statusOf(const std::vector<Record>& records) const;
    core::Result<std::vector<std::string>> statementsOf(const Migration& migration) const;
    core::Result<void> run(Connection& connection, const Migration& migration, const std::vector<Record>& records);

    Database& database_;
    std::span<const Migration> released_;
};

}  // namespace hub::storage::sql
