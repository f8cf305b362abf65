#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "hub/storage/sqlite/database.h"
#include "hub/storage/sqlite/handle.h"

namespace hub::storage::sqlite {

/// How long a checkpoint holds up the writer while it waits for a reader.
inline constexpr int kCheckpointBusyMs = 100;

/// Copies the write-ahead log into the database on a thread and a connection of its own. The writer only says how long the log is.
class Checkpointer {
  public:
    /// REQUIRES: `handle` is used by nobody else, and waits kCheckpointBusyMs for locks.
    Checkpointer(Handle handle, const CheckpointLimits& limits);
    ~Checkpointer();

    /// After each commit, when the writer holds no lock: how long the log is now. Waits where it is too long. Any thread.
    void committed(std::uint64_t wal_bytes);

    std::uint64_t done() const;

  private:
    void threadRoot() noexcept;
    void serve();
    void copy(bool all);
    void copyRest();

    Handle handle_;  // used by the thread alone
    const CheckpointLimits limits_;
    mutable std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    std::condition_variable copied_;
    std::uint64_t wal_bytes_ = 0;
    std::uint64_t due_at_;  // bytes
    std::uint64_t commits_ = 0;
    std::uint64_t commits_copied_ = 0;
    std::uint64_t done_ = 0;
    bool writer_waits_ = false;  ///< from its next commit on
    bool stopping_ = false;
    std::thread thread_;  // last
};

}  // namespace hub::storage::sqlite
