// The bytes of tests/data/sim_ehealth_card, signed by hand before there was code: what an application must send is what is accepted.
#include <boost/test/unit_test.hpp>

#include "adapters/sim/ehealth_card/signature.h"
#include "tests/adapters/sim_ehealth_card/bench.h"

using namespace tests::ehealth_card;

BOOST_AUTO_TEST_SUITE(golden)

BOOST_AUTO_TEST_CASE(empty_members_numbers_and_the_sign_itself_are_not_signed) {
    for (const std::string name : {"01_get_app_token", "02_register"}) {
        const std::string request = dataFile(name + ".request.json");
        const auto document = hub::core::JsonDocument::parse(request);
        BOOST_REQUIRE(document.ok());
        const std::string text = sim::signedText(*document->root().member("commonIn"), *document->root().member("req"));
        BOOST_TEST(text == dataFile(name + ".text"));
        BOOST_TEST(sim::signatureOf(text, "sim-app-secret") == member(request, "commonIn.sign"));
    }
}

BOOST_AUTO_TEST_CASE(a_request_signed_by_hand_is_answered_and_one_with_another_member_is_not) {
    Bench bench;
    std::string request = dataFile("01_get_app_token.request.json");
    const std::string answer = bench.post("/healthcard/getAppToken", request).body;
    BOOST_TEST(answer == R"({"commonOut":{"requestId":"00000000000000000000000000000001","resultCode":0,"errMsg":""},"rsp":{"appToken":")" +
                             member(answer, "rsp.appToken") + R"(","expiresIn":7200}})");
    BOOST_TEST(member(answer, "rsp.appToken").size() == 32);
    request.replace(request.find("H0001"), 5, "H0002");
    BOOST_TEST(bench.post("/healthcard/getAppToken", request).body ==
               R"({"commonOut":{"requestId":"00000000000000000000000000000001","resultCode":1001,"errMsg":"签名错误"},"rsp":{}})");
}

BOOST_AUTO_TEST_SUITE_END()
