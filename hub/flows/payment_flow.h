#pragma once

#include <optional>
#include <string>

#include "hub/flows/house.h"

namespace hub::flows {

/// Carries out what the payment machine decides: the channel's order, the ledger, the hospital. Any thread.
class PaymentFlow final : public Flow {
  public:
    /// Both outlive the flow.
    PaymentFlow(const House& house, Telling& telling) : house_(house), telling_(telling) {}

    static constexpr std::string_view kKind = "payment";

    /// A new payment, in the caller's unit; its legs have their order numbers. Also: PaymentRequestTaken, what openPayment() refuses,
    /// ChargeNotPayable, BookingNotPayable.
    core::Result<Next> open(core::Transaction& transaction, payment::PaymentWish wish);

    /// Reads, decides, writes. Also: PaymentNotFound, and what decide() refuses.
    core::Result<Next> apply(core::Transaction& transaction, payment::PaymentId id, decltype(payment::PaymentEvent::what) what);

    /// The same in a unit of its own. `on_done` may be left out.
    void submit(payment::PaymentId id, decltype(payment::PaymentEvent::what) what, Carrier::OnDone on_done = {});

    /// What the payer's phone opens, once the channel has given it. Also: PaymentNotFound.
    core::Result<std::optional<core::Sensitive<std::string>>> payLink(core::ReadTransaction& transaction, payment::PaymentId id);

    std::string_view kind() const override { return kKind; }
    core::Result<Next> onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) override;
    core::Result<void> onOverdue(core::Transaction& transaction, const core::Attempt& attempt) override;
    core::Result<std::optional<Call>> fence(core::ReadTransaction& transaction, const core::Attempt& attempt) override;

  private:
    using Payment = payment::Payment;

    core::Result<Next> carryOut(core::Transaction& transaction, const payment::PaymentDecision& decision, std::int64_t version);
    core::Result<Next> call(core::Transaction& transaction, const Payment& payment, core::NumberedStep<payment::PaymentStep> step);
    core::Result<Next> tellSettlement(core::Transaction& transaction, const Payment& payment, payment::payment_action::Insurer what);
    core::Result<Next> tellTransfer(core::Transaction& transaction, const Payment& payment, payment::payment_action::Bank what);
    core::Result<Next> tellSubject(core::Transaction& transaction, const Payment& payment, payment::payment_action::Told told);

    // Questions outside a unit; the answer comes back as an event.
    void checkCharges(const Payment& payment);
    void checkQuote(const Payment& payment);
    void checkOwnRows(const Payment& payment);
    void askOrder(const Payment& payment);
    void askHis(const Payment& payment);

    const House& house_;
    Telling& telling_;
};

}  // namespace hub::flows
