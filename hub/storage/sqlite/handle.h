#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>

#include "hub/core/exception.h"
#include "hub/storage/sql/database.h"

namespace hub::storage::sqlite {

struct CloseHandle {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, CloseHandle>;

struct EndStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, EndStatement>;

/// What the last call on `handle` failed with. Throws core::Exception for a disk that cannot be trusted any more.
sql::SqlError errorOf(sqlite3* handle);

/// Code and words of SQLite: names of tables and columns, never values.
std::string reasonOf(sqlite3* handle);

}  // namespace hub::storage::sqlite
