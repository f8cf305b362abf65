#include "adapters/hl7_mllp/directory.h"

#include <boost/test/unit_test.hpp>

#include "adapters/hl7_mllp/settings.h"

namespace {

using adapters::hl7_mllp::Directory;
using adapters::hl7_mllp::DirectorySettings;
using hub::contract::Session;
using hub::core::Date;
using hub::core::UtcTime;
using Texts = std::vector<std::string>;

/// 2030-01-02, a Wednesday, 09:30 in Shanghai.
constexpr UtcTime kNow{1'893'547'800'000};
constexpr UtcTime kEarly{kNow.ms - 4 * 3'600'000};  // before the first session
constexpr Date kToday{2030, 1, 2};

DirectorySettings settings() {
    DirectorySettings made;
    made.departments = {{"01", "测试内科"}, {"02", "测试外科"}};
    made.doctors = {{"1001", "测试医师一", "01", "主任医师"}, {"1002", "测试医师二", "02", std::nullopt}};
    made.clinics.resize(2);
    made.clinics[0].department = "01";
    made.clinics[0].doctor = "1001";
    made.clinics[0].begin = "08:00";
    made.clinics[0].end = "10:00";
    made.clinics[0].quota = 3;
    made.clinics[0].fee = "12.50";
    made.clinics[1].department = "02";
    made.clinics[1].doctor = "1002";
    made.clinics[1].weekdays = {adapters::hl7_mllp::Weekday::Thu};
    made.clinics[1].session = Session::Afternoon;
    made.clinics[1].begin = "14:00";
    made.clinics[1].end = "15:00";
    made.clinics[1].fee = "0";
    return made;
}

Texts keysOf(const hub::contract::ScheduleList::Result& result) {
    Texts keys;
    for (const auto& schedule : result.schedules) keys.push_back(schedule.key);
    return keys;
}

Texts keysOf(const hub::contract::SlotList::Result& result) {
    Texts keys;
    for (const auto& slot : result.slots) keys.push_back(slot.key);
    return keys;
}

/// Where `change` makes the settings wrong.
template <class Change>
Texts wrongAt(Change change) {
    DirectorySettings changed = settings();
    change(changed);
    adapters::kit::SettingsProblems problems;
    changed.check("/directory", problems);
    Texts pointers;
    for (const auto& problem : problems.all()) pointers.push_back(problem.pointer);
    return pointers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(directory)

BOOST_AUTO_TEST_CASE(departments_and_doctors_are_those_of_the_file) {
    const Directory directory(settings());
    BOOST_TEST(directory.departments().departments.size() == 2U);
    BOOST_TEST(directory.doctors({}).doctors.size() == 2U);
    const auto surgeons = directory.doctors({"02"}).doctors;
    BOOST_REQUIRE(surgeons.size() == 1U);
    BOOST_TEST(surgeons[0].name == "测试医师二");
    BOOST_TEST(directory.doctors({"03"}).doctors.empty());
}

BOOST_AUTO_TEST_CASE(a_session_takes_place_on_its_weekdays_from_today_to_the_last_day_that_can_be_booked) {
    DirectorySettings two_days = settings();
    two_days.days_ahead = 2;
    BOOST_TEST(keysOf(Directory(two_days).schedules({{2029, 12, 1}, {2030, 2, 1}, std::nullopt}, kEarly)) ==
                   (Texts{"01-1001-20300102-morning", "01-1001-20300103-morning", "02-1002-20300103-afternoon"}),
               boost::test_tools::per_element());
    BOOST_TEST(keysOf(Directory(two_days).schedules({kToday, {2030, 1, 3}, "02"}, kEarly)) == Texts{"02-1002-20300103-afternoon"},
               boost::test_tools::per_element());
    BOOST_TEST(Directory(two_days).schedules({{2030, 1, 4}, {2030, 1, 4}, std::nullopt}, kEarly).schedules.empty());
    two_days.closed_days = {"2030-01-03"};
    BOOST_TEST(keysOf(Directory(two_days).schedules({kToday, {2030, 1, 3}, std::nullopt}, kEarly)) == Texts{"01-1001-20300102-morning"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_has_begun_is_not_bookable_any_more) {
    const Directory directory(settings());
    const hub::contract::SlotList::Request today{"01", "1001", kToday, Session::Morning};
    BOOST_TEST(directory.slots(today, kNow).slots.empty());  // the last one begins at this moment
    BOOST_TEST(directory.schedules({kToday, kToday, std::nullopt}, kNow).schedules.empty());
    const UtcTime a_moment_before{kNow.ms - 1};
    BOOST_TEST(keysOf(directory.slots(today, a_moment_before)) == Texts{"01-1001-20300102-0930"}, boost::test_tools::per_element());
    const auto left = directory.schedules({kToday, kToday, std::nullopt}, a_moment_before).schedules;
    BOOST_REQUIRE(left.size() == 1U);
    BOOST_TEST(left[0].available == 3);
    BOOST_TEST(*left[0].quota == 12);
    BOOST_TEST(left[0].fee.fen() == 1250);
}

BOOST_AUTO_TEST_CASE(slots_are_those_of_the_doctors_session_with_the_whole_quota) {
    const Directory directory(settings());
    const auto slots = directory.slots({"01", "1001", {2030, 1, 3}, Session::Morning}, kNow).slots;
    BOOST_REQUIRE(slots.size() == 4U);
    BOOST_TEST(slots[1].key == "01-1001-20300103-0830");
    BOOST_TEST(slots[1].text == "08:30-09:00");
    BOOST_TEST(slots[1].available == 3);
    BOOST_TEST(directory.slots({"01", "1001", {2030, 1, 3}, Session::Afternoon}, kNow).slots.empty());
    BOOST_TEST(directory.slots({"02", "1001", {2030, 1, 3}, Session::Morning}, kNow).slots.empty());
    BOOST_TEST(directory.slots({"02", "1002", {2030, 1, 4}, Session::Afternoon}, kNow).slots.empty());  // a Friday
    BOOST_TEST(directory.slots({"01", "1001", {2030, 1, 9}, Session::Morning}, kNow).slots.empty());    // the eighth day
    BOOST_TEST(directory.slots({"01", "1001", {2030, 1, 8}, Session::Morning}, kNow).slots.size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_mistake_in_the_directory_is_told_at_its_place) {
    BOOST_TEST(wrongAt([](DirectorySettings&) {}).empty());
    const auto at = [](std::string pointer) { return Texts{"/directory" + pointer}; };
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.days_ahead = 61; }) == at("/days_ahead"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.departments[1].code = "01"; }).front() == "/directory/departments/1/code");
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.doctors[0].code = "10-01"; }).front() == "/directory/doctors/0/code");
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.doctors[0].department = "9"; }) == at("/doctors/0/department"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.clinics[0].department = "9"; }) == at("/clinics/0/department"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.clinics[0].doctor = "9"; }) == at("/clinics/0/doctor"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.clinics[0].begin = "8:00"; }) == at("/clinics/0/begin"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.clinics[0].end = "08:00"; }) == at("/clinics/0/end"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.clinics[0].slot_minutes = 50; }) == at("/clinics/0/slot_minutes"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.clinics[0].quota = 0; }) == at("/clinics/0/quota"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.clinics[0].fee = "12.505"; }) == at("/clinics/0/fee"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.clinics[1].weekdays->clear(); }) == at("/clinics/1/weekdays"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.closed_days = {"2030-02-30"}; }) == at("/closed_days/0"));
    BOOST_TEST(wrongAt([](DirectorySettings& made) { made.clinics.push_back(made.clinics[0]); }) == at("/clinics/2"));
}

BOOST_AUTO_TEST_CASE(settings_read_from_yaml_have_their_directory_checked) {
    const auto read = adapters::kit::readSettings<adapters::hl7_mllp::Settings>(
        R"({"host":"127.0.0.1","port":9100,"senders":[{"application":"HIS","facility":"SIM"}],)"
        R"("directory":{"departments":[],"doctors":[{"code":"1","name":"测试","department":"9"}],"clinics":[]}})");
    BOOST_REQUIRE(read.problems.any());
    BOOST_TEST(read.problems.all().front().pointer == "/directory/doctors/0/department");
}

BOOST_AUTO_TEST_SUITE_END()
