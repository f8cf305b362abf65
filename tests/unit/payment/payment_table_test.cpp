// Every pair of state and event of the payment, one line each.
#include "hub/core/describe.h"
#include "tests/support/failures.h"
#include "tests/support/state_table.h"
#include "tests/unit/payment/examples.h"

using namespace tests::payment;
using contract::Finding;
using contract::OrderState;
using contract::RefusalReason;
using core::AttemptState;
namespace event = hub::payment::payment_event;
namespace action = hub::payment::payment_action;

namespace {

constexpr std::string_view kTable = R"(
checking
  tick                -> checking check_charges
  cancel              -> unpaid(cancelled) tell:ended publish
  charge_moved        -> unpaid(charge_changed) tell:ended publish
  checked:as_expected -> ordering call:order_create_1 publish
  checked:changed     -> unpaid(charge_changed) tell:ended publish
  decided:completed   -> refused
  decided:give_back   -> refused
  - checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:*

ordering
  tick                     -> ordering call:order_create_1
  cancel                   -> ordering(cancelled)
  charge_moved             -> ordering(charge_changed)
  create:accepted          -> in_doubt publish
  create:done              -> collecting publish
  create:done_other_amount -> closing(declined) case:amount_differs call:order_close_1 publish
  create:done_paid         -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001 publish
  create:not_happened      -> unpaid(declined) tell:ended publish
  create:parked            -> in_doubt case:parked publish
  create:refused           -> unpaid(declined) tell:ended publish
  create:refused_duplicate -> in_doubt publish
  create:someone_else      -> unpaid(declined) case:not_ours tell:ended publish
  create:unknown           -> in_doubt publish
  decided:completed        -> refused
  decided:give_back        -> refused
  order:closed             -> unpaid(declined) tell:ended publish
  order:failed             -> unpaid(declined) tell:ended publish
  order:paid               -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001 publish
  order:paid_other_amount  -> ordering case:amount_differs
  order:typing             -> collecting publish
  order:waiting            -> collecting publish
  - checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:*

in_doubt
  tick                     -> in_doubt call:order_create_1 ask_order
  cancel                   -> in_doubt(cancelled)
  charge_moved             -> in_doubt(charge_changed)
  create:done              -> collecting publish
  create:done_other_amount -> closing(declined) case:amount_differs call:order_close_1 publish
  create:done_paid         -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001 publish
  create:not_happened      -> unpaid(declined) tell:ended publish
  create:parked            -> in_doubt case:parked
  create:refused           -> unpaid(declined) tell:ended publish
  create:someone_else      -> unpaid(declined) case:not_ours tell:ended publish
  decided:completed        -> refused
  decided:give_back        -> refused
  order:closed             -> unpaid(declined) tell:ended publish
  order:failed             -> unpaid(declined) tell:ended publish
  order:paid               -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001 publish
  order:paid_other_amount  -> in_doubt case:amount_differs
  order:typing             -> collecting publish
  order:waiting            -> collecting publish
  - checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:*

collecting
  tick                    -> collecting ask_order
  cancel                  -> closing(cancelled) call:order_close_1 publish
  charge_moved            -> closing(charge_changed) call:order_close_1 publish
  create:done_paid        -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001 publish
  decided:completed       -> refused
  decided:give_back       -> refused
  order:closed            -> unpaid(declined) tell:ended publish
  order:failed            -> unpaid(declined) tell:ended publish
  order:paid              -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001 publish
  order:paid_other_amount -> collecting case:amount_differs
  - checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:*

closing
  tick                    -> closing ask_order call:order_close_1
  cancel                  -> closing(cancelled)
  charge_moved            -> closing(charge_changed)
  close:done              -> unpaid tell:ended publish
  close:not_happened      -> closing
  close:parked            -> closing
  close:refused           -> closing
  close:someone_else      -> closing
  close:unknown           -> closing
  create:done_paid        -> posting(nothing) ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001 publish
  decided:completed       -> refused
  decided:give_back       -> refused
  order:closed            -> unpaid tell:ended publish
  order:failed            -> unpaid tell:ended publish
  order:paid              -> posting(nothing) ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001 publish
  order:paid_other_amount -> closing case:amount_differs
  - checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:*

posting
  tick              -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001
  cancel            -> refused
  charge_moved      -> posting(charge_changed)
  decided:completed -> refused
  decided:give_back -> refused
  ledger:accepted   -> confirming call:his_confirm_1 publish
  ledger:refused    -> posting case:ledger_refused
  - checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* order:* refund:*

confirming
  tick                          -> confirming call:his_confirm_1
  cancel                        -> refused
  confirm:done                  -> completed tell:completed publish
  confirm:not_happened          -> confirming call:his_confirm_2 publish
  confirm:not_happened_stranded -> frozen case:step_stranded publish
  confirm:parked                -> his_doubt case:parked publish
  confirm:refused               -> his_doubt ask_his publish
  confirm:refused_stranded      -> frozen case:step_stranded publish
  confirm:someone_else          -> compensating(paid_elsewhere) refund:50.00 publish
  confirm:unknown               -> his_doubt publish
  decided:completed             -> refused
  decided:give_back             -> refused
  - charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:*

his_doubt
  tick                          -> his_doubt call:his_confirm_1
  cancel                        -> refused
  confirm:done                  -> completed tell:completed publish
  confirm:not_happened          -> confirming call:his_confirm_2 publish
  confirm:not_happened_stranded -> frozen case:step_stranded publish
  confirm:parked                -> his_doubt case:parked
  confirm:refused               -> his_doubt ask_his publish
  confirm:refused_stranded      -> frozen case:step_stranded publish
  confirm:someone_else          -> compensating(paid_elsewhere) refund:50.00 publish
  decided:completed             -> refused
  decided:give_back             -> refused
  found:ours                    -> completed tell:completed publish
  found:someone_else            -> compensating(paid_elsewhere) refund:50.00 publish
  - charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:*

compensating
  tick              -> compensating refund:50.00
  cancel            -> refused
  confirm:done      -> compensating case:paid_after_all
  decided:completed -> refused
  decided:give_back -> refused
  found:ours        -> compensating case:paid_after_all
  refund:returned   -> reversed tell:ended publish
  - charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:*

frozen
  tick              -> frozen
  cancel            -> refused
  confirm:done      -> completed tell:completed publish
  decided:completed -> completed tell:completed publish
  decided:give_back -> compensating(his_refused) refund:50.00 publish
  found:ours        -> completed tell:completed publish
  - charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:*

completed
  cancel            -> refused
  decided:completed -> refused
  decided:give_back -> refused
  refund:refused    -> completed publish
  refund:returned   -> completed publish
  - charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* tick

reversed
  cancel            -> refused
  confirm:done      -> reversed case:paid_after_all
  decided:completed -> refused
  decided:give_back -> refused
  found:ours        -> reversed case:paid_after_all
  - charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* tick

unpaid
  create:done              -> closing(late_success) call:order_close_1 publish
  create:done_other_amount -> closing case:amount_differs call:order_close_1 publish
  create:done_paid         -> posting(late_success) case:late_success ledger:collected:channel_clearing/wechat/M1>suspense/wechat publish
  decided:completed        -> refused
  decided:give_back        -> refused
  order:paid               -> posting(late_success) case:late_success ledger:collected:channel_clearing/wechat/M1>suspense/wechat publish
  order:paid_other_amount  -> unpaid case:amount_differs
  order:typing             -> closing(late_success) call:order_close_1 publish
  order:waiting            -> closing(late_success) call:order_close_1 publish
  - cancel charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* tick

checking/tried
  checked:not_readable -> unpaid(not_reached) tell:ended publish

ordering/cancelled
  create:not_reached  -> unpaid tell:ended publish
  create:not_happened -> unpaid tell:ended publish
  create:unknown      -> in_doubt publish
  create:done         -> closing call:order_close_1 publish  # who paid all the same gets the money back
  order:paid          -> posting ledger:collected:channel_clearing/wechat/M1>suspense/wechat publish  # who paid all the same gets the money back

ordering/tried
  create:not_reached -> unpaid(not_reached) tell:ended publish

ordering/early
  - tick

collecting/early
  - tick

collecting/expired
  tick       -> closing(expired) call:order_close_1 publish
  order:paid -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001 publish

collecting/overdue
  tick -> collecting case:overdue ask_order  # a person takes part; nothing ends

closing/cancelled
  - charge_moved
  close:done   -> unpaid tell:ended publish
  order:paid   -> posting ledger:collected:channel_clearing/wechat/M1>suspense/wechat publish

posting/cancelled
  ledger:accepted -> compensating refund:50.00 publish  # what was submitted is submitted again
  tick            -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001  # what was submitted is submitted again

his_doubt/overdue
  tick -> his_doubt case:overdue call:his_confirm_1

his_doubt/refused
  - confirm:refused
  tick              -> his_doubt ask_his
  found:not_there   -> compensating(his_refused) refund:50.00 publish
  found:not_askable -> compensating(his_refused) refund:50.00 publish
  - found:cannot_tell
  - found:not_yet
  found:ours        -> completed tell:completed publish

his_doubt/confirmed_twice
  confirm_3:not_happened -> compensating(his_refused) refund:50.00 publish  # the third number is dead too
  - confirm:refused
  confirm_3:refused      -> his_doubt ask_his publish
  confirm:done           -> completed tell:completed publish

confirming/booking
  tick -> confirming call:his_confirm_1
)";

