#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_trancode/caller.h"

using namespace tests::sim;

namespace {

Answer times(Hospital& hospital) {
    return hospital.call("4004", {{"RegDate", "20300103"}, {"DeptCode", "D01"}, {"DoctorCode", "1001"}, {"WorkType", "1"}});
}

std::string timeCode(Hospital& hospital) { return fieldOf(times(hospital).items().at(0), "TimeCode"); }
std::string available(Hospital& hospital) { return fieldOf(times(hospital).items().at(0), "AvailableNum"); }

std::string reserve(Hospital& hospital, const std::string& time, const std::string& patient = "100001") {
    return hospital.call("4006", {{"PatientID", patient}, {"TimeCode", time}}).field("SeqNumber");
}

Answer pay(Hospital& hospital, const std::string& number, const std::string& order, const std::string& charges = "25") {
    return hospital.call("4007",
                         {{"PatientID", "100001"}, {"SeqNumber", number}, {"PayType", "22"}, {"Charges", charges}, {"OrderNo", order}});
}

Answer cancel(Hospital& hospital, const std::string& number, const std::string& time, Tags refund = {}) {
    Tags tags{{"PatientID", "100001"}, {"SeqNumber", number}, {"TimeCode", time}};
    tags.insert(tags.end(), refund.begin(), refund.end());
    return hospital.call("4009", tags);
}

Element booking(Hospital& hospital, const std::string& number) {
    return hospital.call("4010", {{"PatientID", "100001"}, {"SeqNumber", number}}).items().at(0);
}

trancode::TrancodeSettings oneASlot() {
    trancode::TrancodeSettings settings;
    settings.site.slot_capacity = 1;
    return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(booking_rules)

BOOST_AUTO_TEST_CASE(a_reservation_takes_one_place_and_its_cancellation_gives_it_back) {
    Hospital hospital;
    const std::string time = timeCode(hospital);
    BOOST_TEST(available(hospital) == "5");
    const std::string number = reserve(hospital, time);
    BOOST_TEST(available(hospital) == "4");
    BOOST_TEST(cancel(hospital, number, time).ok());
    BOOST_TEST(available(hospital) == "5");
    BOOST_TEST(cancel(hospital, number, time).result() == "-1");
    BOOST_TEST(available(hospital) == "5");
}

BOOST_AUTO_TEST_CASE(the_last_place_is_given_once) {
    Hospital hospital(oneASlot());
    const std::string time = timeCode(hospital);
    BOOST_TEST(reserve(hospital, time) != "(absent)");
    const Answer late = hospital.call("4006", {{"PatientID", "100002"}, {"TimeCode", time}});
    BOOST_TEST(late.result() == "-1");
    BOOST_TEST(available(hospital) == "0");
}

BOOST_AUTO_TEST_CASE(the_same_reservation_twice_takes_two_places) {
    Hospital hospital;
    const std::string time = timeCode(hospital);
    BOOST_TEST(reserve(hospital, time) != reserve(hospital, time));
    BOOST_TEST(available(hospital) == "3");
}

BOOST_AUTO_TEST_CASE(a_booking_goes_from_reserved_to_paid_to_checked_in_and_in_no_other_order) {
    Hospital hospital;
    const std::string time = timeCode(hospital);
    const std::string number = reserve(hospital, time);
    const Tags check_in{{"PatientID", "100001"}, {"SeqNumber", number}};
    BOOST_TEST(fieldOf(booking(hospital, number), "CostFlag") == "0");
    BOOST_TEST(hospital.call("4008", check_in).result() == "-1");
    BOOST_TEST(pay(hospital, number, "O1").ok());
    BOOST_TEST(fieldOf(booking(hospital, number), "CostFlag") == "1");
    BOOST_TEST(hospital.call("4008", check_in).field("SickSeq") == "1");
    BOOST_TEST(hospital.call("4008", check_in).result() == "-1");
    BOOST_TEST(pay(hospital, number, "O2").result() == "-1");
    BOOST_TEST(cancel(hospital, number, time).result() == "-1");
}

BOOST_AUTO_TEST_CASE(a_paid_booking_is_cancelled_only_with_its_order_and_its_amount) {
    Hospital hospital;
    const std::string time = timeCode(hospital);
    const std::string number = reserve(hospital, time);
    pay(hospital, number, "O1");
    BOOST_TEST(cancel(hospital, number, time).result() == "-1");
    BOOST_TEST(cancel(hospital, number, time, {{"BackCharges", "25"}, {"OrderNo", "B1"}, {"OrginOrderNo", "O9"}}).result() == "-1");
    BOOST_TEST(cancel(hospital, number, time, {{"BackCharges", "24.99"}, {"OrderNo", "B1"}, {"OrginOrderNo", "O1"}}).result() == "-1");
    BOOST_TEST(cancel(hospital, number, time, {{"BackCharges", "25.00"}, {"OrderNo", "B1"}, {"OrginOrderNo", "O1"}}).ok());
    BOOST_TEST(hospital.call("3003", withRange(card(100001, {{"OrderNo", "O1"}}))).items().empty());
    BOOST_TEST(available(hospital) == "5");
}

BOOST_AUTO_TEST_CASE(a_paid_booking_is_found_again_by_its_order) {
    Hospital hospital;
    const std::string number = reserve(hospital, timeCode(hospital));
    const std::string receipt = pay(hospital, number, "O1").field("ReceiptNo");
    const auto receipts = hospital.call("3003", withRange(card(100001, {{"OrderNo", "O1"}}))).items();
    BOOST_REQUIRE(receipts.size() == 1);
    BOOST_TEST(fieldOf(receipts.front(), "ReceiptNo") == receipt);
    BOOST_TEST(fieldOf(receipts.front(), "Cost") == "25.00");
}

BOOST_AUTO_TEST_CASE(paying_a_booking_twice_with_one_order_acts_again_unless_the_site_refuses_it) {
    Hospital books_again;
    const std::string twice = reserve(books_again, timeCode(books_again));
    BOOST_TEST(pay(books_again, twice, "O1").field("ReceiptNo") != pay(books_again, twice, "O1").field("ReceiptNo"));
    BOOST_TEST(books_again.call("3003", withRange(card(100001, {{"OrderNo", "O1"}}))).items().size() == 2);
    trancode::TrancodeSettings settings;
    settings.site.refuse_repeated_orders = true;
    Hospital refuses(settings);
    const std::string once = reserve(refuses, timeCode(refuses));
    BOOST_TEST(pay(refuses, once, "O1").ok());
    BOOST_TEST(pay(refuses, once, "O1").result() == "-1");
    BOOST_TEST(refuses.call("3003", withRange(card(100001, {{"OrderNo", "O1"}}))).items().size() == 1);
}

BOOST_AUTO_TEST_CASE(another_amount_than_the_quoted_one_does_not_pay) {
    Hospital hospital;
    const std::string number = reserve(hospital, timeCode(hospital));
    BOOST_TEST(pay(hospital, number, "O1", "24.99").result() == "-1");
    BOOST_TEST(fieldOf(booking(hospital, number), "CostFlag") == "0");
}

BOOST_AUTO_TEST_CASE(from_seventy_years_on_the_registration_fee_is_waived) {
    Hospital hospital;
    const std::string time = timeCode(hospital);
    const auto charges = [&](const std::string& patient) {
        return hospital
            .call("4005", {{"PatientID", patient},
                           {"RegDate", "20300103"},
                           {"DeptCode", "D01"},
                           {"RegType", ""},
                           {"DoctorCode", "1001"},
                           {"TimeCode", time}})
            .field("Charges");
    };
    BOOST_TEST(charges("100001") == "25.00");
    BOOST_TEST(charges("100002") == "20.00");
}

BOOST_AUTO_TEST_CASE(a_stopped_clinic_takes_no_reservation_and_is_listed) {
    Hospital hospital;
    const std::string time = timeCode(hospital);
    const std::string stop = R"({"day":"2030-01-03","shift":"1","department":"D01","doctor":"1001","reason":"测试停诊"})";
    BOOST_TEST(hospital.call("4011", withRange({})).items().empty());
    BOOST_TEST(hospital.control("POST", "/_sim/clinic-stops", stop).status == 200);
    BOOST_TEST(hospital.call("4006", {{"PatientID", "100001"}, {"TimeCode", time}}).result() == "-1");
    const auto stops = hospital.call("4011", withRange({})).items();
    BOOST_REQUIRE(stops.size() == 1);
    BOOST_TEST(fieldOf(stops.front(), "BeginTime") == "08:00");
    const auto sessions = hospital.call("4003", {{"StartDate", "20300103"}, {"EndDate", "20300103"}, {"DeptCode", ""}}).items();
    BOOST_TEST(sessions.size() == 8);
    BOOST_TEST(fieldOf(sessions.at(0), "Status") == "1");
    BOOST_TEST(fieldOf(sessions.at(1), "Status") == "0");
}

BOOST_AUTO_TEST_CASE(an_unpaid_booking_is_let_go_by_the_hospital_at_its_hold_and_not_before) {
    trancode::TrancodeSettings settings;
    settings.site.booking_hold_minutes = 15;
    Hospital hospital(settings);
    const std::string time = timeCode(hospital);
    const std::string number = reserve(hospital, time);
    hospital.clock.advance(std::chrono::minutes(15) - hub::core::Duration(1));
    BOOST_TEST(available(hospital) == "4");
    hospital.clock.advance(hub::core::Duration(1));
    BOOST_TEST(available(hospital) == "5");
    BOOST_TEST(fieldOf(booking(hospital, number), "Status") == "4");
    BOOST_TEST(pay(hospital, number, "O1").result() == "-1");
}

BOOST_AUTO_TEST_CASE(the_queue_counts_who_is_ahead) {
    Hospital hospital;
    const auto today =
        hospital.call("4004", {{"RegDate", "20300102"}, {"DeptCode", "D01"}, {"DoctorCode", "1001"}, {"WorkType", "1"}}).items();
    for (const char* patient : {"100003", "100001"}) {
        const std::string number = reserve(hospital, fieldOf(today.at(0), "TimeCode"), patient);
        hospital.call(
            "4007",
            {{"PatientID", patient}, {"SeqNumber", number}, {"PayType", "22"}, {"Charges", "25"}, {"OrderNo", std::string("Q") + patient}});
        hospital.call("4008", {{"PatientID", patient}, {"SeqNumber", number}});
    }
    const auto queue = hospital.call("5001", {{"CardType", "1"}, {"CardNum", "C00000001"}, {"PatientId", "100001"}}).items();
    BOOST_REQUIRE(queue.size() == 1);
    BOOST_TEST(fieldOf(queue.front(), "SickSeq") == "2");
    BOOST_TEST(fieldOf(queue.front(), "FrontNum") == "1");
}

BOOST_AUTO_TEST_CASE(bookings_are_listed_by_visit_day) {
    Hospital hospital;
    reserve(hospital, timeCode(hospital));
    const auto on = [&](const Tags& days) {
        Tags tags{{"PatientID", "100001"}, {"SeqNumber", ""}};
        tags.insert(tags.end(), days.begin(), days.end());
        return hospital.call("4010", tags).items().size();
    };
    BOOST_TEST(on({{"OrderDate", "20300103"}}) == 1);
    BOOST_TEST(on({{"OrderDate", "20300102"}}) == 0);
    BOOST_TEST(on({{"StartDate", "20300101"}, {"EndDate", "20300103"}}) == 1);
    BOOST_TEST(on({{"StartDate", "20300104"}, {"EndDate", "20300105"}}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
