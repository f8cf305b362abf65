#pragma once

#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/payment/simulated_counterparties.h"

namespace tests::payment {

/// One payment with its refunds among counterparties that lose, delay, double, reorder and refuse, and a hub that crashes between
/// deciding and acting. One thread; the seed is all there is to chance.
class SimulatedWorld {
  public:
    explicit SimulatedWorld(std::uint64_t seed);

    /// Lives `steps` moments with faults, then without, until nothing is left to do.
    void live(int steps);

    /// What is wrong; empty: nothing. Of the end, after live().
    std::vector<std::string> violations() const;

    const Payment& payment() const { return payment_; }

  private:
    /// One row of the table of attempts.
    struct Attempt {
        core::AttemptState state = core::AttemptState::Ready;
        core::UtcTime sent_at;
        int sends = 0;                 ///< an answer to an earlier send counts only as a success: AttemptRunner
        std::string number;            ///< our number there
        std::function<void()> arrive;  ///< the request reaches the counterparty
        std::function<void()> ask;     ///< the resolver's question, as far as it leads at once
        std::function<void(core::AttemptState)> moved;
    };
    using Message = std::function<void()>;

    bool chance(int percent);
    void later(Message message) { in_flight_.push_back(std::move(message)); }
    void note(const std::string& violation) { violations_.insert(violation); }

    void moment();
    void somebodyActs();
    void calmDown();
    void checkAlways();
    void passTime();

    void decidePayment(decltype(PaymentEvent::what) what);
    void decideRefund(const std::string& key, decltype(RefundEvent::what) what);
    void carryOut(const std::vector<PaymentAction>& actions);
    void carryOut(const std::string& key, const std::vector<RefundAction>& actions);

    void call(const std::string& name, bool again, const std::function<Attempt()>& make);
    void send(const std::string& name);
    void end(const std::string& name, int send, core::AttemptState state, const std::function<void()>& tell);
    void answer(const std::string& name, core::AttemptState state, std::function<void(core::AttemptState)> tell);
    void resolve(const std::string& name);
    Attempt createOrder();
    Attempt closeOrder(core::NumberedStep<PaymentStep> step);
    Attempt confirmPayment(core::NumberedStep<PaymentStep> step);
    Attempt createRefund(const std::string& key);
    Attempt postRefund(const std::string& key);
    void askHospital();
    void askRefund(bool whole);
    void openRefundOf(RefundWish wish);
    bool paidByUs() const { return hospital_.paid_by && hospital_.paid_by->starts_with("PAY/"); }

    std::mt19937_64 random_;
    bool faults_ = true;
    bool crashed_ = false;  ///< in this moment: what was decided is stored, and nothing of it is carried out
    enum class Kind { Fence, SameAnswer, Neither } hospital_kind_;
    core::UtcTime now_ = kNow;
    std::vector<Message> in_flight_;
    SimulatedChannel channel_;
    SimulatedHospital hospital_;
    SimulatedLedger ledger_;
    Payment payment_;
    std::map<std::string, Refund> refunds_;  ///< by request key
    std::map<std::string, Attempt> attempts_;
    std::set<std::string> cases_;
    std::set<std::string> violations_;
};

}  // namespace tests::payment
