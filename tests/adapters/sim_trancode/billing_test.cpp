#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_trancode/caller.h"

using namespace tests::sim;

namespace {

Answer topUp(Hospital& hospital, const std::string& amount, const std::string& order) {
    return hospital.call("3005", card(100002, {{"Amt", amount}, {"OrderNo", order}, {"PayType", "22"}}));
}

Answer pay(Hospital& hospital, const std::string& bill, const std::string& cost) {
    return hospital.call("3007", {{"PatientID", "100002"}, {"ApplyNoSet", bill}, {"Cost", cost}});
}

std::int64_t balance(Hospital& hospital) { return hospital.books.patient(100002)->balance.fen(); }

std::size_t bills(Hospital& hospital, const std::string& pay_state) {
    return hospital.call("3001", withRange(card(100002, {{"PayState", pay_state}}))).items().size();
}

trancode::TrancodeSettings refusingRepeats() {
    trancode::TrancodeSettings settings;
    settings.site.refuse_repeated_orders = true;
    return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(billing)

BOOST_AUTO_TEST_CASE(a_bill_is_paid_out_of_the_deposit_and_leaves_the_unpaid_list) {
    Hospital hospital;
    const std::string bill = hospital.raiseCharge(100002);
    BOOST_TEST(bills(hospital, "0") == 1);
    BOOST_TEST(topUp(hospital, "40", "O1").field("AccBalance") == "40.00");
    BOOST_TEST(pay(hospital, bill, "36.25").ok());
    BOOST_TEST(balance(hospital) == 375);
    BOOST_TEST(bills(hospital, "0") == 0);
    BOOST_TEST(bills(hospital, "1") == 1);
}

BOOST_AUTO_TEST_CASE(a_balance_one_fen_below_the_bill_pays_nothing_and_the_exact_one_pays) {
    Hospital hospital;
    const std::string bill = hospital.raiseCharge(100002);
    topUp(hospital, "36.24", "O1");
    BOOST_TEST(pay(hospital, bill, "36.25").result() == "-1");
    BOOST_TEST(balance(hospital) == 3624);
    topUp(hospital, "0.01", "O2");
    BOOST_TEST(pay(hospital, bill, "36.25").ok());
    BOOST_TEST(balance(hospital) == 0);
}

BOOST_AUTO_TEST_CASE(a_cost_that_is_not_the_sum_of_the_bills_is_refused) {
    Hospital hospital;
    const std::string bill = hospital.raiseCharge(100002);
    topUp(hospital, "100", "O1");
    for (const char* cost : {"36.24", "36.26", "0"}) BOOST_TEST(pay(hospital, bill, cost).result() == "-1");
    BOOST_TEST(balance(hospital) == 10000);
    BOOST_TEST(hospital.books.effects("3007") == 0);
}

BOOST_AUTO_TEST_CASE(a_bill_is_paid_once) {
    Hospital hospital;
    const std::string bill = hospital.raiseCharge(100002);
    topUp(hospital, "100", "O1");
    BOOST_TEST(pay(hospital, bill, "36.25").ok());
    BOOST_TEST(pay(hospital, bill, "36.25").result() == "-1");
    BOOST_TEST(pay(hospital, bill + "," + bill, "72.50").result() == "-1");
    BOOST_TEST(balance(hospital) == 6375);
}

BOOST_AUTO_TEST_CASE(several_bills_are_paid_with_one_comma_list) {
    Hospital hospital;
    const std::string both = hospital.raiseCharge(100002) + "," + hospital.raiseCharge(100002);
    topUp(hospital, "72.5", "O1");
    BOOST_TEST(pay(hospital, both, "72.5").ok());
    BOOST_TEST(bills(hospital, "1") == 2);
}

BOOST_AUTO_TEST_CASE(a_second_top_up_of_the_same_order_is_booked_again_unless_the_site_refuses_it) {
    Hospital books_again;
    topUp(books_again, "10", "O1");
    BOOST_TEST(topUp(books_again, "10", "O1").ok());
    BOOST_TEST(balance(books_again) == 2000);
    Hospital refuses(refusingRepeats());
    topUp(refuses, "10", "O1");
    BOOST_TEST(topUp(refuses, "10", "O1").result() == "-1");
    BOOST_TEST(balance(refuses) == 1000);
}

// The evidence that a payment is ours: 3006 shows our OrderNo with the SettleNo whose lines are our bill.
BOOST_AUTO_TEST_CASE(the_top_up_made_for_a_bill_carries_the_settlement_that_used_it) {
    Hospital hospital;
    topUp(hospital, "50", "OLD");
    const std::string bill = hospital.raiseCharge(100002);
    hospital.clock.advance(std::chrono::seconds(1));
    topUp(hospital, "36.25", "OURS");
    pay(hospital, bill, "36.25");
    const auto ours = hospital.call("3006", card(100002, {{"StartDate", ""}, {"EndDate", ""}, {"OrderNo", "OURS"}})).items();
    BOOST_REQUIRE(ours.size() == 1);
    const std::string settlement = fieldOf(ours.front(), "SettleNo");
    BOOST_TEST(settlement != "");
    const auto lines = hospital.call("3004", {{"PatientID", "100002"}, {"SettleNoSet", settlement}, {"ReceiptNoSet", ""}}).items();
    BOOST_REQUIRE(lines.size() == 2);
    BOOST_TEST(fieldOf(lines.front(), "ApplyNo") == bill);
    const auto old = hospital.call("3006", card(100002, {{"StartDate", ""}, {"EndDate", ""}, {"OrderNo", "OLD"}})).items();
    BOOST_TEST(fieldOf(old.front(), "SettleNo") == "");
}

BOOST_AUTO_TEST_CASE(a_bill_paid_at_the_window_shows_no_top_up_of_ours) {
    Hospital hospital;
    const std::string bill = hospital.raiseCharge(100002);
    topUp(hospital, "36.25", "OURS");
    BOOST_TEST(hospital.control("POST", "/_sim/window-payments", R"({"charge_numbers":[")" + bill + R"("],"fund_fen":0,"account_fen":0})")
                   .status == 200);
    BOOST_TEST(pay(hospital, bill, "36.25").result() == "-1");
    BOOST_TEST(balance(hospital) == 3625);
    const auto ours = hospital.call("3006", withRange(card(100002, {{"OrderNo", "OURS"}}))).items();
    BOOST_TEST(fieldOf(ours.front(), "SettleNo") == "");
}

BOOST_AUTO_TEST_CASE(a_cancelled_bill_is_gone_and_cannot_be_paid) {
    Hospital hospital;
    const std::string bill = hospital.raiseCharge(100002);
    topUp(hospital, "100", "O1");
    BOOST_TEST(hospital.control("POST", "/_sim/charges/cancel", R"({"number":")" + bill + R"("})").status == 200);
    BOOST_TEST(bills(hospital, "0") == 0);
    BOOST_TEST(pay(hospital, bill, "36.25").result() == "-1");
}

BOOST_AUTO_TEST_CASE(money_goes_onto_the_account_of_the_card_holder_only) {
    Hospital hospital;
    Tags tags = card(100002, {{"Amt", "10"}, {"OrderNo", "O1"}, {"PayType", "22"}});
    tags[1].second = "C00000001";
    BOOST_TEST(hospital.call("3005", tags).result() == "-1");
    BOOST_TEST(hospital.books.effects("3005") == 0);
}

BOOST_AUTO_TEST_CASE(amounts_of_no_money_and_of_three_decimals_are_refused) {
    Hospital hospital;
    for (const char* amount : {"0", "0.00", "-1", "1.005", "1e2", ""}) BOOST_TEST(topUp(hospital, amount, "O1").result() == "-1", amount);
    BOOST_TEST(balance(hospital) == 0);
    BOOST_TEST(topUp(hospital, "99999999.99", "O1").field("AccBalance") == "99999999.99");
}

BOOST_AUTO_TEST_CASE(an_inpatient_deposit_reduces_what_is_owed_and_not_the_outpatient_balance) {
    Hospital hospital;
    const Tags stay = card(100002, {{"InPatientNo", "Z000001"}});
    Tags deposit = stay;
    deposit.insert(deposit.end(), {{"Amt", "100"}, {"OrderNo", "O1"}, {"PayType", "21"}});
    BOOST_TEST(hospital.call("3012", deposit).field("AccBalance") == "-11.25");
    BOOST_TEST(hospital.call("3014", stay).field("OweFee") == "11.25");
    BOOST_TEST(balance(hospital) == 0);
    BOOST_TEST(fieldOf(hospital.call("3013", withRange(stay)).items().at(0), "OrderNo") == "O1");
    BOOST_TEST(hospital.call("3006", withRange(card(100002))).items().empty());
    BOOST_TEST(hospital.call("3012", deposit).ok());
    BOOST_TEST(hospital.call("3014", stay).field("PrepayMoney") == "200.00");
}

BOOST_AUTO_TEST_CASE(the_day_list_of_a_stay_shows_the_days_asked_for) {
    Hospital hospital;
    const auto lines = [&](const std::string& from, const std::string& to) {
        return hospital.call("3015", card(100002, {{"InPatientNo", "Z000001"}, {"StartDate", from}, {"EndDate", to}}))
            .items("BillItems")
            .size();
    };
    BOOST_TEST(lines("20300101", "20300101") == 1);
    BOOST_TEST(lines("20300101", "20300102") == 3);
    BOOST_TEST(lines("20300103", "20300104") == 0);
    const auto outpatient = hospital.call("3019", {{"PatientID", "100002"}, {"NullahNumber", ""}, {"StartDate", ""}, {"EndDate", ""}});
    BOOST_TEST(outpatient.result() == "-1");
}

BOOST_AUTO_TEST_CASE(the_outpatient_day_list_shows_paid_lines) {
    Hospital hospital;
    const std::string bill = hospital.raiseCharge(100002);
    topUp(hospital, "36.25", "O1");
    const auto lines = [&] {
        return hospital.call("3019", withRange({{"PatientID", "100002"}, {"NullahNumber", ""}})).items("BillItems").size();
    };
    BOOST_TEST(lines() == 0);
    pay(hospital, bill, "36.25");
    BOOST_TEST(lines() == 2);
}

BOOST_AUTO_TEST_CASE(guangzhou_uploads_bills_of_one_visit_for_insurance_with_commas_or_semicolons) {
    trancode::TrancodeSettings settings;
    settings.site.region = trancode::Region::Guangzhou;
    Hospital hospital(settings);
    const std::string first = hospital.raiseCharge(100002);
    const std::string other = hospital.raiseCharge(100002);
    const std::string visit = hospital.books.charge(first)->visit_number;
    BOOST_TEST(hospital.call("3008", {{"ApplyNoSet", first}, {"NullahNumber", visit}}).field("medfee_sumamt") == "36.25");
    BOOST_TEST(hospital.call("3008", {{"ApplyNoSet", first + ";" + other}, {"NullahNumber", visit}}).result() == "1");
    Hospital elsewhere;
    BOOST_TEST(elsewhere.call("3008", {{"ApplyNoSet", first}, {"NullahNumber", visit}}).text == "未知服务");
}

BOOST_AUTO_TEST_SUITE_END()
