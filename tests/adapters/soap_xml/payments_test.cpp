// The two steps of a payment, and what keeps them from being taken.
#include <boost/test/unit_test.hpp>

#include "tests/adapters/soap_xml/hub_side.h"

using namespace tests::soap_xml;
using namespace hub::contract;
using core::Money;
using tests::sim::Hospital;
using tests::sim::common::FaultKind;

namespace {

/// One open charge of 36.25 yuan and the payment of it.
struct OneCharge {
    Hospital hospital;
    Hub hub{hospital};
    std::string key = hospital.raiseCharge(100001);
    PaymentConfirm::Request request = requestOf(key);
    Meta top_up = stepMeta("top_up");
    Meta pay = stepMeta("pay");

    PaymentConfirm::Request requestOf(const std::string& charge_key) {
        const core::Date today = day(2030, 1, 2);
        PaymentConfirm::Request made;
        made.local_patient = file("100001");
        made.payment = "PAY1";
        for (const Charge& charge : hub.done<ChargeList>({file("100001"), today, today}).charges) {
            if (charge.key == charge_key) made.charges = {{charge.key, charge.version, charge.total}};
        }
        BOOST_REQUIRE(made.charges.size() == 1U);
        made.total = made.cash = made.charges.front().expected_total;
        made.paid_at = {1'893'547'800'000};
        return made;
    }
    Meta stepMeta(const std::string& step) {
        Meta meta = hub.meta();
        meta.step = step;
        return meta;
    }
    void topUp() {
        const auto outcome = hub.call<PaymentConfirm>(request, top_up);
        BOOST_REQUIRE((outcome.ending == Ending::StepDone));
        pay.steps_done = {{"top_up", top_up.wire_id, *outcome.evidence}};
    }
    std::int64_t balance() { return hospital.books.patient(100001)->balance.fen(); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(payments)

BOOST_FIXTURE_TEST_CASE(a_charge_that_changed_is_not_topped_up_for, OneCharge) {
    PaymentConfirm::Request other_version = request;
    other_version.charges.front().expected_version = "another";
    const auto outcome = hub.call<PaymentConfirm>(other_version, top_up);
    BOOST_TEST((outcome.ending == Ending::Refused));
    BOOST_TEST((outcome.refusal->reason == RefusalReason::ChargeChanged));
    BOOST_TEST(hospital.control("POST", "/_sim/charges/cancel", R"({"number":")" + key + R"("})").status == 200);
    const auto cancelled = hub.call<PaymentConfirm>(request, top_up);
    BOOST_TEST((cancelled.ending == Ending::Refused));
    BOOST_TEST((cancelled.refusal->reason == RefusalReason::NoSuchCharge));
    BOOST_TEST(balance() == 0);
}

BOOST_FIXTURE_TEST_CASE(what_this_interface_cannot_be_told_is_not_sent, OneCharge) {
    PaymentConfirm::Request insured = request;
    insured.cash -= Money::fromFen(1);
    PaymentConfirm::Request other_sum = request;
    other_sum.total += Money::fromFen(1);
    PaymentConfirm::Request nothing = request;
    nothing.charges.clear();
    for (const PaymentConfirm::Request& wrong : {insured, other_sum, nothing})
        BOOST_TEST((hub.call<PaymentConfirm>(wrong, top_up).ending == Ending::NotReached));
    BOOST_TEST((hub.call<PaymentConfirm>(request, hub.meta()).ending == Ending::NotReached));
    BOOST_TEST((hub.inquire<PaymentConfirm>(request, hub.meta()).finding == Finding::CannotTell));
    BOOST_TEST((hub.call<PaymentConfirm>(request, pay).ending == Ending::NotReached));
    BOOST_TEST(balance() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_top_up_is_found_by_our_number_and_by_no_other, OneCharge) {
    BOOST_TEST((hub.inquire<PaymentConfirm>(request, top_up).finding == Finding::NotThere));
    topUp();
    BOOST_TEST(balance() == 3625);
    BOOST_TEST((hub.inquire<PaymentConfirm>(request, top_up).finding == Finding::Ours));
    BOOST_TEST((hub.inquire<PaymentConfirm>(request, stepMeta("top_up")).finding == Finding::NotThere));
    PaymentConfirm::Request other_amount = request;
    other_amount.total += Money::fromFen(1);
    BOOST_TEST((hub.inquire<PaymentConfirm>(other_amount, top_up).finding == Finding::CannotTell));
}

BOOST_FIXTURE_TEST_CASE(a_top_up_that_paid_for_something_else_is_for_a_person_to_decide, OneCharge) {
    const PaymentConfirm::Request other = requestOf(hospital.raiseCharge(100001));
    topUp();
    BOOST_REQUIRE((hub.call<PaymentConfirm>(other, pay).ending == Ending::Done));
    BOOST_TEST((hub.inquire<PaymentConfirm>(request, pay).finding == Finding::CannotTell));
    BOOST_TEST((hub.inquire<PaymentConfirm>(other, pay).finding == Finding::Ours));
}

BOOST_FIXTURE_TEST_CASE(a_payment_that_is_done_stays_done_when_its_numbers_cannot_be_read, OneCharge) {
    topUp();
    failNext(hospital, "3006", FaultKind::HttpError);
    const PaymentConfirm::Result paid = hub.done<PaymentConfirm>(request, pay);
    BOOST_TEST(!paid.settlement_number.has_value());
    BOOST_TEST(paid.posted_at->ms == 1'893'547'800'000);
    BOOST_TEST(balance() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_second_send_of_a_payment_that_happened_finds_it_and_pays_nothing, OneCharge) {
    topUp();
    const PaymentConfirm::Result first = hub.done<PaymentConfirm>(request, pay);
    const PaymentConfirm::Result second = hub.done<PaymentConfirm>(request, pay);
    BOOST_TEST(first.settlement_number.value() == second.settlement_number.value());
    BOOST_TEST(hospital.books.effects("3007") == 1);
}

BOOST_FIXTURE_TEST_CASE(a_charge_keeps_its_version_while_its_lines_stay_and_an_equal_one_has_the_same, OneCharge) {
    const PaymentConfirm::Request twin = requestOf(hospital.raiseCharge(100001));
    BOOST_TEST(twin.charges.front().expected_version == request.charges.front().expected_version);
    BOOST_TEST(twin.charges.front().key != request.charges.front().key);
    BOOST_TEST((hub.call<ChargeDetail>({file("100001"), "A99999999"}).ending == Ending::Refused));
}

BOOST_FIXTURE_TEST_CASE(a_list_with_a_charge_whose_lines_do_not_add_up_is_no_list, OneCharge) {
    failNext(hospital, "3002", FaultKind::WrongAmount);
    const core::Date today = day(2030, 1, 2);
    BOOST_TEST((hub.call<ChargeList>({file("100001"), today, today}).ending == Ending::Unknown));
}

BOOST_AUTO_TEST_SUITE_END()
