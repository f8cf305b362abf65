#include "hub/flows/refund_flow.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "hub/core/overload.h"
#include "hub/flows/account_calls.h"

namespace hub::flows {

using core::AttemptState;
using core::Result;
using payment::Payment;
using payment::Refund;
using payment::RefundId;
using payment::RefundStep;
namespace action = payment::refund_action;
namespace event = payment::refund_event;

namespace {

constexpr std::string_view kReason = "退费";  // what the payer reads
constexpr std::size_t kRefundsPage = 100;
constexpr std::string_view kOwed = "owed";  // the step of the first of its two ledger commands

Result<std::vector<Refund>> allOf(const House& house, core::ReadTransaction& transaction, payment::PaymentId payment) {
    std::vector<Refund> all;
    core::Page page{kRefundsPage, std::nullopt};
    while (true) {
        Result<std::vector<Refund>> some = house.refunds.ofPayment(transaction, payment, page);
        if (!some.ok()) return some.failure();
        const bool last = some->size() < page.limit;
        if (!some->empty()) page.after = core::Place{some->back().created_at, some->back().id.bits};
        std::ranges::move(*some, std::back_inserter(all));
        if (last) return all;
    }
}

}  // namespace

Result<Next> RefundFlow::open(core::Transaction& transaction, payment::PaymentId payment_id, payment::RefundWish wish) {
    const Result<std::optional<Refund>> before = house_.refunds.findByRequest(transaction, wish.client, wish.request_key);
    if (!before.ok()) return before.failure();
    if (*before) return Next{};
    const Result<Payment> payment = house_.payments.find(transaction, payment_id);
    if (!payment.ok()) return payment.failure();
    const Result<std::vector<Refund>> earlier = allOf(house_, transaction, payment_id);
    if (!earlier.ok()) return earlier.failure();
    const Result<payment::OpenedRefund> opened =
        payment::openRefund(*payment, *earlier, std::move(wish), house_.clock.utc(), house_.settings.payment);
    if (!opened.ok()) return opened.failure();
    const Result<std::int64_t> reserved = house_.payments.change(transaction, opened->payment);
    if (!reserved.ok()) return reserved.failure();
    const Result<void> added = house_.refunds.add(transaction, opened->refund.next);
    if (!added.ok()) return added.failure();
    return carryOut(transaction, opened->refund, 1);
}

Result<Next> RefundFlow::apply(core::Transaction& transaction, RefundId id, decltype(payment::RefundEvent::what) what) {
    const Result<Refund> before = house_.refunds.find(transaction, id);
    if (!before.ok()) return before.failure();
    const Result<payment::RefundDecision> decision =
        payment::decide(*before, {house_.clock.utc(), std::move(what)}, house_.settings.payment);
    if (!decision.ok()) return decision.failure();
    const Result<std::int64_t> version = house_.refunds.change(transaction, decision->next);
    if (!version.ok()) return version.failure();
    return carryOut(transaction, *decision, *version);
}

void RefundFlow::submit(RefundId id, decltype(payment::RefundEvent::what) what, Carrier::OnDone on_done) {
    house_.carrier.run(
        "refund", id.bits, [this, id, what = std::move(what)](core::Transaction& transaction) { return apply(transaction, id, what); },
        std::move(on_done));
}

Result<Next> RefundFlow::carryOut(core::Transaction& transaction, const payment::RefundDecision& decision, std::int64_t version) {
    const Refund& refund = decision.next;
    const auto after = [](core::Task task) -> Result<Next> { return Next{{}, {std::move(task)}}; };
    std::int64_t published = 0;
    const core::Overload each{
        [&](const action::CheckRefund&) { return after([this, refund] { checkRefund(refund); }); },
        [&](const action::Call& what) { return call(transaction, refund, what.step, what.again); },
        [&](const action::StartTransfer& what) { return startTransfer(transaction, refund, what.again); },
        [&](const action::AskRefund&) { return after([this, refund] { askRefund(refund); }); },
        [&](const action::SubmitLedger& what) { return after([this, command = what.command] { submitLedger(command); }); },
        [&](const action::TellPayment& what) { return telling_.tell(transaction, refund.payment, what.ended); },
        [&](const action::TellCharges& what) { return tellCharges(transaction, refund, what); },
        [&](const action::OpenCase& what) {
            return openCase(house_, transaction, payment::CaseAbout::Refund, refund.id.bits, core::enumName(what.kind), refund.hospital);
        },
        [&](const action::Publish& what) {
            return publish(house_, transaction, refund.person, what.type, "refund_id", refund.id.bits, version, published++);
        },
    };
    return carryOutEach(decision.actions, each);
}

Result<Next> RefundFlow::call(core::Transaction& transaction, const Refund& refund, RefundStep step, bool once_more) {
    const Result<Payment> payment = house_.payments.find(transaction, refund.payment);
    if (!payment.ok()) return payment.failure();
    StepOrder order{kKind, refund.id.bits, std::string(core::enumName(step)), once_more};
    if (step == RefundStep::RefundCreate) order.wire_id = refund.number;
    order.make = [&]() -> Result<Call> {
        const CallTerms terms = house_.terms();
        if (step == RefundStep::RefundCreate) return refundCreateCall(refund, payment->leg().amount, std::string(kReason), terms);
        const Result<std::optional<std::string>> paid = paidWireId(house_, transaction, refund.payment);
        if (!paid.ok()) return paid.failure();
        return refundConfirmCall(refund, payment->local_patient, paid->value_or(""), terms);
    };
    Next next;
    const Result<Steps::Brought> brought = house_.steps.bringAbout(transaction, order, next);
    if (!brought.ok()) return brought.failure();
    return next;  // not offered right now: the next Tick tries again, and a person takes part when the promised time is over
}

Result<Next> RefundFlow::startTransfer(core::Transaction& transaction, const Refund& refund, bool once_more) {
    payment::AccountTransferWish wish;
    for (int number = 1;; ++number) {
        wish.request_key = transferKeyOf(refund.id, number);
        const auto standing = house_.account_transfers.findByRequest(transaction, wish.client, wish.request_key);
        if (!standing.ok()) return standing.failure();
        if (!*standing) {
            wish.number = number == 1 ? refund.number : house_.runner.newWireId();
            break;
        }
        if (!once_more || (*standing)->state != payment::AccountTransferState::Rejected) return Next{};
    }
    wish.id = house_.ids.next<payment::AccountTransferId>();
    wish.kind = payment::AccountTransferKind::GiveBack;
    wish.amount = refund.amount;
    wish.refund = refund.id;
    wish.original = refund.order_number;
    return telling_.transfer(transaction, *refund.e_account, std::move(wish));
}

Result<Next> RefundFlow::tellCharges(core::Transaction& transaction, const Refund& refund, const action::TellCharges& what) {
    const Result<Payment> payment = house_.payments.find(transaction, refund.payment);
    if (!payment.ok()) return payment.failure();
    Next next;
    for (const payment::PaidItem& item : payment->items) {
        if (refund.item && refund.item->subject != item.subject) continue;
        Result<Next> told =
            payment->purpose == payment::Purpose::Booking
                ? telling_.tell(transaction, booking::BookingId{item.subject}, booking::booking_event::RefundEnded{true})
                : telling_.tell(transaction, payment::ChargeId{item.subject},
                                payment::charge_event::RefundDone{what.whole, what.remaining_version, what.remaining_total});
        if (!told.ok()) return told.failure();
        join(next, std::move(*told));
    }
    return next;
}

void RefundFlow::checkRefund(const Refund& refund) {
    const auto answered = [this, id = refund.id](event::HisChecked checked) { submit(id, std::move(checked)); };
    if (!house_.counterparties.capability(refund.hospital, contract::RefundCheck::kName))
        return answered({event::Agreement::NotReadable, {}, {}, {}});
    std::string paid;
    core::Sensitive<core::CardNumber> local_patient;
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        const Result<Payment> payment = house_.payments.find(transaction, refund.payment);
        if (!payment.ok()) return payment.failure();
        const Result<std::optional<std::string>> wire_id = paidWireId(house_, transaction, refund.payment);
        if (!wire_id.ok()) return wire_id.failure();
        paid = wire_id->value_or("");
        local_patient = payment->local_patient;
        return {};
    });
    if (!read.ok()) return answered({event::Agreement::NotReadable, {}, {}, {}});
    house_.counterparties.call(refundCheckCall(refund, local_patient, paid, house_.terms()), [answered](const CallAnswer& answer) {
        if (answer.late) return;
        if (answer.ending == contract::Ending::Refused) return answered({event::Agreement::Refused, {}, {}, {}});
        Result<contract::RefundCheck::Result> checked = core::Failure(core::Error::JsonNotValid);
        if (answer.ending == contract::Ending::Done) checked = resultOf<contract::RefundCheck>(answer.answer);
        if (!checked.ok()) return answered({event::Agreement::NotReadable, {}, {}, {}});
        answered({event::Agreement::Agreed, checked->returnable, checked->remaining_version, checked->remaining_total});
    });
}

