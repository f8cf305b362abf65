#pragma once

#include <atomic>

#include "hub/core/executor.h"

namespace hub::api::http {

/// The threads that run handlers, with a bound on what waits for them. Any thread.
class Workers {
  public:
    /// `clock` outlives the workers.
    Workers(const core::Clock& clock, std::size_t threads, std::size_t queue_max)
        : admitted_max_(threads + queue_max), executor_(clock, threads) {}

    /// False when all threads are busy and the queue is full; `task` will not run then.
    bool tryRun(core::Task task);

    std::size_t queued() const { return executor_.queued(); }

    /// Finishes what was taken and joins the threads.
    void stop() { executor_.stop(); }

  private:
    const std::size_t admitted_max_;
    std::atomic<std::size_t> admitted_{0};
    core::ThreadExecutor executor_;
};

}  // namespace hub::api::http
