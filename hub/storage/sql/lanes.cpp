#include "hub/storage/sql/lanes.h"

#include <utility>

#include "hub/storage/sql/work_keys.h"

namespace hub::storage::sql {

WriteLanes::WriteLanes(Database& database, core::Executor& executor, const core::Clock& clock, const Limits& limits)
    : executor_(executor), limits_(limits) {
    HUB_ASSERT(limits.lanes >= 1 && limits.group_max >= 1 && limits.queue_max >= 1);
    const std::size_t most = database.dialect().writersMax();
    const std::size_t lanes = most == 0 ? limits.lanes : std::min(limits.lanes, most);
    for (std::size_t i = 0; i < lanes; ++i)
        lanes_.push_back(std::make_unique<WriteLane>(database, executor, clock, limits_, counters_, static_cast<unsigned>(i)));
}

void WriteLanes::run(core::WorkOrder order, Work work, OnDone on_done) {
    const core::Result<void> key = WorkKeys::check(order.key);
    if (!key.ok()) return refuse(std::move(on_done), key.failure());
    WriteLane& lane = *lanes_[std::hash<core::IdBits>()(order.aggregate) % lanes_.size()];
    Unit unit{std::move(order), std::move(work), std::move(on_done), {}, false};
    ++counters_.waiting;
    if (lane.push(unit)) return;
    --counters_.waiting;
    refuse(std::move(unit.on_done), stopped_ ? core::Failure(core::Error::StorageDown, "the hub is stopping")
                                             : core::Failure(core::Error::StorageBusy, "too much is waiting to be written"));
}

void WriteLanes::refuse(OnDone on_done, core::Failure why) {
    ++counters_.not_done;
    executor_.post([on_done = std::move(on_done), why = std::move(why)] { on_done({core::WorkEnd::NotDone, false, why}); });
}

void WriteLanes::stop() {
    stopped_ = true;
    for (const std::unique_ptr<WriteLane>& lane : lanes_) lane->stop();
}

}  // namespace hub::storage::sql
