#include "tests/support/failures.h"
#include "tests/unit/payment/examples.h"

using namespace tests::payment;
using core::AttemptState;
using core::Error;
namespace event = hub::payment::payment_event;

namespace {

template <class What>
core::Result<PaymentDecision> after(const Payment& payment, What what, core::UtcTime at = kNow) {
    return decide(payment, {at, std::move(what)}, kRules);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(payment_rules)

BOOST_AUTO_TEST_CASE(a_payment_whose_parts_do_not_add_up_is_not_opened) {
    PaymentWish items = wish();
    items.items[0].total = fen(3499);
    BOOST_TEST(tests::failsWith(openPayment(items, kNow, kRules), Error::PaymentAmountDiffers));
    PaymentWish legs = wish();
    legs.legs[0].amount = fen(5001);
    BOOST_TEST(tests::failsWith(openPayment(legs, kNow, kRules), Error::PaymentAmountDiffers));
    PaymentWish negative = wish();  // the sum is right, and it is wrong all the same
    negative.items[0].total = fen(-1);
    negative.items[1].total = fen(5001);
    BOOST_TEST(tests::failsWith(openPayment(negative, kNow, kRules), Error::PaymentAmountDiffers));
    PaymentWish huge = wish();  // a sum past the largest amount is no sum
    huge.items = {{bits(3), "C1", "1", fen(Money::kFenMax)}, {bits(4), "C2", "1", fen(1)}};
    BOOST_TEST(tests::failsWith(openPayment(huge, kNow, kRules), Error::PaymentAmountDiffers));
    BOOST_TEST(openPayment(wish(), kNow, kRules).ok());
}

BOOST_AUTO_TEST_CASE(nothing_to_pay_is_not_paid) {
    PaymentWish none = wish();
    none.items.clear();
    BOOST_TEST(tests::failsWith(openPayment(none, kNow, kRules), Error::PaymentEmpty));
    PaymentWish zero = wish();
    zero.items = {{bits(3), "C1", "1", fen(0)}};
    zero.total = zero.legs[0].amount = fen(0);
    BOOST_TEST(tests::failsWith(openPayment(zero, kNow, kRules), Error::PaymentEmpty));
}

BOOST_AUTO_TEST_CASE(a_person_cannot_cancel_once_the_money_is_there) {
    BOOST_TEST(after(paymentIn(PaymentState::Closing), event::CancelAsked{}).ok());
    BOOST_TEST(tests::failsWith(after(paymentIn(PaymentState::Posting), event::CancelAsked{}), Error::PaymentNotCancellable));
}

BOOST_AUTO_TEST_CASE(a_person_decides_only_what_is_frozen) {
    BOOST_TEST(after(paymentIn(PaymentState::Frozen), event::Decided{}).ok());
    BOOST_TEST(tests::failsWith(after(paymentIn(PaymentState::HisDoubt), event::Decided{}), Error::DecisionNotOpen));
}

BOOST_AUTO_TEST_CASE(age_ends_no_state) {
    for (const auto& [state, name] : enumNames(PaymentState{})) {
        Payment payment = paymentIn(state);
        if (isFinal(state) || isInsurers(state)) continue;
        const auto decided = after(payment, event::Tick{}, kNow + core::Duration(std::chrono::hours(24 * 365)));
        BOOST_TEST(!isFinal(decided->next.state), name);
        BOOST_TEST(decided->next.handed_over == (state != PaymentState::Collecting),
                   name);  // Collecting goes on to Closing, which has its own time
    }
}

BOOST_AUTO_TEST_CASE(an_open_payment_is_looked_at_ever_more_slowly_and_handed_over_exactly_in_time) {
    Payment payment = paymentIn(PaymentState::Compensating);
    const core::UtcTime hand_over = *payment.hand_over_at;
    core::Duration last{0};
    std::int32_t cases = 0;
    for (int looks = 0; looks < 40; ++looks) {
        const core::UtcTime at = *payment.next_check_at;
        BOOST_TEST(!after(payment, event::Tick{}, {at.ms - 1})->actions.size());
        const auto decided = after(payment, event::Tick{}, at);
        for (const PaymentAction& action : decided->actions) {
            if (!std::holds_alternative<payment_action::OpenCase>(action)) continue;
            ++cases;
            BOOST_TEST((at == hand_over));
        }
        payment = decided->next;
        const core::Duration wait = *payment.next_check_at - at;
        BOOST_TEST((wait <= kRules.wait_most));
        if (at > hand_over) BOOST_TEST((wait >= last));
        last = at > hand_over ? wait : core::Duration(0);
    }
    BOOST_TEST(cases == 1);
    BOOST_TEST((last == kRules.wait_most));
}

BOOST_AUTO_TEST_CASE(the_ledger_command_of_a_payment_never_changes_its_accounts) {
    Payment payment = paymentIn(PaymentState::Posting);
    const auto submitted = [](const PaymentDecision& decision) {
        for (const PaymentAction& action : decision.actions) {
            if (const auto* submit = std::get_if<payment_action::SubmitLedger>(&action)) return submit->command;
        }
        return LedgerCommand{};
    };
    const LedgerCommand before = submitted(*after(payment, event::Tick{}, *payment.next_check_at));
    payment = after(payment, event::ChargeMoved{})->next;
    const LedgerCommand again = submitted(*after(payment, event::Tick{}, *payment.next_check_at));
    BOOST_TEST((before == again));
    BOOST_TEST(before.transfers.size() == 1U);
}

BOOST_AUTO_TEST_CASE(money_that_passes_the_hub_by_is_booked_in_memo_accounts) {
    PaymentWish direct = wish();
    direct.legs[0].settles = Settles::Direct;
    Payment payment = openPayment(direct, kNow, kRules)->next;
    payment.state = PaymentState::Collecting;
    const auto decided = after(payment, event::OrderSeen{order(contract::OrderState::Paid)});
    const auto& submit = std::get<payment_action::SubmitLedger>(decided->actions.front());
    BOOST_TEST(textOf(submit.command) == "ledger:collected:memo_channel_clearing/wechat/M1>memo_hospital_payable/H0001");
}

BOOST_AUTO_TEST_CASE(what_the_hospital_says_of_a_confirmed_payment_is_kept) {
    event::StepMoved moved;
    moved.step.step = PaymentStep::HisConfirm;
    moved.confirmation.emplace();
    moved.confirmation->his_receipt = "R1";
    moved.confirmation->settlement_number = "S1";
    const auto decided = after(paymentIn(PaymentState::Confirming), moved);
    BOOST_TEST((decided->next.his.his_receipt == "R1"));
    BOOST_TEST((decided->next.his.settlement_number == "S1"));
}

BOOST_AUTO_TEST_CASE(a_step_is_read_back_as_it_was_written_and_nothing_else_is) {
    using Step = core::NumberedStep<PaymentStep>;
    const Step step{PaymentStep::OrderClose, 12};
    BOOST_TEST(step.text() == "order_close_12");
    BOOST_TEST((Step::parse("order_close_12") == step));
    for (const char* text :
         {"", "order_close", "order_close_", "order_close_01", "order_close_1x", "order_close_99999999999", "_1", "pay_1"})
        BOOST_TEST(!Step::parse(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
