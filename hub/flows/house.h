#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "hub/booking/booking_machine.h"
#include "hub/booking/booking_store.h"
#include "hub/booking/seat_store.h"
#include "hub/flows/calls.h"
#include "hub/flows/carrier.h"
#include "hub/flows/changes.h"
#include "hub/flows/events.h"
#include "hub/flows/steps.h"
#include "hub/identity/merges.h"
#include "hub/ledger/ledger.h"
#include "hub/payment/account_transfer_machine.h"
#include "hub/payment/case_store.h"
#include "hub/payment/charge_store.h"
#include "hub/payment/e_account_store.h"
#include "hub/payment/payment_machine.h"
#include "hub/payment/payment_store.h"
#include "hub/payment/refund_machine.h"
#include "hub/payment/refund_store.h"
#include "hub/payment/settlement_machine.h"
#include "hub/payment/settlement_store.h"

namespace hub::flows {

struct FlowSettings {
    booking::BookingRules booking;
    payment::PaymentRules payment;
    core::Duration answer_within{8'000};  ///< of a call to a counterparty
    core::Duration day_cut{0};            ///< after midnight in Asia/Shanghai
    core::Duration list_pause{300};       ///< between the two readings of a polled charge list
    std::string e_account_bank;           ///< code of the counterparty where people have e-accounts; empty: nobody is offered one
};

/// What flows stand on. All outlive them.
struct House {
    core::UnitOfWork& units;
    core::Reads& reads;
    core::Attempts& attempts;
    AttemptRunner& runner;
    Carrier& carrier;
    Steps& steps;
    Counterparties& counterparties;
    core::Executor& executor;
    const core::Clock& clock;
    core::IdSource& ids;
    Events& events;
    Changes& changes;
    ledger::Ledger& ledger;
    booking::BookingStore& bookings;
    booking::SeatStore& seats;
    payment::ChargeStore& charges;
    payment::PaymentStore& payments;
    payment::RefundStore& refunds;
    payment::SettlementStore& settlements;
    payment::EAccountStore& e_accounts;
    payment::AccountTransferStore& account_transfers;
    payment::CaseStore& cases;
    identity::Merges& merges;
    identity::IdentityStore& people;
    FlowSettings settings;

    CallTerms terms() const { return {clock.utc(), runner.newWireId(), settings.answer_within, settings.day_cut}; }
};

/// How the flows of one person's care tell each other what happened, in the unit of work in which it happened: what is left to be
/// done afterwards comes back. Each reads, decides and writes the row it is told about.
class Telling {
  public:
    virtual ~Telling() = default;

    virtual core::Result<Next> tell(core::Transaction& transaction, booking::BookingId id, decltype(booking::BookingEvent::what) what) = 0;
    virtual core::Result<Next> tell(core::Transaction& transaction, payment::PaymentId id, decltype(payment::PaymentEvent::what) what) = 0;
    virtual core::Result<Next> tell(core::Transaction& transaction, payment::RefundId id, decltype(payment::RefundEvent::what) what) = 0;
    virtual core::Result<Next> tell(core::Transaction& transaction, payment::SettlementId id,
                                    decltype(payment::SettlementEvent::what) what) = 0;
    virtual core::Result<Next> tell(core::Transaction& transaction, payment::ChargeId id, const payment::ChargeEvent& what) = 0;
    virtual core::Result<Next> tell(core::Transaction& transaction, payment::AccountTransferId id,
                                    decltype(payment::AccountTransferEvent::what) what) = 0;

    /// Money of a payment on its way back. A wish whose client and key have a refund already changes nothing.
    virtual core::Result<Next> refund(core::Transaction& transaction, payment::PaymentId payment, payment::RefundWish wish) = 0;

    /// Money of an e-account for a payment or back from one. A wish whose client and key have a transfer already changes nothing.
    virtual core::Result<Next> transfer(core::Transaction& transaction, payment::EAccountId account, payment::AccountTransferWish wish) = 0;
};

/// "payment.changed" on the person's stream, and on that of who stands for them now (identity::Merges): `cause` is the row whose `version`
/// says so, `place` tells several events of one version apart (0 to 9).
core::Result<Next> publish(const House& house, core::Transaction& transaction, payment::PersonId person, std::string_view type,
                           std::string_view cause_name, core::IdBits cause, std::int64_t version, std::int64_t place);

/// Our number of the payment at the hospital: of the booking.pay or the last step of the payment.confirm that is done. None: a person
/// decided that it is paid.
core::Result<std::optional<std::string>> paidWireId(const House& house, core::ReadTransaction& transaction, payment::PaymentId payment);

/// Submits the command; `on_end` gets whether the ledger took it. Not called when it is not decided (busy, down): a Tick submits it again.
void submitToLedger(const House& house, const payment::LedgerCommand& command, std::function<void(bool accepted)> on_end);

/// What the actions of a decision leave to be done, each carried out by the alternative of `each` for its kind.
template <class Actions, class Each>
core::Result<Next> carryOutEach(const Actions& actions, const Each& each) {
    Next next;
    for (const auto& action : actions) {
        core::Result<Next> done = std::visit(each, action);
        if (!done.ok()) return done.failure();
        join(next, std::move(*done));
    }
    return next;
}

/// A question for a person, unless it is open already.
core::Result<Next> openCase(const House& house, core::Transaction& transaction, payment::CaseAbout about, core::IdBits subject,
                            std::string_view kind, std::string_view hospital);

/// The question that an overdue attempt of the subject's is. None where the flow has just asked another about it: a parked attempt is one
/// question, not two.
core::Result<void> openOverdue(const House& house, core::Transaction& transaction, payment::CaseAbout about, core::IdBits subject,
                               std::string_view hospital);

}  // namespace hub::flows
