// Every pair of state and event of the refund, one line each.
#include "hub/core/describe.h"
#include "tests/support/failures.h"
#include "tests/support/state_table.h"
#include "tests/unit/payment/examples.h"

using namespace tests::payment;
using contract::RefusalReason;
using core::AttemptState;
using ChannelState = contract::RefundState;
namespace event = hub::payment::refund_event;
namespace action = hub::payment::refund_action;

namespace {

constexpr std::string_view kTable = R"(
checking
  tick                   -> checking check_refund
  checked:agreed         -> owing ledger:owed:hospital_payable/H0001>refund_payable/wechat publish
  checked:agreed_to_less -> refused not_returned:15.00 publish
  checked:refused        -> refused not_returned:15.00 publish
  decided:again          -> refused
  decided:by_hand        -> refused
  - checked:* confirm:* create:* owed:* returned:* seen:* transfer:*

owing
  tick            -> owing ledger:owed:hospital_payable/H0001>refund_payable/wechat
  decided:again   -> refused
  decided:by_hand -> refused
  owed:accepted   -> sending call:refund_create publish
  owed:refused    -> owing case:ledger_refused
  - checked:* confirm:* create:* returned:* seen:* transfer:*

sending
  tick                     -> sending call:refund_create
  create:accepted          -> accepted publish
  create:done_abnormal     -> stuck case:refund_refused publish
  create:done_accepted     -> accepted publish
  create:done_done         -> returning ledger:returned:refund_payable/wechat>channel_clearing/wechat/M1 publish
  create:done_rejected     -> stuck case:refund_refused publish
  create:not_happened      -> sending call:refund_create:again publish
  create:parked            -> in_doubt case:parked publish
  create:refused           -> stuck case:refund_refused publish
  create:refused_duplicate -> in_doubt publish
  create:someone_else      -> stuck case:not_ours publish
  create:unknown           -> in_doubt publish
  decided:again            -> refused
  decided:by_hand          -> refused
  seen:abnormal            -> stuck case:refund_refused publish
  seen:accepted            -> accepted publish
  seen:done                -> returning ledger:returned:refund_payable/wechat>channel_clearing/wechat/M1 publish
  seen:other_amount        -> sending case:amount_differs
  seen:rejected            -> stuck case:refund_refused publish
  - checked:* confirm:* create:* owed:* returned:* seen:* transfer:*

in_doubt
  tick                 -> in_doubt call:refund_create ask_refund
  create:accepted      -> accepted publish
  create:done_abnormal -> stuck case:refund_refused publish
  create:done_accepted -> accepted publish
  create:done_done     -> returning ledger:returned:refund_payable/wechat>channel_clearing/wechat/M1 publish
  create:done_rejected -> stuck case:refund_refused publish
  create:not_happened  -> sending call:refund_create:again publish
  create:parked        -> in_doubt case:parked
  create:refused       -> stuck case:refund_refused publish
  create:someone_else  -> stuck case:not_ours publish
  decided:again        -> refused
  decided:by_hand      -> refused
  seen:abnormal        -> stuck case:refund_refused publish
  seen:accepted        -> accepted publish
  seen:done            -> returning ledger:returned:refund_payable/wechat>channel_clearing/wechat/M1 publish
  seen:other_amount    -> in_doubt case:amount_differs
  seen:rejected        -> stuck case:refund_refused publish
  - checked:* confirm:* create:* owed:* returned:* seen:* transfer:*

accepted
  tick                 -> accepted ask_refund
  create:done_abnormal -> stuck case:refund_refused publish
  create:done_done     -> returning ledger:returned:refund_payable/wechat>channel_clearing/wechat/M1 publish
  create:done_rejected -> stuck case:refund_refused publish
  decided:again        -> refused
  decided:by_hand      -> refused
  seen:abnormal        -> stuck case:refund_refused publish
  seen:done            -> returning ledger:returned:refund_payable/wechat>channel_clearing/wechat/M1 publish
  seen:other_amount    -> accepted case:amount_differs
  seen:rejected        -> stuck case:refund_refused publish
  - checked:* confirm:* create:* owed:* returned:* seen:* transfer:*

returning
  tick              -> returning ledger:returned:refund_payable/wechat>channel_clearing/wechat/M1
  decided:again     -> refused
  decided:by_hand   -> refused
  returned:accepted -> confirming returned:15.00 call:his_refund publish
  returned:refused  -> returning case:ledger_refused
  - checked:* confirm:* create:* owed:* seen:* transfer:*

confirming
  tick                 -> confirming call:his_refund
  confirm:done         -> done charge:refunded publish
  confirm:not_happened -> confirming call:his_refund:again publish
  confirm:parked       -> confirm_in_doubt case:parked publish
  confirm:refused      -> stuck case:refund_not_posted publish
  confirm:someone_else -> stuck case:not_ours publish
  confirm:unknown      -> confirm_in_doubt publish
  decided:again        -> refused
  decided:by_hand      -> refused
  - checked:* confirm:* create:* owed:* returned:* seen:* transfer:*

confirm_in_doubt
  tick                 -> confirm_in_doubt call:his_refund
  confirm:done         -> done charge:refunded publish
  confirm:not_happened -> confirming call:his_refund:again publish
  confirm:parked       -> confirm_in_doubt case:parked
  confirm:refused      -> stuck case:refund_not_posted publish
  confirm:someone_else -> stuck case:not_ours publish
  decided:again        -> refused
  decided:by_hand      -> refused
  - checked:* confirm:* create:* owed:* returned:* seen:* transfer:*

stuck
  tick                 -> stuck ask_refund
  create:done_accepted -> accepted publish
  create:done_done     -> returning ledger:returned:refund_payable/wechat>channel_clearing/wechat/M1 publish
  decided:again        -> sending call:refund_create:again publish
  decided:by_hand      -> returning ledger:returned:refund_payable/wechat>suspense/wechat publish
  seen:accepted        -> accepted publish
  seen:done            -> returning ledger:returned:refund_payable/wechat>channel_clearing/wechat/M1 publish
  seen:other_amount    -> stuck case:amount_differs
  - checked:* confirm:* create:* owed:* returned:* seen:* transfer:*

done
  decided:again   -> refused
  decided:by_hand -> refused
  - checked:* confirm:* create:* owed:* returned:* seen:* tick transfer:*

refused
  decided:again   -> refused
  decided:by_hand -> refused
  - checked:* confirm:* create:* owed:* returned:* seen:* tick transfer:*

checking/tried
  checked:not_readable -> refused not_returned:15.00 publish

checking/early
  - tick

owing/give_back
  tick          -> owing ledger:owed:suspense/wechat>refund_payable/wechat
  owed:accepted -> sending call:refund_create publish

sending/overdue
  tick -> sending case:overdue call:refund_create

returning/give_back
  tick              -> returning ledger:returned:refund_payable/wechat>channel_clearing/wechat/M1
  returned:accepted -> done returned:15.00 publish

returning/hospital_asked
  returned:accepted -> confirming returned:15.00 call:his_refund publish

returning/by_hand
  tick      -> returning ledger:returned:refund_payable/wechat>suspense/wechat
  seen:done -> returning case:late_success

confirming/rest
  confirm:done -> done charge:rest publish

stuck/returned
  decided:again   -> confirming call:his_refund:again publish
  decided:by_hand -> done charge:refunded publish
  confirm:done    -> done charge:refunded publish
  - seen:done
  tick            -> stuck

owing/e_account
  owed:accepted -> sending bank publish

sending/e_account
  tick              -> sending bank
  transfer:done     -> returning ledger:returned:refund_payable/BK>channel_clearing/BK/collection publish
  transfer:rejected -> stuck case:refund_refused publish

stuck/e_account
  tick          -> stuck
  decided:again -> sending bank:again publish
)";

