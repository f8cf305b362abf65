#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "hub/storage/sql/database.h"

namespace tests {

/// What goes wrong with a database, told beforehand. Any thread.
class Faults {
  public:
    using SqlError = hub::storage::sql::SqlError;
    enum class LostCommit { TookEffect, DidNot, TakesEffectLater };

    /// The n-th call from now (1: the next) fails with `error`; calls are those of every connection together, connecting included.
    void failCall(int nth, SqlError error);
    /// Every call from now that is of this kind fails ("connect", "begin", "execute", "query", "commit").
    void failEach(const std::string& kind, SqlError error);
    /// The answer of the next COMMIT is lost; TakesEffectLater: it happens right after the next BEGIN was asked for.
    void loseNextCommit(LostCommit how);
    /// No connection can be made or used until this is taken back.
    void goDown(bool down);
    /// Goes down at the moment the next COMMIT is lost.
    void goDownWithNextCommit() { down_with_commit_ = true; }

    /// How many calls there were since the start.
    int calls() const;

    // For the connections below.
    std::optional<SqlError> next(const std::string& kind);
    std::optional<LostCommit> takeLostCommit();
    void keepForLater(std::unique_ptr<hub::storage::sql::Connection> connection);
    void commitWhatWasKept();

  private:
    mutable std::mutex mutex_;  // guards all below
    int calls_ = 0;
    std::map<int, SqlError> by_call_;
    std::map<std::string, SqlError> by_kind_;
    std::optional<LostCommit> lost_commit_;
    std::unique_ptr<hub::storage::sql::Connection> kept_;
    bool down_ = false;
    std::atomic<bool> down_with_commit_ = false;
};

/// A database with faults. Not for more than one thread at a time per connection, as any.
class FaultyDatabase final : public hub::storage::sql::Database {
  public:
    /// Both outlive this.
    FaultyDatabase(hub::storage::sql::Database& inner, Faults& faults) : inner_(inner), faults_(faults) {}

    hub::storage::sql::Dialect dialect() const override { return inner_.dialect(); }
    hub::core::Result<std::unique_ptr<hub::storage::sql::Connection>> connect(hub::storage::sql::Access access) override;

  private:
    hub::storage::sql::Database& inner_;
    Faults& faults_;
};

}  // namespace tests
