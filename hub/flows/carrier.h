#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>

#include "hub/core/ids.h"
#include "hub/core/work.h"
#include "hub/flows/attempt_runner.h"
#include "hub/flows/crash_point.h"

namespace hub::flows {

/// Carries a decision out: first its unit of work, then what follows from it. Where two events of one booking or payment meet, the
/// second reads again and decides anew (VersionConflict), a bounded number of times. Any thread; nothing here waits.
class Carrier {
  public:
    using Work = std::function<core::Result<Next>(core::Transaction&)>;
    using OnDone = std::function<void(const core::Result<void>&)>;

    /// All outlive the carrier.
    Carrier(core::UnitOfWork& units, AttemptRunner& runner, core::IdSource& ids, CrashHook crash = {})
        : units_(units), runner_(runner), ids_(ids), crash_(std::move(crash)) {}

    /// `what` names the work in its key ("payment/tick", at most 32 bytes). `on_done` is called on the executor, once: ok when it is
    /// durable, else the work's own failure, StorageBusy, StorageDown or CommitUnknown. Without one, a failure is counted: the facts
    /// behind it come again (a Tick, the resolver, the repeat of a message).
    void run(std::string_view what, core::IdBits aggregate, Work work, OnDone on_done = {});

    /// What a unit that was not run here left to be done.
    void follow(const Next& next);

    std::uint64_t notTaken() const { return not_taken_; }

  private:
    void tryOnce(std::string what, core::IdBits aggregate, Work work, OnDone on_done, int tries_left);

    core::UnitOfWork& units_;
    AttemptRunner& runner_;
    core::IdSource& ids_;
    const CrashHook crash_;
    std::atomic<std::uint64_t> not_taken_ = 0;
};

/// Appends what another part of the same decision left to be done.
void join(Next& next, Next more);

}  // namespace hub::flows
