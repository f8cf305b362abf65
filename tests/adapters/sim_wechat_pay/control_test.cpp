#include <boost/test/unit_test.hpp>

#include "hub/core/describe.h"
#include "tests/adapters/sim_wechat_pay/bench.h"
#include "tests/support/failures.h"

using namespace tests::wechat_pay;
using namespace std::chrono_literals;
using hub::core::Error;

namespace {

std::string json(const auto& settings) { return hub::core::toJson(settings, hub::core::Exposure::Revealed); }

}  // namespace

BOOST_AUTO_TEST_SUITE(control)

BOOST_AUTO_TEST_CASE(hands_cannot_move_what_is_not_there_or_has_ended) {
    Bench bench;
    sim::Channel channel(
        [&] {
            sim::WechatPaySettings settings = settingsByHand();
            settings.folder = bench.folder.path();
            return settings;
        }(),
        bench.clock);
    BOOST_TEST(tests::failsWith(channel.pay("NOBODY"), Error::SimNotFound));
    BOOST_TEST(tests::failsWith(channel.endRefund("NOBODY", sim::RefundStatus::Done), Error::SimNotFound));
    BOOST_TEST(tests::failsWith(channel.endRefund("NOBODY", sim::RefundStatus::Processing), Error::SimNotValid));
    bench.paidOrder("ORDER1");
    BOOST_TEST(tests::failsWith(channel.pay("ORDER1"), Error::SimNotPossible));
    BOOST_TEST(tests::failsWith(channel.decline("ORDER1"), Error::SimNotPossible));
    BOOST_TEST(tests::failsWith(channel.type("ORDER1"), Error::SimNotPossible));
    bench.refund("REFUND1", "ORDER1", 1);
    BOOST_TEST(channel.endRefund("REFUND1", sim::RefundStatus::Done).ok());
    BOOST_TEST(tests::failsWith(channel.endRefund("REFUND1", sim::RefundStatus::Abnormal), Error::SimNotPossible));
    BOOST_TEST(bench.rows("payment") == 1);
}

BOOST_AUTO_TEST_CASE(the_door_says_what_it_did_and_what_it_has_not) {
    Bench bench;
    bench.createOrder("ORDER1");
    BOOST_TEST(bench.control("POST", "orders/pay", R"({"out_trade_no":"ORDER1"})").body ==
               R"({"out_trade_no":"ORDER1","state":"SUCCESS"})");
    BOOST_TEST(bench.control("POST", "orders/pay", R"({"out_trade_no":"NOBODY"})").status == 404);
    BOOST_TEST(bench.control("POST", "orders/pay", "{}").status != 200);
    BOOST_TEST(bench.control("POST", "orders/steal", "{}").status == 404);
    BOOST_TEST(bench.control("GET", "nothing").status == 404);
    BOOST_TEST(bench.control("GET", "books?nothing").status == 404);
    BOOST_TEST(bench.control("PUT", "faults").status == 404);
    for (const char* table : {"trade", "payment", "refund", "notification", "notification_send"})
        BOOST_TEST(bench.control("GET", "books").body.find("\"" + std::string(table) + "\":[") != std::string::npos, table);
}

BOOST_AUTO_TEST_CASE(habits_of_payers_and_the_pace_of_refunds_are_set_while_it_runs) {
    Bench bench;
    const sim::PayerSettings quick{.acts = true,
                                   .begins_after_ms_min = 0,
                                   .begins_after_ms_max = 0,
                                   .types_for_ms_min = 1000,
                                   .types_for_ms_max = 1000,
                                   .decline_per_mille = 0};
    bench.createOrder("ORDER1");
    BOOST_TEST(bench.control("POST", "payer", json(quick)).body == json(quick));
    bench.createOrder("ORDER2");
    bench.clock.advance(1s);
    BOOST_TEST(bench.stateOf("ORDER1") == "NOTPAY");
    BOOST_TEST(bench.stateOf("ORDER2") == "SUCCESS");
    BOOST_TEST(bench.control("POST", "refund-pace", json(sim::RefundSettings{.ends_after_ms_min = 0, .ends_after_ms_max = 0})).status ==
               200);
    bench.refund("REFUND1", "ORDER2", 1);
    BOOST_TEST(member(bench.queryRefund("REFUND1").body, "status") == "SUCCESS");
    BOOST_TEST(bench.control("POST", "payer", json(sim::PayerSettings{.decline_per_mille = 1001})).status == 422);
    BOOST_TEST(bench.control("POST", "refund-pace", json(sim::RefundSettings{.ends_after_ms_min = 2, .ends_after_ms_max = 1})).status ==
               422);
}

BOOST_AUTO_TEST_CASE(settings_are_checked_at_both_sides_of_each_border) {
    using sim::PayerSettings;
    using sim::RefundSettings;
    BOOST_TEST(sim::check(PayerSettings{.begins_after_ms_min = 5, .begins_after_ms_max = 5}).ok());
    BOOST_TEST(tests::failsWith(sim::check(PayerSettings{.begins_after_ms_min = 6, .begins_after_ms_max = 5}), Error::SimNotValid));
    BOOST_TEST(tests::failsWith(sim::check(PayerSettings{.begins_after_ms_min = -1}), Error::SimNotValid));
    BOOST_TEST(sim::check(PayerSettings{.types_for_ms_max = 86'400'000}).ok());
    BOOST_TEST(tests::failsWith(sim::check(PayerSettings{.types_for_ms_max = 86'400'001}), Error::SimNotValid));
    BOOST_TEST(sim::check(PayerSettings{.decline_per_mille = 1000}).ok());
    BOOST_TEST(tests::failsWith(sim::check(PayerSettings{.decline_per_mille = 1001}), Error::SimNotValid));
    BOOST_TEST(tests::failsWith(sim::check(RefundSettings{.abnormal_per_mille = -1}), Error::SimNotValid));
    const auto whole = [](const auto& change) {
        sim::WechatPaySettings settings;
        change(settings);
        return sim::check(settings);
    };
    BOOST_TEST(whole([](auto& s) { s.port = 65535; }).ok());
    BOOST_TEST(tests::failsWith(whole([](auto& s) { s.port = 65536; }), Error::SimNotValid));
    BOOST_TEST(whole([](auto& s) { s.notifications.answer_within_ms = 1; }).ok());
    BOOST_TEST(tests::failsWith(whole([](auto& s) { s.notifications.answer_within_ms = 0; }), Error::SimNotValid));
    BOOST_TEST(tests::failsWith(whole([](auto& s) { s.notifications.after_ms = -1; }), Error::SimNotValid));
    BOOST_TEST(tests::failsWith(whole([](auto& s) { s.notifications.retry_scale_per_mille = 1001; }), Error::SimNotValid));
    BOOST_TEST(tests::failsWith(whole([](auto& s) { s.payer.decline_per_mille = 1001; }), Error::SimNotValid));
    BOOST_TEST(tests::failsWith(whole([](auto& s) { s.refunds.ends_after_ms_min = -1; }), Error::SimNotValid));
}

BOOST_AUTO_TEST_SUITE_END()
