#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "hub/core/attempts.h"
#include "hub/core/executor.h"
#include "hub/core/work.h"

namespace tests {

class MemoryTransaction final : public hub::core::Transaction {};

/// Units of work without a database: whole or not at all, once a key, ended on the executor. Stores that take part hand in how to
/// keep and how to bring back their content. One thread.
class MemoryWork final : public hub::core::UnitOfWork, public hub::core::Reads {
  public:
    explicit MemoryWork(hub::core::Executor& executor) : executor_(executor) {}

    /// `keep` answers with a function that brings back what was there when it was called.
    void join(std::function<std::function<void()>()> keep) { stores_.push_back(std::move(keep)); }

    /// The next unit ends like this instead; its work does not run.
    void failNext(hub::core::WorkEnd end) { fail_next_ = end; }

    void run(hub::core::WorkOrder order, Work work, OnDone on_done) override;
    hub::core::Result<void> read(const Read& read) override;

  private:
    hub::core::WorkOutcome outcomeOf(const hub::core::WorkOrder& order, const Work& work);

    hub::core::Executor& executor_;
    std::vector<std::function<std::function<void()>()>> stores_;
    std::set<std::string> keys_;
    std::optional<hub::core::WorkEnd> fail_next_;
};

/// hub::core::Attempts as its header says, in memory. The database's clock is the one handed in.
class MemoryAttempts final : public hub::core::Attempts {
  public:
    MemoryAttempts(MemoryWork& work, const hub::core::Clock& clock);

    hub::core::Result<void> add(hub::core::Transaction& transaction, const hub::core::Attempt& attempt) override;
    hub::core::Result<hub::core::Attempt> find(hub::core::ReadTransaction& transaction, hub::core::AttemptId id) override;
    hub::core::Result<std::optional<hub::core::Attempt>> findByWireId(hub::core::ReadTransaction& transaction,
                                                                      std::string_view counterparty, std::string_view wire_id) override;
    hub::core::Result<std::vector<hub::core::Attempt>> ofFlow(hub::core::ReadTransaction& transaction, hub::core::IdBits flow_id) override;
    hub::core::Result<std::int64_t> change(hub::core::Transaction& transaction, hub::core::AttemptId id, std::int64_t version,
                                           const hub::core::AttemptChange& change) override;
    hub::core::Result<std::vector<hub::core::Attempt>> lease(hub::core::Transaction& transaction, hub::core::UtcTime now,
                                                             std::string_view owner, hub::core::Duration duration,
                                                             std::size_t limit) override;
    hub::core::Result<std::vector<hub::core::Attempt>> unfinished(hub::core::ReadTransaction& transaction, std::size_t limit) override;

    const std::map<hub::core::AttemptId, hub::core::Attempt>& all() const { return attempts_; }

  private:
    const hub::core::Clock& clock_;
    std::map<hub::core::AttemptId, hub::core::Attempt> attempts_;
};

}  // namespace tests
