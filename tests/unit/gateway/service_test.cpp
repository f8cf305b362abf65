#include "tests/unit/gateway/world.h"

using namespace hub::gateway;
using namespace hub::contract;
using namespace tests;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;
using namespace std::chrono_literals;

BOOST_FIXTURE_TEST_SUITE(service, World)

BOOST_AUTO_TEST_CASE(a_start_that_hangs_is_out_of_service_at_its_deadline_and_in_service_when_it_is_through) {
    script->start = [gate = gate] {
        gate->pass();
        return Result<void>();
    };
    offerPing([] { return OutcomeOf<Ping>::done({}); });
    open();
    gate->awaitArrivals(1);
    time.advance(limits.start_max - 1ms);
    BOOST_TEST((state() == ServiceState::Starting));
    time.advance(1ms);
    BOOST_TEST((state() == ServiceState::OutOfService));
    BOOST_TEST(failsWith(asResult(party->status().reason), Error::CounterpartyStartOverdue));
    time.advance(1h);
    BOOST_TEST(script->starts == 1);  // a second try beside one that hangs would hang too

    gate->open();
    time.runUntil([this] { return state() == ServiceState::InService; });
    BOOST_TEST((pinged()->onTime().ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(a_failed_start_is_tried_again_after_a_pause_with_the_same_instance) {
    script->start = [tries = std::make_shared<std::atomic<int>>(0)]() -> Result<void> {
        if (++*tries == 1) return Failure(Error::FieldTooLong);
        if (*tries == 2) return Failure(Error::IdNotValid);
        return {};
    };
    open();
    const auto awaitReason = [this](Error error) {
        time.runUntil([&] { return party->status().reason && party->status().reason->error() == error; });
    };
    awaitReason(Error::FieldTooLong);
    time.advance(499ms);
    BOOST_TEST(party->metrics().starts == 1U);
    time.advance(501ms);
    BOOST_TEST(party->metrics().starts == 2U);
    awaitReason(Error::IdNotValid);
    time.advance(999ms);
    BOOST_TEST(party->metrics().starts == 2U);
    time.advance(1001ms);
    BOOST_TEST(party->metrics().starts == 3U);
    time.runUntil([this] { return state() == ServiceState::InService; });
    BOOST_TEST(script->starts == 3);
    BOOST_TEST(script->destroyed == 0);
}

BOOST_AUTO_TEST_CASE(an_open_that_fails_is_tried_again_and_one_that_throws_is_known_by_its_code) {
    int tries = 0;
    std::shared_ptr<Counterparty> shy = Counterparty::make("H2", limits, 1, time, time, [](const ServiceChange&) {});
    shy->start([&tries, script = script]() -> Result<std::unique_ptr<Instance>> {
        if (++tries == 1) throw std::runtime_error("not yet");
        if (tries == 2) return Failure(Error::PluginNotFound, "x");
        return std::unique_ptr<Instance>(std::make_unique<ScriptedInstance>(script));
    });
    const auto reasonIs = [&](Error error) {
        return [&shy, error] { return shy->status().reason && shy->status().reason->error() == error; };
    };
    time.runUntil(reasonIs(Error::AdapterThrew));
    time.advance(1s);
    time.runUntil(reasonIs(Error::PluginNotFound));
    time.advance(2s);
    time.runUntil([&] { return shy->status().state == ServiceState::InService; });
    BOOST_TEST(tries == 3);

    bool stopped = false;
    shy->stop([&](std::size_t) { stopped = true; });
    time.runUntil([&] { return stopped; });
}

BOOST_AUTO_TEST_CASE(changes_are_told_in_order_with_rising_numbers) {
    offerPing([] { return OutcomeOf<Ping>::done({}); });
    serve();
    stop();
    time.runUntil([this] { return abandoned.has_value(); });
    BOOST_REQUIRE(changes.size() == 3U);
    const ServiceState wanted[] = {ServiceState::Starting, ServiceState::InService, ServiceState::Stopped};
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST((changes[i].state == wanted[i]));
        BOOST_TEST(changes[i].number == i + 1);
        BOOST_TEST(changes[i].counterparty == "H1");
    }
}

BOOST_AUTO_TEST_CASE(a_stop_asks_the_instance_once_waits_for_its_calls_and_destroys_it) {
    offerHangingPing();
    script->stop = [gate = gate] { gate->open(); };  // ends blocked calls, as it should
    serve();
    const auto running = ping();
    gate->awaitArrivals(1);
    stop();
    const auto after = ping();
    time.runUntil([this] { return abandoned.has_value(); });
    BOOST_TEST(*abandoned == 0U);
    BOOST_TEST((running->onTime().ending == Ending::Done));
    BOOST_TEST(failsWith(after->trouble(), Error::CounterpartyOutOfService));
    BOOST_TEST(script->stops == 1);
    BOOST_TEST(script->destroyed == 1);
    BOOST_TEST((state() == ServiceState::Stopped));
}

BOOST_AUTO_TEST_CASE(a_stop_abandons_what_does_not_come_back_and_tells_every_caller) {
    limits.threads = 1;
    offerHangingPing();
    serve();
    const auto running = ping(1h);
    gate->awaitArrivals(1);
    const auto waiting = ping(1h);
    const std::size_t posted = time.postedByOthers();
    stop();
    time.runUntilOthersPosted(posted + 1);  // the thread that stopped the instance is free again
    time.advance(limits.stop_max - 1ms);
    BOOST_TEST(!abandoned.has_value());
    BOOST_TEST(!running->any());
    BOOST_TEST((waiting->onTime().ending == Ending::NotReached));
    BOOST_TEST(failsWith(waiting->trouble(), Error::CounterpartyOutOfService));
    time.advance(1ms);
    BOOST_REQUIRE(abandoned.has_value());
    BOOST_TEST(*abandoned == 1U);
    BOOST_TEST((running->onTime().ending == Ending::Unknown));
    BOOST_TEST(failsWith(running->trouble(), Error::CallUnanswered));
    BOOST_TEST(script->destroyed == 0);  // the thread may still be in it
}

BOOST_AUTO_TEST_CASE(a_start_that_hangs_does_not_hold_up_the_stop) {
    script->start = [gate = gate] {
        gate->pass();
        return Result<void>();
    };
    open();
    gate->awaitArrivals(1);
    stop();
    time.advance(limits.stop_max);
    BOOST_REQUIRE(abandoned.has_value());
    BOOST_TEST(*abandoned == 1U);
    BOOST_TEST(script->stops == 0);  // never beside a start that runs
}

BOOST_AUTO_TEST_CASE(a_start_that_comes_back_during_the_stop_is_stopped_and_destroyed) {
    script->start = [gate = gate] {
        gate->pass();
        return Result<void>();
    };
    open();
    gate->awaitArrivals(1);
    stop();
    gate->open();
    time.runUntil([this] { return abandoned.has_value(); });
    BOOST_TEST(*abandoned == 0U);
    BOOST_TEST(script->stops == 1);
    BOOST_TEST(script->destroyed == 1);
}

BOOST_AUTO_TEST_CASE(a_stop_before_any_start_ends_too) {
    party = Counterparty::make("H1", limits, 1, time, time, [](const ServiceChange&) {});
    stop();
    time.runUntil([this] { return abandoned.has_value(); });
    BOOST_TEST(*abandoned == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
