// Each fault, over the wire: what the caller sees, and what the books hold.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "hub/core/text.h"
#include "tests/adapters/sim_wechat_pay/bench.h"

using namespace tests::wechat_pay;
using namespace std::chrono_literals;
using common::FaultKind;

namespace {

constexpr const char* kOrder = "/v3/pay/transactions/jsapi";
constexpr hub::core::Duration kPatience = 20s;

std::string codeOf(const tests::RawAnswer& answer) { return fmt::format("{} {}", answer.status, member(answer.body, "code")); }

tests::RawAnswer createAnyhow(Bench& bench, const std::string& number) { return bench.callAnyhow("POST", kOrder, bench.orderBody(number)); }

/// The only notification of a paid order under a fault of `notify`.
std::string toldUnder(FaultKind kind) {
    Bench bench;
    bench.paidOrder("ORDER1");
    bench.fault("notify", kind);
    bench.simulator->runDue();
    BOOST_REQUIRE(bench.receiver.received().size() == 1);
    BOOST_TEST(isSigned(bench.receiver.received().front()));
    return openedResource(bench.receiver.received().front().body).value_or("");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(a_lost_answer_leaves_an_order_and_the_repeat_finds_it) {
    for (const bool acts : {true, false}) {
        Bench bench;
        bench.fault("order", FaultKind::Reset, {}, acts);
        tests::RawClient client(bench.port);
        client.send(bench.signedRequest("POST", kOrder, bench.orderBody("ORDER1")));
        BOOST_TEST(client.ended());
        BOOST_TEST(bench.rows("trade") == (acts ? 1 : 0));
        BOOST_TEST(bench.createOrder("ORDER1").status == 200);
        BOOST_TEST(bench.rows("trade") == 1);
    }
}

BOOST_AUTO_TEST_CASE(a_channel_that_hangs_has_acted_or_not_as_it_was_told) {
    for (const bool acts : {true, false}) {
        Bench bench;
        bench.paidOrder("ORDER1");
        bench.fault("refund", FaultKind::Hang, {}, acts);
        {
            tests::RawClient client(bench.port);
            client.send(bench.signedRequest(
                "POST", "/v3/refund/domestic/refunds",
                R"({"out_trade_no":"ORDER1","out_refund_no":"REFUND1","amount":{"refund":1,"total":3625,"currency":"CNY"}})"));
            BOOST_TEST(bench.faults.awaitReached(1, kPatience));
        }
        BOOST_TEST(bench.rows("refund") == (acts ? 1 : 0));
    }
}

BOOST_AUTO_TEST_CASE(a_late_answer_comes_after_the_effect_and_a_late_effect_before_the_answer) {
    Bench bench;
    bench.createOrder("ORDER1");
    bench.fault("order_close", FaultKind::Delay, {}, /*acts=*/true, 30'000);
    tests::RawClient client(bench.port);
    client.send(bench.signedRequest("POST", "/v3/pay/transactions/out-trade-no/ORDER1/close", R"({"mchid":"1900000001"})"));
    BOOST_TEST(bench.faults.awaitReached(1, kPatience));
    BOOST_TEST(bench.stateOf("ORDER1") == "CLOSED");
    bench.clock.advance(30s);
    const tests::RawAnswer late = client.read();
    BOOST_TEST(late.status == 204);
    BOOST_TEST(isSigned(late));
    bench.fault("order", FaultKind::Delay, {}, /*acts=*/false, 30'000);
    tests::RawClient other(bench.port);
    other.send(bench.signedRequest("POST", kOrder, bench.orderBody("ORDER2")));
    BOOST_TEST(bench.faultsAreTaken());
    BOOST_TEST(bench.rows("trade") == 1);
    bench.clock.advance(30s);
    BOOST_TEST(other.read().status == 200);
    BOOST_TEST(bench.rows("trade") == 2);
}

BOOST_AUTO_TEST_CASE(an_answer_can_come_twice) {
    Bench bench;
    bench.fault("order", FaultKind::AnswerTwice);
    tests::RawClient client(bench.port);
    client.send(bench.signedRequest("POST", kOrder, bench.orderBody("ORDER1")));
    const tests::RawAnswer first = client.read();
    const tests::RawAnswer second = client.read();
    BOOST_TEST(first.status == 200);
    BOOST_TEST(second.body == first.body);
    BOOST_TEST(isSigned(second));
    BOOST_TEST(bench.rows("trade") == 1);
}

BOOST_AUTO_TEST_CASE(a_wrong_amount_is_one_fen_too_high_in_well_signed_answers_and_right_in_the_books) {
    Bench bench;
    bench.paidOrder("ORDER1");
    bench.fault("order_query", FaultKind::WrongAmount);
    const tests::RawAnswer order = bench.queryOrder("ORDER1");
    BOOST_TEST(member(order.body, "amount.total") == "3626");
    BOOST_TEST(member(order.body, "amount.payer_total") == "3626");
    bench.fault("refund", FaultKind::WrongAmount);
    const tests::RawAnswer refund = bench.refund("REFUND1", "ORDER1", 500);
    BOOST_TEST(member(refund.body, "amount.refund") == "501");
    BOOST_TEST(member(refund.body, "amount.total") == "3625");
    BOOST_TEST(member(bench.queryOrder("ORDER1").body, "amount.total") == "3625");
    BOOST_TEST(member(bench.queryRefund("REFUND1").body, "amount.refund") == "500");
    BOOST_TEST(member(toldUnder(FaultKind::WrongAmount), "amount.total") == "3626");
}

BOOST_AUTO_TEST_CASE(an_amount_can_be_no_integer) {
    Bench bench;
    bench.createOrder("ORDER1");
    bench.fault("order_query", FaultKind::ThirdDecimal);
    BOOST_TEST(bench.queryOrder("ORDER1").body.find("\"total\":3625.125") != std::string::npos);
    BOOST_TEST(toldUnder(FaultKind::ThirdDecimal).find("\"payer_total\":3625.125") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(pages_of_a_gateway_are_no_json_and_not_signed_though_it_acted) {
    for (const auto& [kind, status] :
         {std::pair(FaultKind::HtmlPage, 200), std::pair(FaultKind::HttpError, 500), std::pair(FaultKind::EmptyAnswer, 200),
          std::pair(FaultKind::StackTrace, 200), std::pair(FaultKind::PlainText, 200)}) {
        Bench bench;
        bench.fault("order", kind);
        const tests::RawAnswer answer = createAnyhow(bench, "ORDER1");
        BOOST_TEST(answer.status == status);
        BOOST_TEST(!hub::core::JsonDocument::parse(answer.body).ok());
        BOOST_TEST(answer.header("Wechatpay-Signature").empty());
        BOOST_TEST(bench.rows("trade") == 1);
        bench.fault("order", kind, {}, /*acts=*/false);
        createAnyhow(bench, "ORDER2");
        BOOST_TEST(bench.rows("trade") == 1);
    }
}

BOOST_AUTO_TEST_CASE(a_body_can_be_cut_or_in_another_charset) {
    Bench bench;
    bench.createOrder("ORDER1");
    bench.fault("order_query", FaultKind::CutAnswer);
    const tests::RawAnswer cut = bench.callAnyhow("GET", "/v3/pay/transactions/out-trade-no/ORDER1?mchid=1900000001");
    BOOST_TEST(cut.body.size() == bench.queryOrder("ORDER1").body.size() / 2);
    BOOST_TEST(!isSigned(cut));
    bench.fault("order_query", FaultKind::WrongCharset);
    const tests::RawAnswer other = bench.queryOrder("ORDER1");
    BOOST_TEST(isSigned(other));
    BOOST_TEST(!hub::core::isUtf8(other.body));
}

BOOST_AUTO_TEST_CASE(the_channel_says_no_with_any_code_though_it_acted) {
    Bench bench;
    int number = 0;
    const auto refusedAs = [&](FaultKind kind, std::optional<std::string> text) {
        bench.fault("order", kind, std::move(text));
        return codeOf(bench.createOrder(fmt::format("ORDER{}", ++number)));
    };
    BOOST_TEST(refusedAs(FaultKind::ProtocolFault, {}) == "500 SYSTEM_ERROR");
    BOOST_TEST(refusedAs(FaultKind::Refused, {}) == "403 TRADE_ERROR");
    BOOST_TEST(refusedAs(FaultKind::Refused, "FREQUENCY_LIMIT_EXCEEDED") == "429 FREQUENCY_LIMIT_EXCEEDED");
    BOOST_TEST(refusedAs(FaultKind::Refused, "FREQUENCY_LIMITED") == "429 FREQUENCY_LIMITED");
    BOOST_TEST(refusedAs(FaultKind::Refused, "NOT_ENOUGH") == "403 NOT_ENOUGH");
    BOOST_TEST(refusedAs(FaultKind::Refused, "NEW_CODE") == "400 NEW_CODE");
    BOOST_TEST(bench.rows("trade") == 6);
}

BOOST_AUTO_TEST_CASE(a_result_can_be_one_that_nobody_defined_or_be_missing) {
    Bench bench;
    bench.fault("order", FaultKind::OddResult);
    BOOST_TEST(member(bench.createOrder("ORDER1").body, "prepay_id") == "");
    bench.fault("order", FaultKind::NoResult);
    BOOST_TEST(bench.createOrder("ORDER1").body == "{}");
    bench.fault("order_query", FaultKind::OddResult);
    BOOST_TEST(bench.stateOf("ORDER1") == "PENDING_REVIEW");
    bench.fault("order_query", FaultKind::NoResult);
    BOOST_TEST(bench.stateOf("ORDER1") == "(absent)");
    bench.pay("ORDER1");
    bench.refund("REFUND1", "ORDER1", 1);
    bench.fault("refund_query", FaultKind::OddResult);
    BOOST_TEST(member(bench.queryRefund("REFUND1").body, "status") == "PENDING_REVIEW");
    bench.fault("refund_query", FaultKind::NoResult);
    BOOST_TEST(member(bench.queryRefund("REFUND1").body, "status") == "(absent)");
}

BOOST_AUTO_TEST_CASE(what_was_said_to_be_done_can_be_forgotten_for_a_while_or_for_ever) {
    Bench bench;
    bench.paidOrder("ORDER1");
    bench.fault("order_query", FaultKind::Forget, {}, true, 60'000);
    BOOST_TEST(bench.stateOf("ORDER1") == "SUCCESS");
    BOOST_TEST(codeOf(bench.queryOrder("ORDER1")) == "404 ORDER_NOT_EXIST");
    bench.clock.advance(59'999ms);
    BOOST_TEST(codeOf(bench.queryOrder("ORDER1")) == "404 ORDER_NOT_EXIST");
    bench.clock.advance(1ms);
    BOOST_TEST(bench.stateOf("ORDER1") == "SUCCESS");
    bench.fault("order", FaultKind::Forget);
    BOOST_TEST(bench.createOrder("ORDER2").status == 200);
    bench.fault("refund", FaultKind::Forget);
    BOOST_TEST(bench.refund("REFUND1", "ORDER1", 1).status == 200);
    bench.clock.advance(1000h);
    BOOST_TEST(codeOf(bench.queryOrder("ORDER2")) == "404 ORDER_NOT_EXIST");
    BOOST_TEST(codeOf(bench.queryRefund("REFUND1")) == "404 RESOURCE_NOT_EXISTS");
    BOOST_TEST(bench.rows("trade") == 2);
    BOOST_TEST(bench.rows("refund") == 1);
}

BOOST_AUTO_TEST_CASE(a_signature_can_be_bad_in_five_ways) {
    Bench bench;
    bench.createOrder("ORDER1");
    const auto queried = [&](std::optional<std::string> how) {
        bench.fault("order_query", FaultKind::BadSignature, std::move(how));
        const tests::RawAnswer answer = bench.callAnyhow("GET", "/v3/pay/transactions/out-trade-no/ORDER1?mchid=1900000001");
        BOOST_TEST(answer.status == 200);
        return answer;
    };
    BOOST_TEST(!isSigned(queried({})));
    BOOST_TEST(queried("absent").header("Wechatpay-Timestamp").empty());
    const tests::RawAnswer stale = queried("stale");
    BOOST_TEST(isSigned(stale));
    BOOST_TEST(stale.header("Wechatpay-Timestamp") == "1893547200");
    BOOST_TEST(queried("serial").header("Wechatpay-Serial") != settingsByHand().platform.serial);
    BOOST_TEST(queried("probe").header("Wechatpay-Signature").starts_with("WECHATPAY/SIGNTEST/"));
    bench.pay("ORDER1");
    bench.fault("notify", FaultKind::BadSignature);
    bench.simulator->runDue();
    BOOST_TEST(!isSigned(bench.receiver.received().front()));
}

BOOST_AUTO_TEST_CASE(the_notification_can_arrive_before_the_answer_that_creates) {
    Bench bench;
    bench.fault("order", FaultKind::NotifyFirst);
    bench.fault("order", FaultKind::Delay, {}, true, 30'000);
    tests::RawClient client(bench.port);
    client.send(bench.signedRequest("POST", kOrder, bench.orderBody("ORDER1")));
    BOOST_TEST(bench.faults.awaitReached(1, kPatience));
    BOOST_TEST(bench.receiver.received().size() == 1);
    bench.clock.advance(30s);
    BOOST_TEST(client.read().status == 200);
    bench.fault("refund", FaultKind::NotifyFirst);
    BOOST_TEST(member(bench.refund("REFUND1", "ORDER1", 500).body, "status") == "PROCESSING");
    BOOST_REQUIRE(bench.receiver.received().size() == 2);
    BOOST_TEST(member(bench.receiver.received().back().body, "event_type") == "REFUND.SUCCESS");
}

BOOST_AUTO_TEST_CASE(a_notification_can_come_five_times_late_or_never) {
    Bench bench;
    bench.paidOrder("ORDER1");
    bench.fault("notify", FaultKind::Repeat);
    bench.simulator->runDue();
    const auto five = bench.receiver.received();
    BOOST_TEST(five.size() == 5);
    for (const tests::RawAnswer& one : five) BOOST_TEST(member(one.body, "id") == member(five.front().body, "id"));
    BOOST_TEST(bench.rows("notification_send") == 5);

    bench.paidOrder("ORDER2");
    bench.fault("notify", FaultKind::Delay, {}, true, 60'000);
    bench.simulator->runDue();
    BOOST_TEST(bench.receiver.received().size() == 5);
    bench.clock.advance(60s);
    bench.simulator->runDue();
    BOOST_TEST(bench.receiver.received().size() == 6);

    bench.paidOrder("ORDER3");
    bench.fault("notify", FaultKind::Reset);
    bench.simulator->runDue();
    BOOST_TEST(bench.receiver.received().size() == 6);
    bench.clock.advance(15s);
    bench.simulator->runDue();
    BOOST_TEST(bench.receiver.received().size() == 7);

    bench.paidOrder("ORDER4");
    bench.fault("notify", FaultKind::Forget);
    bench.simulator->runDue();
    bench.clock.advance(72h);
    bench.simulator->runDue();
    BOOST_TEST(bench.receiver.received().size() == 7);
    BOOST_TEST(bench.stateOf("ORDER4") == "SUCCESS");
}

BOOST_AUTO_TEST_SUITE_END()
