#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "hub/core/executor.h"
#include "hub/flows/changes.h"

namespace hub::api::rest {

/// Waits for a condition without holding a thread: looks when something has changed, and for the last time when the time is up. Its
/// timer keeps it alive until then. Any thread.
class Waiting : public std::enable_shared_from_this<Waiting> {
  public:
    /// True ends the waiting. `last` says that there is no further look. One call at a time.
    using Look = std::function<bool(bool last)>;

    /// The first look follows at once. `executor`, `clock` and `changes` outlive the waiting.
    static void begin(core::Executor& executor, const core::Clock& clock, flows::Changes& changes, core::IdBits id, core::Duration most,
                      Look look);

  private:
    Waiting(core::Executor& executor, Look look) : executor_(executor), look_(std::move(look)) {}
    void again(bool last);

    core::Executor& executor_;
    Look look_;
    std::mutex mutex_;  // guards all below
    bool over_ = false;
    core::TimerId timer_ = 0;
    flows::Changes::Watch watch_;
};

}  // namespace hub::api::rest
