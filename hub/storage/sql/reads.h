#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "hub/core/work.h"
#include "hub/storage/sql/database.h"
#include "hub/storage/sql/limits.h"

namespace hub::storage::sql {

/// A bounded pool of connections for reading, made when they are first needed. Any thread.
class ReadPool final : public core::Reads {
  public:
    /// `database` outlives the pool.
    ReadPool(Database& database, const Limits& limits) : database_(database), limits_(limits) {}

    core::Result<void> read(const Read& read) override;

    /// Reads that come later get StorageDown; returns when those that run have ended.
    void stop();

  private:
    core::Result<std::unique_ptr<Connection>> take();
    void giveBack(std::unique_ptr<Connection> connection);
    core::Result<void> begin(std::unique_ptr<Connection>& connection);

    Database& database_;
    const Limits limits_;
    std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t lent_ = 0;
    bool stopping_ = false;
};

}  // namespace hub::storage::sql
