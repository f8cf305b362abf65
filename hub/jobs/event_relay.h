#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "hub/core/outbox.h"
#include "hub/core/work.h"
#include "hub/flows/crash_point.h"
#include "hub/flows/event_store.h"
#include "hub/jobs/periodic.h"

namespace hub::jobs {

struct RelaySettings {
    Pace pace{.interval = core::Duration(250)};
    std::size_t batch = 256;       ///< events of one unit of work
    core::Duration lease{30'000};  ///< names whose a message is inside the unit; nothing outlives the unit
    std::string owner;             ///< names this process in leases; not empty
    flows::CrashHook crash = {};
};

struct RelayCounters {
    std::atomic<std::uint64_t> relayed = 0;
    std::atomic<std::uint64_t> buried = 0;  ///< messages that hold no event: on the dead-letter list, for a person
    std::atomic<std::uint64_t> failed_rounds = 0;
};

/// The one who gives events their numbers (MECHANISMS 7). Takes them from the outbox, appends them to their streams and ends the
/// messages in one unit of work, so an event is there once or, undone, comes again; then says which streams moved. Events of one
/// cause keep their order. Any thread.
class EventRelay {
  public:
    /// All outlive the relay and its last round.
    struct House {
        core::UnitOfWork& units;
        core::Reads& reads;
        core::Outbox& outbox;
        flows::EventStore& events;
        core::IdSource& ids;
        core::Executor& executor;
        const core::Clock& clock;
    };
    /// The streams that have new events, each once. Called on the executor, one call at a time; it returns soon. After a lost COMMIT
    /// also streams that have none.
    using OnMoved = std::function<void(const std::vector<std::string>& streams)>;

    EventRelay(const House& house, RelaySettings settings);

    /// REQUIRES: before start().
    void subscribe(OnMoved on_moved);

    /// Begins with what a crash has left.
    void start() { job_.start(); }

    /// There is something to relay; called when a unit that published is durable.
    void wake() { job_.wake(); }

    /// As Periodic::stop().
    void stop(std::function<void()> on_stopped) { job_.stop(std::move(on_stopped)); }

    const RelayCounters& counters() const { return counters_; }

  private:
    struct Batch;

    void round(const Periodic::Ended& ended);
    core::Result<void> work(core::Transaction& transaction, Batch& batch);
    core::Result<void> relaySome(core::Transaction& transaction, Batch& batch);
    void onDone(const core::WorkOutcome& outcome, const Batch& batch, const Periodic::Ended& ended);

    House house_;
    RelaySettings settings_;
    std::vector<OnMoved> subscribers_;
    RelayCounters counters_;
    Periodic job_;  // last: its rounds use all above
};

}  // namespace hub::jobs
