#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "hub/contract/operation.h"
#include "hub/contract/operations/inbound.h"
#include "hub/core/executor.h"
#include "hub/gateway/metrics.h"
#include "hub/gateway/sense.h"

namespace hub::gateway {

/// Every call is answered OnTime exactly once, by its deadline or soon after; an answer that comes after that follows as Late, once.
enum class Delivery { OnTime, Late };

template <class Answer>
using OnAnswer = std::function<void(const Answer&, Delivery)>;

/// One operation as the counterparty's instance offers it. `handler` lives as long as the instance.
struct Offer {
    contract::Capability capability;
    contract::AnyHandler* handler = nullptr;
};

/// By port and name, which are constants of the operation's type.
using OfferKey = std::pair<std::string_view, std::string_view>;
using Offers = std::map<OfferKey, Offer>;

/// One call on its way through a counterparty. The public fields belong to the counterparty and are guarded by its mutex.
class Call {
  public:
    enum class State {
        Waiting,    ///< in the queue
        Assigned,   ///< given to a thread that has not begun
        Running,    ///< the handler is at it
        Answering,  ///< past its deadline: the caller is being told so
        Overdue,    ///< past its deadline: the caller has been told so, the handler is still at it
        Ended,
    };

    Call(OfferKey key, contract::Meta meta) : key_(key), meta_(std::move(meta)) {}
    virtual ~Call() = default;
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    const OfferKey& key() const { return key_; }
    bool inbound() const { return key_.first == contract::kInboundPort; }
    contract::Meta& meta() { return meta_; }
    const contract::Meta& meta() const { return meta_; }

    /// Runs the handler and keeps what it answers. Throws nothing, whatever the handler does. On a thread of the counterparty.
    virtual void run() = 0;

    /// Makes the answer on time without the handler: nothing happened, or it may have happened.
    virtual void answerNotReached(const core::Failure& why) = 0;
    virtual void answerUnknown(const core::Failure& why) = 0;

    virtual Verdict verdictOfHandler() const = 0;  ///< REQUIRES: run() is over.
    virtual void countOnTime(CounterpartyMetrics& metrics) const = 0;
    virtual void deliver(Delivery delivery) const = 0;  ///< Without any lock.

    State state = State::Waiting;
    core::MonoTime deadline;
    core::TimerId timer = 0;
    const Offer* offer = nullptr;
    bool trial = false;      // the breaker's
    bool came_back = false;  // while Answering

  private:
    OfferKey key_;
    contract::Meta meta_;
};

/// `Answer` is the Outcome of a call, or the Inquiry of an inquiry.
template <contract::Operation Op, class Answer>
class TypedCall final : public Call {
  public:
    using Request = typename Op::Request;
    using Ask = Answer (*)(contract::Handler<Op>&, const contract::Meta&, const Request&);

    TypedCall(contract::Meta meta, Request request, Ask ask, OnAnswer<Answer> on_answer)
        : Call({Op::kPort, Op::kName}, std::move(meta)), request_(std::move(request)), ask_(ask), on_answer_(std::move(on_answer)) {}

    void run() override {
        try {
            Answer answer = ask_(static_cast<contract::Handler<Op>&>(*offer->handler), meta(), request_);
            const Place place{Op::kWrites, isLastStep(offer->capability, meta().step)};
            of_handler_ = makesSense(answer, place) ? std::move(answer) : unknown(core::Failure(core::Error::AdapterMisbehaved, what()));
        } catch (...) {  // what a plugin throws may name a person, so its text goes nowhere
            of_handler_ = unknown(core::Failure(core::Error::AdapterThrew, what()));
        }
    }

    void answerNotReached(const core::Failure& why) override {
        if constexpr (kAsks) {
            of_gateway_ = Answer::cannotTell(why);
        } else {
            of_gateway_ = Answer::notReached(why);
        }
    }
    void answerUnknown(const core::Failure& why) override { of_gateway_ = unknown(why); }

    Verdict verdictOfHandler() const override {
        if constexpr (kAsks) {
            return verdictOf(of_handler_->finding, of_handler_->trouble);
        } else {
            return verdictOf(of_handler_->ending, of_handler_->trouble);
        }
    }
    void countOnTime(CounterpartyMetrics& metrics) const override { count(metrics, onTime()); }
    void deliver(Delivery delivery) const override { on_answer_(delivery == Delivery::OnTime ? onTime() : *of_handler_, delivery); }

  private:
    static constexpr bool kAsks = std::is_same_v<Answer, contract::Inquiry<typename Op::Result>>;

    static Answer unknown(const core::Failure& why) {
        if constexpr (kAsks) {
            return Answer::cannotTell(why);
        } else {
            return Answer::unknown(why);
        }
    }
    std::string what() const { return meta().counterparty + " " + std::string(Op::kName) + (kAsks ? " inquire" : ""); }
    const Answer& onTime() const { return of_gateway_ ? *of_gateway_ : *of_handler_; }

    Request request_;
    Ask ask_;
    OnAnswer<Answer> on_answer_;
    std::optional<Answer> of_gateway_;
    std::optional<Answer> of_handler_;
};

}  // namespace hub::gateway
