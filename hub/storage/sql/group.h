#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>
#include <span>
#include <vector>

#include "hub/core/work.h"
#include "hub/storage/sql/counters.h"
#include "hub/storage/sql/database.h"
#include "hub/storage/sql/limits.h"
#include "hub/storage/sql/transaction.h"

namespace hub::storage::sql {

/// A pause that can be cut short from another thread.
class Patience {
  public:
    /// Not at all after hurry().
    void wait(std::chrono::microseconds pause);
    void hurry();

  private:
    std::mutex mutex_;  // guards in_a_hurry_
    std::condition_variable changed_;
    bool in_a_hurry_ = false;
};

/// One unit of work on its way.
struct Unit {
    core::WorkOrder order;
    core::UnitOfWork::Work work;
    core::UnitOfWork::OnDone on_done;
    core::WorkOutcome outcome;
    bool in_doubt = false;  ///< a COMMIT with it was sent and not answered, and its key has not been seen since
};

/// Runs groups of units, each group in one transaction on the one connection it keeps, and brings every unit to an end: durable, undone
/// alone, or unknown. First all together, inserts gathered; when one of them stumbles, again with a savepoint a unit. One thread.
class GroupRunner {
  public:
    /// All references outlive the runner. `seed` is for the jitter.
    GroupRunner(Database& database, const core::Clock& clock, const Limits& limits, LaneCounters& counters, Patience& patience,
                unsigned seed);

    /// Sets the outcome of every unit. Units run in the order given. Lets core::Exception through: the process must end.
    void run(std::span<Unit> units);

  private:
    using Inserts = SqlTransaction::Inserts;
    enum class End {
        Committed,
        OneByOne,  ///< rolled back: run again with a savepoint a unit
        Conflict,  ///< rolled back: run again
        Full,      ///< rolled back
        Lost,      ///< before COMMIT was sent
        InDoubt,   ///< after
    };

    void run(std::vector<Unit*> open);
    void runAlone(const std::vector<Unit*>& open);
    core::Result<void> connect(int& tries);
    bool settleDoubts(std::vector<Unit*>& open);
    End pass(const std::vector<Unit*>& open, Inserts inserts);
    std::optional<End> passUnit(SqlTransaction& transaction, Unit& unit, Inserts inserts, std::vector<Unit*>& failed);
    std::optional<End> openUnit(SqlTransaction& transaction, Unit& unit, bool& ended);
    End afterStumble(Inserts inserts);
    End commit(Inserts inserts);
    void pause(int tries);
    static void endWithout(const std::vector<Unit*>& open, const core::Failure& why);

    Database& database_;
    const core::Clock& clock_;
    const Limits& limits_;
    LaneCounters& counters_;
    Patience& patience_;
    std::minstd_rand random_;
    std::unique_ptr<Connection> connection_;
    bool down_ = false;  // the last group found no database
};

}  // namespace hub::storage::sql
