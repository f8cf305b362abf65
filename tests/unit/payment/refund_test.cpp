#include "tests/support/failures.h"
#include "tests/unit/payment/examples.h"

using namespace tests::payment;
using core::Error;
namespace event = hub::payment::refund_event;

namespace {

Payment completed() {
    Payment payment = paymentIn(PaymentState::Completed);
    payment.leg().refund_reserved = {};
    return payment;
}

RefundWish refundOf(std::optional<std::string> item, std::int64_t amount, std::vector<std::string> lines = {}) {
    RefundWish wish;
    wish.id = RefundId{bits(static_cast<std::uint8_t>(amount % 200))};
    wish.request_key = "refund";
    wish.item = std::move(item);
    wish.lines = std::move(lines);
    wish.amount = fen(amount);
    wish.number = "REFUND1";
    return wish;
}

core::Result<OpenedRefund> open(const Payment& payment, const std::vector<Refund>& earlier, const RefundWish& wish) {
    return openRefund(payment, earlier, wish, kNow, kRules);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(refund_rules)

BOOST_AUTO_TEST_CASE(a_refund_cannot_exceed_what_was_paid_for_its_item) {
    BOOST_TEST(open(completed(), {}, refundOf("C2", 1500)).ok());
    BOOST_TEST(tests::failsWith(open(completed(), {}, refundOf("C2", 1501)), Error::RefundTooLarge));
    BOOST_TEST(tests::failsWith(open(completed(), {}, refundOf("C2", 0)), Error::RefundTooLarge));
    BOOST_TEST(tests::failsWith(open(completed(), {}, refundOf("C2", -1)), Error::RefundTooLarge));
}

BOOST_AUTO_TEST_CASE(refunds_under_way_count_and_refused_ones_do_not) {
    const auto first = open(completed(), {}, refundOf("C2", 1000));
    BOOST_TEST((first->payment.leg().refund_reserved == fen(1000)));
    std::vector<Refund> earlier = {first->refund.next};
    BOOST_TEST(open(first->payment, earlier, refundOf("C2", 500)).ok());
    BOOST_TEST(tests::failsWith(open(first->payment, earlier, refundOf("C2", 501)), Error::RefundTooLarge));

    const auto refused = decide(earlier[0], {kNow, event::HisChecked{event::Agreement::Refused, {}, {}, {}}}, kRules);
    const auto& told = std::get<refund_action::TellPayment>(refused->actions.front());
    const auto freed = decide(first->payment, {kNow, told.ended}, kRules);
    earlier = {refused->next};
    BOOST_TEST(open(freed->next, earlier, refundOf("C2", 1500)).ok());
}

BOOST_AUTO_TEST_CASE(refunds_together_cannot_exceed_the_payment) {
    Payment payment = completed();
    payment.leg().refunded = fen(3000);
    payment.leg().refund_reserved = fen(1000);
    BOOST_TEST(open(payment, {}, refundOf("C1", 1000)).ok());
    BOOST_TEST(tests::failsWith(open(payment, {}, refundOf("C1", 1001)), Error::RefundTooLarge));
}

BOOST_AUTO_TEST_CASE(a_line_goes_back_once) {
    const auto first = open(completed(), {}, refundOf("C1", 500, {"L1", "L2"}));
    const std::vector<Refund> earlier = {first->refund.next};
    BOOST_TEST(tests::failsWith(open(first->payment, earlier, refundOf("C1", 500, {"L3", "L2"})), Error::RefundLineTaken));
    BOOST_TEST(open(first->payment, earlier, refundOf("C1", 500, {"L3"})).ok());
    BOOST_TEST(open(first->payment, earlier, refundOf("C2", 500, {"L2"})).ok());  // a line of the other charge
}

BOOST_AUTO_TEST_CASE(only_a_completed_payment_and_an_item_of_it_is_refunded) {
    BOOST_TEST(tests::failsWith(open(paymentIn(PaymentState::HisDoubt), {}, refundOf("C1", 1)), Error::PaymentNotRefundable));
    BOOST_TEST(tests::failsWith(open(completed(), {}, refundOf("C9", 1)), Error::PaymentNotRefundable));
    BOOST_TEST(tests::failsWith(open(completed(), {}, refundOf(std::nullopt, 1)), Error::PaymentNotRefundable));  // two charges: which?
    Payment one = completed();
    one.items = {{bits(3), "C1", "1", fen(5000)}};
    BOOST_TEST((open(one, {}, refundOf(std::nullopt, 5000))->refund.next.item->key == "C1"));
}

BOOST_AUTO_TEST_CASE(what_is_left_at_the_hospital_is_known_without_asking) {
    RefundWish wish = refundOf("C1", 500, {"L1"});
    wish.cause = RefundCause::HospitalAsked;
    const auto part = open(completed(), {}, wish);
    BOOST_TEST(!part->refund.next.whole_item);
    BOOST_TEST((part->refund.next.remaining_total == fen(3000)));
    wish.amount = fen(3500);
    BOOST_TEST(open(completed(), {}, wish)->refund.next.whole_item);
}

BOOST_AUTO_TEST_CASE(a_retry_keeps_the_number_of_the_refund) {
    Refund refund = open(completed(), {}, refundOf("C2", 1500))->refund.next;
    refund.state = RefundState::Sending;
    refund = decide(refund, {kNow, event::StepMoved{RefundStep::RefundCreate, core::AttemptState::Refused, {}, {}, {}}}, kRules)->next;
    BOOST_TEST((refund.state == RefundState::Stuck));
    const auto again = decide(refund, {kNow, event::Decided{event::Decision::Again}}, kRules);
    BOOST_TEST(again->next.number == "REFUND1");
    BOOST_TEST(std::get<refund_action::Call>(again->actions.front()).again);
}

BOOST_AUTO_TEST_CASE(a_person_decides_only_what_is_stuck) {
    const Refund refund = open(completed(), {}, refundOf("C2", 1500))->refund.next;
    BOOST_TEST(tests::failsWith(decide(refund, {kNow, event::Decided{}}, kRules), Error::DecisionNotOpen));
}

BOOST_AUTO_TEST_SUITE_END()
