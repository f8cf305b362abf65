#include "hub/gateway/token_bucket.h"
#include "tests/unit/gateway/world.h"

using namespace hub::gateway;
using namespace tests;
using hub::core::Error;
using hub::core::MonoTime;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(rate)

BOOST_AUTO_TEST_CASE(a_bucket_gives_its_burst_at_once_and_then_one_token_an_interval) {
    TokenBucket bucket(2, 3);
    const MonoTime begin = MonoTime{0} + 1h;
    for (int i = 0; i < 3; ++i) BOOST_TEST(bucket.take(begin));
    BOOST_TEST(!bucket.take(begin + 499ms));
    BOOST_TEST(bucket.take(begin + 500ms));
    BOOST_TEST(!bucket.take(begin + 999ms));
    BOOST_TEST((bucket.availableAt() == begin + 1s));
}

BOOST_AUTO_TEST_CASE(a_bucket_never_holds_more_than_its_burst) {
    TokenBucket bucket(10, 2);
    const MonoTime later = MonoTime{0} + 24h;
    BOOST_TEST(bucket.take(later));
    BOOST_TEST(bucket.take(later));
    BOOST_TEST(!bucket.take(later));
}

BOOST_AUTO_TEST_CASE(a_bucket_does_not_drift_over_a_million_tokens) {
    TokenBucket bucket(3, 1);
    MonoTime now{0};
    for (int i = 0; i < 1'000'000; ++i) {
        BOOST_REQUIRE(bucket.take(now));
        now = bucket.availableAt();
    }
    BOOST_TEST((now - MonoTime{0}).count() == 333'333'333'000'000);
}

BOOST_AUTO_TEST_CASE(no_rate_means_no_limit) {
    TokenBucket bucket(0, 1);
    for (int i = 0; i < 1000; ++i) BOOST_TEST(bucket.take(MonoTime{5}));
}

BOOST_FIXTURE_TEST_CASE(a_call_waits_for_its_turn_and_takes_no_thread_meanwhile, World) {
    limits.calls_per_second = 1;
    limits.burst = 2;
    offerPing([] { return OutcomeOf<Ping>::done({}); });
    serve();
    pinged();
    pinged();
    const auto third = ping(2s);
    time.advance(999ms);
    BOOST_TEST(!third->any());
    BOOST_TEST(party->metrics().queued == 1U);
    BOOST_TEST(party->metrics().running == 0U);
    time.advance(1ms);
    time.runUntil([&] { return third->any(); });
    BOOST_TEST((third->onTime().ending == hub::contract::Ending::Done));
}

BOOST_FIXTURE_TEST_CASE(a_call_whose_turn_comes_after_its_deadline_was_never_sent, World) {
    limits.calls_per_second = 1;
    auto sent = std::make_shared<std::atomic<int>>(0);
    offerPing([sent] {
        ++*sent;
        return OutcomeOf<Ping>::done({});
    });
    serve();
    pinged();
    const auto second = ping(999ms);
    time.advance(998ms);
    BOOST_TEST(!second->any());
    time.advance(1ms);
    BOOST_TEST((second->onTime().ending == hub::contract::Ending::NotReached));
    BOOST_TEST(failsWith(second->trouble(), Error::CallOverRate));
    time.advance(1s);
    BOOST_TEST(*sent == 1);
    BOOST_TEST((pinged()->onTime().ending == hub::contract::Ending::Done));  // its turn was not used up by the one that left
}

BOOST_AUTO_TEST_SUITE_END()
