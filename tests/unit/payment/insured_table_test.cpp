// Every pair of state and event of a payment of which an insurer pays a part, one line each; what is as of every payment is in
// payment_table_test.cpp.
#include "hub/core/describe.h"
#include "tests/support/state_table.h"
#include "tests/unit/payment/payment_events.h"

using namespace tests::payment;

namespace {

constexpr std::string_view kTable = R"(
insuring
  agreed               -> refused
  agreed:other         -> refused
  cancel               -> unsettling(cancelled) undo publish
  charge_moved         -> unsettling(charge_changed) undo publish
  decided:completed    -> refused
  decided:give_back    -> refused
  insurer:no_quote     -> checking check_charges publish  # the mobile chain shows what is settled
  insurer:quoted       -> agreeing publish
  insurer:quoted_other -> agreeing publish
  insurer:undone       -> unpaid(not_insured) tell:ended publish
  tick                 -> insuring
  - checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

agreeing
  agreed            -> checking check_charges publish
  agreed:other      -> refused
  cancel            -> unsettling(cancelled) undo publish
  charge_moved      -> unsettling(charge_changed) undo publish
  decided:completed -> refused
  decided:give_back -> refused
  insurer:undone    -> unpaid(not_insured) tell:ended publish
  tick              -> agreeing
  - checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

checking
  agreed:other        -> refused
  cancel              -> unsettling(cancelled) undo publish
  charge_moved        -> unsettling(charge_changed) undo publish
  checked:as_expected -> settling settle publish
  checked:changed     -> unsettling(charge_changed) undo publish
  decided:completed   -> refused
  decided:give_back   -> refused
  insurer:undone      -> unpaid(not_insured) tell:ended publish
  tick                -> checking check_charges
  - agreed checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

settling
  agreed:other            -> refused
  cancel                  -> unsettling(cancelled) undo publish  # only its end says what has to be taken back
  charge_moved            -> unsettling(charge_changed) undo publish
  decided:completed       -> refused
  decided:give_back       -> refused
  insurer:no_quote        -> settling settle publish
  insurer:quoted          -> settling settle publish  # what was settled is reversed: it is quoted anew, and is the same
  insurer:quoted_other    -> agreeing publish  # the person is asked again
  insurer:settled         -> ordering call:order_create_1 publish
  insurer:settled_no_cash -> agreeing publish
  insurer:settled_other   -> agreeing publish  # the person is asked again
  insurer:undone          -> unpaid(not_insured) tell:ended publish
  tick                    -> settling settle
  - agreed checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* revoked:* transfer:*

ordering
  agreed:other             -> refused
  cancel                   -> ordering(cancelled)
  charge_moved             -> ordering(charge_changed)
  create:accepted          -> in_doubt publish
  create:done              -> collecting publish
  create:done_other_amount -> closing(declined) case:amount_differs call:order_close_1 publish
  create:done_paid         -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001 publish
  create:not_happened      -> unsettling(declined) undo publish
  create:parked            -> in_doubt case:parked publish
  create:refused           -> unsettling(declined) undo publish
  create:refused_duplicate -> in_doubt publish
  create:someone_else      -> unsettling(declined) case:not_ours undo publish
  create:unknown           -> in_doubt publish
  decided:completed        -> refused
  decided:give_back        -> refused
  insurer:undone           -> ordering(not_insured)  # by a person at the insurer
  order:closed             -> unsettling(declined) undo publish
  order:failed             -> unsettling(declined) undo publish
  order:paid               -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001 publish
  order:paid_other_amount  -> ordering case:amount_differs
  order:typing             -> collecting publish
  order:waiting            -> collecting publish
  tick                     -> ordering call:order_create_1
  - agreed checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

in_doubt
  agreed:other             -> refused
  cancel                   -> in_doubt(cancelled)
  charge_moved             -> in_doubt(charge_changed)
  create:done              -> collecting publish
  create:done_other_amount -> closing(declined) case:amount_differs call:order_close_1 publish
  create:done_paid         -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001 publish
  create:not_happened      -> unsettling(declined) undo publish
  create:parked            -> in_doubt case:parked
  create:refused           -> unsettling(declined) undo publish
  create:someone_else      -> unsettling(declined) case:not_ours undo publish
  decided:completed        -> refused
  decided:give_back        -> refused
  insurer:undone           -> in_doubt(not_insured)
  order:closed             -> unsettling(declined) undo publish
  order:failed             -> unsettling(declined) undo publish
  order:paid               -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001 publish
  order:paid_other_amount  -> in_doubt case:amount_differs
  order:typing             -> collecting publish
  order:waiting            -> collecting publish
  tick                     -> in_doubt call:order_create_1 ask_order
  - agreed checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

collecting
  agreed:other            -> refused
  cancel                  -> closing(cancelled) call:order_close_1 publish
  charge_moved            -> closing(charge_changed) call:order_close_1 publish
  create:done_paid        -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001 publish
  decided:completed       -> refused
  decided:give_back       -> refused
  insurer:undone          -> closing(not_insured) call:order_close_1 publish
  order:closed            -> unsettling(declined) undo publish
  order:failed            -> unsettling(declined) undo publish
  order:paid              -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001 publish
  order:paid_other_amount -> collecting case:amount_differs
  tick                    -> collecting ask_order
  - agreed checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

closing
  agreed:other            -> refused
  cancel                  -> closing(cancelled)
  charge_moved            -> closing(charge_changed)
  close:done              -> unsettling undo publish
  close:not_happened      -> closing
  close:parked            -> closing
  close:refused           -> closing
  close:someone_else      -> closing
  close:unknown           -> closing
  create:done_paid        -> posting(nothing) ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001 publish
  decided:completed       -> refused
  decided:give_back       -> refused
  insurer:undone          -> closing(not_insured)
  order:closed            -> unsettling undo publish
  order:failed            -> unsettling undo publish
  order:paid              -> posting(nothing) ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001 publish  # in time after all
  order:paid_other_amount -> closing case:amount_differs
  tick                    -> closing ask_order call:order_close_1
  - agreed checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

posting
  agreed:other      -> refused
  cancel            -> refused
  charge_moved      -> posting(charge_changed)  # what was submitted is submitted again
  decided:completed -> refused
  decided:give_back -> refused
  insurer:undone    -> posting
  ledger:accepted   -> confirming call:his_confirm_1 publish
  ledger:refused    -> posting case:ledger_refused
  tick              -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001
  - agreed checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* order:* refund:* revoked:* transfer:*

confirming
  agreed:other                  -> refused
  cancel                        -> refused
  confirm:done                  -> completed tell:completed publish
  confirm:not_happened          -> confirming call:his_confirm_2 publish
  confirm:not_happened_stranded -> frozen case:step_stranded publish
  confirm:parked                -> his_doubt case:parked publish
  confirm:refused               -> his_doubt ask_his publish
  confirm:refused_stranded      -> frozen case:step_stranded publish
  confirm:someone_else          -> unsettling(paid_elsewhere) undo publish
  confirm:unknown               -> his_doubt publish
  decided:completed             -> refused
  decided:give_back             -> refused
  insurer:undone                -> confirming
  tick                          -> confirming call:his_confirm_1
  - agreed charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

his_doubt
  agreed:other                  -> refused
  cancel                        -> refused
  confirm:done                  -> completed tell:completed publish
  confirm:not_happened          -> confirming call:his_confirm_2 publish
  confirm:not_happened_stranded -> frozen case:step_stranded publish
  confirm:parked                -> his_doubt case:parked
  confirm:refused               -> his_doubt ask_his publish
  confirm:refused_stranded      -> frozen case:step_stranded publish
  confirm:someone_else          -> unsettling(paid_elsewhere) undo publish
  decided:completed             -> refused
  decided:give_back             -> refused
  found:ours                    -> completed tell:completed publish
  found:someone_else            -> unsettling(paid_elsewhere) undo publish
  insurer:undone                -> his_doubt
  tick                          -> his_doubt call:his_confirm_1
  - agreed charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

frozen
  agreed:other      -> refused
  cancel            -> refused
  confirm:done      -> completed tell:completed publish
  decided:completed -> completed tell:completed publish
  decided:give_back -> unsettling(his_refused) undo publish
  found:ours        -> completed tell:completed publish
  insurer:undone    -> frozen
  tick              -> frozen
  - agreed charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

unsettling
  agreed:other      -> refused
  cancel            -> refused
  confirm:done      -> unsettling case:paid_after_all
  decided:completed -> refused
  decided:give_back -> refused
  found:ours        -> unsettling case:paid_after_all
  insurer:undone    -> unbooking ledger:revoked:memo_hospital_payable/H0001>memo_fund_receivable/NHSA:memo_hospital_payable/H0001>memo_personal_account_receivable/NHSA publish  # before any cash goes back
  tick              -> unsettling undo
  - agreed charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

unbooking
  agreed:other      -> refused
  cancel            -> refused
  confirm:done      -> unbooking case:paid_after_all
  decided:completed -> refused
  decided:give_back -> refused
  found:ours        -> unbooking case:paid_after_all
  revoked:accepted  -> compensating refund:15.00 publish
  revoked:refused   -> unbooking case:ledger_refused
  tick              -> unbooking ledger:revoked:memo_hospital_payable/H0001>memo_fund_receivable/NHSA:memo_hospital_payable/H0001>memo_personal_account_receivable/NHSA
  - agreed charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* transfer:*

compensating
  agreed:other      -> refused
  cancel            -> refused
  confirm:done      -> compensating case:paid_after_all
  decided:completed -> refused
  decided:give_back -> refused
  found:ours        -> compensating case:paid_after_all
  refund:returned   -> reversed tell:ended publish
  tick              -> compensating refund:15.00
  - agreed charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* transfer:*

completed
  agreed:other      -> refused
  cancel            -> refused
  decided:completed -> refused
  decided:give_back -> refused
  insurer:undone    -> completed
  refund:refused    -> completed publish
  refund:returned   -> completed publish
  - agreed charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* revoked:* tick transfer:*

reversed
  agreed:other      -> refused
  cancel            -> refused
  confirm:done      -> reversed case:paid_after_all
  decided:completed -> refused
  decided:give_back -> refused
  found:ours        -> reversed case:paid_after_all
  - agreed charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* tick transfer:*

unpaid
  agreed:other             -> refused
  create:done              -> closing(late_success) call:order_close_1 publish
  create:done_other_amount -> closing case:amount_differs call:order_close_1 publish
  create:done_paid         -> posting(late_success) case:late_success ledger:collected:channel_clearing/wechat/M1>suspense/wechat publish
  decided:completed        -> refused
  decided:give_back        -> refused
  order:paid               -> posting(late_success) case:late_success ledger:collected:channel_clearing/wechat/M1>suspense/wechat publish
  order:paid_other_amount  -> unpaid case:amount_differs
  order:typing             -> closing(late_success) call:order_close_1 publish
  order:waiting            -> closing(late_success) call:order_close_1 publish
  - agreed cancel charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* insurer:* ledger:* order:* refund:* revoked:* tick transfer:*

agreeing/settled
  agreed         -> ordering call:order_create_1 publish  # the mobile chain: what is settled was shown
  insurer:undone -> unpaid(not_insured) tell:ended publish

agreeing/expired
  tick -> unsettling(expired) undo publish

settling/mobile
  insurer:no_quote        -> settling settle publish
  insurer:settled         -> agreeing publish  # nobody has seen it yet
  insurer:settled_no_cash -> agreeing publish

ordering/cancelled
  create:done         -> closing call:order_close_1 publish
  create:not_happened -> unsettling undo publish
  order:paid          -> posting ledger:collected:channel_clearing/wechat/M1>suspense/wechat publish  # who paid all the same gets it back, and the insurer is not booked

posting/cancelled
  ledger:accepted -> unsettling undo publish
  tick            -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001

posting/no_cash
  tick            -> posting ledger:collected:memo_fund_receivable/NHSA>memo_hospital_payable/H0001:memo_personal_account_receivable/NHSA>memo_hospital_payable/H0001
  ledger:accepted -> confirming call:his_confirm_1 publish

unsettling/unpaid
  - cancel
  insurer:undone -> unpaid tell:ended publish
  create:done    -> closing(late_success) call:order_close_1 publish
  order:paid     -> posting(late_success) case:late_success ledger:collected:channel_clearing/wechat/M1>suspense/wechat publish  # after the order was closed
  order:waiting  -> closing(late_success) call:order_close_1 publish

unbooking/no_cash
  revoked:accepted -> reversed tell:ended publish  # there is nothing to give back
)";

