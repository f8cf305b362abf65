#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hub/contract/operations.h"
#include "hub/gateway/counterparty.h"
#include "tests/support/failures.h"
#include "tests/unit/gateway/test_time.h"

namespace tests {

/// Where handlers hang until the test lets them go.
class Gate {
  public:
    /// Handler side.
    void pass() {
        std::unique_lock lock(mutex_);
        ++arrived_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void awaitArrivals(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return arrived_ >= count; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    int arrived_ = 0;
    bool open_ = false;
};

template <class Op>
using OutcomeOf = hub::contract::Outcome<typename Op::Result>;
template <class Op>
using InquiryOf = hub::contract::Inquiry<typename Op::Result>;

/// A handler out of functions.
template <class Op>
class Handling : public hub::contract::Handler<Op> {
  public:
    using Call = std::function<OutcomeOf<Op>(const hub::contract::Meta&, const typename Op::Request&)>;
    explicit Handling(Call call) : call_(std::move(call)) {}
    OutcomeOf<Op> call(const hub::contract::Meta& meta, const typename Op::Request& request) override { return call_(meta, request); }

  private:
    Call call_;
};

template <class Op>
class HandlingWrite : public Handling<Op> {
  public:
    using Inquire = std::function<InquiryOf<Op>(const hub::contract::Meta&, const typename Op::Request&)>;
    HandlingWrite(typename Handling<Op>::Call call, Inquire inquire) : Handling<Op>(std::move(call)), inquire_(std::move(inquire)) {}
    InquiryOf<Op> inquire(const hub::contract::Meta& meta, const typename Op::Request& request) override { return inquire_(meta, request); }

  private:
    Inquire inquire_;
};

/// What an instance does, set by the test and shared with it. The functions run on the counterparty's threads; what they hold must
/// live as long as these, so they hold shared pointers.
struct Script {
    std::vector<hub::contract::Capability> capabilities;
    std::map<std::string, std::shared_ptr<hub::contract::AnyHandler>, std::less<>> handlers;
    std::function<hub::core::Result<void>()> start = [] { return hub::core::Result<void>(); };
    std::function<void()> stop = [] {};
    std::atomic<int> starts = 0;
    std::atomic<int> stops = 0;
    std::atomic<int> destroyed = 0;

    template <class Op>
    void offer(typename Handling<Op>::Call call, std::vector<std::string> steps = {}) {
        static_assert(!Op::kWrites);
        add<Op>(std::make_shared<Handling<Op>>(std::move(call)), std::move(steps));
    }
    template <class Op>
    void offer(typename Handling<Op>::Call call, typename HandlingWrite<Op>::Inquire inquire, std::vector<std::string> steps = {}) {
        add<Op>(std::make_shared<HandlingWrite<Op>>(std::move(call), std::move(inquire)), std::move(steps));
    }

  private:
    template <class Op>
    void add(std::shared_ptr<hub::contract::AnyHandler> handler, std::vector<std::string> steps) {
        hub::contract::Capability capability;
        capability.operation = Op::kName;
        capability.steps = std::move(steps);
        capabilities.push_back(capability);
        handlers[std::string(Op::kName)] = std::move(handler);
    }
};

class ScriptedInstance final : public hub::contract::Instance {
  public:
    explicit ScriptedInstance(std::shared_ptr<Script> script) : script_(std::move(script)) {}
    ~ScriptedInstance() override { ++script_->destroyed; }

    std::vector<hub::contract::Capability> capabilities() const override { return script_->capabilities; }
    hub::contract::AnyHandler* handler(std::string_view /*port*/, std::string_view operation) override {
        const auto found = script_->handlers.find(operation);
        return found == script_->handlers.end() ? nullptr : found->second.get();
    }
    hub::core::Result<void> start() override {
        ++script_->starts;
        return script_->start();
    }
    void stop() override {
        ++script_->stops;
        script_->stop();
    }

  private:
    std::shared_ptr<Script> script_;
};

/// A code as an outcome carries it, for failsWith().
inline hub::core::Result<void> asResult(const std::optional<hub::contract::Trouble>& trouble) {
    if (!trouble) return {};
    const std::optional<hub::core::Error> error = hub::core::errorFromCode(trouble->code);
    BOOST_REQUIRE(error.has_value());
    return hub::core::Failure(*error, trouble->detail);
}

inline hub::core::Result<void> asResult(const std::optional<hub::core::Failure>& failure) {
    if (!failure) return {};
    return *failure;
}

/// What came back for one call, in order. Filled on the test's thread.
template <class Answer>
struct Answers {
    std::vector<std::pair<Answer, hub::gateway::Delivery>> all;

    bool any() const { return !all.empty(); }
    const Answer& onTime() const {
        BOOST_REQUIRE(any());
        BOOST_TEST((all[0].second == hub::gateway::Delivery::OnTime));
        return all[0].first;
    }
    const Answer& late() const {
        BOOST_REQUIRE(all.size() == 2U);
        BOOST_TEST((all[1].second == hub::gateway::Delivery::Late));
        return all[1].first;
    }
    hub::core::Result<void> trouble() const { return asResult(onTime().trouble); }
};

/// One counterparty with a scripted instance.
class World {
  public:
    using Ping = hub::contract::Ping;

    World() {
        limits.threads = 2;
        limits.queue = 3;
        limits.answer_max = hub::core::Duration(5'000);
        limits.stop_max = hub::core::Duration(1'000);
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    ~World() {
        gate->open();
        if (party && !stopping_) stop();
        time.runUntil([this] { return !party || abandoned.has_value(); });
    }

    void open() {
        party = hub::gateway::Counterparty::make("H1", limits, 7, time, time,
                                                 [this](const hub::gateway::ServiceChange& change) { changes.push_back(change); });
        party->start([script = script] {
            return hub::core::Result<std::unique_ptr<hub::contract::Instance>>(std::make_unique<ScriptedInstance>(script));
        });
    }

    /// Opens it and waits for the service.
    void serve() {
        open();
        time.runUntil([this] { return state() == hub::gateway::ServiceState::InService; });
    }

    /// A ping that hangs at the gate, then answers.
    void offerHangingPing() {
        script->offer<Ping>([gate = gate](const auto&, const auto&) {
            gate->pass();
            return OutcomeOf<Ping>::done({});
        });
    }
    void offerPing(std::function<OutcomeOf<Ping>()> answer) {
        script->offer<Ping>([answer = std::move(answer)](const auto&, const auto&) { return answer(); });
    }

    hub::contract::Meta meta(hub::core::Duration left = hub::core::Duration(1'000)) const {
        hub::contract::Meta made;
        made.counterparty = "H1";
        made.deadline_at = time.utc() + left;
        return made;
    }

    template <class Op>
    std::shared_ptr<Answers<OutcomeOf<Op>>> call(hub::contract::Meta with, typename Op::Request request = {}) {
        auto answers = std::make_shared<Answers<OutcomeOf<Op>>>();
        party->call<Op>(std::move(with), std::move(request), [answers](const OutcomeOf<Op>& answer, hub::gateway::Delivery delivery) {
            answers->all.emplace_back(answer, delivery);
        });
        return answers;
    }
    std::shared_ptr<Answers<OutcomeOf<Ping>>> ping(hub::core::Duration left = hub::core::Duration(1'000)) { return call<Ping>(meta(left)); }

    /// Calls and waits for the answer.
    template <class Op>
    std::shared_ptr<Answers<OutcomeOf<Op>>> answered(hub::contract::Meta with, typename Op::Request request = {}) {
        auto answers = call<Op>(std::move(with), std::move(request));
        time.runUntil([&] { return answers->any(); });
        return answers;
    }
    std::shared_ptr<Answers<OutcomeOf<Ping>>> pinged(hub::core::Duration left = hub::core::Duration(1'000)) {
        return answered<Ping>(meta(left));
    }

    void stop() {
        stopping_ = true;
        party->stop([this](std::size_t count) { abandoned = count; });
    }

    hub::gateway::ServiceState state() const { return party->status().state; }

    TestTime time;
    hub::gateway::CounterpartyLimits limits;
    std::shared_ptr<Script> script = std::make_shared<Script>();
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::shared_ptr<hub::gateway::Counterparty> party;
    std::vector<hub::gateway::ServiceChange> changes;
    std::optional<std::size_t> abandoned;

  private:
    bool stopping_ = false;
};

inline std::uint64_t counted(const hub::gateway::CounterpartyMetrics& metrics, hub::contract::Ending ending) {
    return metrics.endings.at(static_cast<std::size_t>(ending));
}

}  // namespace tests