std::string textOf(const RefundAction& one) {
    return std::visit(
        Overloaded{
            [](const action::CheckRefund&) -> std::string { return "check_refund"; },
            [](const action::Call& call) { return "call:" + std::string(core::enumName(call.step)) + (call.again ? ":again" : ""); },
            [](const action::StartTransfer& start) -> std::string { return start.again ? "bank:again" : "bank"; },
            [](const action::AskRefund&) -> std::string { return "ask_refund"; },
            [](const action::SubmitLedger& submit) { return tests::payment::textOf(submit.command); },
            [](const action::TellPayment& tell) {
                return (tell.ended.returned ? "returned:" : "not_returned:") + tell.ended.amount.yuan();
            },
            [](const action::TellCharges& tell) -> std::string { return tell.whole ? "charge:refunded" : "charge:rest"; },
            [](const action::OpenCase& open) { return "case:" + std::string(core::enumName(open.kind)); },
            [](const action::Publish&) -> std::string { return "publish"; },
        },
        one);
}

using What = decltype(RefundEvent::what);

std::map<std::string, What> events() {
    std::map<std::string, What> all = {
        {"tick", event::Tick{}},
        {"checked:agreed", event::HisChecked{event::Agreement::Agreed, fen(1500), "2", fen(0)}},
        {"checked:agreed_to_less", event::HisChecked{event::Agreement::Agreed, fen(1499), "2", fen(1)}},
        {"checked:refused", event::HisChecked{event::Agreement::Refused, {}, {}, {}}},
        {"checked:not_readable", event::HisChecked{event::Agreement::NotReadable, {}, {}, {}}},
        {"transfer:done", event::TransferEnded{true, "77", kNow}},
        {"transfer:rejected", event::TransferEnded{false, {}, {}}},
        {"seen:none", event::RefundSeen{}},
        {"seen:other_amount", event::RefundSeen{channelRefund(ChannelState::Done, fen(1499))}},
        {"owed:accepted", event::LedgerEnded{event::Entry::Owed, true}},
        {"owed:refused", event::LedgerEnded{event::Entry::Owed, false}},
        {"returned:accepted", event::LedgerEnded{event::Entry::Returned, true}},
        {"returned:refused", event::LedgerEnded{event::Entry::Returned, false}},
        {"decided:again", event::Decided{event::Decision::Again}},
        {"decided:by_hand", event::Decided{event::Decision::DoneByHand}},
    };
    for (const auto& [state, name] : enumNames(ChannelState{})) {
        all.emplace("seen:" + std::string(name), event::RefundSeen{channelRefund(state, fen(1500))});
        event::StepMoved created;
        created.refund = channelRefund(state, fen(1500));
        all.emplace("create:done_" + std::string(name), created);
    }
    for (const auto& [state, name] : enumNames(AttemptState{})) {
        event::StepMoved moved;
        moved.state = state;
        if (state != AttemptState::Done) all.emplace("create:" + std::string(name), moved);
        moved.step = RefundStep::HisRefund;
        all.emplace("confirm:" + std::string(name), moved);
    }
    event::StepMoved duplicate;
    duplicate.state = AttemptState::Refused;
    duplicate.refusal = RefusalReason::DuplicateNumber;
    all.emplace("create:refused_duplicate", duplicate);
    return all;
}

