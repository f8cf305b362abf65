#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/contract/adapter.h"
#include "hub/core/clock.h"
#include "hub/core/executor.h"
#include "hub/gateway/backoff.h"
#include "hub/gateway/breaker.h"
#include "hub/gateway/call.h"
#include "hub/gateway/limits.h"
#include "hub/gateway/metrics.h"
#include "hub/gateway/token_bucket.h"
#include "hub/gateway/workers.h"

namespace hub::gateway {

enum class ServiceState {
    Starting,  ///< the first try, within its deadline
    InService,
    Degraded,      ///< the breaker is open: calls pause, and the first one after the pause is the trial
    OutOfService,  ///< not started; it is being tried again, or a start still hangs
    Stopped,       ///< for good
};
constexpr auto enumNames(ServiceState) {
    using Name = std::pair<ServiceState, std::string_view>;
    return std::array{Name{ServiceState::Starting, "starting"}, Name{ServiceState::InService, "in_service"},
                      Name{ServiceState::Degraded, "degraded"}, Name{ServiceState::OutOfService, "out_of_service"},
                      Name{ServiceState::Stopped, "stopped"}};
}

/// The event counterparty.changed. `number` rises by one with each change of a counterparty: the executor may run two callbacks side
/// by side, so the highest number is what stands.
struct ServiceChange {
    std::string counterparty;
    std::uint64_t number = 0;
    ServiceState state = ServiceState::Starting;
    std::optional<core::Failure> reason;  ///< OutOfService, Degraded
};

/// One counterparty, walled off from the others: its own threads, queue, rate, deadline and breaker. Whatever it does or does not do
/// costs nobody else anything. Any thread may call any function; none of them blocks, and every callback runs on the executor, never
/// inside the call.
///
/// A call is NotReached, and nothing happened, with OperationNotOffered, CounterpartyOutOfService, CounterpartyBreakerOpen,
/// CounterpartyQueueFull, CallOverRate (no turn under the rate limit before its deadline) or CallNotStarted (no thread before its
/// deadline). It is Unknown with CallUnanswered when the deadline passes while the handler runs: whatever the handler answers in the
/// end follows as Late. A handler that throws is Unknown with AdapterThrew, one that answers against the contract Unknown with
/// AdapterMisbehaved. For an inquiry all of these are CannotTell; one whose code implies retry was not asked and is no case yet.
class Counterparty final : public std::enable_shared_from_this<Counterparty> {
    struct Private {  // only make() has one
        explicit Private() = default;
    };

  public:
    using OnChanged = std::function<void(const ServiceChange&)>;
    using OnStopped = std::function<void(std::size_t abandoned)>;

    /// Makes the instance. It may block; what it throws is taken as AdapterThrew. What it holds lives as long as the counterparty and
    /// outlives the instance.
    using Open = std::function<core::Result<std::unique_ptr<contract::Instance>>()>;

    /// Shared, because its threads and timers hold it while they are at work, and one that never comes back holds it for ever.
    /// `executor` and `clock` outlive its stop. `seed` is for the pauses between tries to start.
    static std::shared_ptr<Counterparty> make(std::string code, const CounterpartyLimits& limits, std::uint64_t seed,
                                              core::Executor& executor, const core::Clock& clock, OnChanged on_changed);

    Counterparty(Private, std::string code, const CounterpartyLimits& limits, std::uint64_t seed, core::Executor& executor,
                 const core::Clock& clock, OnChanged on_changed);

    /// REQUIRES: stopped, or never started.
    ~Counterparty();
    Counterparty(const Counterparty&) = delete;
    Counterparty& operator=(const Counterparty&) = delete;

    /// Opens and starts the instance on a thread of its own. A start that is not through after `start_max` puts the counterparty
    /// OutOfService with CounterpartyStartOverdue until it is; a failed one is tried again after 1 s, doubled up to 60 s. Once in
    /// service it stays in service. REQUIRES: called once.
    void start(Open open);

