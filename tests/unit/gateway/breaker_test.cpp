#include "hub/gateway/breaker.h"

#include "hub/gateway/backoff.h"
#include "tests/support/failures.h"

using namespace hub::gateway;
using hub::core::Duration;
using hub::core::MonoTime;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(breaker)

BOOST_AUTO_TEST_CASE(it_opens_with_the_last_of_so_many_failures_in_a_row) {
    Breaker breaker(3, 10s);
    const MonoTime now{0};
    for (int i = 0; i < 2; ++i) breaker.report(Verdict::Sick, false, now);
    BOOST_TEST((breaker.ask(now) == Breaker::Pass::Yes));
    breaker.report(Verdict::Sick, false, now);
    BOOST_TEST((breaker.ask(now) == Breaker::Pass::No));
}

BOOST_AUTO_TEST_CASE(one_healthy_call_begins_the_row_again_and_one_that_says_nothing_does_not) {
    Breaker breaker(3, 10s);
    const MonoTime now{0};
    for (const Verdict verdict : {Verdict::Sick, Verdict::Sick, Verdict::Healthy, Verdict::Sick, Verdict::Nothing, Verdict::Sick})
        breaker.report(verdict, false, now);
    BOOST_TEST((breaker.state() == Breaker::State::Closed));
    breaker.report(Verdict::Sick, false, now);
    BOOST_TEST((breaker.state() == Breaker::State::Open));
}

BOOST_AUTO_TEST_CASE(after_the_pause_one_trial_goes_through_and_its_end_decides) {
    Breaker breaker(1, 10s);
    breaker.report(Verdict::Sick, false, MonoTime{0});
    BOOST_TEST((breaker.ask(MonoTime{0} + 9999ms) == Breaker::Pass::No));
    BOOST_TEST((breaker.ask(MonoTime{0} + 10s) == Breaker::Pass::Trial));
    BOOST_TEST((breaker.ask(MonoTime{0} + 10s) == Breaker::Pass::No));

    breaker.report(Verdict::Sick, true, MonoTime{0} + 12s);
    BOOST_TEST((breaker.ask(MonoTime{0} + 21999ms) == Breaker::Pass::No));
    BOOST_TEST((breaker.ask(MonoTime{0} + 22s) == Breaker::Pass::Trial));

    breaker.report(Verdict::Nothing, true, MonoTime{0} + 22s);  // never sent: the next one is the trial
    BOOST_TEST((breaker.ask(MonoTime{0} + 22s) == Breaker::Pass::Trial));
    breaker.report(Verdict::Healthy, true, MonoTime{0} + 23s);
    BOOST_TEST((breaker.ask(MonoTime{0} + 23s) == Breaker::Pass::Yes));
}

BOOST_AUTO_TEST_CASE(calls_that_began_before_it_opened_change_nothing_while_it_is_open) {
    Breaker breaker(1, 10s);
    breaker.report(Verdict::Sick, false, MonoTime{0});
    breaker.report(Verdict::Healthy, false, MonoTime{0} + 1s);
    BOOST_TEST((breaker.ask(MonoTime{0} + 1s) == Breaker::Pass::No));
    breaker.report(Verdict::Sick, false, MonoTime{0} + 9s);  // nor does it make the pause longer
    BOOST_TEST((breaker.ask(MonoTime{0} + 10s) == Breaker::Pass::Trial));
}

BOOST_AUTO_TEST_CASE(pauses_double_to_a_minute_and_chance_shortens_them_by_at_most_half) {
    Backoff backoff(1);
    for (const Duration longest : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        const Duration pause = backoff.next();
        BOOST_TEST((pause >= longest / 2 && pause <= longest), "pause of " << pause.count() << " ms");
    }
}

BOOST_AUTO_TEST_CASE(other_seeds_give_other_pauses_and_the_same_seed_the_same) {
    BOOST_TEST(Backoff(1).next().count() == Backoff(1).next().count());
    BOOST_TEST(Backoff(1).next().count() != Backoff(2).next().count());
}

BOOST_AUTO_TEST_SUITE_END()
