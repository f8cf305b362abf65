#include "hub/jobs/periodic.h"

#include <atomic>
#include <future>
#include <thread>

#include "tests/support/failures.h"

namespace hub::jobs {

using namespace std::chrono_literals;

namespace {

/// A job whose rounds end when the test says.
struct Fixture {
    core::VirtualExecutor time{{1'800'000'000'000}};
    int rounds = 0;
    Periodic::Ended running;
    Periodic job{time, time, Pace{.interval = 1000ms, .back_off_first = 100ms, .back_off_most = 350ms}, [this](Periodic::Ended ended) {
                     ++rounds;
                     running = std::move(ended);
                 }};

    void begin() {
        job.start();
        time.runReady();
    }
    void end(Round round) {
        const Periodic::Ended ended = std::exchange(running, nullptr);
        BOOST_REQUIRE(ended);
        ended(round);
        time.runReady();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(periodic, Fixture)

BOOST_AUTO_TEST_CASE(the_first_round_comes_at_once_and_the_next_an_interval_after_its_end) {
    begin();
    job.start();
    BOOST_TEST(rounds == 1);
    time.advance(5s);  // however long it takes
    BOOST_TEST(rounds == 1);
    end(Round::Idle);
    time.advance(999ms);
    BOOST_TEST(rounds == 1);
    time.advance(1ms);
    BOOST_TEST(rounds == 2);
}

BOOST_AUTO_TEST_CASE(a_round_that_leaves_more_to_do_is_followed_at_once) {
    begin();
    end(Round::More);
    BOOST_TEST(rounds == 2);
}

BOOST_AUTO_TEST_CASE(the_pause_after_failures_doubles_up_to_its_most_and_starts_anew_after_a_success) {
    begin();
    for (const core::Duration pause : {100ms, 200ms, 350ms, 350ms}) {
        const int before = rounds;
        end(Round::Failed);
        time.advance(pause - 1ms);
        BOOST_TEST(rounds == before);
        time.advance(1ms);
        BOOST_TEST(rounds == before + 1);
    }
    end(Round::More);
    end(Round::Failed);
    const int before = rounds;
    time.advance(100ms);
    BOOST_TEST(rounds == before + 1);
}

BOOST_AUTO_TEST_CASE(a_wake_cuts_a_rest_short_once) {
    begin();
    end(Round::Idle);
    job.wake();
    job.wake();
    time.runReady();
    BOOST_TEST(rounds == 2);
    end(Round::Idle);
    BOOST_TEST(rounds == 2);
    time.advance(1000ms);
    BOOST_TEST(rounds == 3);
}

BOOST_AUTO_TEST_CASE(a_wake_during_a_round_begins_another_after_it_and_never_beside_it) {
    begin();
    job.wake();
    job.wake();
    time.runReady();
    BOOST_TEST(rounds == 1);
    end(Round::Idle);
    BOOST_TEST(rounds == 2);
    end(Round::Idle);
    BOOST_TEST(rounds == 2);
}

BOOST_AUTO_TEST_CASE(a_wake_does_not_cut_the_pause_after_a_failure_short) {
    begin();
    end(Round::Failed);
    job.wake();
    time.advance(99ms);
    BOOST_TEST(rounds == 1);
    time.advance(1ms);
    BOOST_TEST(rounds == 2);
}

BOOST_AUTO_TEST_CASE(a_wake_before_the_start_begins_nothing) {
    job.wake();
    time.advance(1h);
    BOOST_TEST(rounds == 0);
}

BOOST_AUTO_TEST_CASE(a_stop_tells_when_the_running_round_has_ended_and_not_before) {
    begin();
    int stopped = 0;
    job.stop([&] { ++stopped; });
    job.stop([&] { ++stopped; });
    time.advance(1h);
    BOOST_TEST(stopped == 0);
    end(Round::More);
    BOOST_TEST(stopped == 2);
    job.wake();
    job.start();
    time.advance(1h);
    BOOST_TEST(rounds == 1);
}

BOOST_AUTO_TEST_CASE(a_resting_job_stops_at_once_and_for_good) {
    begin();
    end(Round::Idle);
    bool stopped = false;
    job.stop([&] { stopped = true; });
    BOOST_TEST(!stopped);  // never inside the call
    time.runReady();
    BOOST_TEST(stopped);
    time.advance(1h);
    BOOST_TEST(rounds == 1);
}

BOOST_AUTO_TEST_CASE(a_job_that_is_gone_runs_no_more_though_its_round_was_posted) {
    int late = 0;
    {
        Periodic short_lived(time, time, Pace{}, [&](const Periodic::Ended&) { ++late; });
        short_lived.start();
    }
    time.advance(1h);
    BOOST_TEST(late == 0);
}

BOOST_AUTO_TEST_CASE(wakes_from_many_threads_never_make_two_rounds_at_a_time) {
    const core::SystemClock clock;
    core::ThreadExecutor executor(clock, 4);
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    Periodic woken(executor, clock, Pace{.interval = 0ms}, [&](const Periodic::Ended& ended) {
        const int now = ++inside;
        if (now > most) most = now;
        executor.post([&inside, ended] {
            --inside;
            ended(Round::Idle);
        });
    });
    woken.start();
    std::vector<std::thread> wakers;
    for (int i = 0; i < 4; ++i) {
        wakers.emplace_back([&] {
            for (int n = 0; n < 500; ++n) woken.wake();
        });
    }
    for (std::thread& waker : wakers) waker.join();
    std::promise<void> stopped;
    woken.stop([&] { stopped.set_value(); });
    stopped.get_future().wait();
    BOOST_TEST(most == 1);
    executor.stop();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::jobs
