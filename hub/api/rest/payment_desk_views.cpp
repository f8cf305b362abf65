#include "hub/api/rest/payment_desk_views.h"

namespace hub::api::rest {

using payment::Payment;
using payment::Refund;

DecisionView viewOf(const payment::Decision& decision) {
    return {decision.id,     decision.payment,     decision.refund,      decision.verdict,    decision.state,
            decision.reason, decision.proposed_by, decision.proposed_at, decision.decided_by, decision.decided_at};
}

FoundPayment foundOf(const Payment& payment) {
    FoundPayment found;
    found.payment_id = payment.id;
    found.hospital = payment.hospital;
    found.state = payment.state;
    found.why = payment.why;
    found.total = payment.total;
    found.channel = payment.leg().channel;
    found.order_number = payment.leg().order_number;
    found.channel_number = payment.leg().channel_number;
    found.person_id = payment.person;
    found.created_at = payment.created_at;
    found.hand_over_at = payment.hand_over_at;
    return found;
}

PaymentStanding standingOf(const Payment& payment, const std::vector<Refund>& refunds, const std::vector<payment::Case>& cases,
                           const std::vector<payment::Decision>& decisions) {
    PaymentStanding standing;
    standing.payment = foundOf(payment);
    standing.purpose = payment.purpose;
    standing.client = payment.client;
    for (const payment::PaidItem& item : payment.items)
        standing.items.push_back({item.subject.text(), item.key, item.expected_version, item.total});
    for (const payment::Leg& leg : payment.legs)
        standing.legs.push_back({leg.kind, leg.state, leg.settles, leg.channel, leg.merchant, leg.order_number, leg.channel_number,
                                 leg.amount, leg.paid_at, leg.in_suspense, leg.refund_reserved, leg.refunded});
    standing.insurance = payment.insurance;
    for (const Refund& refund : refunds)
        standing.refunds.push_back({refund.id, refund.state, refund.cause, refund.item ? std::optional(refund.item->key) : std::nullopt,
                                    refund.amount, refund.number, refund.channel_number, refund.returned, refund.by_hand,
                                    refund.refunded_at, refund.his_receipt, refund.created_at, refund.next_check_at, refund.hand_over_at});
    standing.expires_at = payment.expires_at;
    standing.next_check_at = payment.next_check_at;
    standing.looks = payment.tries;
    standing.his = payment.his;
    for (const payment::Case& one : cases)
        if (!one.closed_at) standing.open_cases.push_back({one.id, one.about, one.subject.text(), one.kind, one.opened_at});
    for (const payment::Decision& one : decisions) standing.decisions.push_back(viewOf(one));
    return standing;
}

}  // namespace hub::api::rest
