#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "hub/flows/match_flow.h"
#include "hub/identity/index/matched_people.h"
#include "hub/jobs/outbox_round.h"

namespace hub::jobs {

struct MatchAskerSettings {
    Pace pace{.interval = core::Duration(200)};
    std::size_t batch = 16;                                ///< people asked about at a time: each takes a thread for some milliseconds
    core::Duration lease{60'000};                          ///< longer than an answer may take
    core::Duration again_first = std::chrono::seconds(1);  ///< after a question that could not be answered; doubles with each
    core::Duration again_most = std::chrono::minutes(5);
    std::string owner;  ///< names this process in leases; not empty
};

struct MatchAskerCounters {
    std::atomic<std::uint64_t> answered = 0;
    std::atomic<std::uint64_t> postponed = 0;
    std::atomic<std::uint64_t> parked = 0;
};

/// Asks the matcher who else people could be of whom something has become known. Any thread.
class MatchAsker {
  public:
    /// All outlive the job and its last round.
    struct House {
        core::UnitOfWork& units;
        core::Reads& reads;
        core::Outbox& outbox;
        core::IdSource& ids;
        core::Executor& executor;
        const core::Clock& clock;
        flows::MatchFlow& flow;
    };

    MatchAsker(const House& house, MatchAskerSettings settings);

    void start() { job_.start(); }
    void wake() { job_.wake(); }

    /// As Periodic::stop().
    void stop(std::function<void()> on_stopped) { job_.stop(std::move(on_stopped)); }

    const MatchAskerCounters& counters() const { return counters_; }

  private:
    void ask(const core::OutboxMessage& message, OutboxRound::Dealt dealt);
    void setAside(const core::OutboxMessage& message, const core::Failure& why, OutboxRound::Dealt dealt);

    House house_;
    MatchAskerSettings settings_;
    MatchAskerCounters counters_;
    OutboxRound round_;
    Periodic job_;  // last: its rounds use all above
};

}  // namespace hub::jobs
