#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "hub/flows/carrier.h"
#include "hub/flows/crash_point.h"
#include "hub/flows/inbound_flow.h"
#include "hub/flows/inbound_gate.h"
#include "hub/jobs/outbox_round.h"

namespace hub::jobs {

struct ApplierSettings {
    Pace pace{.interval = core::Duration(250)};
    std::size_t batch = 64;        ///< events applied side by side, each of another file
    core::Duration lease{60'000};  ///< how long one may take before another node has it
    core::Duration again{1'000};   ///< after a failure that implies "retry"
    std::string owner;             ///< names this process in leases; not empty
    flows::CrashHook crash = {};
};

struct ApplierCounters {
    std::atomic<std::uint64_t> applied = 0;
    std::atomic<std::uint64_t> postponed = 0;
    std::atomic<std::uint64_t> parked = 0;  ///< they hold back their file's later events until a person has looked
};

/// Applies the events that counterparties told, in order per file, each in one unit with the end of its waiting: once. Any thread.
class InboundApplier {
  public:
    /// All outlive the job and its last round.
    struct House {
        core::UnitOfWork& units;
        core::Reads& reads;
        core::Outbox& outbox;
        core::IdSource& ids;
        core::Executor& executor;
        const core::Clock& clock;
        flows::Carrier& carrier;
        flows::InboundFlow& flow;
    };

    InboundApplier(const House& house, ApplierSettings settings);

    void start() { job_.start(); }
    void wake() { job_.wake(); }

    /// As Periodic::stop().
    void stop(std::function<void()> on_stopped) { job_.stop(std::move(on_stopped)); }

    const ApplierCounters& counters() const { return counters_; }

  private:
    void apply(const core::OutboxMessage& message, OutboxRound::Dealt dealt);
    void setAside(const core::OutboxMessage& message, const core::Failure& why, OutboxRound::Dealt dealt);

    House house_;
    ApplierSettings settings_;
    ApplierCounters counters_;
    OutboxRound round_;
    Periodic job_;  // last: its rounds use all above
};

}  // namespace hub::jobs
