#pragma once

#include <functional>
#include <memory>

#include "hub/core/clock.h"
#include "hub/core/executor.h"

namespace hub::jobs {

/// How a round of a job went, and so when the next one comes.
enum class Round {
    More,    ///< there is more to do: the next one follows at once, or after Pace::between
    Idle,    ///< after the interval
    Failed,  ///< after a pause that doubles with each failure in a row
};

struct Pace {
    core::Duration interval{1'000};      ///< between the end of an idle round and the next
    core::Duration back_off_first{250};  ///< after the first failure
    core::Duration back_off_most{5'000};
    core::Duration between{0};  ///< after a round that leaves more to do: for work that must not be noticed
};

/// Runs a function again and again on the executor, never twice at a time. Any thread.
class Periodic {
  public:
    /// To be called exactly once a round, on any thread, also inside the function.
    using Ended = std::function<void(Round)>;
    /// Begins one round and returns; whatever takes time goes on without a thread and calls `ended` at last.
    using Function = std::function<void(Ended ended)>;

    /// `executor` and `clock` outlive the job and its last round.
    Periodic(core::Executor& executor, const core::Clock& clock, Pace pace, Function function);

    /// No further round begins; a running one is not waited for, so stop() comes first where the function needs what dies next.
    ~Periodic();

    Periodic(const Periodic&) = delete;
    Periodic& operator=(const Periodic&) = delete;

    /// The first round follows at once. A second call does nothing.
    void start();

    /// A round soon; while one runs, another one after it. A pause after a failure is not cut short. Nothing before start() and
    /// after stop().
    void wake();

    /// No further round begins. `on_stopped` is called on the executor once none is running; each call gets its own.
    void stop(std::function<void()> on_stopped);

  private:
    struct State;
    std::shared_ptr<State> state_;  // shared: timers and the running round may outlive the job
};

}  // namespace hub::jobs
