#include "hub/core/executor.h"

#include <atomic>
#include <latch>

#include "tests/support/failures.h"

using namespace hub::core;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(executor)

BOOST_AUTO_TEST_CASE(virtual_time_runs_each_timer_at_its_own_time_and_in_order) {
    VirtualExecutor time({1000});
    std::vector<std::pair<int, std::int64_t>> ran;
    time.postAt(time.mono() + 30ms, [&] { ran.emplace_back(3, time.utc().ms); });
    time.postAt(time.mono() + 10ms, [&] {
        ran.emplace_back(1, time.utc().ms);
        time.postAt(time.mono() + 10ms, [&] { ran.emplace_back(2, time.utc().ms); });
    });
    time.advance(29ms);
    BOOST_TEST(ran.size() == 2U);
    time.advance(1ms);
    BOOST_REQUIRE(ran.size() == 3U);
    BOOST_TEST((ran[0] == std::pair(1, std::int64_t{1010})));
    BOOST_TEST((ran[1] == std::pair(2, std::int64_t{1020})));
    BOOST_TEST((ran[2] == std::pair(3, std::int64_t{1030})));
}

BOOST_AUTO_TEST_CASE(a_cancelled_timer_does_not_run_and_is_cancelled_once) {
    VirtualExecutor time({0});
    int runs = 0;
    const TimerId timer = time.postAt(time.mono() + 5ms, [&] { ++runs; });
    BOOST_TEST(time.cancel(timer));
    BOOST_TEST(!time.cancel(timer));
    time.advance(10ms);
    BOOST_TEST(runs == 0);
}

BOOST_AUTO_TEST_CASE(a_posted_task_never_runs_inside_post) {
    VirtualExecutor time({0});
    bool ran = false;
    time.post([&] { ran = true; });
    BOOST_TEST(!ran);
    time.runReady();
    BOOST_TEST(ran);
}

BOOST_AUTO_TEST_CASE(threads_run_everything_that_was_posted_before_stop) {
    const SystemClock clock;
    std::atomic<int> runs = 0;
    {
        ThreadExecutor threads(clock, 2);
        for (int i = 0; i < 1000; ++i) threads.post([&] { ++runs; });
        threads.stop();
        threads.post([&] { ++runs; });  // dropped
    }
    BOOST_TEST(runs == 1000);
}

BOOST_AUTO_TEST_CASE(threads_run_a_timer_not_before_its_time) {
    const SystemClock clock;
    ThreadExecutor threads(clock, 2);
    std::latch done(2);
    const MonoTime due = clock.mono() + 20ms;
    std::atomic<bool> early = false;
    for (int i = 0; i < 2; ++i) {
        threads.postAt(due, [&] {
            if (clock.mono() < due) early = true;
            done.count_down();
        });
    }
    const TimerId never = threads.postAt(due + 1h, [&] { early = true; });
    done.wait();
    BOOST_TEST(!early);
    BOOST_TEST(threads.cancel(never));
}

BOOST_AUTO_TEST_CASE(a_task_may_post_from_its_own_thread) {
    const SystemClock clock;
    ThreadExecutor threads(clock, 1);
    std::latch done(1);
    threads.post([&] { threads.post([&] { done.count_down(); }); });
    done.wait();
    BOOST_TEST(threads.queued() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
