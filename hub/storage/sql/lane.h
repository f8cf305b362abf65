#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "hub/core/executor.h"
#include "hub/storage/sql/group.h"

namespace hub::storage::sql {

/// A queue of units and the one thread that takes groups from it. Any thread may push.
class WriteLane {
  public:
    /// All references outlive the lane.
    WriteLane(Database& database, core::Executor& executor, const core::Clock& clock, const Limits& limits, LaneCounters& counters,
              unsigned number);
    ~WriteLane();

    /// False: the queue is full, or the lane stops. Then the unit was not touched.
    bool push(Unit& unit);

    /// Brings what waits to its end and joins the thread. While the database is down that is NotDone or Unknown, without further patience.
    void stop();

  private:
    void threadRoot() noexcept;
    void serve();
    std::vector<Unit> take();
    void answer(Unit& unit);

    core::Executor& executor_;
    const Limits& limits_;
    LaneCounters& counters_;
    Patience patience_;
    GroupRunner runner_;  // used by the thread alone
    std::mutex mutex_;    // guards all below
    std::condition_variable enough_;
    std::deque<Unit> waiting_;
    std::size_t wake_at_ = 1;  // push() wakes the thread when exactly so many wait, and no other time
    std::size_t last_group_ = 0;
    bool stopping_ = false;
    std::thread thread_;  // last: it starts when everything stands
};

}  // namespace hub::storage::sql
