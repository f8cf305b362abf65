#include "hub/gateway/counterparty.h"

#include <algorithm>

#include "hub/contract/operations.h"
#include "hub/core/assert.h"

namespace hub::gateway {

using core::Error;
using core::Failure;

struct Counterparty::Starting {
    std::unique_ptr<contract::Instance> instance;  // of an earlier try whose start failed, or null
    Offers offers;
    std::vector<contract::Endpoint> endpoints;
    core::Result<void> result;

    /// On the thread of the counterparty. Throws nothing.
    void run(const Open& open, const std::string& code) {
        try {
            result = openAndStart(open, code);
        } catch (...) {  // a plugin's: its text may hold anything
            result = Failure(Error::AdapterThrew, code + " start");
        }
    }

  private:
    core::Result<void> openAndStart(const Open& open, const std::string& code) {
        if (!instance) {
            core::Result<std::unique_ptr<contract::Instance>> opened = open();
            if (!opened.ok()) return opened.failure();
            instance = std::move(*opened);
        }
        if (!instance) return Failure(Error::AdapterMisbehaved, code + " opened no instance");
        if (core::Result<void> begun = instance->start(); !begun.ok()) return begun;
        endpoints = instance->endpoints();
        offers.clear();
        for (const contract::Capability& capability : instance->capabilities()) {
            if (!take(capability))
                return Failure(Error::AdapterMisbehaved, code + " offers " + capability.operation + " without a handler");
        }
        return {};
    }

