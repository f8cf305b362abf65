#include "hub/flows/payment_flow.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "hub/core/overload.h"
#include "hub/flows/account_calls.h"
#include "hub/flows/payment_checks.h"

namespace hub::flows {

using core::AttemptState;
using core::Result;
using payment::Payment;
using payment::PaymentId;
using payment::PaymentStep;
using payment::Purpose;
namespace action = payment::payment_action;
namespace event = payment::payment_event;

namespace {

// What the payer reads on the phone: no diagnosis, no item.
constexpr std::string_view kChargesSubject = "门诊缴费";
constexpr std::string_view kBookingSubject = "预约挂号";

std::string subjectOf(const Payment& payment) {
    return std::string(payment.purpose == Purpose::Booking ? kBookingSubject : kChargesSubject);
}

/// The confirmation of either way to tell a hospital that it is paid.
Result<contract::PaymentConfirm::Result> confirmationOf(const Payment& payment, const Answer& answer) {
    if (payment.purpose == Purpose::Charges) return resultOf<contract::PaymentConfirm>(answer);
    Result<contract::BookingPay::Result> paid = resultOf<contract::BookingPay>(answer);
    if (!paid.ok()) return paid.failure();
    contract::PaymentConfirm::Result confirmation;
    confirmation.his_receipt = std::move(paid->his_receipt);
    return confirmation;
}

}  // namespace

Result<Next> PaymentFlow::open(core::Transaction& transaction, payment::PaymentWish wish) {
    const Result<payment::PaymentDecision> decision = payment::openPayment(std::move(wish), house_.clock.utc(), house_.settings.payment);
    if (!decision.ok()) return decision.failure();
    const Result<void> added = house_.payments.add(transaction, decision->next);
    if (!added.ok()) return added.failure();
    return carryOut(transaction, *decision, 1);
}

Result<Next> PaymentFlow::apply(core::Transaction& transaction, PaymentId id, decltype(payment::PaymentEvent::what) what) {
    const Result<Payment> before = house_.payments.find(transaction, id);
    if (!before.ok()) return before.failure();
    const Result<payment::PaymentDecision> decision =
        payment::decide(*before, {house_.clock.utc(), std::move(what)}, house_.settings.payment);
    if (!decision.ok()) return decision.failure();
    const Result<std::int64_t> version = house_.payments.change(transaction, decision->next);
    if (!version.ok()) return version.failure();
    return carryOut(transaction, *decision, *version);
}

void PaymentFlow::submit(PaymentId id, decltype(payment::PaymentEvent::what) what, Carrier::OnDone on_done) {
    house_.carrier.run(
        "payment", id.bits, [this, id, what = std::move(what)](core::Transaction& transaction) { return apply(transaction, id, what); },
        std::move(on_done));
}

Result<Next> PaymentFlow::carryOut(core::Transaction& transaction, const payment::PaymentDecision& decision, std::int64_t version) {
    const Payment& payment = decision.next;
    const auto after = [](core::Task task) -> Result<Next> { return Next{{}, {std::move(task)}}; };
    std::int64_t published = 0;
    const core::Overload each{
        [&](const action::CheckCharges&) { return after([this, payment] { checkCharges(payment); }); },
        [&](const action::TellSettlement& what) { return tellSettlement(transaction, payment, what.what); },
        [&](const action::Call& what) { return call(transaction, payment, what.step); },
        [&](const action::TellTransfer& what) { return tellTransfer(transaction, payment, what.what); },
        [&](const action::AskOrder&) { return after([this, payment] { askOrder(payment); }); },
        [&](const action::AskHis&) { return after([this, payment] { askHis(payment); }); },
        [&](const action::SubmitLedger& what) {
            return after([this, id = payment.id, what] {
                submitToLedger(house_, what.command, [this, id, entry = what.entry](bool accepted) {
                    submit(id, event::LedgerEnded{entry, accepted});
                });
            });
        },
        [&](const action::StartRefund& what) {
            payment::RefundWish wish;
            wish.id = house_.ids.next<payment::RefundId>();
            wish.request_key = "give_back/" + payment.id.text();
            wish.cause = what.cause;
            wish.amount = what.amount;
            wish.number = house_.runner.newWireId();
            return telling_.refund(transaction, payment.id, std::move(wish));
        },
        [&](const action::TellSubject& what) { return tellSubject(transaction, payment, what.told); },
        [&](const action::OpenCase& what) {
            return openCase(house_, transaction, payment::CaseAbout::Payment, payment.id.bits, core::enumName(what.kind), payment.hospital);
        },
        [&](const action::Publish& what) {
            return publish(house_, transaction, payment.person, what.type, "payment_id", payment.id.bits, version, published++);
        },
    };
    return carryOutEach(decision.actions, each);
}

Result<Next> PaymentFlow::call(core::Transaction& transaction, const Payment& payment, core::NumberedStep<PaymentStep> step) {
    StepOrder order{kKind, payment.id.bits, step.text()};
    if (step.step == PaymentStep::OrderCreate) order.wire_id = payment.leg().order_number;
    order.make = [&]() -> Result<Call> {
        const CallTerms terms = house_.terms();
        switch (step.step) {
            case PaymentStep::OrderCreate:
                return orderCreateCall(payment, subjectOf(payment), terms);
            case PaymentStep::OrderClose:
                return orderCloseCall(payment, terms);
            case PaymentStep::HisConfirm:
                return hisConfirmCall(payment, terms);
        }
        HUB_ASSERT(false);
    };
    Next next;
    const Result<Steps::Brought> brought = house_.steps.bringAbout(transaction, order, next);
    if (!brought.ok()) return brought.failure();
    if (*brought == Steps::Brought::NotOffered)
        next.after.emplace_back([this, id = payment.id, step] {
            event::StepMoved moved;
            moved.step = step;
            moved.state = AttemptState::NotReached;
            submit(id, std::move(moved));
        });
    return next;
}

Result<Next> PaymentFlow::tellSettlement(core::Transaction& transaction, const Payment& payment, action::Insurer what) {
    const payment::SettlementId id = payment.insurance->settlement;
    return what == action::Insurer::Settle ? telling_.tell(transaction, id, payment::settlement_event::SettleAsked{})
                                           : telling_.tell(transaction, id, payment::settlement_event::UndoAsked{});
}

Result<Next> PaymentFlow::tellTransfer(core::Transaction& transaction, const Payment& payment, action::Bank what) {
    const payment::Leg& leg = payment.leg();
    payment::AccountTransferWish wish;
    wish.request_key = transferKeyOf(payment.id);
    if (what == action::Bank::Stop) {
        const auto standing = house_.account_transfers.findByRequest(transaction, wish.client, wish.request_key);
        if (!standing.ok()) return standing.failure();
        return *standing ? telling_.tell(transaction, (*standing)->id, payment::account_transfer_event::Unwanted{}) : Result<Next>(Next{});
    }
    wish.id = house_.ids.next<payment::AccountTransferId>();
    wish.kind = payment::AccountTransferKind::Pay;
    wish.amount = leg.amount;
    wish.number = leg.order_number;
    wish.payment = payment.id;
    return telling_.transfer(transaction, *leg.e_account, std::move(wish));
}

Result<Next> PaymentFlow::tellSubject(core::Transaction& transaction, const Payment& payment, action::Told told) {
    Next next;
    for (const payment::PaidItem& item : payment.items) {
        Result<Next> done = Next{};
        if (payment.purpose == Purpose::Charges) {
            const payment::ChargeId charge{item.subject};
            switch (told) {
                case action::Told::Started:
                    done = telling_.tell(transaction, charge, payment::charge_event::PaymentStarted{payment.id});
                    break;
                case action::Told::Completed:
                    done = telling_.tell(transaction, charge, payment::charge_event::PaymentCompleted{payment.id});
                    break;
                case action::Told::Ended:
                    done = telling_.tell(transaction, charge, payment::charge_event::PaymentEnded{payment.id});
                    break;
            }
        } else {
            const booking::BookingId booking{item.subject};
            using booking::booking_event::PaymentEnd;
            switch (told) {
                case action::Told::Started:
                    done = telling_.tell(transaction, booking, booking::booking_event::PaymentStarted{payment.id.bits});
                    break;
                case action::Told::Completed:
                    done =
                        telling_.tell(transaction, booking, booking::booking_event::PaymentEnded{payment.id.bits, PaymentEnd::Completed});
                    break;
                case action::Told::Ended:
                    done = telling_.tell(transaction, booking, booking::booking_event::PaymentEnded{payment.id.bits, PaymentEnd::Unpaid});
                    break;
            }
        }
        if (!done.ok()) return done.failure();
        join(next, std::move(*done));
    }
    return next;
}

void PaymentFlow::checkCharges(const Payment& payment) {
    if (payment.purpose == Purpose::Booking) return checkQuote(payment);
    if (!house_.counterparties.capability(payment.hospital, contract::ChargeList::kName)) return checkOwnRows(payment);
    const Call call = chargeListCall(payment.hospital, payment.local_patient, house_.terms());
    house_.counterparties.call(call, [this, payment](const CallAnswer& answer) {
        if (!answer.late) submit(payment.id, event::ChargesChecked{chargesFound(payment, answer)});
    });
}

void PaymentFlow::checkQuote(const Payment& payment) {
    Result<booking::Booking> booking = core::Failure(core::Error::BookingNotFound);
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        booking = house_.bookings.find(transaction, booking::BookingId{payment.items.front().subject});
        return booking.ok() ? Result<void>() : booking.failure();
    });
    if (!read.ok()) return submit(payment.id, event::ChargesChecked{event::ChargesFound::NotReadable});
    house_.counterparties.call(bookingQuoteCall(*booking, house_.terms()), [this, payment](const CallAnswer& answer) {
        if (!answer.late) submit(payment.id, event::ChargesChecked{quoteFound(payment, answer)});
    });
}

