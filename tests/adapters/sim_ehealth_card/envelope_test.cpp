// What every request to the card platform must bring: members, sign, time, token.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "adapters/sim/ehealth_card/signature.h"
#include "tests/adapters/sim_ehealth_card/bench.h"

using namespace tests::ehealth_card;
using namespace std::chrono_literals;

namespace {

const std::string kVerifyLi = object({{"name", "李玕"}, {"idType", "01"}, {"idNumber", kLi}});

std::string resultOf(const tests::RawAnswer& answer) {
    BOOST_TEST(answer.status == 200);
    return member(answer.body, "commonOut.resultCode");
}

/// As written, with its "commonIn" members and a sign that fits.
std::string getAppToken(Bench& bench, Texts common_in, std::string_view secret = "sim-app-secret") {
    std::string common = object(common_in);
    const std::string req = R"({"appId":"SIMAPP0001"})";
    const auto in = hub::core::JsonDocument::parse(common);
    const auto asked = hub::core::JsonDocument::parse(req);
    common.insert(common.size() - 1, R"(,"sign":")" + sim::signatureOf(sim::signedText(in->root(), asked->root()), secret) + "\"");
    const std::string body = R"({"commonIn":)" + common + R"(,"req":)" + req + "}";
    const std::string answer = bench.post("/healthcard/getAppToken", body).body;
    return member(answer, "commonOut.resultCode") + " " + member(answer, "commonOut.errMsg");
}

constexpr std::string_view kRequestId = "0000000000000000000000000000000A";

}  // namespace

BOOST_AUTO_TEST_SUITE(envelope)

BOOST_AUTO_TEST_CASE(each_missing_member_is_named) {
    Bench bench;
    const auto lacks = [](const std::string& result, std::string_view name) {
        return result == fmt::format("1004 缺少或不正确：{}", name);
    };
    BOOST_TEST(
        getAppToken(bench,
                    {{"appToken", ""}, {"requestId", kRequestId}, {"hospitalId", "H"}, {"timestamp", "1893547800"}, {"channelNum", "0"}}) ==
        "0 ");
    BOOST_TEST(lacks(
        getAppToken(
            bench,
            {{"appToken", ""}, {"requestId", kRequestId.substr(1)}, {"hospitalId", "H"}, {"timestamp", "1893547800"}, {"channelNum", "0"}}),
        "requestId"));
    BOOST_TEST(lacks(getAppToken(bench, {{"requestId", kRequestId}, {"hospitalId", "H"}, {"timestamp", "1893547800"}, {"channelNum", "0"}}),
                     "appToken"));
    BOOST_TEST(lacks(
        getAppToken(bench,
                    {{"appToken", ""}, {"requestId", kRequestId}, {"hospitalId", ""}, {"timestamp", "1893547800"}, {"channelNum", "0"}}),
        "hospitalId"));
    BOOST_TEST(
        lacks(getAppToken(bench, {{"appToken", ""}, {"requestId", kRequestId}, {"hospitalId", "H"}, {"channelNum", "0"}}), "timestamp"));
    BOOST_TEST(lacks(
        getAppToken(bench,
                    {{"appToken", ""}, {"requestId", kRequestId}, {"hospitalId", "H"}, {"timestamp", "1893547800"}, {"channelNum", "1"}}),
        "channelNum"));
    BOOST_TEST(member(bench.post("/healthcard/getAppToken", R"({"req":{}})").body, "commonOut.errMsg") == "缺少或不正确：commonIn");
    BOOST_TEST(member(bench.post("/healthcard/getAppToken", R"({"commonIn":{}})").body, "commonOut.errMsg") == "缺少或不正确：req");
    for (const char* no_object : {"", "hello", "[]", "7"})
        BOOST_TEST(resultOf(bench.post("/healthcard/getAppToken", no_object)) == "1004", no_object);
}

BOOST_AUTO_TEST_CASE(a_sign_made_with_another_secret_is_wrong_whatever_else_is_wrong) {
    Bench bench;
    const Texts stale{{"appToken", "x"}, {"requestId", kRequestId}, {"hospitalId", "H"}, {"timestamp", "1"}, {"channelNum", "0"}};
    BOOST_TEST(getAppToken(bench, stale, "another").starts_with("1001 "));
    BOOST_TEST(getAppToken(bench, stale).starts_with("1003 "));
    BOOST_TEST(bench.codeOf("getAppToken", R"({"appId":"SIMAPP0002"})", "") == "1001");
}

BOOST_AUTO_TEST_CASE(a_timestamp_may_be_three_hundred_seconds_away_and_not_one_more) {
    Bench bench;
    const auto at = [&](std::string_view timestamp) {
        return getAppToken(
                   bench, {{"appToken", ""}, {"requestId", kRequestId}, {"hospitalId", "H"}, {"timestamp", timestamp}, {"channelNum", "0"}})
            .substr(0, 4);
    };
    BOOST_TEST(at("1893547500") == "0 ");
    BOOST_TEST(at("1893547499") == "1003");
    BOOST_TEST(at("1893548100") == "0 ");
    BOOST_TEST(at("1893548101") == "1003");
    for (const char* odd : {"1893547800000", "9223372036854775807", "now", "1893547800s"}) BOOST_TEST(at(odd) == "1003", odd);
}

BOOST_AUTO_TEST_CASE(a_token_is_good_for_7200_seconds_beside_newer_ones) {
    Bench bench;
    const std::string first = bench.newToken();
    bench.clock.advance(7199s);
    const std::string second = bench.newToken();
    BOOST_TEST(first != second);
    BOOST_TEST(bench.codeOf("verifyRealName", kVerifyLi, first) == "0");
    bench.clock.advance(1s);
    BOOST_TEST(bench.codeOf("verifyRealName", kVerifyLi, first) == "1002");
    BOOST_TEST(bench.codeOf("verifyRealName", kVerifyLi, second) == "0");
    BOOST_TEST(bench.codeOf("verifyRealName", kVerifyLi, "") == "1002");
    BOOST_TEST(bench.control("POST", "tokens/end").status == 200);
    BOOST_TEST(bench.codeOf("verifyRealName", kVerifyLi, second) == "1002");
    BOOST_TEST(bench.codeOf("verifyRealName", kVerifyLi) == "0");
}

BOOST_AUTO_TEST_CASE(there_are_five_methods_and_the_decoding_and_nothing_else) {
    Bench bench;
    for (const char* path : {"/healthcard/", "/healthcard/ec.query", "/healthcard/verify", "/ecard", "/"})
        BOOST_TEST(bench.post(path, "{}").status == 404, path);
    BOOST_TEST(tests::RawClient(bench.port).ask("GET /ecard/decode HTTP/1.1\r\nHost: sim\r\nConnection: close\r\n\r\n").status == 404);
}

BOOST_AUTO_TEST_SUITE_END()
