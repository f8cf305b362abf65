#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_wechat_pay/bench.h"

using namespace tests::wechat_pay;
using namespace std::chrono_literals;

namespace {

constexpr const char* kRefund = "/v3/refund/domestic/refunds";

std::string codeOf(const tests::RawAnswer& answer) { return fmt::format("{} {}", answer.status, member(answer.body, "code")); }

std::string endOf(Bench& bench, const std::string& number, const std::string& status) {
    const std::string body = fmt::format(R"({{"out_refund_no":"{}","status":"{}"}})", number, status);
    return codeOf(bench.control("POST", "refunds/end", body));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(refunds)

BOOST_AUTO_TEST_CASE(a_refund_is_accepted_first_and_done_later) {
    sim::WechatPaySettings settings = settingsByHand();
    settings.refunds = {.ends_after_ms_min = 4000, .ends_after_ms_max = 4000, .abnormal_per_mille = 0};
    Bench bench(settings);
    bench.paidOrder("ORDER1");
    const tests::RawAnswer accepted = bench.refund("REFUND1", "ORDER1", 500);
    BOOST_TEST(accepted.status == 200);
    BOOST_TEST(member(accepted.body, "status") == "PROCESSING");
    BOOST_TEST(bench.stateOf("ORDER1") == "REFUND");
    bench.clock.advance(3999ms);
    BOOST_TEST(member(bench.queryRefund("REFUND1").body, "status") == "PROCESSING");
    BOOST_TEST(member(bench.queryRefund("REFUND1").body, "success_time") == "(absent)");
    bench.clock.advance(1ms);
    BOOST_TEST(member(bench.queryRefund("REFUND1").body, "status") == "SUCCESS");
    BOOST_TEST(member(bench.queryRefund("REFUND1").body, "success_time") == "2030-01-02T09:30:04+08:00");
}

BOOST_AUTO_TEST_CASE(refunds_cannot_exceed_what_was_paid) {
    Bench bench;
    bench.paidOrder("ORDER1");
    BOOST_TEST(codeOf(bench.refund("REFUND0", "ORDER1", 3626)) == "400 INVALID_REQUEST");
    BOOST_TEST(bench.refund("REFUND1", "ORDER1", 3000).status == 200);
    BOOST_TEST(codeOf(bench.refund("REFUND2", "ORDER1", 626)) == "400 INVALID_REQUEST");
    BOOST_TEST(bench.refund("REFUND2", "ORDER1", 625).status == 200);
    BOOST_TEST(codeOf(bench.refund("REFUND3", "ORDER1", 1)) == "400 INVALID_REQUEST");
    BOOST_TEST(bench.rows("refund") == 2);
}

BOOST_AUTO_TEST_CASE(a_closed_refund_gives_its_sum_free_and_an_abnormal_one_does_not) {
    Bench bench;
    bench.paidOrder("ORDER1");
    bench.refund("REFUND1", "ORDER1", 3625);
    BOOST_TEST(endOf(bench, "REFUND1", "CLOSED") == "200 (absent)");
    BOOST_TEST(bench.refund("REFUND2", "ORDER1", 3625).status == 200);
    BOOST_TEST(endOf(bench, "REFUND2", "ABNORMAL") == "200 (absent)");
    BOOST_TEST(member(bench.queryRefund("REFUND2").body, "status") == "ABNORMAL");
    BOOST_TEST(codeOf(bench.refund("REFUND3", "ORDER1", 1)) == "400 INVALID_REQUEST");
}

BOOST_AUTO_TEST_CASE(the_same_refund_number_refunds_once_and_with_another_sum_is_refused) {
    Bench bench;
    bench.paidOrder("ORDER1");
    bench.paidOrder("ORDER2");
    const std::string first = bench.refund("REFUND1", "ORDER1", 500).body;
    BOOST_TEST(bench.refund("REFUND1", "ORDER1", 500).body == first);
    BOOST_TEST(codeOf(bench.refund("REFUND1", "ORDER1", 501)) == "400 INVALID_REQUEST");
    BOOST_TEST(codeOf(bench.refund("REFUND1", "ORDER1", 500, 3624)) == "400 INVALID_REQUEST");
    BOOST_TEST(codeOf(bench.refund("REFUND1", "ORDER2", 500)) == "400 INVALID_REQUEST");
    endOf(bench, "REFUND1", "SUCCESS");
    BOOST_TEST(member(bench.refund("REFUND1", "ORDER1", 500).body, "status") == "SUCCESS");
    BOOST_TEST(bench.rows("refund") == 1);
}

BOOST_AUTO_TEST_CASE(only_a_paid_order_of_that_sum_and_not_too_old_is_refunded) {
    Bench bench;
    BOOST_TEST(codeOf(bench.refund("REFUND1", "ORDER1", 500)) == "404 RESOURCE_NOT_EXISTS");
    bench.createOrder("ORDER1");
    BOOST_TEST(codeOf(bench.refund("REFUND1", "ORDER1", 500)) == "400 INVALID_REQUEST");
    bench.pay("ORDER1");
    BOOST_TEST(codeOf(bench.refund("REFUND1", "ORDER1", 500, 3624)) == "400 INVALID_REQUEST");
    bench.clock.advance(365 * 24h);
    BOOST_TEST(bench.refund("REFUND1", "ORDER1", 500).status == 200);
    bench.clock.advance(1ms);
    BOOST_TEST(codeOf(bench.refund("REFUND2", "ORDER1", 500)) == "400 INVALID_REQUEST");
}

BOOST_AUTO_TEST_CASE(an_order_is_refunded_fifty_times_and_no_more) {
    sim::WechatPaySettings settings = settingsByHand();
    settings.signatures = false;
    Bench bench(settings);
    bench.paidOrder("ORDER1");
    for (int i = 1; i <= 50; ++i) BOOST_TEST(bench.refund(fmt::format("REFUND{}", i), "ORDER1", 1).status == 200, i);
    BOOST_TEST(codeOf(bench.refund("REFUND51", "ORDER1", 1)) == "400 INVALID_REQUEST");
}

BOOST_AUTO_TEST_CASE(an_order_can_be_named_by_the_transaction) {
    Bench bench;
    bench.paidOrder("ORDER1");
    const std::string transaction = member(bench.queryOrder("ORDER1").body, "transaction_id");
    BOOST_TEST(transaction.size() == 28);
    const std::string amount = R"("out_refund_no":"REFUND1","amount":{"refund":500,"total":3625,"currency":"CNY"}})";
    const auto refunded = [&](const std::string& named) { return bench.call("POST", kRefund, "{" + named + "," + amount); };
    BOOST_TEST(codeOf(refunded(R"("transaction_id":"420000000020300102000000000X")")) == "404 RESOURCE_NOT_EXISTS");
    BOOST_TEST(codeOf(refunded(R"("transaction_id":")" + transaction + R"(","out_trade_no":"ORDER1")")) == "400 PARAM_ERROR");
    const tests::RawAnswer accepted = refunded(R"("transaction_id":")" + transaction + "\"");
    BOOST_TEST(member(accepted.body, "out_trade_no") == "ORDER1");
    BOOST_TEST(member(accepted.body, "refund_id").size() == 29);
    BOOST_TEST(refunded(R"("out_trade_no":"ORDER1")").body == accepted.body);
}

BOOST_AUTO_TEST_CASE(what_a_refund_must_say_is_checked) {
    Bench bench;
    bench.paidOrder("ORDER1");
    const std::string bad = "400 PARAM_ERROR";
    BOOST_TEST(codeOf(bench.refund("REFUND 1", "ORDER1", 1)) == bad);
    BOOST_TEST(codeOf(bench.refund(std::string(65, 'R'), "ORDER1", 1)) == bad);
    BOOST_TEST(bench.refund(std::string(63, 'R') + "@", "ORDER1", 1).status == 200);
    BOOST_TEST(codeOf(bench.refund("REFUND1", "ORDER1", 0)) == bad);
    BOOST_TEST(codeOf(bench.call("POST", kRefund, R"({"out_trade_no":"ORDER1","out_refund_no":"R","amount":{"refund":1,"total":3625}})")) ==
               bad);
    BOOST_TEST(codeOf(bench.queryRefund("NONE")) == "404 RESOURCE_NOT_EXISTS");
}

BOOST_AUTO_TEST_CASE(the_share_of_abnormal_refunds_is_kept) {
    sim::WechatPaySettings settings = settingsByHand();
    settings.refunds = {.ends_after_ms_min = 0, .ends_after_ms_max = 10, .abnormal_per_mille = 1000};
    Bench bench(settings);
    bench.paidOrder("ORDER1");
    bench.refund("REFUND1", "ORDER1", 500);
    bench.clock.advance(10ms);
    BOOST_TEST(member(bench.queryRefund("REFUND1").body, "status") == "ABNORMAL");
}

BOOST_AUTO_TEST_SUITE_END()
