#include "hub/app/simulate/units.h"

#include "hub/core/assert.h"

namespace hub::simulate {

using core::Error;
using core::Failure;
using core::WorkEnd;
using core::WorkOutcome;

void LaneAnswers::post(core::Task task) {
    std::unique_lock lock(mutex_);
    tasks_.push_back(std::move(task));
    if (tasks_.size() < expected_) return;
    held_ = true;
    came_.notify_one();
    released_.wait(lock, [this] { return !held_ || ends_; });
}

core::TimerId LaneAnswers::postAt(core::MonoTime /*when*/, core::Task /*task*/) {
    HUB_ASSERT(false);  // a lane only answers
}

bool LaneAnswers::cancel(core::TimerId /*timer*/) { return false; }

void LaneAnswers::release(std::size_t count) {
    {
        const std::lock_guard lock(mutex_);
        expected_ = count;
        held_ = false;
    }
    released_.notify_one();
}

void LaneAnswers::await() {
    std::vector<core::Task> answered;
    {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] { return tasks_.size() >= expected_; });
        answered.swap(tasks_);
    }
    for (const core::Task& task : answered) task();
}

void LaneAnswers::letGo() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    released_.notify_one();
}

/// The lane has nothing to hold it by before its first answer: a unit that does nothing gives it.
SteppedUnits::SteppedUnits(House house) : house_(std::move(house)) {
    house_.answers.release(1);
    house_.lane.run(
        {{"simulate/begin/" + house_.owner}, core::IdBits{}}, [](core::Transaction&) { return core::Result<void>(); },
        [](const WorkOutcome&) {});
    house_.answers.await();
}

void SteppedUnits::run(core::WorkOrder order, Work work, OnDone on_done) {
    if (cut_) return on_done({WorkEnd::NotDone, false, Failure(Error::StorageDown, "the process is gone")});
    waiting_.push_back({std::move(order), std::move(work), std::move(on_done)});
    // Behind everything else that happens in this moment.
    if (waiting_.size() == 1) house_.executor.postAt(house_.clock.mono(), [this] { flush(); });
}

SteppedUnits::Fate SteppedUnits::fate() {
    const bool busy = house_.dice.permille(house_.weather.storage_busy);
    const bool unknown = house_.dice.permille(house_.weather.commit_unknown);
    if (busy) return Fate::Busy;
    if (!unknown) return Fate::Carried;
    return house_.dice.below(2) == 0 ? Fate::UnknownDone : Fate::UnknownNotDone;
}

WorkOutcome SteppedUnits::told(Fate fate, const WorkOutcome& outcome) {
    if (fate == Fate::Busy) return {WorkEnd::NotDone, false, Failure(Error::StorageBusy, "simulated")};
    if (fate == Fate::Carried) return outcome;
    return {WorkEnd::Unknown, false, Failure(Error::CommitUnknown, "simulated")};
}

void SteppedUnits::carry(Unit& unit, WorkOutcome& outcome) {
    ++count_;
    auto work = [this, aggregate = unit.order.aggregate, work = std::move(unit.work)](core::Transaction& transaction) {
        house_.begin_unit(aggregate);
        return work(transaction);
    };
    house_.lane.run(std::move(unit.order), std::move(work), [&outcome](const WorkOutcome& ended) { outcome = ended; });
}

void SteppedUnits::flush() {
    std::vector<Unit> units;
    units.swap(waiting_);
    house_.begin_group();
    std::vector<Fate> fates;
    std::vector<WorkOutcome> outcomes(units.size());
    std::size_t carried = 0;
    for (std::size_t i = 0; i < units.size(); ++i) {
        fates.push_back(fate());
        if (fates[i] == Fate::Busy || fates[i] == Fate::UnknownNotDone) continue;
        carry(units[i], outcomes[i]);
        ++carried;
    }
    if (carried > 0) {
        house_.answers.release(carried);
        house_.answers.await();
        house_.durable();
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
        const WorkOutcome gone{WorkEnd::NotDone, false, Failure(Error::StorageDown, "the process is gone")};
        units[i].on_done(cut_ ? gone : told(fates[i], outcomes[i]));
    }
}

WorkOutcome SteppedUnits::runNow(core::WorkOrder order, Work work) {
    const Fate fate = this->fate();
    WorkOutcome outcome;
    if (cut_) return {WorkEnd::NotDone, false, Failure(Error::StorageDown, "the process is gone")};
    if (fate == Fate::Carried || fate == Fate::UnknownDone) {
        house_.begin_group();
        Unit unit{std::move(order), std::move(work), {}};
        carry(unit, outcome);
        house_.answers.release(1);
        house_.answers.await();
        house_.durable();
    }
    return told(fate, outcome);
}

void SteppedUnits::cut() {
    cut_ = true;
    house_.answers.letGo();
    std::vector<Unit> units;
    units.swap(waiting_);
    for (Unit& unit : units) unit.on_done({WorkEnd::NotDone, false, Failure(Error::StorageDown, "the process is gone")});
}

}  // namespace hub::simulate
