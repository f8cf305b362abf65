#include "hub/storage/sql/reads.h"

#include <utility>

#include "hub/storage/sql/transaction.h"

namespace hub::storage::sql {

using core::Error;
using core::Failure;
using core::Result;

Result<void> ReadPool::read(const Read& read) {
    Result<std::unique_ptr<Connection>> taken = take();
    if (!taken.ok()) return taken.failure();
    // Given back however this ends; a connection that is lost is not.
    struct Loan {
        ReadPool& pool;
        std::unique_ptr<Connection> connection;
        ~Loan() { pool.giveBack(std::move(connection)); }
    } loan{*this, *std::move(taken)};

    const Result<void> begun = begin(loan.connection);
    if (!begun.ok()) return begun;
    SqlTransaction transaction(*loan.connection, SqlTransaction::Inserts::AtOnce);
    Result<void> answer = read(transaction);
    if (const auto doom = loan.connection->doom()) answer = failureOf(*doom, "the snapshot is gone");
    loan.connection->rollback();
    return answer;
}

/// Waits for a place; the connection is null where one has to be made.
Result<std::unique_ptr<Connection>> ReadPool::take() {
    std::unique_lock lock(mutex_);
    const bool free = changed_.wait_for(lock, limits_.read_wait_max, [this] { return stopping_ || lent_ < limits_.read_connections; });
    if (stopping_) return Failure(Error::StorageDown, "the hub is stopping");
    if (!free) return Failure(Error::StorageBusy, "every connection for reading is in use");
    ++lent_;
    if (idle_.empty()) return std::unique_ptr<Connection>();
    std::unique_ptr<Connection> connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

void ReadPool::giveBack(std::unique_ptr<Connection> connection) {
    const bool usable = connection != nullptr && !connection->doom();
    {
        const std::lock_guard lock(mutex_);
        --lent_;
        if (usable && !stopping_) idle_.push_back(std::move(connection));
    }
    changed_.notify_all();
}

/// Opens the snapshot. A connection that died while it was idle is replaced once.
Result<void> ReadPool::begin(std::unique_ptr<Connection>& connection) {
    if (connection != nullptr && connection->begin(Access::Read).ok()) return {};
    Result<std::unique_ptr<Connection>> made = database_.connect(Access::Read);
    if (!made.ok()) return made.failure();
    connection = *std::move(made);
    return connection->begin(Access::Read);
}

void ReadPool::stop() {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return lent_ == 0; });
    idle_.clear();
}

}  // namespace hub::storage::sql
