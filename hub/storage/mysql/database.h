#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "hub/core/sensitive.h"
#include "hub/storage/mysql/url.h"
#include "hub/storage/sql/database.h"

namespace hub::storage::mysql {

/// How long one call may take. A statement ends on the server before the client gives up on it.
struct Timeouts {
    std::chrono::seconds connect{5};
    std::chrono::seconds statement{20};
    std::chrono::seconds answer{30};  ///< read and write of the socket
    std::chrono::seconds lock{5};     ///< waiting for a row
};

/// MariaDB 10.6 or later, or MySQL 8, through Connector/C++ 1.1. Sessions are utf8mb4, UTC, strict. Writers are READ COMMITTED: what
/// decides here are unique keys and compare-and-set updates, never a value read earlier from a snapshot, and without gap locks lanes
/// do not stand in each other's way. Readers see one snapshot (REPEATABLE READ).
class MySqlDatabase final : public sql::Database {
  public:
    /// Connects nobody yet.
    MySqlDatabase(DatabaseUrl url, core::Sensitive<std::string> password, const Timeouts& timeouts = {});
    ~MySqlDatabase() override;

    sql::Dialect dialect() const override { return sql::Dialect(sql::Engine::MySql); }

    /// Also: DatabaseNotUsable for an account, a database or a setting that does not fit (max_allowed_packet below 32 MiB).
    core::Result<std::unique_ptr<sql::Connection>> connect(sql::Access access) override;

  private:
    const DatabaseUrl url_;
    const core::Sensitive<std::string> password_;
    const Timeouts timeouts_;
};

}  // namespace hub::storage::mysql
