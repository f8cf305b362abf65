#include "hub/flows/charge_watch_plan.h"

#include <boost/test/unit_test.hpp>
#include <deque>
#include <random>
#include <set>

using namespace hub;
using core::MonoTime;
using flows::ChargeWatchPlan;
using flows::WatchedFile;
using flows::WatchReason;
using End = ChargeWatchPlan::End;
using Keys = std::vector<std::string>;
using namespace std::chrono_literals;

namespace {

payment::PersonId personNo(std::uint8_t number) {
    payment::PersonId id;
    id.bits.bytes[0] = number;
    return id;
}

WatchedFile file(const std::string& key, WatchReason reason, std::uint8_t person = 1) { return {key, personNo(person), reason}; }

constexpr MonoTime kStart{1'000'000'000'000};

/// Ends each reading at once, as `end` says.
Keys read(ChargeWatchPlan& plan, MonoTime now, End end = End::Read) {
    Keys keys = plan.due(now);
    for (const std::string& key : keys) plan.ended(key, end, now, {now.ns / 1'000'000});
    return keys;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(charge_watch_plan)

BOOST_AUTO_TEST_CASE(nothing_watched_is_nothing_read) {
    ChargeWatchPlan plan({});
    BOOST_TEST(plan.due(kStart).empty());
    plan.watch({file("a", WatchReason::PageOpen)}, kStart);
    plan.watch({}, kStart);
    BOOST_TEST(plan.due(kStart).empty());
    BOOST_TEST(plan.watched() == 0U);
}

BOOST_AUTO_TEST_CASE(an_open_page_and_a_checked_in_patient_come_before_a_booking_of_the_day) {
    ChargeWatchPlan plan({.calls_per_s = 4, .calls_per_device_per_s = 1});
    plan.watch({file("booked", WatchReason::Booked), file("in", WatchReason::CheckedIn), file("open", WatchReason::PageOpen)}, kStart);
    const Keys first = read(plan, kStart);
    BOOST_TEST((std::set<std::string>(first.begin(), first.end()) == std::set<std::string>{"in", "open"}));
    BOOST_TEST(read(plan, kStart + 1s) == Keys{"booked"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_most_urgent_reason_of_a_file_counts) {
    ChargeWatchPlan plan({.calls_per_s = 2, .calls_per_device_per_s = 1});
    plan.watch({file("a", WatchReason::Booked), file("b", WatchReason::CheckedIn), file("a", WatchReason::PageOpen)}, kStart);
    BOOST_TEST(plan.watched() == 2U);
    BOOST_TEST(read(plan, kStart).size() == 1U);
    BOOST_TEST(read(plan, kStart + 1s).size() == 1U);
    BOOST_TEST(read(plan, kStart + 2s) == Keys{"a"}, boost::test_tools::per_element());  // b waits five seconds
}

BOOST_AUTO_TEST_CASE(an_open_page_is_read_again_after_two_seconds_and_not_before_its_device_may) {
    ChargeWatchPlan plan({.calls_per_s = 100, .calls_per_device_per_s = 1});
    plan.watch({file("a", WatchReason::PageOpen)}, kStart);
    BOOST_TEST(read(plan, kStart).size() == 1U);
    BOOST_TEST(read(plan, kStart + 1999ms).empty());
    BOOST_TEST(read(plan, kStart + 2s).size() == 1U);
    ChargeWatchPlan faster({.calls_per_s = 100, .calls_per_device_per_s = 4});
    faster.watch({file("a", WatchReason::PageOpen)}, kStart);
    BOOST_TEST(read(faster, kStart).size() == 1U);
    BOOST_TEST(read(faster, kStart + 499ms).empty());
    BOOST_TEST(read(faster, kStart + 500ms).size() == 1U);
}

BOOST_AUTO_TEST_CASE(who_was_read_longest_ago_comes_next) {
    ChargeWatchPlan plan({.calls_per_s = 2, .calls_per_device_per_s = 1});
    plan.watch({file("a", WatchReason::PageOpen), file("b", WatchReason::PageOpen), file("c", WatchReason::PageOpen)}, kStart);
    Keys order;
    for (int second = 0; second < 6; ++second) {
        for (const std::string& key : read(plan, kStart + second * 1s)) order.push_back(key);
    }
    BOOST_TEST(order == (Keys{"a", "b", "c", "a", "b", "c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_reading_that_has_not_ended_does_not_begin_again) {
    ChargeWatchPlan plan({.calls_per_s = 100, .calls_per_device_per_s = 100});
    plan.watch({file("a", WatchReason::PageOpen)}, kStart);
    BOOST_TEST(plan.due(kStart).size() == 1U);
    BOOST_TEST(plan.due(kStart + 1h).empty());
    plan.watch({}, kStart + 1h);  // not watched any more: it ends all the same
    BOOST_TEST(plan.reading() == 1U);
    plan.ended("a", End::Read, kStart + 1h, {1});
    BOOST_TEST(plan.reading() == 0U);
    BOOST_TEST(plan.watched() == 0U);
}

BOOST_AUTO_TEST_CASE(a_file_that_fails_waits_longer_each_time_and_holds_back_no_other) {
    ChargeWatchPlan plan({.calls_per_s = 100, .calls_per_device_per_s = 100});
    plan.watch({file("a", WatchReason::PageOpen)}, kStart);
    BOOST_TEST(read(plan, kStart, End::FileFailed).size() == 1U);
    BOOST_TEST(read(plan, kStart + 1999ms).empty());
    BOOST_TEST(read(plan, kStart + 2s, End::FileFailed).size() == 1U);
    plan.watch({file("a", WatchReason::PageOpen), file("b", WatchReason::PageOpen)}, kStart + 3s);
    BOOST_TEST(read(plan, kStart + 3s) == Keys{"b"}, boost::test_tools::per_element());
    BOOST_TEST(read(plan, kStart + 6s).size() == 2U);  // four seconds after its second failure
}

BOOST_AUTO_TEST_CASE(while_a_hospital_is_silent_one_file_tries_for_all_less_and_less_often) {
    ChargeWatchPlan plan({.calls_per_s = 100, .calls_per_device_per_s = 100});
    plan.watch({file("a", WatchReason::PageOpen), file("b", WatchReason::PageOpen), file("c", WatchReason::PageOpen)}, kStart);
    BOOST_TEST(read(plan, kStart, End::HospitalSilent).size() == 3U);
    MonoTime last = kStart;
    int tries = 0;
    for (MonoTime now = kStart; now < kStart + 60s; now = now + 100ms) {
        const Keys keys = plan.due(now);
        if (keys.empty()) continue;
        BOOST_TEST(keys.size() == 1U);
        BOOST_TEST((now - last >= 1s));
        last = now;
        ++tries;
        plan.ended(keys[0], End::HospitalSilent, now, {1});
    }
    BOOST_TEST(tries < 10);
    BOOST_TEST(tries > 2);
    BOOST_TEST(read(plan, last + 30s).size() == 1U);
    BOOST_TEST(read(plan, last + 31s).size() == 3U);  // it speaks again
}

BOOST_AUTO_TEST_CASE(a_person_sees_when_each_of_their_lists_was_read) {
    ChargeWatchPlan plan({.calls_per_s = 2, .calls_per_device_per_s = 1});
    plan.watch({file("a", WatchReason::PageOpen, 1), file("b", WatchReason::Booked, 1), file("c", WatchReason::Booked, 2)}, kStart);
    BOOST_TEST(read(plan, kStart) == Keys{"a"}, boost::test_tools::per_element());
    const auto readings = plan.readings(personNo(1));
    BOOST_REQUIRE(readings.size() == 2U);
    BOOST_TEST((readings[0] == core::UtcTime{1'000'000}));
    BOOST_TEST(!readings[1].has_value());
    BOOST_TEST(plan.longestWait(kStart + 700ms).count() == 700);
}

BOOST_AUTO_TEST_CASE(a_budget_of_one_call_a_second_reads_every_two_seconds) {
    ChargeWatchPlan plan({.calls_per_s = 1, .calls_per_device_per_s = 1});
    plan.watch({file("a", WatchReason::PageOpen), file("b", WatchReason::PageOpen)}, kStart);
    int readings = 0;
    for (int tenth = 0; tenth < 1000; ++tenth) readings += static_cast<int>(read(plan, kStart + tenth * 100ms).size());
    BOOST_TEST(readings >= 49);
    BOOST_TEST(readings <= 51);
}

BOOST_AUTO_TEST_CASE(a_third_call_of_a_reading_counts) {
    ChargeWatchPlan plan({.calls_per_s = 4, .calls_per_device_per_s = 1});
    plan.watch({file("a", WatchReason::PageOpen), file("b", WatchReason::PageOpen), file("c", WatchReason::PageOpen)}, kStart);
    BOOST_TEST(read(plan, kStart).size() == 2U);
    plan.called(kStart + 900ms);
    BOOST_TEST(read(plan, kStart + 999ms).empty());
    BOOST_TEST(read(plan, kStart + 1s).size() == 1U);  // three of four are taken then
}

BOOST_AUTO_TEST_CASE(no_second_sees_more_calls_than_the_budget_and_nobody_starves) {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        std::mt19937 random(seed);
        const std::int64_t budget = 2 + random() % 30;
        ChargeWatchPlan plan({.calls_per_s = budget, .calls_per_device_per_s = 1});
        std::vector<WatchedFile> files;
        for (int i = 0; i < 60; ++i)
            files.push_back(file("f" + std::to_string(i), static_cast<WatchReason>(random() % 3), static_cast<std::uint8_t>(i)));
        plan.watch(files, kStart);
        std::deque<MonoTime> calls;  // of the last second
        std::set<std::string> seen;
        std::size_t most = 0;
        for (int step = 0; step < 6000; ++step) {
            const MonoTime now = kStart + step * 50ms;
            for (const std::string& key : plan.due(now)) {
                seen.insert(key);
                calls.insert(calls.end(), 2, now);
                plan.ended(key, random() % 20 == 0 ? End::FileFailed : End::Read, now, {1});
            }
            while (!calls.empty() && now - calls.front() >= 1s) calls.pop_front();
            most = std::max(most, calls.size());
        }
        BOOST_TEST(most <= static_cast<std::size_t>(budget), "seed " << seed << " budget " << budget << " most " << most);
        BOOST_TEST(seen.size() == files.size(), "seed " << seed);
    }
}

BOOST_AUTO_TEST_SUITE_END()
