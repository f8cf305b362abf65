#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hub/core/clock.h"
#include "hub/core/executor.h"
#include "hub/flows/crash_point.h"
#include "hub/flows/flow.h"
#include "hub/flows/resolution.h"

namespace hub::flows {

struct RunnerSettings {
    ResolutionRules rules;
    core::Duration grace{1'000};              ///< after the deadline, before the resolver looks at an attempt that got no answer
    core::Duration lease{60'000};             ///< how long one question may take before another node asks
    core::Duration resend_deadline{30'000};   ///< of a call that is sent again
    core::Duration inquiry_deadline{10'000};  ///< of a question
    std::size_t batch = 64;                   ///< questions begun at once
    std::string owner;                        ///< names this process in leases
    CrashHook crash = {};
};

struct RunnerCounters {
    std::atomic<std::uint64_t> sent = 0;
    std::atomic<std::uint64_t> sent_again = 0;
    std::atomic<std::uint64_t> unknown = 0;
    std::atomic<std::uint64_t> late = 0;
    std::atomic<std::uint64_t> asked = 0;
    std::atomic<std::uint64_t> fenced = 0;
    std::atomic<std::uint64_t> parked = 0;
    std::atomic<std::uint64_t> not_recorded = 0;  ///< ends that the database did not take; the resolver finds them again
};

/// The one place that carries out attempts and finds out about those whose end nobody knows (MECHANISMS 4). A step is a row
/// before it is a call; whatever is lost after that (the answer, the process) is asked for. Any thread.
class AttemptRunner {
  public:
    /// All outlive the runner.
    struct House {
        core::UnitOfWork& units;
        core::Reads& reads;
        core::Attempts& attempts;
        Counterparties& counterparties;
        const core::Clock& clock;
        core::IdSource& ids;
    };

    AttemptRunner(const House& house, RunnerSettings settings);
    ~AttemptRunner();

    /// REQUIRES: before the first send() or resolveDue(); `flow` outlives the runner.
    void serve(Flow& flow);

    /// A new attempt for `call`, whose meta has counterparty and deadline. `wire_id` is one that was made before and kept (an order
    /// number); empty: one made of the attempt's own id. The caller adds it in its own unit, then sends it.
    core::Attempt prepare(std::string_view flow_kind, core::IdBits flow_id, std::string_view step, Call call, std::string wire_id = {});

    /// A number of ours for a counterparty, before there is an attempt: 20 characters of base 32 that hold an id's random bits.
    std::string newWireId();

    /// Back to Ready with a new deadline, under the same row and number, to be sent once the transaction is durable; for an attempt of
    /// which it is certain that nothing happened. Also: VersionConflict.
    core::Result<core::Attempt> again(core::Transaction& transaction, core::Attempt attempt);

    /// Calls the counterparty. REQUIRES: the attempt is durable.
    void send(const core::Attempt& attempt);

    /// The counterparty says by itself how the attempt with this number of ours ended (CONTRACT 2, "accepted"), in the caller's unit.
    /// Nothing when the number is not that of an attempt there.
    core::Result<std::optional<Next>> conclude(core::Transaction& transaction, std::string_view counterparty, std::string_view wire_id,
                                               const End& end);

    /// Takes up open attempts whose time has come, also those a crash left behind, and asks after them. `on_done` gets how many.
    /// For the resolver job; two at a time do no harm.
    void resolveDue(std::function<void(std::size_t)> on_done);

    const RunnerCounters& counters() const { return counters_; }

  private:
    class FenceFlow;

    /// What a unit writes about an attempt.
    struct Record {
        End end;
        std::optional<core::UtcTime> next_check_at = std::nullopt;
        std::optional<core::UtcTime> deadline_at = std::nullopt;
        bool overdue = false;
        std::optional<core::UtcTime> of_send = std::nullopt;  ///< the deadline of the send that this answers; none: of no send
        std::function<void()> then = {};                      ///< once durable, and only if the attempt had not ended before
    };

    void carryOut(const core::Attempt& attempt, const Call& call);
    void onCall(const core::Attempt& attempt, const CallAnswer& answer);
    void ask(const core::Attempt& attempt, std::optional<contract::Ending> fence);
    void onFinding(const core::Attempt& attempt, const InquiryAnswer& answer, Question question);
    void beginFence(const core::Attempt& attempt);
    void sendAgain(const core::Attempt& attempt);
    void askLater(const core::Attempt& attempt, core::UtcTime at, bool overdue);
    void record(const core::Attempt& attempt, Record record);
    core::Result<Next> write(core::Transaction& transaction, core::AttemptId id, const Record& record);
    /// Whether a fence that undoes the attempt was begun and may have been carried out.
    core::Result<bool> isReversed(core::Transaction& transaction, core::AttemptId id) const;
    void follow(const Next& next);
    Flow& flowOf(const core::Attempt& attempt);

    House house_;
    RunnerSettings settings_;
    std::map<std::string, Flow*, std::less<>> flows_;
    std::unique_ptr<FenceFlow> fences_;
    RunnerCounters counters_;
};

}  // namespace hub::flows