    // A word may stand in several ports: the instance offers it where it has a handler.
    bool take(const contract::Capability& capability) {
        bool taken = false;
        contract::forEachOperation([&]<contract::Operation Op>() {
            if (Op::kName != capability.operation) return;
            contract::AnyHandler* handler = instance->handler(Op::kPort, Op::kName);
            if (handler == nullptr) return;
            offers[OfferKey(Op::kPort, Op::kName)] = {capability, handler};
            taken = true;
        });
        return taken;
    }
};

std::shared_ptr<Counterparty> Counterparty::make(std::string code, const CounterpartyLimits& limits, std::uint64_t seed,
                                                 core::Executor& executor, const core::Clock& clock, OnChanged on_changed) {
    return std::make_shared<Counterparty>(Private(), std::move(code), limits, seed, executor, clock, std::move(on_changed));
}

Counterparty::Counterparty(Private, std::string code, const CounterpartyLimits& limits, std::uint64_t seed, core::Executor& executor,
                           const core::Clock& clock, OnChanged on_changed)
    : code_(std::move(code)),
      limits_(limits),
      executor_(executor),
      clock_(clock),
      on_changed_(std::move(on_changed)),
      backoff_(seed),
      tokens_(limits.calls_per_second, limits.burst),
      breaker_(limits.breaker_failures, limits.breaker_open) {
    HUB_ASSERT(limits.threads >= 1 && limits.queue >= 1);
    status_.counterparty = code_;
}

Counterparty::~Counterparty() { HUB_ASSERT(!workers_ || status_.state == ServiceState::Stopped); }

void Counterparty::start(Open open) {
    const std::lock_guard lock(mutex_);
    HUB_ASSERT(!workers_ && !stopping_);
    open_ = std::move(open);
    workers_ = std::make_unique<Workers>(executor_, limits_.threads + 1);  // one more: starting and stopping never wait for a hung call
    setStateLocked(ServiceState::Starting);
    tryStartLocked();
}

void Counterparty::tryStartLocked() {
    control_busy_ = true;
    const std::uint64_t number = ++metrics_.starts;
    const auto self = shared_from_this();
    start_timer_ = executor_.postAt(clock_.mono() + limits_.start_max, [self, number] { self->startIsOverdue(number); });
    const auto starting = std::make_shared<Starting>();
    starting->instance = std::move(instance_);
    workers_->give([self, starting] { starting->run(self->open_, self->code_); }, [self, starting] { self->started(*starting); });
}

void Counterparty::startIsOverdue(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    if (number == metrics_.starts && control_busy_ && !stopping_)
        setStateLocked(ServiceState::OutOfService, Failure(Error::CounterpartyStartOverdue, code_));
}

void Counterparty::started(Starting& starting) {
    const std::lock_guard lock(mutex_);
    control_busy_ = false;
    cancelLocked(start_timer_);
    instance_ = std::move(starting.instance);
    if (stopping_) return proceedStopLocked();
    if (starting.result.ok()) {
        offers_ = std::move(starting.offers);
        endpoints_ = std::move(starting.endpoints);
        in_service_ = true;
        return setStateLocked(ServiceState::InService);
    }
    setStateLocked(ServiceState::OutOfService, starting.result.failure());
    start_timer_ = executor_.postAt(clock_.mono() + backoff_.next(), [self = shared_from_this()] {
        const std::lock_guard again(self->mutex_);
        if (!self->stopping_) self->tryStartLocked();
    });
}

void Counterparty::setStateLocked(ServiceState state, std::optional<Failure> reason) {
    const auto errorOf = [](const std::optional<Failure>& failure) { return failure ? std::optional(failure->error()) : std::nullopt; };
    if (status_.number > 0 && status_.state == state && errorOf(status_.reason) == errorOf(reason)) return;
    ++status_.number;
    status_.state = state;
    status_.reason = std::move(reason);
    executor_.post([self = shared_from_this(), change = status_] { self->on_changed_(change); });
}

void Counterparty::submit(const std::shared_ptr<Call>& call) {
    const std::lock_guard lock(mutex_);
    ++metrics_.calls;
    if (const std::optional<Failure> why = admitLocked(*call)) return declineLocked(call, *why);
    call->timer = executor_.postAt(call->deadline, [self = shared_from_this(), call] { self->expire(call); });
    queue_.push_back(call);
    dispatchLocked();
}

std::optional<Failure> Counterparty::admitLocked(Call& call) {
    const std::string what = code_ + " " + std::string(call.key().second);
    if (in_service_) {
        const auto offer = offers_.find(call.key());
        if (offer == offers_.end()) return Failure(Error::OperationNotOffered, what);
        call.offer = &offer->second;
        if (!stepFits(call.offer->capability, call.meta().step))
            return Failure(Error::OperationNotOffered, what + " step " + call.meta().step.value_or("-"));
    }
    if (!in_service_ || stopping_)
        return Failure(Error::CounterpartyOutOfService, status_.reason ? code_ + " " + std::string(status_.reason->code()) : code_);

    const core::Duration left = std::min(call.meta().deadline_at - clock_.utc(), limits_.answer_max);
    if (left <= core::Duration(0)) return Failure(Error::CallNotStarted, what);
    call.meta().deadline_at = clock_.utc() + left;
    const core::MonoTime now = clock_.mono();
    call.deadline = now + left;
    if (queue_.size() >= limits_.queue) return Failure(Error::CounterpartyQueueFull, what);
    if (call.inbound()) return std::nullopt;  // it says nothing about how the counterparty answers, and is not ours to pace
    const Breaker::Pass pass = breaker_.ask(now);
    call.trial = pass == Breaker::Pass::Trial;
    if (pass == Breaker::Pass::No) return Failure(Error::CounterpartyBreakerOpen, what);
    return std::nullopt;
}

void Counterparty::declineLocked(const std::shared_ptr<Call>& call, const Failure& why) {
    if (call->trial) breaker_.report(Verdict::Nothing, true, clock_.mono());
    cancelLocked(call->timer);
    call->state = Call::State::Ended;
    call->answerNotReached(why);
    call->countOnTime(metrics_);
    executor_.post([call] { call->deliver(Delivery::OnTime); });
}

void Counterparty::dispatchLocked() {
    while (!queue_.empty() && running_.size() < limits_.threads) {
        if (!queue_.front()->inbound() && !tokens_.take(clock_.mono())) {
            if (token_timer_ != 0) return;
            token_timer_ = executor_.postAt(tokens_.availableAt(), [self = shared_from_this()] {
                const std::lock_guard lock(self->mutex_);
                self->token_timer_ = 0;
                self->dispatchLocked();
            });
            return;
        }
        const std::shared_ptr<Call> call = queue_.front();
        queue_.pop_front();
        running_.push_back(call);
        call->state = Call::State::Assigned;
        const auto self = shared_from_this();
        workers_->give(
            [self, call] {
                if (self->begin(*call)) call->run();
            },
            [self, call] { self->finish(call); });
    }
}

bool Counterparty::begin(Call& call) {
    const std::lock_guard lock(mutex_);
    if (call.state != Call::State::Assigned) return false;  // its deadline came first, and its caller knows that nothing happened
    call.state = Call::State::Running;
    return true;
}

void Counterparty::finish(const std::shared_ptr<Call>& call) {
    std::optional<Delivery> delivery;
    {
        const std::lock_guard lock(mutex_);
        std::erase(running_, call);
        if (call->state == Call::State::Running) {
            cancelLocked(call->timer);
            call->state = Call::State::Ended;
            call->countOnTime(metrics_);
            reportLocked(*call, call->verdictOfHandler());
            delivery = Delivery::OnTime;
        } else if (call->state == Call::State::Answering) {
            call->came_back = true;
        } else if (call->state == Call::State::Overdue) {
            call->state = Call::State::Ended;
            ++metrics_.late;
            delivery = Delivery::Late;
        }
        dispatchLocked();
        proceedStopLocked();
    }
    if (delivery) call->deliver(*delivery);
}

void Counterparty::expire(const std::shared_ptr<Call>& call) {
    std::unique_lock lock(mutex_);
    const std::string what = code_ + " " + std::string(call->key().second);
    if (call->state == Call::State::Waiting) {
        std::erase(queue_, call);
        const bool over_rate = clock_.mono() < tokens_.availableAt();
        declineLocked(call, Failure(over_rate ? Error::CallOverRate : Error::CallNotStarted, what));
    } else if (call->state == Call::State::Assigned) {
        declineLocked(call, Failure(Error::CallNotStarted, what));
    } else if (call->state == Call::State::Running) {
        call->state = Call::State::Answering;
        call->answerUnknown(Failure(Error::CallUnanswered, what));
        call->countOnTime(metrics_);
        reportLocked(*call, Verdict::Sick);
        lock.unlock();
        call->deliver(Delivery::OnTime);
        lock.lock();
        call->state = Call::State::Overdue;
        if (!call->came_back) return;
        call->state = Call::State::Ended;  // it came back while its caller was being told, and Late comes after OnTime
        ++metrics_.late;
        lock.unlock();
        call->deliver(Delivery::Late);
    }
}

void Counterparty::reportLocked(const Call& call, Verdict verdict) {
    if (call.inbound()) return;
    breaker_.report(verdict, call.trial, clock_.mono());
    if (stopping_) return;
    if (breaker_.state() == Breaker::State::Closed) return setStateLocked(ServiceState::InService);
    setStateLocked(ServiceState::Degraded, Failure(Error::CounterpartyBreakerOpen, code_));
    for (const std::shared_ptr<Call>& waiting : std::exchange(queue_, {}))
        declineLocked(waiting, Failure(Error::CounterpartyBreakerOpen, code_ + " " + std::string(waiting->key().second)));
}

void Counterparty::stop(OnStopped on_stopped) {
    const std::lock_guard lock(mutex_);
    HUB_ASSERT(!stopping_);
    stopping_ = true;
    on_stopped_ = std::move(on_stopped);
    cancelLocked(start_timer_);
    cancelLocked(token_timer_);
    for (const std::shared_ptr<Call>& waiting : std::exchange(queue_, {}))
        declineLocked(waiting, Failure(Error::CounterpartyOutOfService, code_));
    stop_timer_ = executor_.postAt(clock_.mono() + limits_.stop_max, [self = shared_from_this()] { self->completeStop(); });
    proceedStopLocked();
}

void Counterparty::proceedStopLocked() {
    if (!stopping_ || control_busy_ || status_.state == ServiceState::Stopped) return;
    const auto self = shared_from_this();
    const auto control = [&](core::Task work) {
        control_busy_ = true;
        workers_->give(std::move(work), [self] {
            const std::lock_guard lock(self->mutex_);
            self->control_busy_ = false;
            self->proceedStopLocked();
        });
    };
    if (instance_ && !instance_stopped_) {
        instance_stopped_ = true;
        return control([self, instance = instance_.get()] {
            try {
                instance->stop();
            } catch (...) {  // it ends all the same, and nobody could act on it
            }
        });
    }
    if (!running_.empty()) return;
    if (instance_) {
        const auto last = std::make_shared<std::unique_ptr<contract::Instance>>(std::move(instance_));
        return control([self, last] { last->reset(); });
    }
    executor_.post([self] { self->completeStop(); });
}

void Counterparty::completeStop() {
    std::vector<std::shared_ptr<Call>> out;
    std::size_t abandoned = 0;
    {
        const std::lock_guard lock(mutex_);
        if (status_.state == ServiceState::Stopped) return;
        cancelLocked(stop_timer_);
        if (workers_) abandoned = workers_->leave();
        out = running_;
        setStateLocked(ServiceState::Stopped);
    }
    for (const std::shared_ptr<Call>& call : out) expire(call);
    on_stopped_(abandoned);
}

void Counterparty::cancelLocked(core::TimerId& timer) {
    if (timer != 0) executor_.cancel(timer);
    timer = 0;
}

ServiceChange Counterparty::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

std::vector<contract::Capability> Counterparty::capabilities() const {
    const std::lock_guard lock(mutex_);
    std::vector<contract::Capability> all;
    all.reserve(offers_.size());
    for (const auto& [key, offer] : offers_) all.push_back(offer.capability);
    return all;
}

std::vector<contract::Endpoint> Counterparty::endpoints() const {
    const std::lock_guard lock(mutex_);
    return endpoints_;
}

CounterpartyMetrics Counterparty::metrics() const {
    const std::lock_guard lock(mutex_);
    CounterpartyMetrics now = metrics_;
    now.queued = queue_.size();
    now.running = running_.size();
    now.breaker = breaker_.state();
    return now;
}

}  // namespace hub::gateway