/// A hospital that only pushes: what it told last is what it wants.
void PaymentFlow::checkOwnRows(const Payment& payment) {
    event::ChargesFound found = event::ChargesFound::AsExpected;
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        for (const payment::PaidItem& item : payment.items) {
            const Result<payment::Charge> charge = house_.charges.find(transaction, payment::ChargeId{item.subject});
            if (!charge.ok()) return charge.failure();
            if (!isAsExpected(item, *charge)) found = event::ChargesFound::Changed;
        }
        return {};
    });
    submit(payment.id, event::ChargesChecked{read.ok() ? found : event::ChargesFound::NotReadable});
}

void PaymentFlow::askOrder(const Payment& payment) {
    house_.counterparties.call(orderFindCall(payment, house_.terms()), [this, id = payment.id](const CallAnswer& answer) {
        if (answer.late || answer.ending != contract::Ending::Done) return;
        Result<contract::OrderFind::Result> found = resultOf<contract::OrderFind>(answer.answer);
        if (found.ok()) submit(id, event::OrderSeen{std::move(found->order)});
    });
}

void PaymentFlow::askHis(const Payment& payment) {
    std::optional<core::Attempt> attempt;
    const core::NumberedStep<PaymentStep> step{PaymentStep::HisConfirm, payment.confirms + 1};
    const Result<void> read = house_.reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
        Result<std::optional<core::Attempt>> found = house_.steps.find(transaction, payment.id.bits, step.text());
        if (!found.ok()) return found.failure();
        attempt = std::move(*found);
        return {};
    });
    if (!read.ok() || !attempt) return;  // the next Tick asks again
    const auto capability = house_.counterparties.capability(attempt->counterparty, attempt->operation);
    if (!capability) return;
    if (capability->asks_by == contract::AsksBy::Nothing) return submit(payment.id, event::HisFound{});
    Result<Call> call = core::fromJson<Call>(attempt->body.reveal());
    if (!call.ok()) return;
    call->meta.deadline_at = house_.terms().now + house_.settings.answer_within;
    house_.counterparties.inquire(*call, [this, payment](const InquiryAnswer& answer) {
        event::HisFound found{answer.finding, std::nullopt};
        if (answer.finding == contract::Finding::Ours && answer.answer.result) {
            Result<contract::PaymentConfirm::Result> confirmation = confirmationOf(payment, answer.answer);
            if (!confirmation.ok()) return;
            found.confirmation = std::move(*confirmation);
        }
        // Ours of an earlier step only: what the payment was refused for still stands.
        if (answer.finding == contract::Finding::Ours && !answer.answer.result) found.finding = contract::Finding::CannotTell;
        submit(payment.id, std::move(found));
    });
}

