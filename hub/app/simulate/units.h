#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "hub/app/simulate/dice.h"
#include "hub/app/simulate/life.h"
#include "hub/app/simulate/weather.h"
#include "hub/core/executor.h"
#include "hub/core/work.h"

namespace hub::simulate {

/// Where the storage's lane answers: the simulation waits for it, and the lane, held within its last answer, for the simulation. So no
/// thread is ever faster or slower than another, and which units share a COMMIT is not left to them.
class LaneAnswers final : public core::Executor {
  public:
    void post(core::Task task) override;
    core::TimerId postAt(core::MonoTime when, core::Task task) override;
    bool cancel(core::TimerId timer) override;

    /// Lets the lane take the units that wait for it; with its `count`th answer it is held again. REQUIRES: count > 0.
    void release(std::size_t count);
    /// Waits for those answers and runs them in their order, on the calling thread.
    void await();
    /// Never holds the lane again: it has to end.
    void letGo();

  private:
    std::mutex mutex_;  // guards all below
    std::condition_variable came_;
    std::condition_variable released_;
    std::vector<core::Task> tasks_;
    std::size_t expected_ = 0;
    bool held_ = false;
    bool ends_ = false;
};

/// Units of work of one life. Those that are given in one virtual moment go to the storage's lane together, and the moment lasts until
/// all are answered. The simulation's thread alone.
class SteppedUnits final : public core::UnitOfWork {
  public:
    struct House {
        std::string owner;  ///< of this life alone
        core::UnitOfWork& lane;
        LaneAnswers& answers;
        core::Executor& executor;  ///< of this life
        const core::Clock& clock;
        Dice& dice;
        const Weather& weather;
        /// After units became durable.
        std::function<void()> durable;
        /// The units that follow are given at once: none of them knows of another.
        std::function<void()> begin_group;
        /// The aggregate of the unit that runs; on the lane's thread, while the simulation's waits.
        std::function<void(core::IdBits)> begin_unit;
    };

    /// The lane is idle.
    explicit SteppedUnits(House house);
    ~SteppedUnits() override { house_.answers.letGo(); }
    SteppedUnits(const SteppedUnits&) = delete;
    SteppedUnits& operator=(const SteppedUnits&) = delete;

    void run(core::WorkOrder order, Work work, OnDone on_done) override;

    /// Runs one unit within this call, for those who may wait.
    core::WorkOutcome runNow(core::WorkOrder order, Work work);

    /// The process dies: what waits never happened, and whoever asks is told at once that nothing does.
    void cut();

    std::uint64_t count() const { return count_; }

  private:
    struct Unit {
        core::WorkOrder order;
        Work work;
        OnDone on_done;
    };
    enum class Fate { Carried, Busy, UnknownDone, UnknownNotDone };

    Fate fate();
    void flush();
    void carry(Unit& unit, core::WorkOutcome& outcome);
    static core::WorkOutcome told(Fate fate, const core::WorkOutcome& outcome);

    House house_;
    std::vector<Unit> waiting_;
    bool cut_ = false;
    std::uint64_t count_ = 0;
};

/// The same for those who wait (core::runAndWait): the unit has ended when run() returns.
class ImmediateUnits final : public core::UnitOfWork {
  public:
    /// `units` outlives this.
    explicit ImmediateUnits(SteppedUnits& units) : units_(units) {}
    void run(core::WorkOrder order, Work work, OnDone on_done) override { on_done(units_.runNow(std::move(order), std::move(work))); }

  private:
    SteppedUnits& units_;
};

}  // namespace hub::simulate
