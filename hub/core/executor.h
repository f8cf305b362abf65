#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "hub/core/clock.h"

namespace hub::core {

using Task = std::function<void()>;

/// Names a timer for cancel(). 0 names none.
using TimerId = std::uint64_t;

/// Where everything waits: flows never block a thread, they post and are called again. Any thread may call.
/// The queue has no bound of its own: every entrance (HTTP, write lanes, counterparties) is bounded, and an admitted piece of
/// work has a bounded number of tasks posted at a time. A task that throws ends the process: each thread root has one catch.
class Executor {
  public:
    virtual ~Executor() = default;

    /// Runs `task` soon, on a thread of the executor, never inside this call.
    virtual void post(Task task) = 0;

    /// Runs `task` once `when` has come, not before. A time that is past means soon.
    virtual TimerId postAt(MonoTime when, Task task) = 0;

    /// True when the task will not run any more. False: it ran, is running, or never was.
    virtual bool cancel(TimerId timer) = 0;
};

/// `threads` workers on the real clock. Tasks run in the order posted but side by side when there are several workers.
class ThreadExecutor final : public Executor {
  public:
    /// `clock` outlives the executor. REQUIRES: threads >= 1.
    ThreadExecutor(const Clock& clock, std::size_t threads);

    /// As stop().
    ~ThreadExecutor() override;

    void post(Task task) override;
    TimerId postAt(MonoTime when, Task task) override;
    bool cancel(TimerId timer) override;

    /// Finishes what is posted, drops timers and whatever is posted from now on, joins the threads. Not from one of its own tasks.
    void stop();

    std::size_t queued() const;

  private:
    void work();

    const Clock& clock_;
    mutable std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    std::deque<Task> ready_;
    std::multimap<MonoTime, std::pair<TimerId, Task>> timers_;
    std::map<TimerId, std::multimap<MonoTime, std::pair<TimerId, Task>>::iterator> timer_by_id_;
    TimerId last_timer_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

/// One thread, virtual time: the caller of run…() runs the tasks. Time moves only by advance(). Simulation and tests. One thread only.
class VirtualExecutor final : public Executor, public Clock {
  public:
    explicit VirtualExecutor(UtcTime start) : utc_(start) {}

    void post(Task task) override;
    TimerId postAt(MonoTime when, Task task) override;
    bool cancel(TimerId timer) override;
    UtcTime utc() const override { return utc_; }
    MonoTime mono() const override { return mono_; }

    /// Runs everything that is due now, also what those tasks post.
    void runReady();

    /// Moves time forward, stopping at each timer on the way to run it at its own time.
    void advance(Duration by);

    /// Moves to the next timer and runs it. False when nothing waits.
    bool runNext();

  private:
    void moveTo(MonoTime when);

    UtcTime utc_;
    MonoTime mono_;
    std::int64_t utc_rest_ns_ = 0;  // part of a millisecond by which mono_ is ahead of utc_
    std::deque<Task> ready_;
    std::multimap<MonoTime, std::pair<TimerId, Task>> timers_;
    TimerId last_timer_ = 0;
};

}  // namespace hub::core
