#include "hub/storage/sqlite/checkpointer.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <utility>

namespace hub::storage::sqlite {

Checkpointer::Checkpointer(Handle handle, const CheckpointLimits& limits)
    : handle_(std::move(handle)), limits_(limits), due_at_(limits.wal_bytes), thread_([this] { threadRoot(); }) {}

Checkpointer::~Checkpointer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    copied_.notify_all();
    thread_.join();
}

void Checkpointer::committed(std::uint64_t wal_bytes) {
    std::unique_lock lock(mutex_);
    if (wal_bytes < wal_bytes_) due_at_ = limits_.wal_bytes;  // the writer began the log anew
    wal_bytes_ = wal_bytes;
    ++commits_;
    if (wal_bytes_ >= due_at_) {
        changed_.notify_one();
        writer_waits_ = writer_waits_ || wal_bytes_ >= limits_.hold_bytes;
    }
    if (writer_waits_) copied_.wait_for(lock, limits_.hold_max, [this] { return stopping_ || !writer_waits_; });
}

std::uint64_t Checkpointer::done() const {
    const std::lock_guard lock(mutex_);
    return done_;
}

void Checkpointer::threadRoot() noexcept {
    try {
        serve();
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "event=checkpointer_broken what=\"%s\"\n", problem.what());
        std::abort();
    }
}

void Checkpointer::serve() {
    std::unique_lock lock(mutex_);
    std::uint64_t commits_seen = 0;
    while (!stopping_) {
        changed_.wait_for(lock, limits_.idle, [this] { return stopping_ || wal_bytes_ >= due_at_; });
        const bool long_log = wal_bytes_ >= due_at_;
        const bool idle = commits_ == commits_seen && commits_ != commits_copied_;
        commits_seen = commits_;
        if (stopping_ || (!idle && !long_log)) continue;
        if (long_log) due_at_ = wal_bytes_ + limits_.wal_bytes;  // a reader that stays long does not bring us back at every commit
        lock.unlock();
        copy(long_log);
        lock.lock();
        writer_waits_ = false;
        copied_.notify_all();
        commits_copied_ = commits_seen;
        ++done_;
    }
}

/// `all`: also what was written meanwhile, so that the log begins anew. The writer waits for that rest only, and no longer than the
/// handle's busy time-out.
void Checkpointer::copy(bool all) {
    int frames = 0;
    int copied = 0;
    const int code = sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &frames, &copied);
    // A reader or writer in the way is for the next time; a disk that fails throws.
    if (code != SQLITE_OK && code != SQLITE_BUSY) errorOf(handle_.get());
    if (code == SQLITE_OK && all && copied < frames) copyRest();
}

/// A writer who never pauses is met between two commits only when it waits there; its commit may be seconds away.
void Checkpointer::copyRest() {
    const bool holds = [this] {
        const std::lock_guard lock(mutex_);
        writer_waits_ = writer_waits_ || wal_bytes_ >= limits_.hold_bytes;
        return writer_waits_;
    }();
    if (holds) sqlite3_busy_timeout(handle_.get(), static_cast<int>(limits_.hold_max.count()));
    const int code = sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
    if (code != SQLITE_OK && code != SQLITE_BUSY) errorOf(handle_.get());
    if (holds) sqlite3_busy_timeout(handle_.get(), kCheckpointBusyMs);
}

}  // namespace hub::storage::sqlite