/// "posting/no_cash": the state as usual, then the guard.
Payment example(std::string_view name) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    const PaymentState state = *core::enumFromName<PaymentState>(name.substr(0, slash));
    Payment payment = paymentIn(state);
    InsurancePart part;
    part.settlement = SettlementId{bits(9)};
    part.insurer = "NHSA";
    const bool before_settled = state == PaymentState::Insuring || state == PaymentState::Agreeing || state == PaymentState::Checking ||
                                state == PaymentState::Settling;
    if (state != PaymentState::Insuring) part.split = kSplit;
    if (state != PaymentState::Insuring && state != PaymentState::Agreeing) part.agreed = kSplit;
    Leg& leg = payment.leg();
    if (!before_settled) {
        part.settled = "S1";
        leg.amount = kSplit.cash;
        leg.refund_reserved = std::min(leg.refund_reserved, leg.amount);
        leg.refunded = std::min(leg.refunded, leg.amount);
    }
    part.booked = state == PaymentState::Posting || state == PaymentState::Confirming || state == PaymentState::HisDoubt ||
                  state == PaymentState::Frozen || state == PaymentState::Completed || state == PaymentState::Unbooking;
    if (state == PaymentState::Unsettling || state == PaymentState::Unbooking) payment.why = Why::HisRefused;
    if (state == PaymentState::Unsettling) part.booked = true;
    if (state == PaymentState::Unsettling || state == PaymentState::Unbooking) leg.state = LegState::Paid;
    const bool gone = state == PaymentState::Unbooking || state == PaymentState::Compensating || state == PaymentState::Reversed ||
                      state == PaymentState::Unpaid;
    if (gone) {
        part.stands = false;
        part.settled.reset();
    }
    const std::string_view guard = name.substr(slash);
    if (guard == "/settled") part.settled = "S1";
    if (guard == "/mobile") part.agreed.reset();
    if (guard == "/mobile") part.split.reset();
    if (guard == "/cancelled") payment.why = Why::Cancelled;
    if (guard == "/expired") payment.expires_at = *payment.next_check_at;
    if (guard == "/unpaid") {
        payment.why = Why::Cancelled;
        leg.state = LegState::NotPaid;
        part.booked = false;
    }
    if (guard == "/no_cash") {
        part.split = part.agreed = kNoCash;
        leg.amount = leg.refund_reserved = Money();
    }
    payment.insurance = part;
    return payment;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(insured_table)

