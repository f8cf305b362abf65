#include <future>

#include "tests/adapters/ehealth_card/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using namespace std::chrono_literals;
using core::Error;
using tests::EhealthBench;
using tests::troubleOf;
using tests::conformance::Fault;

const CredentialIssue::Request kIssue{tests::detailsOf(1), std::nullopt};

Outcome<PersonVerify::Result> verify(EhealthBench& bench, int person) {
    return bench.call<PersonVerify>({tests::nameOfPerson(person), tests::certificateOf(person)});
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_token_is_kept_until_a_minute_before_it_expires) {
    EhealthBench bench;
    BOOST_TEST((verify(bench, 1).ending == Ending::Done));
    bench.clock.advance(7200s - 60s - 1ms);
    BOOST_TEST((verify(bench, 1).ending == Ending::Done));
    BOOST_TEST(bench.platform.callsOf("getAppToken") == 1);
    bench.clock.advance(1ms);
    BOOST_TEST((verify(bench, 1).ending == Ending::Done));
    BOOST_TEST(bench.platform.callsOf("getAppToken") == 2);
}

BOOST_AUTO_TEST_CASE(a_token_that_lasts_a_minute_is_used_once) {
    for (const auto& [seconds, fetches] : {std::pair(60, 2), std::pair(61, 1)}) {
        EhealthBench bench;
        bench.platform.sayResult("getAppToken", 0, R"({"appToken":"token-1","expiresIn":)" + std::to_string(seconds) + "}");
        for (int i = 0; i < 2; ++i) {
            bench.platform.sayResult("verifyRealName", 0, R"({"verifyResult":"1"})");
            BOOST_TEST((verify(bench, 1).ending == Ending::Done));
        }
        BOOST_TEST(bench.platform.callsOf("getAppToken") == fetches);
    }
}

BOOST_AUTO_TEST_CASE(a_token_that_is_not_known_any_more_is_replaced_and_the_call_made_once_more) {
    EhealthBench bench;
    BOOST_TEST((bench.call<CredentialIssue>(kIssue).ending == Ending::Done));
    bench.platform.forgetTokens();
    BOOST_TEST((bench.call<CredentialIssue>(kIssue).ending == Ending::Done));
    BOOST_TEST(bench.platform.callsOf("getAppToken") == 2);
    BOOST_TEST(bench.platform.callsOf("registerHealthCard") == 3);
    BOOST_TEST(bench.platform.effects() == 1);
}

BOOST_AUTO_TEST_CASE(a_call_is_not_made_a_third_time) {
    EhealthBench bench;
    for (int i = 0; i < 2; ++i) bench.platform.sayResult("registerHealthCard", 1002);
    const auto outcome = bench.call<CredentialIssue>(kIssue);
    BOOST_TEST((outcome.ending == Ending::NotReached));
    BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::ChannelRefusesOurSignature));
    BOOST_TEST(bench.platform.callsOf("registerHealthCard") == 2);
    BOOST_TEST(bench.platform.callsOf("getAppToken") == 2);
    BOOST_TEST((bench.call<CredentialIssue>(kIssue).ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(two_threads_that_lose_their_token_at_once_fetch_one) {
    EhealthBench bench;
    BOOST_TEST((verify(bench, 1).ending == Ending::Done));
    bench.platform.forgetTokens();
    bench.platform.fail("getAppToken", Fault::Hold);
    std::future<Outcome<PersonVerify::Result>> calls[] = {std::async(std::launch::async, [&] { return verify(bench, 1); }),
                                                          std::async(std::launch::async, [&] { return verify(bench, 2); })};
    BOOST_TEST(bench.platform.waitForCallsOf("verifyRealName", 3));
    BOOST_TEST(bench.platform.waitForCallsOf("getAppToken", 2));
    bench.platform.release();
    for (auto& call : calls) BOOST_TEST((call.get().ending == Ending::Done));
    BOOST_TEST(bench.platform.callsOf("getAppToken") == 2);
    BOOST_TEST(bench.platform.callsOf("verifyRealName") == 5);
}

BOOST_AUTO_TEST_CASE(a_call_without_a_token_has_sent_nothing_of_itself) {
    for (const Fault fault : {Fault::LoseAnswer, Fault::ResetBeforeActing, Fault::Garbage}) {
        EhealthBench bench;
        bench.platform.fail("getAppToken", fault);
        const auto outcome = bench.call<CredentialIssue>(kIssue);
        BOOST_TEST((outcome.ending == Ending::NotReached));
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::PeerNotReached));
        BOOST_TEST(bench.platform.callsOf("registerHealthCard") == 0);
        BOOST_TEST((bench.call<CredentialIssue>(kIssue).ending == Ending::Done));
    }
}

BOOST_AUTO_TEST_CASE(what_is_said_of_a_token_is_never_a_refusal_of_the_call) {
    const std::pair<int, Error> codes[] = {{1001, Error::ChannelRefusesOurSignature},
                                           {1002, Error::ChannelRefusesOurSignature},
                                           {1004, Error::RequestNotWritable},
                                           {9999, Error::ChannelBusy},
                                           {2001, Error::PeerNotReached},
                                           {3001, Error::PeerNotReached},
                                           {7, Error::PeerNotReached}};
    EhealthBench bench;
    for (const auto& [code, error] : codes) {
        bench.platform.sayResult("getAppToken", code);
        const auto outcome = bench.call<CredentialIssue>(kIssue);
        BOOST_TEST((outcome.ending == Ending::NotReached), code);
        BOOST_TEST(tests::failsWith(troubleOf(outcome), error));
    }
    for (const char* rsp :
         {"{}", R"({"appToken":"t"})", R"({"appToken":"","expiresIn":7200})", R"({"appToken":"t","expiresIn":"7200"})",
          R"({"appToken":"t","expiresIn":0})", R"({"appToken":7,"expiresIn":7200})", R"({"appToken":"t","expiresIn":2592001})"}) {
        bench.platform.sayResult("getAppToken", 0, rsp);
        BOOST_TEST(tests::failsWith(troubleOf(bench.call<CredentialIssue>(kIssue)), Error::PeerNotReached), rsp);
    }
    BOOST_TEST(bench.platform.callsOf("registerHealthCard") == 0);
}

BOOST_AUTO_TEST_CASE(a_ping_fetches_a_token_and_one_that_fails_spoils_none) {
    EhealthBench bench;
    BOOST_TEST((bench.call<Ping>({}).ending == Ending::Done));
    BOOST_TEST((verify(bench, 1).ending == Ending::Done));
    BOOST_TEST(bench.platform.callsOf("getAppToken") == 1);
    bench.platform.fail("getAppToken", Fault::LoseAnswer);
    BOOST_TEST((bench.call<Ping>({}).ending == Ending::Unknown));
    const int fetches = bench.platform.callsOf("getAppToken");
    BOOST_TEST((verify(bench, 1).ending == Ending::Done));
    BOOST_TEST(bench.platform.callsOf("getAppToken") == fetches);
}
