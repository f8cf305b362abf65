#include "hub/storage/sqlite/database.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <utility>

#include "hub/storage/sqlite/checkpointer.h"
#include "hub/storage/sqlite/connection.h"

namespace hub::storage::sqlite {

using core::Error;
using core::Failure;
using core::Result;

namespace fs = std::filesystem;

namespace {

constexpr int kBusyMs = 10000;  // a writer waits for the end of a checkpoint, nothing else ever holds the lock

Failure notUsable(const fs::path& path, std::string_view why) {
    return Failure(Error::DatabaseNotUsable, fmt::format("{}: {}", path.string(), why));
}

std::string errnoText() { return std::generic_category().message(errno); }

/// The folder's lock: it goes with the process, however that ends.
class FolderLock {
  public:
    explicit FolderLock(int file) : file_(file) {}
    FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock() {
        if (file_ >= 0) close(file_);
    }

    static Result<FolderLock> take(const fs::path& folder) {
        const fs::path path = folder / "onecard.lock";
        FolderLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        if (lock.file_ < 0) return notUsable(path, errnoText());
        if (flock(lock.file_, LOCK_EX | LOCK_NB) == 0) return lock;
        if (errno == EWOULDBLOCK) return Failure(Error::DatabaseInUse, folder.string());
        return notUsable(path, errnoText());
    }

  private:
    int file_;
};

Result<Handle> openHandle(const fs::path& file, int flags, const std::string& pragmas, int busy_ms = kBusyMs) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Handle handle(raw);
    if (code != SQLITE_OK) return notUsable(file, reasonOf(raw));
    sqlite3_busy_timeout(raw, busy_ms);
    if (sqlite3_exec(raw, pragmas.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return notUsable(file, reasonOf(raw));
    return handle;
}

constexpr std::string_view kEveryone = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;";
// FULL: in WAL mode NORMAL would not sync at COMMIT.
constexpr std::string_view kWriter = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

}  // namespace

struct SqliteDatabase::State {
    State(FolderLock folder_lock, fs::path path, int page, std::string pragmas, Handle checkpoint_handle, const CheckpointLimits& limits)
        : lock(std::move(folder_lock)),
          file(std::move(path)),
          page_bytes(page),
          writer_pragmas(std::move(pragmas)),
          checkpointer(std::move(checkpoint_handle), limits) {}

    FolderLock lock;
    fs::path file;
    int page_bytes;
    std::string writer_pragmas;
    Checkpointer checkpointer;
};

SqliteDatabase::SqliteDatabase(std::unique_ptr<State> state) : state_(std::move(state)) {}

SqliteDatabase::~SqliteDatabase() = default;

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const fs::path& folder, const CheckpointLimits& limits,
                                                             std::size_t write_cache_mib) {
    std::error_code problem;
    if (!fs::exists(folder, problem)) {
        fs::create_directories(folder, problem);
        if (problem) return notUsable(folder, problem.message());
        fs::permissions(folder, fs::perms::owner_all, problem);
    }
    if (problem) return notUsable(folder, problem.message());
    Result<FolderLock> lock = FolderLock::take(folder);
    if (!lock.ok()) return lock.failure();
    const fs::path file = folder / "hub.db";
    Result<Handle> handle =
        openHandle(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, fmt::format("{}{}PRAGMA wal_autocheckpoint = 0;", kEveryone, kWriter));
    if (!handle.ok()) return handle.failure();
    SqliteConnection asked(std::move(*handle));
    std::int64_t page_bytes = 0;
    const Result<void> answered = asked.query("PRAGMA page_size", {}, [&](const sql::Row& row) { page_bytes = row.integer(0); });
    if (!answered.ok()) return answered.failure();
    Result<Handle> checkpoint = openHandle(file, SQLITE_OPEN_READWRITE, std::string(kEveryone) + std::string(kWriter), kCheckpointBusyMs);
    if (!checkpoint.ok()) return checkpoint.failure();
    return std::unique_ptr<SqliteDatabase>(new SqliteDatabase(std::make_unique<State>(
        *std::move(lock), file, static_cast<int>(page_bytes),
        fmt::format("{}{}PRAGMA cache_size = -{};", kEveryone, kWriter, write_cache_mib * 1024), *std::move(checkpoint), limits)));
}

Result<std::unique_ptr<sql::Connection>> SqliteDatabase::connect(sql::Access access) {
    const bool writes = access == sql::Access::Write;
    Result<Handle> handle = openHandle(state_->file, writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY,
                                       writes ? state_->writer_pragmas : std::string(kEveryone));
    if (!handle.ok()) return handle.failure();
    if (writes) {
        // In the place of the automatic checkpoint, which would run inside the writer's COMMIT.
        sqlite3_wal_hook(
            handle->get(),
            [](void* state, sqlite3*, const char*, int pages) {
                auto& self = *static_cast<State*>(state);
                self.checkpointer.committed(static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(self.page_bytes));
                return SQLITE_OK;
            },
            state_.get());
    }
    return std::unique_ptr<sql::Connection>(std::make_unique<SqliteConnection>(*std::move(handle)));
}

std::uint64_t SqliteDatabase::checkpoints() const { return state_->checkpointer.done(); }

}  // namespace hub::storage::sqlite