void RefundFlow::askRefund(const Refund& refund) {
    house_.counterparties.call(refundFindCall(refund, house_.terms()), [this, id = refund.id](const CallAnswer& answer) {
        if (answer.late || answer.ending != contract::Ending::Done) return;
        Result<contract::RefundFind::Result> found = resultOf<contract::RefundFind>(answer.answer);
        if (found.ok()) submit(id, event::RefundSeen{std::move(found->refund)});
    });
}

void RefundFlow::submitLedger(const payment::LedgerCommand& command) {
    const event::Entry entry = command.step == kOwed ? event::Entry::Owed : event::Entry::Returned;
    submitToLedger(house_, command, [this, id = RefundId{command.flow}, entry](bool accepted) {
        submit(id, event::LedgerEnded{entry, accepted});
    });
}

Result<Next> RefundFlow::onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) {
    const RefundId id{attempt.flow_id};
    const auto step = core::enumFromName<RefundStep>(StepName::parse(attempt.step).step);
    HUB_ASSERT(step.has_value());  // call() wrote it
    if (!endsStep(attempt, end)) {
        const Result<Refund> refund = house_.refunds.find(transaction, id);
        if (!refund.ok()) return refund.failure();
        return call(transaction, *refund, *step, false);
    }
    event::StepMoved moved;
    moved.step = *step;
    moved.state = end.state;
    if (end.answer.refusal) moved.refusal = end.answer.refusal->reason;
    if (end.state == AttemptState::Done && *step == RefundStep::RefundCreate) {
        Result<contract::RefundCreate::Result> created = resultOf<contract::RefundCreate>(end.answer);
        if (!created.ok()) return created.failure();
        moved.refund = std::move(created->refund);
    }
    if (end.state == AttemptState::Done && *step == RefundStep::HisRefund) {
        Result<contract::RefundConfirm::Result> confirmed = resultOf<contract::RefundConfirm>(end.answer);
        if (!confirmed.ok()) return confirmed.failure();
        moved.his_receipt = std::move(confirmed->his_receipt);
    }
    return apply(transaction, id, std::move(moved));
}

Result<void> RefundFlow::onOverdue(core::Transaction& transaction, const core::Attempt& attempt) {
    const Result<Refund> refund = house_.refunds.find(transaction, RefundId{attempt.flow_id});
    if (!refund.ok()) return refund.failure();
    return openOverdue(house_, transaction, payment::CaseAbout::Refund, attempt.flow_id, refund->hospital);
}

/// Refunds are repeated under their number instead.
Result<std::optional<Call>> RefundFlow::fence(core::ReadTransaction& /*transaction*/, const core::Attempt& /*attempt*/) {
    return std::optional<Call>();
}

}  // namespace hub::flows