std::string textOf(const PaymentAction& one) {
    return std::visit(Overloaded{
                          [](const action::CheckCharges&) -> std::string { return "check_charges"; },
                          [](const action::Call& call) { return "call:" + call.step.text(); },
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

using What = decltype(PaymentEvent::what);

std::map<std::string, What> events() {
    std::map<std::string, What> all = {
        {"tick", event::Tick{}},
        {"checked:as_expected", event::ChargesChecked{event::ChargesFound::AsExpected}},
        {"checked:changed", event::ChargesChecked{event::ChargesFound::Changed}},
        {"checked:not_readable", event::ChargesChecked{event::ChargesFound::NotReadable}},
        {"order:none", event::OrderSeen{}},
        {"order:waiting", event::OrderSeen{order(OrderState::Waiting)}},
        {"order:typing", event::OrderSeen{order(OrderState::PayerTyping)}},
        {"order:paid", event::OrderSeen{order(OrderState::Paid)}},
        {"order:paid_other_amount", event::OrderSeen{order(OrderState::Paid, fen(4999))}},
        {"order:closed", event::OrderSeen{order(OrderState::Closed)}},
        {"order:failed", event::OrderSeen{order(OrderState::Failed)}},
        {"ledger:accepted", event::LedgerEnded{true}},
        {"ledger:refused", event::LedgerEnded{false}},
        {"charge_moved", event::ChargeMoved{}},
        {"cancel", event::CancelAsked{}},
        {"refund:returned", event::RefundEnded{fen(5000), true}},
        {"refund:refused", event::RefundEnded{fen(5000), false}},
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
        moved.order = order(seen);
        all.insert_or_assign(name, moved);
    }
    event::StepMoved moved = step(PaymentStep::OrderCreate, AttemptState::Done);
    moved.order = order(OrderState::Waiting, fen(4999));
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

/// "ordering/cancelled": the state as usual, then the guard.
Payment example(std::string_view name) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    Payment payment = paymentIn(*core::enumFromName<PaymentState>(name.substr(0, slash)));
    const std::string_view guard = name.substr(slash);
    if (guard == "/cancelled") payment.why = Why::Cancelled;
    if (guard == "/tried") payment.tries = kRules.tries_max - 1;
    if (guard == "/expired") payment.expires_at = *payment.next_check_at;
    if (guard == "/early") payment.next_check_at = *payment.next_check_at + core::Duration(1);
    if (guard == "/overdue") payment.hand_over_at = *payment.next_check_at;
    if (guard == "/confirmed_twice") payment.confirms = 2;
    if (guard == "/refused") payment.his_refused = true;
    if (guard == "/booking") payment.purpose = Purpose::Booking;
    return payment;
}

/// All that a decision may change, but times and versions.
std::string marks(const Payment& payment) {
    const Leg& leg = payment.leg();
    std::ostringstream text;
    text << core::enumName(payment.state) << core::enumName(payment.why) << payment.tries << payment.closes << payment.confirms
         << payment.handed_over << payment.his_refused << core::enumName(leg.state) << leg.in_suspense << leg.refunded.fen() << ' '
         << leg.refund_reserved.fen();
    return text.str();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(payment_table)

BOOST_AUTO_TEST_CASE(every_state_answers_every_event_as_the_table_says) {
    const std::map<std::string, What> all = events();
    std::vector<std::string> names;
    for (const auto& [name, what] : all) names.push_back(name);
    const tests::StateTable table(kTable);
    for (const auto& [state, name] : enumNames(PaymentState{})) BOOST_TEST(table.states().contains(std::string(name)), name);
    table.check(names, [&](std::string_view state, std::string_view name) -> std::string {
        const Payment before = example(state);
        const core::UtcTime at = kNow + kRules.wait_first;
        const auto decided = decide(before, {at, all.at(std::string(name))}, kRules);
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
    });
}

BOOST_AUTO_TEST_SUITE_END()
