#pragma once

#include <memory>
#include <vector>

#include "hub/storage/sql/lane.h"

namespace hub::storage::sql {

/// The hub's UnitOfWork: lanes by aggregate, so the units of one aggregate keep their order. SQLite gets one lane.
/// A unit of a group that had to be run again may have been called before; what it was told then counts for nothing. A unit whose own
/// COMMIT went unanswered and is found to have taken effect is Done, not `repeated`. Any thread.
class WriteLanes final : public core::UnitOfWork {
  public:
    /// `database`, `executor` and `clock` outlive the lanes. The tables stand already.
    WriteLanes(Database& database, core::Executor& executor, const core::Clock& clock, const Limits& limits);

    /// Also: WorkKeyNotValid. After stop() NotDone with StorageDown.
    void run(core::WorkOrder order, Work work, OnDone on_done) override;

    /// Brings what waits to its end. Not from a task of the executor.
    void stop();

    const LaneCounters& counters() const { return counters_; }

  private:
    void refuse(OnDone on_done, core::Failure why);

    core::Executor& executor_;
    const Limits limits_;
    LaneCounters counters_;
    std::atomic<bool> stopped_ = false;
    std::vector<std::unique_ptr<WriteLane>> lanes_;
};

}  // namespace hub::storage::sql
