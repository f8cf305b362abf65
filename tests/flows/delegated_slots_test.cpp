// A hospital that delegates its slots (CONTRACT 10) through the REST interface: H3 lists quotas, the hub counts.
#include <array>
#include <thread>

#include "tests/flows/rest_region.h"

using namespace hub;
using core::Error;
using tests::failsWith;
using Answer = tests::RestAnswer;

namespace {

struct Region : tests::RestRegion {
    const std::string day = core::shanghaiDate(clock.utc() + std::chrono::hours(24), core::Duration(0)).text();
    std::string who = registered("测试甲", "379999199001010010");
    std::string token = exchanged(who);

    Region() {
        opened(who, "H3", "P0003");
        contract::SlotLock::Result locked;
        locked.number = "B1";
        region.answers<contract::SlotLock>(locked);
        region.answers<contract::BookingCancel>({});
        region.ends("booking.quote", contract::Ending::NotReached, core::Error::OperationNotOffered);
    }
    void lists(std::int32_t quota) {
        contract::Slot early{"S1", "08:00-08:30", "08:00", "08:30", quota};
        contract::Slot late{"S2", "08:30-09:00", "08:30", "09:00", quota};
        region.answers<contract::SlotList>({{early, late}});
    }
    Answer book(const std::string& slot, const tests::Fields& fields = {}) {
        return call("POST", who + "/bookings", token,
                    R"({"hospital":"H3","slot":")" + slot +
                        R"(","department":"01","department_name":"内科","doctor":"1001","doctor_name":"测试医生","day":")" + day +
                        R"(","session":"morning"})",
                    fields);
    }
    std::string left(const std::string& which) {
        return call("GET", "/api/v1/hospitals/H3/slots?department=01&doctor=1001&session=morning&day=" + day, token)
            .at("slots." + which + ".available");
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(delegated_slots, Region)

BOOST_AUTO_TEST_CASE(who_comes_when_the_quota_is_taken_is_refused_and_the_hospital_is_not_asked) {
    lists(2);
    BOOST_TEST(book("S1").at("state") == "paid");
    BOOST_TEST(left("0") == "1");
    BOOST_TEST(book("S1").at("state") == "paid");
    const Answer third = book("S1");
    BOOST_TEST(third.status == 201);
    BOOST_TEST(third.at("state") == "refused");
    BOOST_TEST(region.calls("slot.lock") == 2);
    BOOST_TEST(left("0") == "0");
    BOOST_TEST(left("1") == "2");
    BOOST_TEST(book("S2").at("begin") == "08:30");  // as the hospital says
}

BOOST_AUTO_TEST_CASE(a_cancelled_booking_gives_its_seat_back) {
    lists(1);
    const Answer first = book("S1");
    BOOST_REQUIRE(first.at("state") == "paid");
    BOOST_TEST(book("S1").at("state") == "refused");
    BOOST_TEST(call("POST", "/api/v1/bookings/" + first.at("booking_id") + "/cancellation", token).at("state") == "cancelled");
    BOOST_TEST(left("0") == "1");
    BOOST_TEST(book("S1").at("state") == "paid");
}

BOOST_AUTO_TEST_CASE(a_seat_that_the_hospital_refuses_is_free_again) {
    lists(1);
    contract::SlotLock::Result locked;
    locked.number = "B2";
    region.refuses("slot.lock", contract::RefusalReason::NoSlotLeft);  // its second answer
    region.answers<contract::SlotLock>(locked);
    const Answer first = book("S2");
    BOOST_REQUIRE(first.at("state") == "paid");
    BOOST_TEST(book("S1").at("state") == "refused");
    BOOST_TEST(left("0") == "1");
    BOOST_TEST(book("S1").at("state") == "paid");
}

BOOST_AUTO_TEST_CASE(a_lock_that_nobody_knows_of_keeps_its_seat) {
    lists(1);
    region.ends("slot.lock", contract::Ending::Unknown);
    BOOST_REQUIRE(book("S2").at("state") == "paid");
    BOOST_TEST(book("S1").at("state") == "lock_in_doubt");
    BOOST_TEST(left("0") == "0");
    BOOST_TEST(book("S1").at("state") == "refused");
}

BOOST_AUTO_TEST_CASE(a_slot_that_the_hospital_does_not_list_takes_nobody) {
    lists(5);
    BOOST_TEST(book("S9").at("state") == "refused");
    BOOST_TEST(region.calls("slot.lock") == 0);
}

BOOST_AUTO_TEST_CASE(a_repeat_is_answered_with_its_booking_also_when_the_hospital_does_not_answer_and_takes_no_second_seat) {
    lists(2);
    region.ends("slot.list", contract::Ending::NotReached, Error::CounterpartyOutOfService);
    const tests::Fields once{{"Idempotency-Key", "once"}};
    const Answer first = book("S1", once);
    BOOST_REQUIRE(first.at("state") == "paid");
    BOOST_TEST(book("S1", once).body == first.body);
    BOOST_TEST(failsWith(book("S1").result(), Error::CounterpartyNotAnswering));
    BOOST_TEST(call("GET", who + "/bookings", token).at("bookings") == "1");
    lists(2);
    book("S1");  // the last time that nobody answers
    BOOST_TEST(left("0") == "1");
}

BOOST_AUTO_TEST_CASE(schedules_show_what_is_left_of_all_their_slots) {
    lists(2);
    contract::Schedule schedule;
    schedule.key = "01-1001";
    schedule.department = "01";
    schedule.doctor = "1001";
    schedule.day = *core::Date::parse(day);
    schedule.quota = schedule.available = 4;
    region.answers<contract::ScheduleList>({{schedule}});
    for (const char* slot : {"S1", "S2", "S2"}) BOOST_REQUIRE(book(slot).at("state") == "paid");
    const Answer listed = call("GET", "/api/v1/hospitals/H3/schedules?from=" + day + "&to=" + day, token);
    BOOST_TEST(listed.at("schedules.0.available") == "1");
    BOOST_TEST(listed.at("schedules.0.quota") == "4");
}

// A rush: many phones at one moment, for one slot.
BOOST_AUTO_TEST_CASE(of_a_crowd_exactly_the_quota_is_let_in) {
    constexpr int kQuota = 7;
    constexpr int kPhones = 6;
    constexpr int kTries = 5;
    lists(kQuota);
    std::array<std::vector<Answer>, kPhones> answers;  // looked at when all have come: checks are for one thread
    std::vector<std::thread> phones;
    for (std::vector<Answer>& own : answers)
        phones.emplace_back([&] {
            for (int i = 0; i < kTries; ++i) own.push_back(book("S1"));
        });
    for (std::thread& phone : phones) phone.join();
    int paid = 0;
    int refused = 0;
    for (const std::vector<Answer>& own : answers) {
        for (const Answer& answer : own) {
            const std::string state = answer.at("state");
            paid += state == "paid" ? 1 : 0;
            refused += state == "refused" ? 1 : 0;
        }
    }
    BOOST_TEST(paid == kQuota);
    BOOST_TEST(refused == kPhones * kTries - kQuota);
    BOOST_TEST(region.calls("slot.lock") == kQuota);
    BOOST_TEST(left("0") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
