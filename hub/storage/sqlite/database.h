#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "hub/storage/sql/database.h"

namespace hub::storage::sqlite {

/// When the write-ahead log is copied into the database, away from the writer's path.
struct CheckpointLimits {
    std::uint64_t wal_bytes = std::uint64_t{64} << 20U;  ///< past this while writing goes on, and after as much again
    std::chrono::milliseconds idle{1000};                ///< without a commit: whatever there is
    /// Past this the writer waits for the end of the copy: one who never pauses would keep the log from beginning anew, and every read
    /// of a page looks through all of it. Not longer than hold_max: a reader who stays long does not stop the writing.
    std::uint64_t hold_bytes = std::uint64_t{512} << 20U;
    std::chrono::milliseconds hold_max{2000};
};

/// One file, `hub.db`, in a folder on a local disk: one process, one writer at a time, any number of readers. WAL with
/// synchronous=FULL: a COMMIT that was answered is on the disk. A thread of its own does the checkpoints. A failing disk (SQLITE_IOERR,
/// SQLITE_CORRUPT) is core::Exception: what was written is not certain any more and fsync is never tried again.
class SqliteDatabase final : public sql::Database {
  public:
    /// Makes the folder (0700) and the file where they are missing, and locks the folder for this process.
    /// Also: DatabaseInUse, DatabaseNotUsable.
    static core::Result<std::unique_ptr<SqliteDatabase>> open(const std::filesystem::path& folder, const CheckpointLimits& limits = {},
                                                              std::size_t write_cache_mib = 64);
    ~SqliteDatabase() override;

    sql::Dialect dialect() const override { return sql::Dialect(sql::Engine::Sqlite); }
    core::Result<std::unique_ptr<sql::Connection>> connect(sql::Access access) override;

    /// How often the log was copied completely or in part.
    std::uint64_t checkpoints() const;

  private:
    struct State;
    explicit SqliteDatabase(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace hub::storage::sqlite
