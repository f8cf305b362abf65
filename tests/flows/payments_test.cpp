#include "tests/flows/region.h"

using namespace hub;
using core::Error;
using payment::PaymentState;

namespace {

contract::ChannelOrder order(const payment::Payment& payment, contract::OrderState state) {
    return {payment.leg().order_number, state, payment.leg().amount, "4200001", std::nullopt, core::Money()};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(payments, tests::FlowWorld)

BOOST_AUTO_TEST_CASE(a_paid_charge_is_in_the_ledger_and_confirmed_once_however_often_the_channel_tells) {
    const payment::Charge charge = this->charge(bill("C1", 3500));
    region.answers<contract::ChargeList>({{bill("C1", 3500)}});
    contract::OrderCreate::Result created;
    created.order = {"any", contract::OrderState::Waiting, core::Money::fromFen(3500), {}, {}, {}};
    region.answers<contract::OrderCreate>(created);
    contract::PaymentConfirm::Result confirmed;
    confirmed.his_receipt = "R1";
    region.answers<contract::PaymentConfirm>(confirmed);

    const payment::PaymentId id = pay(charge);
    const payment::Payment collecting = paymentIn(id, PaymentState::Collecting);
    contract::CollectionChanged changed;
    changed.order = order(collecting, contract::OrderState::Paid);
    for (int i = 0; i < 3; ++i) {
        BOOST_REQUIRE(
            unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "WX", contract::eventOf({}, changed)); }).ok());
    }
    const payment::Payment completed = paymentIn(id, PaymentState::Completed);
    BOOST_TEST(completed.his.his_receipt.value_or("") == "R1");
    BOOST_TEST(region.calls("payment.confirm") == 1);
    BOOST_TEST(ledger.balance("hospital_payable/H1")->balance.fen() == 3500);
    BOOST_TEST(ledger.balance("channel_clearing/WX/M1")->balance.fen() == 3500);
    const auto paid =
        read<payment::Charge>([&](core::ReadTransaction& transaction) { return storage->charges().find(transaction, charge.id); });
    BOOST_TEST((paid.state == payment::ChargeState::Paid));
}

BOOST_AUTO_TEST_CASE(a_charge_that_changed_at_the_hospital_meanwhile_is_not_paid) {
    const payment::Charge charge = this->charge(bill("C1", 3500));
    region.answers<contract::ChargeList>({{bill("C1", 3600)}});
    const payment::PaymentId id = pay(charge);
    const payment::Payment unpaid = paymentIn(id, PaymentState::Unpaid);
    BOOST_TEST((unpaid.why == payment::Why::ChargeChanged));
    BOOST_TEST(region.calls("order.create") == 0);
}

BOOST_AUTO_TEST_CASE(money_that_the_hospital_will_not_have_goes_back_to_the_payer) {
    const payment::Charge charge = this->charge(bill("C1", 3500));
    region.answers<contract::ChargeList>({{bill("C1", 3500)}});
    contract::OrderCreate::Result created;
    created.order = {"any", contract::OrderState::Waiting, core::Money::fromFen(3500), {}, {}, {}};
    region.answers<contract::OrderCreate>(created);
    region.refuses("payment.confirm", contract::RefusalReason::AlreadyPaid);
    region.finds<contract::PaymentConfirm>(contract::Finding::SomeoneElse, {});
    contract::RefundCreate::Result refunded;
    refunded.refund = {"any", contract::RefundState::Done, core::Money::fromFen(3500), "5000001", std::nullopt};
    region.answers<contract::RefundCreate>(refunded);

    const payment::PaymentId id = pay(charge);
    contract::CollectionChanged changed;
    changed.order = order(paymentIn(id, PaymentState::Collecting), contract::OrderState::Paid);
    BOOST_REQUIRE(
        unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "WX", contract::eventOf({}, changed)); }).ok());
    const payment::Payment reversed = paymentIn(id, PaymentState::Reversed);
    BOOST_TEST((reversed.why == payment::Why::PaidElsewhere));
    BOOST_TEST(reversed.leg().refunded.fen() == 3500);
    BOOST_TEST(ledger.balance("hospital_payable/H1")->balance.isZero());
    BOOST_TEST(ledger.balance("channel_clearing/WX/M1")->balance.isZero());
}

// Found by a crash test: two people were asked about the same money.
BOOST_AUTO_TEST_CASE(a_parked_confirmation_is_one_question_and_not_two) {
    const payment::Charge charge = this->charge(bill("C1", 3500));
    region.answers<contract::ChargeList>({{bill("C1", 3500)}});
    contract::OrderCreate::Result created;
    created.order = {"any", contract::OrderState::Waiting, core::Money::fromFen(3500), {}, {}, {}};
    region.answers<contract::OrderCreate>(created);
    region.ends("payment.confirm", contract::Ending::Unknown);

    const payment::PaymentId id = pay(charge);
    contract::CollectionChanged changed;
    changed.order = order(paymentIn(id, PaymentState::Collecting), contract::OrderState::Paid);
    BOOST_REQUIRE(
        unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "WX", contract::eventOf({}, changed)); }).ok());
    paymentIn(id, PaymentState::HisDoubt);
    const auto attempts = read<std::vector<core::Attempt>>(
        [&](core::ReadTransaction& transaction) { return storage->attempts().ofFlow(transaction, id.bits); });
    const core::Attempt& confirm = attempts.back();
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      const auto parked = runner.conclude(transaction, "H1", confirm.wire_id, {core::AttemptState::Parked, {}, false});
                      if (!parked.ok()) return parked.failure();
                      const auto told = care.payments().onOverdue(transaction, confirm);
                      if (!told.ok()) return told.failure();
                      return parked->value_or(flows::Next{});
                  }).ok());
    const auto cases = read<std::vector<payment::Case>>(
        [&](core::ReadTransaction& transaction) { return storage->cases().ofSubject(transaction, id.bits, {}); });
    BOOST_REQUIRE(cases.size() == 1U);
    BOOST_TEST(cases[0].kind == "parked");
}

BOOST_AUTO_TEST_SUITE_END()