Result<Next> PaymentFlow::onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) {
    const PaymentId id{attempt.flow_id};
    const StepName name = StepName::parse(attempt.step);
    const auto step = core::NumberedStep<PaymentStep>::parse(name.step);
    HUB_ASSERT(step.has_value());  // call() wrote it
    const Result<Payment> payment = house_.payments.find(transaction, id);
    if (!payment.ok()) return payment.failure();
    if (!endsStep(attempt, end)) return call(transaction, *payment, *step);
    event::StepMoved moved;
    moved.step = *step;
    moved.state = end.state;
    moved.earlier_step_done = !name.part.empty() && hasEarlierPart(attempt);
    if (end.answer.refusal) moved.refusal = end.answer.refusal->reason;
    if (end.state == AttemptState::Done && step->step == PaymentStep::OrderCreate) {
        Result<contract::OrderCreate::Result> created = resultOf<contract::OrderCreate>(end.answer);
        if (!created.ok()) return created.failure();
        moved.order = std::move(created->order);
    }
    if (end.state == AttemptState::Done && step->step == PaymentStep::HisConfirm) {
        Result<contract::PaymentConfirm::Result> confirmation = confirmationOf(*payment, end.answer);
        if (!confirmation.ok()) return confirmation.failure();
        moved.confirmation = std::move(*confirmation);
    }
    return apply(transaction, id, std::move(moved));
}

