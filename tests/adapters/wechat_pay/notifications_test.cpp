#include "tests/adapters/wechat_pay/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using core::Error;
using tests::goldenFile;
using tests::Signing;
using tests::WechatBench;

HttpPush::Request pushOf(const std::string& body, const tests::Headers& headers) {
    HttpPush::Request push{"POST", "/notify", {}, core::Sensitive<std::string>(body)};
    for (const auto& [name, value] : headers) push.headers.push_back({name, value});
    return push;
}

HttpPush::Request goldenPush(const std::string& name) {
    const tests::GoldenMessage message = tests::goldenMessage(name + ".notification");
    return pushOf(message.body, message.headers);
}

/// Signed at the bench's time, whatever it holds.
HttpPush::Request signedPush(WechatBench& bench, const std::string& body, Signing signing = {}) {
    return pushOf(body, tests::Platform::sign(body, bench.clock.utc(), signing));
}

std::string notification(std::string_view type, std::string_view content) {
    return tests::Platform::notification("7b2b145f-synthetic", type, content, goldenFile("keys/api_v3_key.txt"));
}

int statusOf(const Outcome<HttpPush::Result>& outcome) {
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    return outcome.result->status;
}

CollectionChanged changeIn(const Inbound& message) {
    BOOST_REQUIRE(message.events.size() == 1);
    BOOST_TEST(message.events.front().type == "collection.changed");
    const auto change = core::fromJson<CollectionChanged>(message.events.front().content.reveal());
    BOOST_REQUIRE(change.ok());
    return *change;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_golden_payment_is_kept_as_a_changed_collection_and_then_acknowledged) {
    WechatBench bench;
    const HttpPush::Request push = goldenPush("07_paid");
    BOOST_TEST(statusOf(bench.call<HttpPush>(push)) == 204);
    BOOST_REQUIRE(bench.host.accepted.size() == 1);
    const Inbound& message = bench.host.accepted.front();
    BOOST_TEST(message.sender == tests::kGoldenMerchant);
    BOOST_TEST(message.control_id == "7b2b145f-9cda-5573-8be2-d2d9eaaffa01");
    BOOST_TEST(message.message_type == "TRANSACTION.SUCCESS");
    BOOST_TEST((message.body == push.body));
    const CollectionChanged change = changeIn(message);
    BOOST_REQUIRE(change.order.has_value());
    BOOST_TEST(!change.refund.has_value());
    BOOST_TEST(change.order->our_number == "01JGYH8M0000000000000000A1");
    BOOST_TEST((change.order->state == OrderState::Paid));
    BOOST_TEST(change.order->amount.fen() == 3625);
}

BOOST_AUTO_TEST_CASE(a_golden_refund_is_kept_as_a_changed_collection) {
    WechatBench bench;
    BOOST_TEST(statusOf(bench.call<HttpPush>(goldenPush("10_refunded"))) == 204);
    BOOST_REQUIRE(bench.host.accepted.size() == 1);
    const CollectionChanged change = changeIn(bench.host.accepted.front());
    BOOST_REQUIRE(change.refund.has_value());
    BOOST_TEST(!change.order.has_value());
    BOOST_TEST(change.refund->our_number == "01JGYH8M0000000000000000R1");
    BOOST_TEST((change.refund->state == RefundState::Done));
    BOOST_TEST(change.refund->amount.fen() == 500);
}

BOOST_AUTO_TEST_CASE(a_repeated_notification_is_acknowledged_again) {
    WechatBench bench;
    BOOST_TEST(statusOf(bench.call<HttpPush>(goldenPush("07_paid"))) == 204);
    bench.host.kept = Kept::Repeated;
    BOOST_TEST(statusOf(bench.call<HttpPush>(goldenPush("07_paid"))) == 204);
}

