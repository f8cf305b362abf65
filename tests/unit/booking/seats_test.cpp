#include "hub/booking/seats.h"
#include "tests/support/failures.h"
#include "tests/unit/booking/examples.h"

using namespace tests::booking;
using core::Date;

namespace {

constexpr Date kDay{2027, 1, 16};
constexpr core::UtcTime kMidnight{1'800'028'800'000};  // of kDay, in Asia/Shanghai

core::UtcTime at(int hour, int minute) { return kMidnight + std::chrono::hours(hour) + std::chrono::minutes(minute); }

TakenSeats taken(std::string slot, std::optional<std::string> begin, std::int32_t count, Date day = kDay) {
    return {"01", "1001", day, contract::Session::Morning, std::move(slot), std::move(begin), count};
}

contract::Slot slot(std::string key, std::int32_t available) { return {std::move(key), "", std::nullopt, std::nullopt, available}; }

/// What is left of a schedule of ten.
std::int32_t leftOf(
    const std::vector<TakenSeats>& taken, core::UtcTime now,
    const std::function<void(contract::Schedule&)>& difference = [](contract::Schedule&) {}) {
    contract::Schedule schedule;
    schedule.department = "01";
    schedule.doctor = "1001";
    schedule.day = kDay;
    schedule.session = contract::Session::Morning;
    schedule.available = 10;
    difference(schedule);
    std::vector<contract::Schedule> schedules{schedule};
    subtractTaken(taken, schedules, now);
    return schedules.front().available;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(seats)

BOOST_AUTO_TEST_CASE(what_is_left_of_a_slot_is_its_quota_less_what_is_taken_of_it_and_never_below_nothing) {
    std::vector<contract::Slot> slots{slot("S1", 3), slot("S2", 3), slot("S3", 3), slot("S4", 3)};
    subtractTaken({taken("S1", "08:00", 1), taken("S2", "08:30", 3), taken("S3", "09:00", 4), taken("S9", "11:00", 2)}, slots);
    BOOST_TEST(slots[0].available == 2);
    BOOST_TEST(slots[1].available == 0);
    BOOST_TEST(slots[2].available == 0);  // the hospital made its quota smaller
    BOOST_TEST(slots[3].available == 3);
}

BOOST_AUTO_TEST_CASE(what_is_left_of_a_schedule_counts_only_its_own_seats) {
    const std::vector<TakenSeats> three{taken("S1", "08:00", 2), taken("S2", "08:30", 1), taken("S1", "08:00", 5, {2027, 1, 17})};
    BOOST_TEST(leftOf(three, at(7, 0)) == 7);
    BOOST_TEST(leftOf(three, at(7, 0), [](auto& schedule) { schedule.doctor = "1002"; }) == 10);
    BOOST_TEST(leftOf(three, at(7, 0), [](auto& schedule) { schedule.department = "02"; }) == 10);
    BOOST_TEST(leftOf(three, at(7, 0), [](auto& schedule) { schedule.session = contract::Session::Afternoon; }) == 10);
    BOOST_TEST(leftOf(three, at(7, 0), [](auto& schedule) { schedule.available = 2; }) == 0);
}

BOOST_AUTO_TEST_CASE(a_slot_that_has_begun_takes_nothing_off_the_rest_of_the_day) {
    const std::vector<TakenSeats> both{taken("S1", "08:00", 2), taken("S2", "08:30", 1)};
    BOOST_TEST(leftOf(both, at(7, 59)) == 7);
    BOOST_TEST(leftOf(both, at(8, 0)) == 9);
    BOOST_TEST(leftOf(both, at(8, 29)) == 9);
    BOOST_TEST(leftOf(both, at(8, 30)) == 10);
    BOOST_TEST(leftOf({taken("S1", std::nullopt, 2)}, at(23, 59)) == 8);  // nobody knows when it is
    BOOST_TEST(leftOf({taken("S1", std::nullopt, 2)}, at(24, 0)) == 10);  // the day is over
    BOOST_TEST(leftOf(both, at(-1, 30)) == 7);                            // late the evening before
}

BOOST_AUTO_TEST_CASE(a_booking_has_its_seat_until_the_hospital_has_it_back) {
    for (const auto& [state, name] : enumNames(BookingState{})) {
        const bool gone = state == BookingState::Refunding || state == BookingState::Cancelled || state == BookingState::Refused;
        BOOST_TEST(holdsSeat(state) != gone, name);
    }
}

BOOST_AUTO_TEST_CASE(a_booking_without_a_seat_is_refused_at_rest_and_told_without_a_call) {
    const BookingDecision refused = refuseBooking(wish(), kNow, kRules);
    BOOST_TEST((refused.next.state == BookingState::Refused));
    BOOST_TEST(refused.next.request_key == "key-1");
    BOOST_TEST(!refused.next.next_check_at.has_value());
    BOOST_REQUIRE(refused.actions.size() == 1U);
    BOOST_TEST(std::holds_alternative<booking_action::Publish>(refused.actions.front()));
}

BOOST_AUTO_TEST_SUITE_END()
