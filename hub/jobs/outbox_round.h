#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "hub/core/executor.h"
#include "hub/core/outbox.h"
#include "hub/jobs/periodic.h"

namespace hub::jobs {

/// What a job that delivers a topic's messages one by one does in each round: looks, leases some, hands them out, and ends when all are
/// dealt with. Any thread.
class OutboxRound {
  public:
    /// All outlive this and its last round.
    struct House {
        core::UnitOfWork& units;
        core::Reads& reads;
        core::Outbox& outbox;
        core::IdSource& ids;
        const core::Clock& clock;
    };
    struct Settings {
        std::string topic;
        std::string owner;       ///< names this process in leases; not empty
        std::size_t batch = 64;  ///< messages dealt with side by side, each of another key
        core::Duration lease{60'000};
    };
    /// To be called exactly once a message, on any thread.
    using Dealt = std::function<void()>;
    using Deal = std::function<void(const core::OutboxMessage&, Dealt)>;

    OutboxRound(const House& house, Settings settings, Deal deal);

    void run(const Periodic::Ended& ended);

    /// Back for another try, or buried: then it holds back its key's later messages until a person has looked. Where this is not taken
    /// either, the lease runs out and the message comes again.
    void postpone(const core::OutboxMessage& message, core::UtcTime again, Dealt dealt);
    void bury(const core::OutboxMessage& message, std::string code, Dealt dealt);

  private:
    void end(const core::OutboxMessage& message, const std::function<core::Result<void>(core::Transaction&)>& how, Dealt dealt);
    core::WorkKey newKey() { return core::WorkKey{settings_.topic + "/" + house_.ids.next<core::OutboxId>().text()}; }

    House house_;
    const Settings settings_;
    const Deal deal_;
};

}  // namespace hub::jobs
