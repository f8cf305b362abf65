#pragma once

#include <memory>
#include <utility>

#include "hub/core/executor.h"

namespace hub::simulate {

/// Whether a hub process lives. Shared: what it has posted and asked outlives it, and must find out that nobody is there.
using Life = std::shared_ptr<const bool>;

/// The simulation's executor as one life sees it: what was posted in it is dropped after it.
class LifeExecutor final : public core::Executor {
  public:
    /// `executor` outlives this.
    LifeExecutor(core::Executor& executor, Life life) : executor_(executor), life_(std::move(life)) {}

    void post(core::Task task) override { executor_.post(guarded(std::move(task))); }
    core::TimerId postAt(core::MonoTime when, core::Task task) override { return executor_.postAt(when, guarded(std::move(task))); }
    bool cancel(core::TimerId timer) override { return executor_.cancel(timer); }

  private:
    core::Task guarded(core::Task task) const {
        return [life = life_, task = std::move(task)] {
            if (*life) task();
        };
    }

    core::Executor& executor_;
    const Life life_;
};

}  // namespace hub::simulate
