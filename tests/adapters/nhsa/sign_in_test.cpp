#include "tests/adapters/nhsa/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using namespace tests::nhsa;
using namespace std::chrono_literals;
using core::Error;
using tests::troubleOf;
using tests::conformance::Fault;

const SettlementConfirm::Request kSettle{settlementOf(1000), std::nullopt, std::nullopt};

Ending quote(CounterBench& bench) { return bench.call<SettlementQuote>({settlementOf(1000)}).ending; }

}  // namespace

BOOST_AUTO_TEST_CASE(one_sign_in_is_good_for_the_day_in_shanghai) {
    CounterBench bench;
    BOOST_TEST((quote(bench) == Ending::Done));
    BOOST_TEST(bench.insurer.lastInput("9001") == R"({"signIn":{"opter_no":"OP001","mac":"02-00-00-00-00-01","ip":"192.0.2.1"}})");
    bench.clock.advance(14h + 30min - 1ms);  // to the last moment of the day
    BOOST_TEST((quote(bench) == Ending::Done));
    BOOST_TEST(bench.insurer.callsOf("9001") == 1);
    bench.clock.advance(1ms);
    BOOST_TEST((quote(bench) == Ending::Done));
    BOOST_TEST(bench.insurer.callsOf("9001") == 2);
}

BOOST_AUTO_TEST_CASE(a_sign_in_that_is_not_known_any_more_is_renewed_and_the_call_made_once_more_under_its_number) {
    CounterBench bench;
    BOOST_TEST((quote(bench) == Ending::Done));
    bench.insurer.forgetSignIns();
    BOOST_TEST((bench.call<SettlementConfirm>(kSettle).ending == Ending::Done));
    BOOST_TEST(bench.insurer.callsOf("9001") == 2);
    BOOST_TEST(bench.insurer.callsOf("2207") == 2);
    BOOST_TEST(bench.insurer.effects() == 1);
    BOOST_TEST(holds(bench.insurer.lastCall("2207").body, kMsgid));
}

BOOST_AUTO_TEST_CASE(a_call_is_not_made_a_third_time) {
    CounterBench bench;
    for (int i = 0; i < 2; ++i) bench.insurer.sayCode("2207", "1001");
    const auto outcome = bench.call<SettlementConfirm>(kSettle);
    BOOST_TEST((outcome.ending == Ending::NotReached));
    BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::ChannelRefusesOurSignature));
    BOOST_TEST(bench.insurer.callsOf("2207") == 2);
    BOOST_TEST((bench.call<SettlementConfirm>(kSettle).ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(what_becomes_of_a_sign_in_is_never_an_answer_to_the_call) {
    CounterBench bench;
    for (const Fault fault : {Fault::LoseAnswer, Fault::ResetBeforeActing, Fault::Garbage}) {
        bench.insurer.fail("9001", fault);
        const auto outcome = bench.call<SettlementConfirm>(kSettle);
        BOOST_TEST((outcome.ending == Ending::NotReached));
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::PeerNotReached));
    }
    const std::pair<const char*, Error> codes[] = {{"1001", Error::ChannelRefusesOurSignature},
                                                   {"9001", Error::ChannelBusy},
                                                   {"1101", Error::PeerNotReached},
                                                   {"-1", Error::PeerNotReached},
                                                   {"7", Error::PeerNotReached}};
    for (const auto& [code, error] : codes) {
        bench.insurer.sayCode("9001", code);
        const auto outcome = bench.call<SettlementConfirm>(kSettle);
        BOOST_TEST((outcome.ending == Ending::NotReached), code);
        BOOST_TEST(tests::failsWith(troubleOf(outcome), error), code);
    }
    for (const char* output : {"{}", R"({"signinoutb":{}})", R"({"signinoutb":{"sign_no":""}})", R"({"signinoutb":[]})"}) {
        bench.insurer.sayOutput("9001", output);
        BOOST_TEST(tests::failsWith(troubleOf(bench.call<SettlementConfirm>(kSettle)), Error::PeerNotReached), output);
    }
    BOOST_TEST(bench.insurer.callsOf("2207") == 0);
}

BOOST_AUTO_TEST_CASE(a_ping_signs_in_and_one_that_is_lost_spoils_nothing) {
    CounterBench bench;
    BOOST_TEST((bench.call<Ping>({}).ending == Ending::Done));
    BOOST_TEST((quote(bench) == Ending::Done));
    BOOST_TEST(bench.insurer.callsOf("9001") == 1);
    bench.insurer.fail("9001", Fault::LoseAnswer);
    BOOST_TEST((bench.call<Ping>({}).ending == Ending::Unknown));
    BOOST_TEST((quote(bench) == Ending::Done));
    BOOST_TEST(bench.insurer.callsOf("9001") == 2);
}

// The toy checks the header itself: 401 is its word that it did nothing.
BOOST_AUTO_TEST_CASE(a_wrong_secret_a_clock_that_is_off_and_a_wrong_key_are_turned_away) {
    for (const bool sealed : {false, true}) {
        CounterBench bench(sealed);
        core::VirtualExecutor late_clock({kGoldenMs + 301000});
        core::VirtualExecutor soon_clock({kGoldenMs + 300000});
        const std::string settings =
            NhsaSubject::settingsJson(adapters::nhsa::Chain::Counter, bench.insurer.url(), std::chrono::seconds(20), sealed);
        Opened late(late_clock);
        Opened soon(soon_clock);
        Opened impostor(bench.clock,
                        {{sealed ? "nhsa.private" : "nhsa.secret", sealed ? goldenFile("keys/insurer_private.pem") : "another"}});
        for (Opened* one : {&late, &soon, &impostor}) {
            one->open(settings);
            const auto ping = one->call<Ping>({}, {});
            if (one == &soon) {
                BOOST_TEST((ping.ending == Ending::Done));
                continue;
            }
            BOOST_TEST((ping.ending == Ending::NotReached));
            BOOST_TEST(tests::failsWith(troubleOf(ping), Error::ChannelRefusesOurSignature));
        }
    }
}
