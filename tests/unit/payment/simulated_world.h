#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/unit/payment/simulated_counterparties.h"
#include "tests/unit/payment/simulated_network.h"

namespace tests::payment {

/// One payment with its refunds among counterparties that refuse, change their mind and act by themselves.
class SimulatedWorld : private SimulatedNetwork {
  public:
    explicit SimulatedWorld(std::uint64_t seed);

    /// Lives `steps` moments with faults, then without, until nothing is left to do.
    void live(int steps);

    /// What is wrong; empty: nothing. Of the end, after live().
    std::vector<std::string> violations() const;

    const Payment& payment() const { return payment_; }

  private:
    void moment();
    void somebodyActs();
    void calmDown();
    void checkAlways();
    void passTime();

    void decidePayment(decltype(PaymentEvent::what) what);
    void decideRefund(const std::string& key, decltype(RefundEvent::what) what);
    void carryOut(const std::vector<PaymentAction>& actions);
    void carryOut(const std::string& key, const std::vector<RefundAction>& actions);

    Attempt createOrder();
    Attempt closeOrder(core::NumberedStep<PaymentStep> step);
    Attempt confirmPayment(core::NumberedStep<PaymentStep> step);
    Attempt createRefund(const std::string& key);
    Attempt postRefund(const std::string& key);
    void askHospital();
    void askRefund(bool whole);
    void openRefundOf(RefundWish wish);
    bool paidByUs() const { return hospital_.paid_by && hospital_.paid_by->starts_with("PAY/"); }

    enum class Kind { Fence, SameAnswer, Neither } hospital_kind_;
    SimulatedChannel channel_;
    SimulatedHospital hospital_;
    SimulatedLedger ledger_;
    Payment payment_;
    std::map<std::string, Refund> refunds_;  ///< by request key
};

}  // namespace tests::payment
