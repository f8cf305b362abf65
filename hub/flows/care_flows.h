#pragma once

#include <functional>

#include "hub/flows/account_transfer_flow.h"
#include "hub/flows/booking_flow.h"
#include "hub/flows/charge_flow.h"
#include "hub/flows/e_account_flow.h"
#include "hub/flows/payment_flow.h"
#include "hub/flows/refund_flow.h"
#include "hub/flows/settlement_flow.h"

namespace hub::flows {

/// Bookings, charges, payments, settlements and refunds together, each told by the others what concerns it, and e-accounts with their
/// transfers. Any thread.
class CareFlows final : public Telling {
  public:
    /// Puts its flows into the house's runner. What the house names outlives this.
    explicit CareFlows(House house);
    CareFlows(const CareFlows&) = delete;
    CareFlows& operator=(const CareFlows&) = delete;

    BookingFlow& bookings() { return bookings_; }
    ChargeFlow& charges() { return charges_; }
    PaymentFlow& payments() { return payments_; }
    RefundFlow& refunds() { return refunds_; }
    SettlementFlow& settlements() { return settlements_; }
    EAccountFlow& eAccounts() { return e_accounts_; }
    AccountTransferFlow& accountTransfers() { return account_transfers_; }

    /// A new payment with the insurer's part of it, in the caller's unit; `blank` is what SettlementFlow::open() takes. Errors of both.
    core::Result<Next> payInsured(core::Transaction& transaction, payment::PaymentWish wish, payment::Settlement blank);

    const House& house() const { return house_; }

    /// Gives every booking, payment, settlement, refund, e-account and transfer of one whose next check has come a Tick, up to `limit` of
    /// each. `on_done` gets how many took it (a row that cannot be read stays due and must not make the job spin), or why none could be
    /// read; for the job that keeps open business going.
    void tickDue(std::size_t limit, std::function<void(core::Result<std::size_t>)> on_done);

    core::Result<Next> tell(core::Transaction& transaction, booking::BookingId id, decltype(booking::BookingEvent::what) what) override;
    core::Result<Next> tell(core::Transaction& transaction, payment::PaymentId id, decltype(payment::PaymentEvent::what) what) override;
    core::Result<Next> tell(core::Transaction& transaction, payment::RefundId id, decltype(payment::RefundEvent::what) what) override;
    core::Result<Next> tell(core::Transaction& transaction, payment::SettlementId id,
                            decltype(payment::SettlementEvent::what) what) override;
    core::Result<Next> tell(core::Transaction& transaction, payment::ChargeId id, const payment::ChargeEvent& what) override;
    core::Result<Next> tell(core::Transaction& transaction, payment::AccountTransferId id,
                            decltype(payment::AccountTransferEvent::what) what) override;
    core::Result<Next> refund(core::Transaction& transaction, payment::PaymentId payment, payment::RefundWish wish) override;
    core::Result<Next> transfer(core::Transaction& transaction, payment::EAccountId account, payment::AccountTransferWish wish) override;

  private:
    const House house_;
    BookingFlow bookings_;
    ChargeFlow charges_;
    PaymentFlow payments_;
    RefundFlow refunds_;
    SettlementFlow settlements_;
    EAccountFlow e_accounts_;
    AccountTransferFlow account_transfers_;
};

}  // namespace hub::flows