Result<void> PaymentFlow::onOverdue(core::Transaction& transaction, const core::Attempt& attempt) {
    const Result<Payment> payment = house_.payments.find(transaction, PaymentId{attempt.flow_id});
    if (!payment.ok()) return payment.failure();
    return openOverdue(house_, transaction, payment::CaseAbout::Payment, attempt.flow_id, payment->hospital);
}

/// An order that the channel does not know must not become payable later.
Result<std::optional<Call>> PaymentFlow::fence(core::ReadTransaction& transaction, const core::Attempt& attempt) {
    if (attempt.operation != contract::OrderCreate::kName) return std::optional<Call>();
    const Result<Payment> payment = house_.payments.find(transaction, PaymentId{attempt.flow_id});
    if (!payment.ok()) return payment.failure();
    return std::optional(orderCloseCall(*payment, house_.terms()));
}

Result<std::optional<core::Sensitive<std::string>>> PaymentFlow::payLink(core::ReadTransaction& transaction, PaymentId id) {
    const core::NumberedStep<PaymentStep> step{PaymentStep::OrderCreate, 1};
    const Result<std::optional<core::Attempt>> attempt = house_.steps.find(transaction, id.bits, step.text());
    if (!attempt.ok()) return attempt.failure();
    if (!*attempt || (*attempt)->state != AttemptState::Done) return std::optional<core::Sensitive<std::string>>();
    const Result<Answer> answer = core::fromJson<Answer>((*attempt)->answer.reveal());
    if (!answer.ok()) return answer.failure();
    Result<contract::OrderCreate::Result> created = resultOf<contract::OrderCreate>(*answer);
    if (!created.ok()) return created.failure();
    return std::move(created->pay_link);
}

}  // namespace hub::flows
