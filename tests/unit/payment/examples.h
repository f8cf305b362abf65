#pragma once

#include <string>
#include <vector>

#include "hub/payment/payment_machine.h"
#include "hub/payment/refund_machine.h"

namespace tests::payment {

using namespace hub;
using namespace hub::payment;
using core::Money;

inline constexpr core::UtcTime kNow{1'800'000'000'000};
inline const PaymentRules kRules{};

inline Money fen(std::int64_t fen) { return Money::fromFen(fen); }

inline core::IdBits bits(std::uint8_t n) {
    core::IdBits id;
    id.bytes.back() = n;
    return id;
}

/// Two charges of 35.00 and 15.00, by WeChat.
inline PaymentWish wish() {
    PaymentWish wish;
    wish.id = PaymentId{bits(1)};
    wish.request_key = "key-1";
    wish.person = PersonId{bits(2)};
    wish.hospital = "H0001";
    wish.local_patient = core::Sensitive(core::CardNumber{"P1"});
    wish.items = {{bits(3), "C1", "1", fen(3500)}, {bits(4), "C2", "1", fen(1500)}};
    wish.total = fen(5000);
    Leg leg;
    leg.channel = "wechat";
    leg.merchant = "M1";
    leg.order_number = "ORDER1";
    leg.amount = fen(5000);
    wish.legs = {leg};
    return wish;
}

inline contract::ChannelOrder order(contract::OrderState state, Money amount = fen(5000)) {
    contract::ChannelOrder order;
    order.our_number = "ORDER1";
    order.state = state;
    order.amount = amount;
    return order;
}

inline contract::ChannelRefund channelRefund(contract::RefundState state, Money amount) {
    contract::ChannelRefund refund;
    refund.our_number = "REFUND1";
    refund.state = state;
    refund.amount = amount;
    return refund;
}

/// The money of the leg is an e-account's at the bank BK.
inline void payFromEAccount(Leg& leg) {
    leg.kind = LegKind::EAccount;
    leg.e_account = EAccountId{bits(8)};
    leg.channel = "BK";
    leg.merchant = kCollectionAccount;
}

/// Only a payment whose insurance the hub settles gets there.
inline bool isInsurers(PaymentState state) {
    return state == PaymentState::Insuring || state == PaymentState::Agreeing || state == PaymentState::Settling ||
           state == PaymentState::Unsettling || state == PaymentState::Unbooking;
}

/// As it stands in `state` when it got there by the usual road.
inline Payment paymentIn(PaymentState state) {
    Payment payment = openPayment(wish(), kNow, kRules)->next;
    payment.state = state;
    const bool paid = state == PaymentState::Posting || state == PaymentState::Confirming || state == PaymentState::HisDoubt ||
                      state == PaymentState::Frozen || state == PaymentState::Completed || state == PaymentState::Compensating ||
                      state == PaymentState::Reversed;
    Leg& leg = payment.leg();
    if (paid) leg.state = LegState::Paid;
    if (state == PaymentState::Collecting || state == PaymentState::Closing) leg.state = LegState::Ordered;
    if (state == PaymentState::Closing) payment.why = Why::Expired;
    if (state == PaymentState::Unpaid) payment.why = Why::Declined;
    if (state == PaymentState::Unpaid) leg.state = LegState::NotPaid;
    if (state == PaymentState::Compensating || state == PaymentState::Reversed) payment.why = Why::HisRefused;
    if (state == PaymentState::Compensating || state == PaymentState::Completed) leg.refund_reserved = leg.amount;
    if (state == PaymentState::Reversed) leg.refunded = leg.amount;
    if (isFinal(state)) {
        payment.next_check_at.reset();
        payment.hand_over_at.reset();
    }
    return payment;
}

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

inline std::string textOf(const LedgerCommand& command) {
    std::string text = "ledger:" + command.step;
    for (const LedgerTransfer& transfer : command.transfers) text += ":" + transfer.debit + ">" + transfer.credit;
    return text;
}

}  // namespace tests::payment
