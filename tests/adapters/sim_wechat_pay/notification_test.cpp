#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_wechat_pay/bench.h"

using namespace tests::wechat_pay;
using namespace std::chrono_literals;

namespace {

std::string idOf(const tests::RawAnswer& notification) { return member(notification.body, "id"); }

/// The state of the only notification.
std::string stateOf(Bench& bench) {
    const std::string body = bench.control("GET", "books?notification").body;
    const auto document = hub::core::JsonDocument::parse(body);
    return std::string(*document->root().member("notification")->at(0).member("state")->string());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notifications)

BOOST_AUTO_TEST_CASE(a_payment_is_told_once_when_it_is_received) {
    for (const int status : {200, 204}) {
        Bench bench;
        bench.receiver.answerNext({status});
        bench.paidOrder("ORDER1");
        BOOST_TEST(bench.receiver.received().empty());
        bench.simulator->runDue();
        BOOST_REQUIRE(bench.receiver.received().size() == 1);
        const tests::RawAnswer told = bench.receiver.received().front();
        BOOST_TEST(isSigned(told));
        BOOST_TEST(member(told.body, "event_type") == "TRANSACTION.SUCCESS");
        BOOST_TEST(openedResource(told.body).value_or("") == bench.queryOrder("ORDER1").body);
        BOOST_TEST(stateOf(bench) == "received");
        bench.clock.advance(72h);
        bench.simulator->runDue();
        BOOST_TEST(bench.receiver.received().size() == 1);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_received_comes_again_at_the_distances_of_the_channel_and_is_given_up_after_the_last) {
    Bench bench;
    bench.receiver.answerNext({500, 201, 302, 401, 404, 0, 503, 500, 500, 500, 500, 500, 500, 500, 500, 500});
    bench.paidOrder("ORDER1");
    bench.simulator->runDue();
    std::size_t sent = 1;
    BOOST_TEST(bench.receiver.received().size() == sent);
    for (const hub::core::Duration rung :
         {hub::core::Duration(15s), hub::core::Duration(15s), hub::core::Duration(30s), hub::core::Duration(3min),
          hub::core::Duration(10min), hub::core::Duration(20min), hub::core::Duration(30min), hub::core::Duration(30min),
          hub::core::Duration(30min), hub::core::Duration(60min), hub::core::Duration(3h), hub::core::Duration(3h), hub::core::Duration(3h),
          hub::core::Duration(6h), hub::core::Duration(6h)}) {
        bench.clock.advance(rung - 1ms);
        bench.simulator->runDue();
        BOOST_TEST(bench.receiver.received().size() == sent);
        BOOST_TEST(stateOf(bench) == "waiting");
        bench.clock.advance(1ms);
        bench.simulator->runDue();
        BOOST_TEST(bench.receiver.received().size() == ++sent);
    }
    BOOST_TEST(stateOf(bench) == "given_up");
    bench.clock.advance(72h);
    bench.simulator->runDue();
    const auto received = bench.receiver.received();
    BOOST_TEST(received.size() == 16);
    BOOST_TEST(bench.rows("notification_send") == 16);
    BOOST_TEST(idOf(received.front()) == idOf(received.back()));
    BOOST_TEST(received.front().header("Wechatpay-Nonce") != received.back().header("Wechatpay-Nonce"));
    BOOST_TEST(isSigned(received.back()));
    BOOST_TEST(received.front().body == received.back().body);
    BOOST_TEST(bench.control("GET", "books?notification").body.find(idOf(received.front())) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_distances_are_scaled_by_a_factor) {
    sim::WechatPaySettings settings = settingsByHand();
    settings.notifications.retry_scale_per_mille = 10;
    Bench bench(settings);
    bench.receiver.answerNext({500});
    bench.paidOrder("ORDER1");
    bench.simulator->runDue();
    bench.clock.advance(149ms);
    bench.simulator->runDue();
    BOOST_TEST(bench.receiver.received().size() == 1);
    bench.clock.advance(1ms);
    bench.simulator->runDue();
    BOOST_TEST(bench.receiver.received().size() == 2);
}

BOOST_AUTO_TEST_CASE(the_first_one_leaves_as_late_as_it_is_set_to) {
    sim::WechatPaySettings settings = settingsByHand();
    settings.notifications.after_ms = 7000;
    Bench bench(settings);
    bench.paidOrder("ORDER1");
    bench.clock.advance(6999ms);
    bench.simulator->runDue();
    BOOST_TEST(bench.receiver.received().empty());
    bench.clock.advance(1ms);
    bench.simulator->runDue();
    BOOST_TEST(bench.receiver.received().size() == 1);
}

BOOST_AUTO_TEST_CASE(each_end_of_a_refund_is_told_as_what_it_is) {
    for (const auto& [status, event] :
         {std::pair("SUCCESS", "REFUND.SUCCESS"), std::pair("ABNORMAL", "REFUND.ABNORMAL"), std::pair("CLOSED", "REFUND.CLOSED")}) {
        Bench bench;
        bench.paidOrder("ORDER1");
        bench.simulator->runDue();
        bench.refund("REFUND1", "ORDER1", 500);
        bench.simulator->runDue();
        BOOST_TEST(bench.receiver.received().size() == 1);
        bench.control("POST", "refunds/end", fmt::format(R"({{"out_refund_no":"REFUND1","status":"{}"}})", status));
        bench.simulator->runDue();
        BOOST_REQUIRE(bench.receiver.received().size() == 2);
        const std::string told = bench.receiver.received().back().body;
        BOOST_TEST(member(told, "event_type") == event);
        BOOST_TEST(member(*openedResource(told), "refund_status") == status);
        BOOST_TEST(member(*openedResource(told), "amount.refund") == "500");
    }
}

BOOST_AUTO_TEST_CASE(a_refund_without_an_address_a_decline_a_close_and_an_expiry_are_not_told) {
    Bench bench;
    bench.paidOrder("ORDER1");
    bench.simulator->runDue();
    bench.call("POST", "/v3/refund/domestic/refunds",
               R"({"out_trade_no":"ORDER1","out_refund_no":"R","amount":{"refund":1,"total":3625,"currency":"CNY"}})");
    bench.control("POST", "refunds/end", R"({"out_refund_no":"R","status":"SUCCESS"})");
    bench.createOrder("ORDER2");
    bench.control("POST", "orders/decline", R"({"out_trade_no":"ORDER2"})");
    bench.closeOrder("ORDER2");
    bench.simulator->runDue();
    BOOST_TEST(bench.rows("notification") == 1);
}

BOOST_AUTO_TEST_CASE(a_merchant_that_does_not_answer_in_time_has_not_received_it) {
    sim::WechatPaySettings settings = settingsByHand();
    settings.notifications.answer_within_ms = 50;
    Bench bench(settings);
    const hub::core::SystemClock clock;
    common::HttpServer silent(
        [](const common::HttpRequest&, common::Waiting&) { return common::HttpAnswer{.delivery = common::Delivery::Silence}; }, clock);
    const auto port = silent.start(0);
    std::string body = bench.orderBody("ORDER1");
    const std::string url = fmt::format("http://127.0.0.1:{}/silent", *port);
    body.replace(body.find(bench.receiver.url()), bench.receiver.url().size(), url);
    BOOST_REQUIRE(bench.call("POST", "/v3/pay/transactions/jsapi", body).status == 200);
    bench.pay("ORDER1");
    bench.simulator->runDue();
    BOOST_TEST(stateOf(bench) == "waiting");
    silent.stop();
    bench.clock.advance(15s);
    bench.simulator->runDue();  // nobody listens there any more
    BOOST_TEST(stateOf(bench) == "waiting");
    BOOST_TEST(bench.rows("notification_send") == 2);
}

BOOST_AUTO_TEST_CASE(what_was_being_sent_when_the_process_died_is_sent_again) {
    const tests::sim::Folder folder;
    const tests::sim::HandClock clock;
    sim::WechatPaySettings settings = settingsByHand();
    settings.folder = folder.path();
    {
        sim::Channel channel(settings, clock);
        sim::NewOrder order;
        order.out_trade_no = "ORDER1";
        order.total = sim::Money::fromFen(1);
        BOOST_TEST(channel.order(order).ok());
        BOOST_TEST(channel.pay("ORDER1").ok());
        BOOST_TEST(channel.takeDueNotification().has_value());
        BOOST_TEST(!channel.takeDueNotification().has_value());
    }
    BOOST_TEST(sim::Channel(settings, clock).takeDueNotification().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
