#include "tests/unit/payment/payment_events.h"

#include <sstream>

#include <boost/test/unit_test.hpp>

#include "hub/core/describe.h"

namespace tests::payment {

using contract::Finding;
using contract::OrderState;
using contract::RefusalReason;
using core::AttemptState;
namespace event = hub::payment::payment_event;
namespace action = hub::payment::payment_action;

namespace {

std::string textOf(const PaymentAction& one) {
    return std::visit(
        Overloaded{
            [](const action::CheckCharges&) -> std::string { return "check_charges"; },
            [](const action::TellSettlement& tell) -> std::string { return tell.what == action::Insurer::Settle ? "settle" : "undo"; },
            [](const action::Call& call) { return "call:" + call.step.text(); },
            [](const action::TellTransfer& tell) -> std::string { return tell.what == action::Bank::Start ? "bank:start" : "bank:stop"; },
            [](const action::AskOrder&) -> std::string { return "ask_order"; },
            [](const action::AskHis&) -> std::string { return "ask_his"; },
            [](const action::SubmitLedger& submit) { return tests::payment::textOf(submit.command); },
            [](const action::StartRefund& refund) { return "refund:" + refund.amount.yuan(); },
            [](const action::TellSubject& tell) -> std::string {
                return tell.told == action::Told::Started     ? "tell:started"
                       : tell.told == action::Told::Completed ? "tell:completed"
                                                              : "tell:ended";
            },
            [](const action::OpenCase& open) { return "case:" + std::string(core::enumName(open.kind)); },
            [](const action::Publish&) -> std::string { return "publish"; },
        },
        one);
}

/// All that a decision may change, but times and versions.
std::string marks(const Payment& payment) {
    const Leg& leg = payment.leg();
    std::ostringstream text;
    text << core::enumName(payment.state) << core::enumName(payment.why) << payment.tries << payment.closes << payment.confirms
         << payment.handed_over << payment.his_refused << core::enumName(leg.state) << leg.in_suspense << leg.refunded.fen() << ' '
         << leg.refund_reserved.fen();
    if (payment.insurance) {
        const InsurancePart& part = *payment.insurance;
        text << part.stands << part.booked << part.settled.value_or("") << part.split.has_value() << part.agreed.has_value() << '/'
             << leg.amount.fen();
    }
    return text.str();
}

}  // namespace

std::map<std::string, What> paymentEvents(Money cash) {
    std::map<std::string, What> all = {
        {"tick", event::Tick{}},
        {"checked:as_expected", event::ChargesChecked{event::ChargesFound::AsExpected}},
        {"checked:changed", event::ChargesChecked{event::ChargesFound::Changed}},
        {"checked:not_readable", event::ChargesChecked{event::ChargesFound::NotReadable}},
        {"transfer:done", event::TransferEnded{true, "77", kNow}},
        {"transfer:rejected", event::TransferEnded{false, {}, {}}},
        {"order:none", event::OrderSeen{}},
        {"order:waiting", event::OrderSeen{order(OrderState::Waiting, cash)}},
        {"order:typing", event::OrderSeen{order(OrderState::PayerTyping, cash)}},
        {"order:paid", event::OrderSeen{order(OrderState::Paid, cash)}},
        {"order:paid_other_amount", event::OrderSeen{order(OrderState::Paid, cash - fen(1))}},
        {"order:closed", event::OrderSeen{order(OrderState::Closed, cash)}},
        {"order:failed", event::OrderSeen{order(OrderState::Failed, cash)}},
        {"ledger:accepted", event::LedgerEnded{event::Entry::Collected, true}},
        {"ledger:refused", event::LedgerEnded{event::Entry::Collected, false}},
        {"revoked:accepted", event::LedgerEnded{event::Entry::Revoked, true}},
        {"revoked:refused", event::LedgerEnded{event::Entry::Revoked, false}},
        {"insurer:quoted", event::SettlementMoved{event::InsurerSaid::Quoted, kSplit, {}}},
        {"insurer:quoted_other", event::SettlementMoved{event::InsurerSaid::Quoted, kOtherSplit, {}}},
        {"insurer:no_quote", event::SettlementMoved{event::InsurerSaid::Quoted, {}, {}}},
        {"insurer:settled", event::SettlementMoved{event::InsurerSaid::Settled, kSplit, "S1"}},
        {"insurer:settled_other", event::SettlementMoved{event::InsurerSaid::Settled, kOtherSplit, "S1"}},
        {"insurer:settled_no_cash", event::SettlementMoved{event::InsurerSaid::Settled, kNoCash, "S1"}},
        {"insurer:undone", event::SettlementMoved{event::InsurerSaid::Undone, {}, {}}},
        {"agreed", event::Agreed{kSplit}},
        {"agreed:other", event::Agreed{kOtherSplit}},
        {"charge_moved", event::ChargeMoved{}},
        {"cancel", event::CancelAsked{}},
        {"refund:returned", event::RefundEnded{cash, true}},
        {"refund:refused", event::RefundEnded{cash, false}},
        {"decided:completed", event::Decided{event::Decision::Completed}},
        {"decided:give_back", event::Decided{event::Decision::GiveBack}},
    };
    const auto step = [](PaymentStep which, AttemptState state) {
        event::StepMoved moved;
        moved.step.step = which;
        moved.state = state;
        return moved;
    };
    for (const auto& [state, name] : enumNames(AttemptState{})) {
        all.emplace("create:" + std::string(name), step(PaymentStep::OrderCreate, state));
        all.emplace("close:" + std::string(name), step(PaymentStep::OrderClose, state));
        all.emplace("confirm:" + std::string(name), step(PaymentStep::HisConfirm, state));
    }
    for (const auto& [name, seen] : {std::pair{"create:done", OrderState::Waiting}, {"create:done_paid", OrderState::Paid}}) {
        event::StepMoved moved = step(PaymentStep::OrderCreate, AttemptState::Done);
        moved.order = order(seen, cash);
        all.insert_or_assign(name, moved);
    }
    event::StepMoved moved = step(PaymentStep::OrderCreate, AttemptState::Done);
    moved.order = order(OrderState::Waiting, cash - fen(1));
    all.emplace("create:done_other_amount", moved);
    moved = step(PaymentStep::OrderCreate, AttemptState::Refused);
    moved.refusal = RefusalReason::DuplicateNumber;
    all.emplace("create:refused_duplicate", moved);
    for (const auto& [name, state] :
         {std::pair{"confirm:refused_stranded", AttemptState::Refused}, {"confirm:not_happened_stranded", AttemptState::NotHappened}}) {
        moved = step(PaymentStep::HisConfirm, state);
        moved.earlier_step_done = true;
        all.emplace(name, moved);
    }
    for (const auto& [finding, name] : enumNames(Finding{})) all.emplace("found:" + std::string(name), event::HisFound{finding, {}});
    moved = step(PaymentStep::HisConfirm, AttemptState::Refused);
    moved.step.number = 3;
    all.emplace("confirm_3:refused", moved);
    moved.state = AttemptState::NotHappened;
    all.emplace("confirm_3:not_happened", moved);
    moved = step(PaymentStep::OrderClose, AttemptState::Refused);
    moved.step.number = 2;
    all.emplace("close_2:refused", moved);
    all.emplace("found:not_askable", event::HisFound{});
    return all;
}

std::string answerOf(const Payment& before, const What& what) {
    const core::UtcTime at = kNow + kRules.wait_first;
    const auto decided = decide(before, {at, what}, kRules);
    if (!decided.ok()) return "refused";
    const Payment& next = decided->next;
    BOOST_TEST(next.next_check_at.has_value() == !isFinal(next.state));
    BOOST_TEST(next.hand_over_at.has_value() == !isFinal(next.state));
    if (next.next_check_at) BOOST_TEST((*next.next_check_at >= at || next.next_check_at == before.next_check_at));
    if (decided->actions.empty() && marks(before) == marks(next)) return "-";
    std::string answer(core::enumName(next.state));
    if (next.why != before.why) answer.append("(").append(core::enumName(next.why)).append(")");
    for (const PaymentAction& one : decided->actions) answer.append(" ").append(textOf(one));
    return answer;
}

}  // namespace tests::payment
