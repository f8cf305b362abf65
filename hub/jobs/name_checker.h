#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "hub/flows/registration_flow.h"
#include "hub/jobs/outbox_round.h"

namespace hub::jobs {

struct NameCheckerSettings {
    Pace pace{.interval = core::Duration(5'000)};
    std::size_t batch = 8;                                 ///< questions under way at a time: a service that comes back is not run over
    core::Duration lease{120'000};                         ///< longer than an answer may take
    core::Duration again_first = std::chrono::minutes(1);  ///< after a question nobody answered; doubles with each
    core::Duration again_most = std::chrono::hours(4);
    std::string owner;  ///< names this process in leases; not empty
};

struct NameCheckerCounters {
    std::atomic<std::uint64_t> settled = 0;
    std::atomic<std::uint64_t> postponed = 0;
};

/// Asks identity services again about people whom none could say anything of when they registered. Any thread.
class NameChecker {
  public:
    /// All outlive the job and its last round.
    struct House {
        core::UnitOfWork& units;
        core::Reads& reads;
        core::Outbox& outbox;
        core::IdSource& ids;
        core::Executor& executor;
        const core::Clock& clock;
        flows::RegistrationFlow& flow;
    };

    NameChecker(const House& house, NameCheckerSettings settings);

    void start() { job_.start(); }
    void wake() { job_.wake(); }

    /// As Periodic::stop().
    void stop(std::function<void()> on_stopped) { job_.stop(std::move(on_stopped)); }

    const NameCheckerCounters& counters() const { return counters_; }

  private:
    void check(const core::OutboxMessage& message, OutboxRound::Dealt dealt);
    void delivered(const core::OutboxMessage& message, OutboxRound::Dealt dealt);

    House house_;
    NameCheckerSettings settings_;
    NameCheckerCounters counters_;
    OutboxRound round_;
    Periodic job_;  // last: its rounds use all above
};

}  // namespace hub::jobs