Refund example(std::string_view name) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const std::string_view guard = name.substr(slash);
    RefundWish wish;
    wish.id = RefundId{bits(9)};
    wish.request_key = "refund-1";
    wish.item = "C2";
    wish.amount = fen(1500);
    wish.number = "REFUND1";
    Payment payment = paymentIn(PaymentState::Completed);
    payment.leg().refund_reserved = {};
    if (guard == "/give_back") {
        payment = paymentIn(PaymentState::Compensating);
        payment.leg().in_suspense = true;
        payment.leg().amount = payment.leg().refund_reserved = fen(1500);
        wish.cause = RefundCause::GiveBack;
    }
    if (guard == "/e_account") payFromEAccount(payment.leg());
    if (guard == "/hospital_asked") wish.cause = RefundCause::HospitalAsked;
    Refund refund = openRefund(payment, {}, wish, kNow, kRules)->refund.next;
    refund.state = *core::enumFromName<RefundState>(name.substr(0, slash));
    if (isFinal(refund.state)) {
        refund.next_check_at.reset();
        refund.hand_over_at.reset();
    }
    refund.returned = refund.state == RefundState::Confirming || refund.state == RefundState::ConfirmInDoubt ||
                      refund.state == RefundState::Done || guard == "/returned";
    if (guard == "/tried") refund.tries = kRules.tries_max - 1;
    if (guard == "/overdue") refund.hand_over_at = *refund.next_check_at;
    if (guard == "/early") refund.next_check_at = *refund.next_check_at + core::Duration(1);
    if (guard == "/by_hand") refund.by_hand = true;
    if (guard == "/rest") refund.whole_item = false;
    return refund;
}

std::string marks(const Refund& refund) {
    std::ostringstream text;
    text << core::enumName(refund.state) << refund.tries << refund.handed_over << refund.returned << refund.by_hand << refund.whole_item;
    return text.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(refund_table)

BOOST_AUTO_TEST_CASE(every_state_answers_every_event_as_the_table_says) {
    const std::map<std::string, What> all = events();
    std::vector<std::string> names;
    for (const auto& [name, what] : all) names.push_back(name);
    const tests::StateTable table(kTable);
    for (const auto& [state, name] : enumNames(RefundState{})) BOOST_TEST(table.states().contains(std::string(name)), name);
    table.check(names, [&](std::string_view state, std::string_view name) -> std::string {
        const Refund before = example(state);
        const core::UtcTime at = kNow + kRules.wait_first;
        const auto decided = decide(before, {at, all.at(std::string(name))}, kRules);
        if (!decided.ok()) return "refused";
        const Refund& next = decided->next;
        BOOST_TEST(next.next_check_at.has_value() == !isFinal(next.state));
        BOOST_TEST(next.hand_over_at.has_value() == !isFinal(next.state));
        if (decided->actions.empty() && marks(before) == marks(next)) return "-";
        std::string answer(core::enumName(next.state));
        for (const RefundAction& one : decided->actions) answer.append(" ").append(textOf(one));
        return answer;
    });
}

BOOST_AUTO_TEST_SUITE_END()
