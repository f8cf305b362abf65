#include "hub/flows/care_flows.h"

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

namespace hub::flows {

using core::Result;

CareFlows::CareFlows(House house)
    : house_(std::move(house)),
      bookings_(house_, *this),
      charges_(house_, *this),
      payments_(house_, *this),
      refunds_(house_, *this),
      settlements_(house_, *this),
      e_accounts_(house_),
      account_transfers_(house_, *this) {
    house_.runner.serve(bookings_);
    house_.runner.serve(payments_);
    house_.runner.serve(refunds_);
    house_.runner.serve(settlements_);
    house_.runner.serve(e_accounts_);
    house_.runner.serve(account_transfers_);
}

Result<Next> CareFlows::payInsured(core::Transaction& transaction, payment::PaymentWish wish, payment::Settlement blank) {
    Result<Next> next = payments_.open(transaction, std::move(wish));
    if (!next.ok()) return next;
    Result<Next> settling = settlements_.open(transaction, std::move(blank));
    if (!settling.ok()) return settling;
    join(*next, std::move(*settling));
    return next;
}

void CareFlows::tickDue(std::size_t limit, std::function<void(Result<std::size_t>)> on_done) {
    std::vector<core::Due<booking::BookingId>> bookings;
    std::vector<core::Due<payment::PaymentId>> payments;
    std::vector<core::Due<payment::RefundId>> refunds;
    std::vector<core::Due<payment::SettlementId>> settlements;
    std::vector<core::Due<payment::EAccountId>> e_accounts;
    std::vector<core::Due<payment::AccountTransferId>> account_transfers;
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const core::UtcTime now = house_.clock.utc();
        const core::Page page{limit, std::nullopt};
        auto due_bookings = house_.bookings.due(transaction, now, page);
        if (!due_bookings.ok()) return due_bookings.failure();
        auto due_payments = house_.payments.due(transaction, now, page);
        if (!due_payments.ok()) return due_payments.failure();
        auto due_refunds = house_.refunds.due(transaction, now, page);
        if (!due_refunds.ok()) return due_refunds.failure();
        auto due_settlements = house_.settlements.due(transaction, now, page);
        if (!due_settlements.ok()) return due_settlements.failure();
        auto due_accounts = house_.e_accounts.due(transaction, now, page);
        if (!due_accounts.ok()) return due_accounts.failure();
        auto due_transfers = house_.account_transfers.due(transaction, now, page);
        if (!due_transfers.ok()) return due_transfers.failure();
        bookings = std::move(*due_bookings);
        payments = std::move(*due_payments);
        refunds = std::move(*due_refunds);
        settlements = std::move(*due_settlements);
        e_accounts = std::move(*due_accounts);
        account_transfers = std::move(*due_transfers);
        return {};
    });
    const std::size_t all =
        bookings.size() + payments.size() + refunds.size() + settlements.size() + e_accounts.size() + account_transfers.size();
    if (!read.ok() || all == 0) return on_done(read.ok() ? Result<std::size_t>(all) : read.failure());
    // The next look comes when these are through: else it would find the same ones due.
    struct Ticks {
        std::atomic<std::size_t> left;
        std::atomic<std::size_t> taken = 0;
    };
    const auto ticks = std::make_shared<Ticks>();
    ticks->left = all;
    const Carrier::OnDone ended = [ticks, on_done = std::move(on_done)](const Result<void>& done) {
        if (done.ok()) ++ticks->taken;
        if (--ticks->left == 0) on_done(ticks->taken.load());
    };
    for (const auto& due : bookings) bookings_.submit(due.id, booking::booking_event::Tick{}, ended);
    for (const auto& due : payments) payments_.submit(due.id, payment::payment_event::Tick{}, ended);
    for (const auto& due : refunds) refunds_.submit(due.id, payment::refund_event::Tick{}, ended);
    for (const auto& due : settlements) settlements_.submit(due.id, payment::settlement_event::Tick{}, ended);
    for (const auto& due : e_accounts) e_accounts_.submit(due.id, payment::e_account_event::Tick{}, ended);
    for (const auto& due : account_transfers) account_transfers_.submit(due.id, payment::account_transfer_event::Tick{}, ended);
}

Result<Next> CareFlows::tell(core::Transaction& transaction, booking::BookingId id, decltype(booking::BookingEvent::what) what) {
    return bookings_.apply(transaction, id, std::move(what));
}
Result<Next> CareFlows::tell(core::Transaction& transaction, payment::PaymentId id, decltype(payment::PaymentEvent::what) what) {
    return payments_.apply(transaction, id, std::move(what));
}
Result<Next> CareFlows::tell(core::Transaction& transaction, payment::RefundId id, decltype(payment::RefundEvent::what) what) {
    return refunds_.apply(transaction, id, std::move(what));
}
Result<Next> CareFlows::tell(core::Transaction& transaction, payment::SettlementId id, decltype(payment::SettlementEvent::what) what) {
    return settlements_.apply(transaction, id, std::move(what));
}
Result<Next> CareFlows::tell(core::Transaction& transaction, payment::ChargeId id, const payment::ChargeEvent& what) {
    return charges_.apply(transaction, id, what);
}
Result<Next> CareFlows::tell(core::Transaction& transaction, payment::AccountTransferId id,
                             decltype(payment::AccountTransferEvent::what) what) {
    return account_transfers_.apply(transaction, id, std::move(what));
}
Result<Next> CareFlows::refund(core::Transaction& transaction, payment::PaymentId payment, payment::RefundWish wish) {
    return refunds_.open(transaction, payment, std::move(wish));
}
Result<Next> CareFlows::transfer(core::Transaction& transaction, payment::EAccountId account, payment::AccountTransferWish wish) {
    const Result<payment::EAccount> from = house_.e_accounts.find(transaction, account);
    if (!from.ok()) return from.failure();
    return account_transfers_.open(transaction, *from, std::move(wish));
}

}  // namespace hub::flows