    /// Takes no further calls, answers what waits (NotReached), asks the instance to stop and destroys it once every call is back.
    /// After `stop_max` those still out are abandoned: their callers get Unknown, their late answers are lost, and what their threads
    /// hold (instance, plugin, host) is never destroyed: then end the process without destroying what the host refers to.
    /// REQUIRES: called once.
    void stop(OnStopped on_stopped);

    /// `on_answer`: see Delivery. The handler gets the deadline that really stands: that of `meta` or `answer_max`, the earlier one.
    template <contract::Operation Op>
    void call(contract::Meta meta, typename Op::Request request, OnAnswer<contract::Outcome<typename Op::Result>> on_answer) {
        using Answer = contract::Outcome<typename Op::Result>;
        const auto run = [](contract::Handler<Op>& handler, const contract::Meta& with, const typename Op::Request& what) {
            return handler.call(with, what);
        };
        submit(std::make_shared<TypedCall<Op, Answer>>(std::move(meta), std::move(request), run, std::move(on_answer)));
    }

    /// `meta` and `request` are those of the call asked about, but for the deadline.
    template <contract::Operation Op>
    requires(Op::kWrites) void inquire(contract::Meta meta, typename Op::Request request,
                                       OnAnswer<contract::Inquiry<typename Op::Result>> on_answer) {
        using Answer = contract::Inquiry<typename Op::Result>;
        const auto run = [](contract::Handler<Op>& handler, const contract::Meta& with, const typename Op::Request& what) {
            return handler.inquire(with, what);
        };
        submit(std::make_shared<TypedCall<Op, Answer>>(std::move(meta), std::move(request), run, std::move(on_answer)));
    }

    const std::string& code() const { return code_; }
    ServiceChange status() const;

    /// What it offers; empty until it has been in service.
    std::vector<contract::Capability> capabilities() const;
    CounterpartyMetrics metrics() const;

    /// Where it listens; empty until it has been in service.
    std::vector<contract::Endpoint> endpoints() const;

  private:
    struct Starting;  // a try to start, as its thread sees it

    // A call's way. Those with "Locked" are called with mutex_ held.
    void submit(const std::shared_ptr<Call>& call);
    std::optional<core::Failure> admitLocked(Call& call);
    void declineLocked(const std::shared_ptr<Call>& call, const core::Failure& why);
    void dispatchLocked();
    bool begin(Call& call);
    void finish(const std::shared_ptr<Call>& call);
    void expire(const std::shared_ptr<Call>& call);
    void reportLocked(const Call& call, Verdict verdict);

    // Service.
    void tryStartLocked();
    void started(Starting& starting);
    void startIsOverdue(std::uint64_t number);
    void setStateLocked(ServiceState state, std::optional<core::Failure> reason = std::nullopt);
    void proceedStopLocked();
    void completeStop();
    void cancelLocked(core::TimerId& timer);

    const std::string code_;
    const CounterpartyLimits limits_;
    core::Executor& executor_;
    const core::Clock& clock_;
    const OnChanged on_changed_;

    mutable std::mutex mutex_;  // guards all below; the executor is called under it, but never runs anything then
    Open open_;                 // before instance_: what it holds outlives that
    std::unique_ptr<contract::Instance> instance_;
    Offers offers_;  // filled once, then constant as long as instance_
    std::vector<contract::Endpoint> endpoints_;
    std::unique_ptr<Workers> workers_;

    ServiceChange status_;
    bool in_service_ = false;    // started: from then on for good, whatever the breaker says
    bool control_busy_ = false;  // the thread that starts and stops is at work
    bool instance_stopped_ = false;
    bool stopping_ = false;
    OnStopped on_stopped_;
    Backoff backoff_;
    core::TimerId start_timer_ = 0;  // its deadline, or the next try
    core::TimerId stop_timer_ = 0;
    core::TimerId token_timer_ = 0;

    std::deque<std::shared_ptr<Call>> queue_;
    std::vector<std::shared_ptr<Call>> running_;
    TokenBucket tokens_;
    Breaker breaker_;
    CounterpartyMetrics metrics_;
};

}  // namespace hub::gateway
