#pragma once

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "hub/core/executor.h"

namespace hub::gateway {

/// The threads of one counterparty: the only ones that ever block on it. They know no time and take no decision; what follows a
/// piece of work runs on the executor. Any thread may call.
class Workers {
  public:
    /// `executor` outlives leave(). REQUIRES: threads >= 1.
    Workers(core::Executor& executor, std::size_t threads);

    /// As leave().
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// `work` may block for ever and throws nothing. Once it is back its thread is free, and `done` is posted. It runs at once if
    /// fewer pieces are out than there are threads; the caller counts.
    void give(core::Task work, core::Task done);

    /// Ends the free threads and abandons those that are at work; how many these are. An abandoned thread never leaves, even when its
    /// work comes back, so what it and its `done` hold is never destroyed under its feet: leaked, on purpose, because an adapter that
    /// did not stop when asked cannot be taken down safely. Its `done` is not posted. A second call answers 0.
    std::size_t leave();

  private:
    struct Shared;
    static void live(const std::shared_ptr<Shared>& shared, std::size_t index);

    std::shared_ptr<Shared> shared_;  // shared with the threads: an abandoned one outlives this object
    std::vector<std::thread> threads_;
};

}  // namespace hub::gateway
