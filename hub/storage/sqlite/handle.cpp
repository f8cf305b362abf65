#include "hub/storage/sqlite/handle.h"

#include <fmt/format.h>

namespace hub::storage::sqlite {

using sql::SqlError;

SqlError errorOf(sqlite3* handle) {
    const int code = sqlite3_extended_errcode(handle);
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return SqlError::Duplicate;
        default:
            break;
    }
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
            return SqlError::Constraint;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return SqlError::Busy;
        case SQLITE_FULL:
            return SqlError::DiskFull;
        case SQLITE_IOERR:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_NOMEM:
            // After a failed fsync the kernel may have dropped what was to be written: a second try would succeed and mean nothing.
            throw core::Exception(fmt::format("the database file cannot be trusted any more: {}", reasonOf(handle)));
        case SQLITE_ERROR:
            // SQLite has no code for this one.
            return std::string_view(sqlite3_errmsg(handle)).ends_with("already exists") ? SqlError::AlreadyExists : SqlError::Other;
        default:
            return SqlError::Other;
    }
}

std::string reasonOf(sqlite3* handle) { return fmt::format("SQLite {}: {}", sqlite3_extended_errcode(handle), sqlite3_errmsg(handle)); }

}  // namespace hub::storage::sqlite
