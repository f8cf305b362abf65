#pragma once

#include <string>
#include <string_view>

#include "hub/core/result.h"

namespace hub::storage::sql {

/// MySql is MariaDB 10.6 or later and MySQL 8.
enum class Engine { Sqlite, MySql };

/// Everything in which the two kinds of SQL differ, side by side in dialect.cpp. A value; any thread.
class Dialect {
  public:
    explicit constexpr Dialect(Engine engine) : engine_(engine) {}

    Engine engine() const { return engine_; }
    /// How many transactions may write side by side at all; 0: as many as wanted.
    std::size_t writersMax() const;

    /// An expression: the database's own UTC time in whole milliseconds.
    std::string_view nowMs() const;
    /// After a SELECT of rows that are taken next: what others hold is left out, what is left is ours until the end.
    std::string_view forUpdateSkipLocked() const;
    /// After a SELECT in a transaction that writes: nobody changes the rows before it ends.
    std::string_view forShare() const;

    /// The text of a migration with its {TOKENS} replaced. Also: SqlRefused for a token that is not known, or not closed.
    core::Result<std::string> migrationText(std::string_view text) const;

  private:
    Engine engine_;
};

}  // namespace hub::storage::sql
