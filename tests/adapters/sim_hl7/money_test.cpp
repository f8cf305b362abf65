#include "tests/adapters/sim_hl7/bench.h"

using tests::hl7::Bench;
using tests::hl7::fromHub;
using tests::hl7::read;
using tests::hl7::verdict;
using Lines = std::vector<std::string>;

namespace {

struct Fixture : Bench {
    Fixture() {
        open("W1", "测试甲", "C1");
        open("W2", "测试乙", "C2");
        pushed();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(money, Fixture)

BOOST_AUTO_TEST_CASE(a_charge_is_told_with_all_its_lines_and_again_when_it_changes_or_is_cancelled) {
    const std::string number = charge({2500, 100});
    Lines told = pushed();
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST(read(told[0], "FT1-23") == number);
    BOOST_TEST(read(told[0], "FT1-11.1.1") == "25.00");
    BOOST_TEST(read(told[0], "FT1(2)-11.1.1") == "1.00");
    BOOST_TEST(read(told[0], "FT1(2)-7.4") == "L2");
    tests::hl7::sim::ChargeLine line;
    line.code = "B1";
    line.name = "测试项目";
    line.amount = hub::core::Money::fromFen(333);
    BOOST_TEST(hospital->changeCharge(number, {line}).ok());
    told = pushed();
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST(read(told[0], "FT1-11.1.1") == "3.33");
    BOOST_TEST(read(told[0], "FT1(2)-11.1.1") == "");
    BOOST_TEST(hospital->cancelCharge(number).ok());
    told = pushed();
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST(read(told[0], "FT1-10") == "0");
    BOOST_TEST(!hospital->cancelCharge(number).ok());
    BOOST_TEST(!hospital->changeCharge(number, {line}).ok());
    BOOST_TEST(verdict(pay("Z1", number, "3.33")) == "AE E11");
}

BOOST_AUTO_TEST_CASE(a_charge_is_paid_once_by_its_amount_to_the_fen_for_its_own_patient) {
    const std::string number = charge({2500, 100});
    BOOST_TEST(verdict(pay("Z1", number, "25.99")) == "AE E05");
    BOOST_TEST(verdict(pay("Z1", number, "26.01")) == "AE E05");
    BOOST_TEST(verdict(pay("Z1", number, "26")) == "AA");
    BOOST_TEST(verdict(pay("Z2", number, "26.00")) == "AE E04");
    BOOST_TEST(verdict(pay("Z1", charge({100}), "1.00")) == "AE E02");
    BOOST_TEST(verdict(pay("Z3", charge({100}), "1.00", "P100002")) == "AE E07");
    BOOST_TEST(verdict(pay("Z3", "C9999999", "1.00")) == "AE E06");
    BOOST_TEST(verdict(pay("Z3", "", "1.00")) == "AE E06");
    BOOST_TEST(verdict(pay("", number, "1.00")) == "AE E14");
    BOOST_TEST(verdict(pay("Z4", number, "1.005")) == "AE E14");
    BOOST_TEST(verdict(pay("Z4", number, "-1.00")) == "AE E14");
}

BOOST_AUTO_TEST_CASE(a_payment_is_answered_with_receipt_settlement_operator_and_day) {
    const std::string answer = pay("Z1", charge({2600}), "26.00");
    BOOST_TEST(read(answer, "ZPY-2") == "Z1");
    BOOST_TEST(read(answer, "ZPY-3") == "JS10000001");
    BOOST_TEST(read(answer, "ZPY-4") == "SJ10000001");
    BOOST_TEST(read(answer, "ZPY-5") == "26.00");
    BOOST_TEST(read(answer, "ZPY-8") == "20300102093000");
    BOOST_TEST(read(answer, "ZPY-9") == "20300102");
}

BOOST_AUTO_TEST_CASE(several_charges_of_one_payment_are_paid_all_or_none) {
    const std::string one = charge({100});
    const std::string two = charge({200});
    const auto both = [&](const std::string& id, const std::string& yuan) {
        return hospital->take(fromHub("DFT^P03", id,
                                      {"PID|1||P100001^^^SIMHL701^PI", "FT1|1|" + id + "||20300102||PY||||1|1.00&CNY||||||||||||" + one,
                                       "FT1|2|" + id + "||20300102||PY||||1|" + yuan + "&CNY||||||||||||" + two}));
    };
    BOOST_TEST(verdict(both("Z1", "2.01")) == "AE E05");
    BOOST_TEST(verdict(both("Z2", "2.00")) == "AA");
    BOOST_TEST(verdict(pay("Z3", one, "1.00")) == "AE E04");
    BOOST_TEST(verdict(pay("Z4", two, "2.00")) == "AE E04");
}

BOOST_AUTO_TEST_CASE(one_line_goes_back_then_the_rest_and_then_nothing) {
    const std::string number = charge({2500, 100});
    BOOST_TEST(verdict(refund("T0", "Z1", number, "L2", "1.00")) == "AE E11");  // it is not paid
    BOOST_TEST(verdict(pay("Z1", number, "26.00")) == "AA");
    BOOST_TEST(verdict(refund("T1", "Z9", number, "L2", "1.00")) == "AE E11");  // not by that number
    BOOST_TEST(verdict(refund("T2", "Z1", number, "L3", "1.00")) == "AE E12");
    BOOST_TEST(verdict(refund("T3", "Z1", number, "L2", "0.99")) == "AE E05");
    BOOST_TEST(verdict(refund("T4", "Z1", number, "L2", "1.00")) == "AA");
    BOOST_TEST(verdict(refund("T5", "Z1", number, "L2", "1.00")) == "AE E12");
    BOOST_TEST(verdict(refund("T4", "Z1", number, "L1", "25.00")) == "AE E02");
    BOOST_TEST(verdict(refund("T6", "Z1", number, "", "26.00")) == "AE E05");  // one line is gone
    const std::string answer = refund("T7", "Z1", number, "", "25.00");
    BOOST_TEST(verdict(answer) == "AA");
    BOOST_TEST(read(answer, "ZPY-2") == "T7");
    BOOST_TEST(read(answer, "ZPY-5") == "25.00");
    BOOST_TEST(verdict(refund("T8", "Z1", number, "", "0.00")) == "AE E11");
}

BOOST_AUTO_TEST_CASE(the_hospital_asks_back_only_paid_lines_that_have_not_gone_back) {
    const std::string number = charge({2500, 100});
    BOOST_TEST(!hospital->requestRefund(number, {"L2"}).ok());
    BOOST_TEST(verdict(pay("Z1", number, "26.00")) == "AA");
    pushed();
    BOOST_TEST(!hospital->requestRefund(number, {"L3"}).ok());
    const auto wanted = hospital->requestRefund(number, {"L2"});
    BOOST_REQUIRE(wanted.ok());
    BOOST_TEST(wanted->amount().fen() == 100);
    const Lines told = pushed();
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST(read(told[0], "FT1-2") == wanted->number());
    BOOST_TEST(read(told[0], "FT1-7.4") == "L2");
    BOOST_TEST(read(told[0], "FT1-23") == number);
    BOOST_TEST(verdict(refund("T1", "Z1", number, "L2", "1.00")) == "AA");
    BOOST_TEST(!hospital->requestRefund(number, {"L2"}).ok());
}

BOOST_AUTO_TEST_CASE(what_somebody_paid_at_the_window_is_not_the_hubs) {
    const std::string number = charge({100});
    BOOST_TEST(hospital->payAtWindow(number).ok());
    BOOST_TEST(!hospital->payAtWindow(number).ok());
    BOOST_TEST(verdict(pay("Z1", number, "1.00")) == "AE E04");
    BOOST_TEST(verdict(refund("T1", "Z1", number, "", "1.00")) == "AE E11");
}

BOOST_AUTO_TEST_SUITE_END()
