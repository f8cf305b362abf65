#pragma once

#include <optional>
#include <string>

#include "hub/flows/house.h"

namespace hub::flows {

/// Carries out what the refund machine decides. Any thread.
class RefundFlow final : public Flow {
  public:
    /// Both outlive the flow.
    RefundFlow(const House& house, Telling& telling) : house_(house), telling_(telling) {}

    static constexpr std::string_view kKind = "refund";

    /// A new refund, in the caller's unit, with its part of the payment reserved; nothing when the wish's client and key have one.
    /// Also: PaymentNotFound, and what openRefund() refuses.
    core::Result<Next> open(core::Transaction& transaction, payment::PaymentId payment, payment::RefundWish wish);

    /// Reads, decides, writes. Also: RefundNotFound, and what decide() refuses.
    core::Result<Next> apply(core::Transaction& transaction, payment::RefundId id, decltype(payment::RefundEvent::what) what);

    /// The same in a unit of its own. `on_done` may be left out.
    void submit(payment::RefundId id, decltype(payment::RefundEvent::what) what, Carrier::OnDone on_done = {});

    std::string_view kind() const override { return kKind; }
    core::Result<Next> onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) override;
    core::Result<void> onOverdue(core::Transaction& transaction, const core::Attempt& attempt) override;
    core::Result<std::optional<Call>> fence(core::ReadTransaction& transaction, const core::Attempt& attempt) override;

  private:
    using Refund = payment::Refund;

    core::Result<Next> carryOut(core::Transaction& transaction, const payment::RefundDecision& decision, std::int64_t version);
    core::Result<Next> call(core::Transaction& transaction, const Refund& refund, payment::RefundStep step, bool once_more);
    core::Result<Next> startTransfer(core::Transaction& transaction, const Refund& refund, bool once_more);
    core::Result<Next> tellCharges(core::Transaction& transaction, const Refund& refund, const payment::refund_action::TellCharges& what);

    void checkRefund(const Refund& refund);
    void askRefund(const Refund& refund);
    void submitLedger(const payment::LedgerCommand& command);

    const House& house_;
    Telling& telling_;
};

}  // namespace hub::flows
