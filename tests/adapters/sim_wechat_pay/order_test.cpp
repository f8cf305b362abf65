#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/adapters/sim_wechat_pay/bench.h"

using namespace tests::wechat_pay;
using namespace std::chrono_literals;

namespace {

constexpr const char* kOrder = "/v3/pay/transactions/jsapi";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

std::string codeOf(const tests::RawAnswer& answer) { return fmt::format("{} {}", answer.status, member(answer.body, "code")); }

/// An order that expires at 09:40.
std::string expiringBody(const Bench& bench, const std::string& number) {
    return replaced(bench.orderBody(number), R"("notify_url")", R"("time_expire":"2030-01-02T09:40:00+08:00","notify_url")");
}

/// Payers of a seed: what becomes of a hundred orders after an hour.
std::string fates(std::int64_t seed, std::int32_t decline_per_mille) {
    sim::WechatPaySettings settings = settingsByHand();
    settings.signatures = false;
    settings.seed = seed;
    settings.payer = {.acts = true, .decline_per_mille = decline_per_mille};
    Bench bench(settings);
    for (int i = 0; i < 100; ++i) bench.createOrder(fmt::format("ORDER{:03}", i));
    bench.clock.advance(1h);
    std::string states;
    for (int i = 0; i < 100; ++i) states += bench.stateOf(fmt::format("ORDER{:03}", i)).substr(0, 1);
    return states;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(orders)

BOOST_AUTO_TEST_CASE(an_order_is_never_paid_by_its_creation) {
    Bench bench;
    const tests::RawAnswer created = bench.createOrder("ORDER1");
    BOOST_TEST(created.status == 200);
    BOOST_TEST(member(created.body, "prepay_id").size() == 36);
    BOOST_TEST(bench.stateOf("ORDER1") == "NOTPAY");
    BOOST_TEST(bench.rows("payment") == 0);
}

BOOST_AUTO_TEST_CASE(the_same_order_gets_the_same_prepay_until_it_is_paid_or_closed) {
    Bench bench;
    const std::string first = bench.createOrder("ORDER1").body;
    BOOST_TEST(bench.createOrder("ORDER1").body == first);
    BOOST_TEST(bench.rows("trade") == 1);
    bench.pay("ORDER1");
    BOOST_TEST(codeOf(bench.createOrder("ORDER1")) == "400 ORDERPAID");
    bench.createOrder("ORDER2");
    bench.closeOrder("ORDER2");
    BOOST_TEST(codeOf(bench.createOrder("ORDER2")) == "400 ORDER_CLOSED");
}

BOOST_AUTO_TEST_CASE(a_number_with_other_parameters_is_refused_whatever_differs) {
    Bench bench;
    const std::string first = bench.createOrder("ORDER1").body;
    const std::string body = bench.orderBody("ORDER1");
    for (const std::string& other : {replaced(body, "3625", "3624"), replaced(body, "门诊缴费", "住院预交"),
                                     replaced(body, "oSYNTHETIC1", "oSYNTHETIC2"), replaced(body, "/notify", "/notify2"),
                                     replaced(body, "\"notify_url\"", "\"attach\":\"A\",\"notify_url\""), expiringBody(bench, "ORDER1")})
        BOOST_TEST(codeOf(bench.call("POST", kOrder, other)) == "400 INVALID_REQUEST", other);
    BOOST_TEST(bench.createOrder("ORDER1").body == first);
    const std::string more = replaced(body, "\"notify_url\"", "\"goods_tag\":\"ignored\",\"notify_url\"");
    BOOST_TEST(bench.call("POST", kOrder, more).body == first);
}

BOOST_AUTO_TEST_CASE(what_an_order_must_say_is_checked_at_both_sides_of_each_border) {
    Bench bench;
    const std::string body = bench.orderBody("BORDER");
    int number = 0;
    const auto answered = [&](const std::string& from, const std::string& to) {
        const std::string own = replaced(body, "BORDER", fmt::format("BORDER{}", ++number));
        return codeOf(bench.call("POST", kOrder, replaced(own, from, to)));
    };
    const std::string good = "200 (absent)";
    const std::string bad = "400 PARAM_ERROR";
    BOOST_TEST(answered("3625", "1") == good);
    BOOST_TEST(answered("3625", "0") == bad);
    BOOST_TEST(answered("3625", "-1") == bad);
    BOOST_TEST(answered("3625", "36.25") == bad);
    BOOST_TEST(answered("3625", "3625.0") == bad);
    BOOST_TEST(answered("3625", "\"3625\"") == bad);
    BOOST_TEST(answered("3625", "100000000") == good);
    BOOST_TEST(answered("3625", "100000001") == bad);
    std::string text;
    for (int i = 0; i < 127; ++i) text += "诊";
    BOOST_TEST(answered("门诊缴费", text) == good);
    BOOST_TEST(answered("门诊缴费", text + "诊") == bad);
    BOOST_TEST(answered("门诊缴费", "") == bad);
    BOOST_TEST(answered("CNY", "USD") == bad);
    BOOST_TEST(answered("1900000001", "1900000002") == bad);
    BOOST_TEST(answered("wx0000000000000001", "wx0000000000000002") == "400 APPID_MCHID_NOT_MATCH");
    BOOST_TEST(answered("\"payer\"", "\"nobody\"") == bad);
    BOOST_TEST(answered("/notify", "/notify?a=1") == bad);
    BOOST_TEST(answered("127.0.0.1", "localhost") == good);
    BOOST_TEST(answered("127.0.0.1", "192.0.2.1") == bad);
    BOOST_TEST(answered("http://", "https://") == bad);
    const auto expiring = [&](const std::string& time) {
        return answered("\"notify_url\"", R"("time_expire":")" + time + R"(","notify_url")");
    };
    BOOST_TEST(expiring("2030-01-02T09:30:01+08:00") == good);
    BOOST_TEST(expiring("2030-01-02T09:30:00+08:00") == bad);
    BOOST_TEST(expiring("2030-01-02T01:30:01+00:00") == good);
    BOOST_TEST(expiring("2030-01-01T22:30:00-03:00") == bad);
    BOOST_TEST(expiring("2030-02-30T09:30:01+08:00") == bad);
    BOOST_TEST(expiring("2030-01-02 09:30:01+08:00") == bad);
    BOOST_TEST(expiring("2030-01-02T24:30:01+08:00") == bad);
    BOOST_TEST(expiring("tomorrow") == bad);
    for (const auto& [one, wanted] :
         {std::pair("A-_|*1", "200"), std::pair("A1234", "400"), std::pair("ORDER 1", "400"),
          std::pair("12345678901234567890123456789012", "200"), std::pair("123456789012345678901234567890123", "400")})
        BOOST_TEST(std::to_string(bench.createOrder(one).status) == wanted, one);
    BOOST_TEST(codeOf(bench.call("POST", kOrder, "{")) == bad);
    BOOST_TEST(codeOf(bench.call("POST", kOrder, "[]")) == bad);
}

BOOST_AUTO_TEST_CASE(a_close_is_refused_while_the_payer_types_and_when_it_is_paid) {
    Bench bench;
    bench.createOrder("ORDER1");
    bench.control("POST", "orders/type", R"({"out_trade_no":"ORDER1"})");
    BOOST_TEST(bench.stateOf("ORDER1") == "USERPAYING");
    BOOST_TEST(codeOf(bench.closeOrder("ORDER1")) == "202 USERPAYING");
    bench.clock.advance(24h);
    BOOST_TEST(codeOf(bench.closeOrder("ORDER1")) == "202 USERPAYING");
    bench.pay("ORDER1");
    BOOST_TEST(codeOf(bench.closeOrder("ORDER1")) == "400 ORDERPAID");
    BOOST_TEST(bench.stateOf("ORDER1") == "SUCCESS");
}

BOOST_AUTO_TEST_CASE(a_closed_order_cannot_be_paid_and_is_closed_again_without_complaint) {
    Bench bench;
    bench.createOrder("ORDER1");
    const tests::RawAnswer closed = bench.closeOrder("ORDER1");
    BOOST_TEST(closed.status == 204);
    BOOST_TEST(closed.body.empty());
    BOOST_TEST(bench.closeOrder("ORDER1").status == 204);
    BOOST_TEST(bench.control("POST", "orders/pay", R"({"out_trade_no":"ORDER1"})").status == 409);
    BOOST_TEST(bench.stateOf("ORDER1") == "CLOSED");
}

BOOST_AUTO_TEST_CASE(nobody_finds_or_closes_an_order_that_is_not_there) {
    Bench bench;
    BOOST_TEST(codeOf(bench.queryOrder("ORDER1")) == "404 ORDER_NOT_EXIST");
    BOOST_TEST(codeOf(bench.closeOrder("ORDER1")) == "404 ORDER_NOT_EXIST");
    BOOST_TEST(bench.createOrder("ORDER1").status == 200);
    BOOST_TEST(codeOf(bench.call("GET", "/v3/pay/transactions/out-trade-no/ORDER1?mchid=1900000002")) == "400 PARAM_ERROR");
    BOOST_TEST(codeOf(bench.call("GET", "/v3/pay/transactions/out-trade-no/ORDER1")) == "400 PARAM_ERROR");
    BOOST_TEST(codeOf(bench.call("POST", "/v3/pay/transactions/out-trade-no/ORDER1/close", R"({"mchid":"1"})")) == "400 PARAM_ERROR");
    for (const char* path :
         {"/v3/pay/transactions/native", "/v3/pay/transactions/out-trade-no/", "/v3/pay/transactions/out-trade-no/ORDER1/pay", "/"})
        BOOST_TEST(codeOf(bench.call("POST", path, "{}")) == "404 RESOURCE_NOT_EXISTS", path);
    BOOST_TEST(codeOf(bench.call("DELETE", kOrder)) == "404 RESOURCE_NOT_EXISTS");
}

BOOST_AUTO_TEST_CASE(a_number_may_be_percent_encoded_in_the_path) {
    Bench bench;
    bench.createOrder("ORDER|1");
    BOOST_TEST(bench.stateOf("ORDER%7C1") == "NOTPAY");
    BOOST_TEST(codeOf(bench.queryOrder("ORDER%2")) == "404 RESOURCE_NOT_EXISTS");
}

BOOST_AUTO_TEST_CASE(an_unpaid_order_closes_when_it_expires_but_a_payer_who_types_may_finish) {
    Bench bench;
    for (const char* number : {"WAITING", "TYPING", "DECLINED"}) bench.call("POST", kOrder, expiringBody(bench, number));
    bench.control("POST", "orders/type", R"({"out_trade_no":"TYPING"})");
    bench.control("POST", "orders/decline", R"({"out_trade_no":"DECLINED"})");
    bench.clock.advance(10min - 1ms);
    BOOST_TEST(bench.stateOf("WAITING") == "NOTPAY");
    BOOST_TEST(bench.stateOf("DECLINED") == "PAYERROR");
    bench.clock.advance(1ms);
    BOOST_TEST(bench.stateOf("WAITING") == "CLOSED");
    BOOST_TEST(bench.stateOf("DECLINED") == "CLOSED");
    BOOST_TEST(bench.stateOf("TYPING") == "USERPAYING");
    bench.pay("TYPING");
    BOOST_TEST(bench.stateOf("TYPING") == "SUCCESS");
    BOOST_TEST(codeOf(bench.call("POST", kOrder, expiringBody(bench, "WAITING"))) == "400 ORDER_CLOSED");
}

BOOST_AUTO_TEST_CASE(a_typing_payer_who_declines_after_the_end_leaves_a_closed_order) {
    Bench bench;
    bench.call("POST", kOrder, expiringBody(bench, "ORDER1"));
    bench.control("POST", "orders/type", R"({"out_trade_no":"ORDER1"})");
    bench.clock.advance(1h);
    bench.control("POST", "orders/decline", R"({"out_trade_no":"ORDER1"})");
    BOOST_TEST(bench.stateOf("ORDER1") == "CLOSED");
}

BOOST_AUTO_TEST_CASE(a_declined_order_can_still_be_paid_or_closed) {
    Bench bench;
    bench.createOrder("ORDER1");
    bench.createOrder("ORDER2");
    for (const char* number : {"ORDER1", "ORDER2"})
        bench.control("POST", "orders/decline", fmt::format(R"({{"out_trade_no":"{}"}})", number));
    BOOST_TEST(bench.stateOf("ORDER1") == "PAYERROR");
    BOOST_TEST(bench.receiver.received().empty());
    bench.pay("ORDER1");
    BOOST_TEST(bench.stateOf("ORDER1") == "SUCCESS");
    BOOST_TEST(bench.closeOrder("ORDER2").status == 204);
}

BOOST_AUTO_TEST_CASE(a_payer_acts_when_the_time_has_come_and_not_before) {
    sim::WechatPaySettings settings = settingsByHand();
    settings.payer = {.acts = true,
                      .begins_after_ms_min = 2000,
                      .begins_after_ms_max = 2000,
                      .types_for_ms_min = 3000,
                      .types_for_ms_max = 3000,
                      .decline_per_mille = 0};
    Bench bench(settings);
    bench.createOrder("ORDER1");
    bench.clock.advance(1999ms);
    BOOST_TEST(bench.stateOf("ORDER1") == "NOTPAY");
    bench.clock.advance(1ms);
    BOOST_TEST(bench.stateOf("ORDER1") == "USERPAYING");
    bench.clock.advance(2999ms);
    BOOST_TEST(bench.stateOf("ORDER1") == "USERPAYING");
    bench.clock.advance(1ms);
    BOOST_TEST(bench.stateOf("ORDER1") == "SUCCESS");
    BOOST_TEST(member(bench.queryOrder("ORDER1").body, "success_time") == "2030-01-02T09:30:05+08:00");
    BOOST_TEST(bench.rows("payment") == 1);
}

BOOST_AUTO_TEST_CASE(a_payer_who_would_begin_after_the_end_does_not) {
    sim::WechatPaySettings settings = settingsByHand();
    settings.payer = {.acts = true, .begins_after_ms_min = 600'000, .begins_after_ms_max = 600'000};
    Bench bench(settings);
    bench.call("POST", kOrder, expiringBody(bench, "ORDER1"));
    bench.clock.advance(24h);
    BOOST_TEST(bench.stateOf("ORDER1") == "CLOSED");
    BOOST_TEST(bench.rows("payment") == 0);
}

BOOST_AUTO_TEST_CASE(the_same_seed_brings_the_same_payers_and_the_share_of_refusals_is_kept) {
    const std::string first = fates(7, 300);
    BOOST_TEST(fates(7, 300) == first);
    BOOST_TEST(fates(8, 300) != first);
    BOOST_TEST(std::set<char>(first.begin(), first.end()) == (std::set<char>{'S', 'P'}), boost::test_tools::per_element());
    BOOST_TEST(fates(7, 0) == std::string(100, 'S'));
    BOOST_TEST(fates(7, 1000) == std::string(100, 'P'));
}

BOOST_AUTO_TEST_SUITE_END()
