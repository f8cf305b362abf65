#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_wechat_pay/bench.h"
#include "tests/support/failures.h"

using namespace tests::wechat_pay;
using namespace std::chrono_literals;
using hub::core::Error;

namespace {

constexpr const char* kQuery = "/v3/pay/transactions/out-trade-no/ORDER1?mchid=1900000001";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

tests::RawAnswer sent(Bench& bench, const std::string& bytes) { return tests::RawClient(bench.port).ask(bytes); }

/// Refused as a wrong signature, and without one of the platform's.
bool isRefused(const tests::RawAnswer& answer) {
    return answer.status == 401 && member(answer.body, "code") == "SIGN_ERROR" && answer.header("Wechatpay-Signature").empty();
}

auto made(const sim::WechatPaySettings& settings) {
    static const tests::sim::HandClock clock;
    return sim::Signatures::make(settings, clock);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signatures)

BOOST_AUTO_TEST_CASE(a_request_that_was_changed_on_its_way_is_refused_and_changes_nothing) {
    Bench bench;
    const std::string body = bench.orderBody("ORDER1");
    const auto request = [&] { return bench.signedRequest("POST", "/v3/pay/transactions/jsapi", body); };
    for (const auto& [from, to] :
         {std::pair("\"total\":3625", "\"total\":3626"), std::pair("/v3/pay/transactions/jsapi", "/v3/refund/domestic/refunds"),
          std::pair("NONCE", "nonce"), std::pair("signature=\"", "signature=\"A"), std::pair("1900000001", "1900000002"),
          std::pair("5157F09E", "5157F09F"), std::pair("WECHATPAY2-SHA256", "WECHATPAY2-SM2"), std::pair("Authorization", "Other"),
          std::pair("nonce_str=", "nonce="), std::pair("timestamp=\"1893547800", "timestamp=\"1893547801"),
          std::pair("timestamp=\"1893547800", "timestamp=\"18935478xx"), std::pair(",timestamp", ",nonce_str=\"X\",timestamp"),
          std::pair("serial_no=\"", "serial_no=")})
        BOOST_TEST(isRefused(sent(bench, replaced(request(), from, to))), from << " -> " << to);
    BOOST_TEST(bench.rows("trade") == 0);
    BOOST_TEST(sent(bench, request()).status == 200);
}

BOOST_AUTO_TEST_CASE(a_timestamp_is_good_for_five_minutes_in_both_directions) {
    Bench bench;
    bench.createOrder("ORDER1");
    bench.clock.advance(20min);
    for (const auto& [off, good] : {std::pair(300s, true), std::pair(301s, false), std::pair(-300s, true), std::pair(-301s, false)}) {
        const std::string request = bench.signedRequest("GET", kQuery, "");
        bench.clock.advance(off);
        BOOST_TEST(isRefused(sent(bench, request)) == !good, off.count());
    }
}

BOOST_AUTO_TEST_CASE(a_nonce_is_good_once_but_a_refused_request_does_not_use_it_up) {
    Bench bench;
    bench.createOrder("ORDER1");
    const std::string request = bench.signedRequest("GET", kQuery, "");
    BOOST_TEST(isRefused(sent(bench, replaced(request, "ORDER1", "ORDER2"))));
    BOOST_TEST(sent(bench, request).status == 200);
    BOOST_TEST(isRefused(sent(bench, request)));
    bench.clock.advance(300s);
    BOOST_TEST(isRefused(sent(bench, request)));
}

BOOST_AUTO_TEST_CASE(refusals_of_the_business_are_signed_too) {
    Bench bench;
    BOOST_TEST(isSigned(bench.callAnyhow("GET", kQuery)));
    BOOST_TEST(isSigned(bench.callAnyhow("GET", "/nowhere")));
}

BOOST_AUTO_TEST_CASE(without_signatures_nothing_is_checked_nothing_is_signed_and_health_says_so) {
    sim::WechatPaySettings settings = settingsByHand();
    BOOST_TEST(member(Bench(settings).control("GET", "health").body, "signatures") == "on");
    settings.signatures = false;
    settings.merchant.public_key.clear();
    settings.platform.private_key.clear();
    Bench bench(settings);
    BOOST_TEST(member(bench.control("GET", "health").body, "signatures") == "off");
    BOOST_TEST(bench.control("GET", "platform-key").status == 409);
    bench.createOrder("ORDER1");
    const tests::RawAnswer answer = sent(bench, std::string("GET ") + kQuery + " HTTP/1.1\r\nHost: sim\r\n\r\n");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.header("Wechatpay-Signature").empty());
    bench.pay("ORDER1");
    bench.simulator->runDue();
    BOOST_REQUIRE(bench.receiver.received().size() == 1);
    BOOST_TEST(bench.receiver.received().front().header("Wechatpay-Signature").empty());
    BOOST_TEST(openedResource(bench.receiver.received().front().body).has_value());
}

BOOST_AUTO_TEST_CASE(the_platform_gives_its_public_key_and_in_certificate_mode_its_certificate) {
    sim::WechatPaySettings settings = settingsByHand();
    {
        Bench bench(settings);
        const tests::RawAnswer key = bench.control("GET", "platform-key");
        BOOST_TEST(member(key.body, "public_key") == dataFile("keys/platform_public.pem"));
        BOOST_TEST(member(key.body, "serial") == settings.platform.serial);
        BOOST_TEST(bench.call("GET", "/v3/certificates").status == 404);
    }
    settings.platform.certificate = dataFile("keys/platform_certificate.pem");
    Bench bench(settings);
    const tests::RawAnswer answer = bench.call("GET", "/v3/certificates");
    BOOST_REQUIRE(answer.status == 200);
    const auto document = hub::core::JsonDocument::parse(answer.body);
    const hub::core::JsonValue first = document->root().member("data")->at(0);
    BOOST_TEST(*first.member("serial_no")->string() == settings.platform.serial);
    BOOST_TEST(*first.member("effective_time")->string() == "2029-01-01T08:00:00+08:00");
    BOOST_TEST(*first.member("expire_time")->string() == "2034-01-01T08:00:00+08:00");
    const std::string_view object = answer.body;
    const std::size_t at = object.find("\"encrypt_certificate\":") + 22;
    const std::string as_resource = R"({"resource":)" + std::string(object.substr(at, object.find('}', at) - at + 1)) + "}";
    BOOST_TEST(openedResource(as_resource).value_or("") == settings.platform.certificate);
}

BOOST_AUTO_TEST_CASE(keys_that_cannot_be_used_are_refused_before_anything_starts) {
    const sim::WechatPaySettings good = settingsByHand();
    BOOST_TEST(made(good).ok());
    sim::WechatPaySettings settings = good;
    settings.platform.api_v3_key.pop_back();
    BOOST_TEST(tests::failsWith(made(settings), Error::SimNotValid));
    settings = good;
    settings.merchant.public_key = good.platform.private_key;
    BOOST_TEST(tests::failsWith(made(settings), Error::SimNotValid));
    settings = good;
    settings.platform.private_key = good.merchant.public_key;
    BOOST_TEST(tests::failsWith(made(settings), Error::SimNotValid));
    settings = good;
    settings.platform.certificate = "nothing";
    BOOST_TEST(tests::failsWith(made(settings), Error::SimNotValid));
    settings = good;
    settings.platform.certificate = dataFile("keys/platform_certificate.pem");
    BOOST_TEST(made(settings).ok());
    settings.platform.private_key = dataFile("keys/merchant_private.pem");
    BOOST_TEST(tests::failsWith(made(settings), Error::SimNotValid));
}

BOOST_AUTO_TEST_SUITE_END()
