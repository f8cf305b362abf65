// Every pair of state and event of the payment, one line each.
#include "hub/core/describe.h"
#include "tests/support/state_table.h"
#include "tests/unit/payment/payment_events.h"

using namespace tests::payment;

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
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* transfer:*

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
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* transfer:*

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
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* transfer:*

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
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* transfer:*

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
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* transfer:*

posting
  tick              -> posting ledger:collected:channel_clearing/wechat/M1>hospital_payable/H0001
  cancel            -> refused
  charge_moved      -> posting(charge_changed)
  decided:completed -> refused
  decided:give_back -> refused
  ledger:accepted   -> confirming call:his_confirm_1 publish
  ledger:refused    -> posting case:ledger_refused
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* order:* refund:* transfer:*

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
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* transfer:*

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
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* transfer:*

compensating
  tick              -> compensating refund:50.00
  cancel            -> refused
  confirm:done      -> compensating case:paid_after_all
  decided:completed -> refused
  decided:give_back -> refused
  found:ours        -> compensating case:paid_after_all
  refund:returned   -> reversed tell:ended publish
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* transfer:*

frozen
  tick              -> frozen
  cancel            -> refused
  confirm:done      -> completed tell:completed publish
  decided:completed -> completed tell:completed publish
  decided:give_back -> compensating(his_refused) refund:50.00 publish
  found:ours        -> completed tell:completed publish
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* transfer:*

completed
  cancel            -> refused
  decided:completed -> refused
  decided:give_back -> refused
  refund:refused    -> completed publish
  refund:returned   -> completed publish
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* tick transfer:*

reversed
  cancel            -> refused
  confirm:done      -> reversed case:paid_after_all
  decided:completed -> refused
  decided:give_back -> refused
  found:ours        -> reversed case:paid_after_all
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* tick transfer:*

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
  agreed                   -> refused
  agreed:other             -> refused
  - insurer:* revoked:* cancel charge_moved checked:* close:* close_2:* confirm:* confirm_3:* create:* found:* ledger:* order:* refund:* tick transfer:*

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

checking/e_account
  checked:as_expected -> ordering bank:start publish

ordering/e_account
  tick              -> ordering bank:start
  cancel            -> ordering(cancelled) bank:stop
  charge_moved      -> ordering(charge_changed) bank:stop
  transfer:done     -> posting ledger:collected:channel_clearing/BK/collection>hospital_payable/H0001 publish
  transfer:rejected -> unpaid(declined) tell:ended publish

ordering/e_account_cancelled
  tick              -> ordering bank:start
  transfer:done     -> posting ledger:collected:channel_clearing/BK/collection>suspense/BK publish
  transfer:rejected -> unpaid tell:ended publish
)";

/// "ordering/cancelled": the state as usual, then the guard.
Payment example(std::string_view name) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    Payment payment = paymentIn(*core::enumFromName<PaymentState>(name.substr(0, slash)));
    const std::string_view guard = name.substr(slash);
    if (guard.starts_with("/e_account")) payFromEAccount(payment.leg());
    if (guard.ends_with("cancelled")) payment.why = Why::Cancelled;
    if (guard == "/tried") payment.tries = kRules.tries_max - 1;
    if (guard == "/expired") payment.expires_at = *payment.next_check_at;
    if (guard == "/early") payment.next_check_at = *payment.next_check_at + core::Duration(1);
    if (guard == "/overdue") payment.hand_over_at = *payment.next_check_at;
    if (guard == "/confirmed_twice") payment.confirms = 2;
    if (guard == "/refused") payment.his_refused = true;
    if (guard == "/booking") payment.purpose = Purpose::Booking;
    return payment;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(payment_table)

BOOST_AUTO_TEST_CASE(every_state_answers_every_event_as_the_table_says) {
    const std::map<std::string, What> all = paymentEvents(fen(5000));
    std::vector<std::string> names;
    for (const auto& [name, what] : all) names.push_back(name);
    const tests::StateTable table(kTable);
    for (const auto& [state, name] : enumNames(PaymentState{}))
        BOOST_TEST((table.states().contains(std::string(name)) || isInsurers(state)), name);
    table.check(names, [&](std::string_view state, std::string_view name) { return answerOf(example(state), all.at(std::string(name))); });
}

BOOST_AUTO_TEST_SUITE_END()