BOOST_AUTO_TEST_CASE(every_state_answers_every_event_as_the_table_says) {
    const std::map<std::string, What> all = paymentEvents(kSplit.cash);
    std::vector<std::string> names;
    for (const auto& [name, what] : all) names.push_back(name);
    const tests::StateTable table(kTable);
    for (const auto& [state, name] : enumNames(PaymentState{})) BOOST_TEST(table.states().contains(std::string(name)), name);
    table.check(names, [&](std::string_view state, std::string_view name) { return answerOf(example(state), all.at(std::string(name))); });
}

BOOST_AUTO_TEST_CASE(age_ends_no_state_and_a_person_who_does_not_agree_in_time_is_not_settled) {
    const core::UtcTime late = kNow + core::Duration(std::chrono::hours(24 * 365));
    for (const auto& [state, name] : enumNames(PaymentState{})) {
        if (isFinal(state)) continue;
        const auto decided = decide(example(name), {late, payment_event::Tick{}}, kRules);
        BOOST_TEST(!isFinal(decided->next.state), name);
        const bool waits = state == PaymentState::Agreeing || state == PaymentState::Collecting;
        BOOST_TEST(decided->next.handed_over == !waits, name);
        BOOST_TEST((decided->next.state == state) == !waits, name);
    }
}

BOOST_AUTO_TEST_CASE(whatever_the_insurer_settles_leg_and_parts_come_to_the_total) {
    for (const Split& split : {kSplit, kOtherSplit, kNoCash}) {
        Payment payment = example("settling");
        payment.insurance->agreed = split;
        const payment_event::SettlementMoved settled{payment_event::InsurerSaid::Settled, split, "S1"};
        const auto decided = decide(payment, {kNow, settled}, kRules);
        const InsurancePart& part = *decided->next.insurance;
        BOOST_TEST((decided->next.leg().amount + part.split->fund + part.split->account + part.split->hospital_part == payment.total));
        BOOST_TEST((decided->next.state == (split.cash.isZero() ? PaymentState::Posting : PaymentState::Ordering)));
    }
}

BOOST_AUTO_TEST_SUITE_END()