BOOST_AUTO_TEST_CASE(what_the_channel_did_not_sign_is_answered_401_and_not_kept) {
    WechatBench bench;
    const std::string body = notification("TRANSACTION.SUCCESS", goldenFile("07_paid.resource.json"));
    for (const Signing::Kind kind : {Signing::Kind::Altered, Signing::Kind::Absent, Signing::Kind::OtherSerial, Signing::Kind::Probe})
        BOOST_TEST(statusOf(bench.call<HttpPush>(signedPush(bench, body, {kind}))) == 401);
    BOOST_TEST(statusOf(bench.call<HttpPush>(signedPush(bench, body, {Signing::Kind::Right, std::chrono::seconds(-301)}))) == 401);
    HttpPush::Request altered = signedPush(bench, body);
    altered.body = core::Sensitive<std::string>(body + " ");
    BOOST_TEST(statusOf(bench.call<HttpPush>(altered)) == 401);
    BOOST_TEST(bench.host.accepted.empty());

    BOOST_TEST(statusOf(bench.call<HttpPush>(signedPush(bench, body))) == 204);
    HttpPush::Request in_small_letters = signedPush(bench, body);
    for (HttpHeader& header : in_small_letters.headers) {
        for (char& c : header.name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    BOOST_TEST(statusOf(bench.call<HttpPush>(in_small_letters)) == 204);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_not_acknowledged_and_an_administrator_is_told) {
    const std::string paid = goldenFile("07_paid.resource.json");
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string content = paid;
        return content.replace(content.find(from), from.size(), to);
    };
    const std::string of_type = "TRANSACTION.SUCCESS";
    std::string other_algorithm = notification(of_type, paid);
    other_algorithm.replace(other_algorithm.find("AES_256"), 7, "AES_128");
    const std::string bodies[] = {"<xml>",
                                  "{}",
                                  R"({"id":"7b2b145f","event_type":"TRANSACTION.SUCCESS"})",
                                  other_algorithm,
                                  tests::Platform::notification("7b2b145f", of_type, paid, std::string(32, 'k')),
                                  notification(of_type, "no json"),
                                  notification(of_type, with(tests::kGoldenMerchant, "1900000009")),
                                  notification(of_type, with(R"("total":3625)", R"("total":3625.5)")),
                                  notification(of_type, with("SUCCESS", "PERHAPS")),
                                  notification("REFUND.SUCCESS", paid)};
    WechatBench bench;
    std::size_t told = 0;
    for (const std::string& body : bodies) {
        BOOST_TEST(statusOf(bench.call<HttpPush>(signedPush(bench, body))) == 500, body);
        BOOST_REQUIRE(bench.host.notices.size() == ++told);
        BOOST_TEST(tests::failsWith(core::Result<void>(bench.host.notices.back()), Error::NotificationNotReadable));
    }
    BOOST_TEST(bench.host.accepted.empty());
}

BOOST_AUTO_TEST_CASE(a_kind_that_is_not_mapped_is_kept_without_an_event) {
    WechatBench bench;
    BOOST_TEST(statusOf(bench.call<HttpPush>(signedPush(bench, R"({"id":"1","event_type":"COUPON.USE","resource":{}})"))) == 204);
    BOOST_REQUIRE(bench.host.accepted.size() == 1);
    BOOST_TEST(bench.host.accepted.front().events.empty());
}

BOOST_AUTO_TEST_CASE(nothing_is_acknowledged_that_the_hub_could_not_keep) {
    WechatBench bench;
    for (const Error error : {Error::StorageBusy, Error::CommitUnknown}) {
        bench.host.fails = core::Failure(error);
        BOOST_TEST((bench.call<HttpPush>(goldenPush("07_paid")).ending == Ending::Unknown));
    }
    bench.host.fails.reset();
    bench.host.kept = Kept::OtherBody;
    BOOST_TEST(statusOf(bench.call<HttpPush>(goldenPush("07_paid"))) == 409);
}

BOOST_AUTO_TEST_CASE(only_a_post_is_a_notification) {
    WechatBench bench;
    HttpPush::Request push = goldenPush("07_paid");
    push.method = "GET";
    BOOST_TEST(statusOf(bench.call<HttpPush>(push)) == 405);
    BOOST_TEST(bench.host.accepted.empty());
}
