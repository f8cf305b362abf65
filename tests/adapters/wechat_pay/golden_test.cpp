// The bytes of tests/data/wechat_pay, which are nobody's code.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "adapters/wechat_pay/signature.h"
#include "adapters/wechat_pay/words.h"
#include "tests/adapters/wechat_pay/golden.h"

namespace {

namespace core = hub::core;
using namespace adapters::wechat_pay;
using namespace hub::contract;
using tests::goldenMessage;
using tests::partOf;

const char* const kRequests[] = {"01_order",        "04_order_query_unpaid", "06_order_close_typing", "09_refund",
                                 "10_refund_query", "14_order_close",        "13_order_second"};
const char* const kAnswers[] = {"01_order",       "04_order_query_unpaid",  "06_order_close_typing", "09_refund",
                                "14_order_close", "16_order_query_unknown", "12_refund_too_much"};

const Words kWords(tests::kGoldenMerchant, tests::kGoldenApp, tests::kGoldenNotifyUrl);

core::JsonDocument bodyOf(const std::string& name) {
    auto document = core::JsonDocument::parse(goldenMessage(name).body);
    BOOST_REQUIRE(document.ok());
    return std::move(*document);
}

}  // namespace

BOOST_DATA_TEST_CASE(our_signature_of_a_request_is_the_golden_one, boost::unit_test::data::make(kRequests), name) {
    const tests::GoldenMessage request = goldenMessage(std::string(name) + ".request");
    const std::string golden(request.header("Authorization").value());
    auto key = adapters::kit::RsaPrivateKey::read(core::Sensitive<std::string>(tests::goldenFile("keys/merchant_private.pem")));
    BOOST_REQUIRE(key.ok());
    const Signer signer{tests::kGoldenMerchant, tests::kGoldenMerchantSerial, std::move(*key)};
    const std::string ours =
        signer.authorization(request.method(), request.path(), request.body, {partOf(golden, "timestamp"), partOf(golden, "nonce_str")});
    BOOST_TEST(ours.starts_with("WECHATPAY2-SHA256-RSA2048 "));
    for (const char* part : {"mchid", "nonce_str", "timestamp", "serial_no", "signature"})
        BOOST_TEST(partOf(ours, part) == partOf(golden, part));
}

BOOST_DATA_TEST_CASE(a_golden_answer_is_believed_at_its_time, boost::unit_test::data::make(kAnswers), name) {
    const tests::GoldenMessage answer = goldenMessage(std::string(name) + ".answer");
    auto keys = PlatformKeys::read({{tests::kGoldenPlatformSerial, tests::goldenFile("keys/platform_public.pem")}});
    BOOST_REQUIRE(keys.ok());
    const auto signature = ChannelSignature::of([&](std::string_view header) { return answer.header(header); });
    const core::UtcTime time{std::stoll(std::string(answer.header("Wechatpay-Timestamp").value())) * 1000};
    BOOST_TEST(keys->verify(signature, answer.body, time).ok());
    BOOST_TEST(!keys->verify(signature, answer.body + " ", time).ok());
}

BOOST_AUTO_TEST_CASE(what_we_write_is_what_the_golden_requests_hold) {
    RefundCreate::Request refund{"01JGYH8M0000000000000000A1", core::Money::fromFen(3625), core::Money::fromFen(500), "退费"};
    BOOST_TEST(kWords.ofRefund("01JGYH8M0000000000000000R1", refund) == goldenMessage("09_refund.request").body);
    BOOST_TEST(kWords.ofClose() == goldenMessage("14_order_close.request").body);

    // The golden order has an `attach`, which the hub has no use for.
    std::string golden = goldenMessage("01_order.request").body;
    const std::string attach = R"("attach":"SLZF",)";
    golden.erase(golden.find(attach), attach.size());
    OrderCreate::Request order{
        core::Money::fromFen(3625), "门诊缴费", {1893548700000}, core::Sensitive<std::string>("oSYNTHETIC0000000000000000001")};
    BOOST_TEST(kWords.ofOrder("01JGYH8M0000000000000000A1", order) == golden);
}

BOOST_AUTO_TEST_CASE(golden_orders_are_read_as_they_stand) {
    const struct {
        const char* name;
        OrderState state;
        bool paid;
    } orders[] = {{"04_order_query_unpaid", OrderState::Waiting, false},
                  {"05_order_query_typing", OrderState::PayerTyping, false},
                  {"07_order_query_paid", OrderState::Paid, true},
                  {"11_order_query_refunded", OrderState::Paid, true}};
    for (const auto& golden : orders) {
        const core::JsonDocument body = bodyOf(std::string(golden.name) + ".answer");
        const core::Result<ChannelOrder> order = kWords.order(body.root());
        BOOST_REQUIRE_MESSAGE(order.ok(), golden.name);
        BOOST_TEST((order->state == golden.state), golden.name);
        BOOST_TEST(order->our_number == "01JGYH8M0000000000000000A1");
        BOOST_TEST(order->amount.fen() == 3625);
        BOOST_TEST(order->paid_at.has_value() == golden.paid);
        BOOST_TEST(order->channel_number.value_or("") == (golden.paid ? "4200000000203001020000000001" : ""));
        if (golden.paid) BOOST_TEST(order->paid_at->ms == 1893547805000);
    }
    const core::JsonDocument closed = bodyOf("15_order_query_closed.answer");
    BOOST_REQUIRE(kWords.order(closed.root()).ok());
    BOOST_TEST((kWords.order(closed.root())->state == OrderState::Closed));
}

BOOST_AUTO_TEST_CASE(golden_refunds_are_read_as_they_stand) {
    const core::JsonDocument begun = bodyOf("09_refund.answer");
    const core::Result<ToldRefund> accepted = kWords.refund(begun.root());
    BOOST_REQUIRE(accepted.ok());
    BOOST_TEST((accepted->refund.state == RefundState::Accepted));
    BOOST_TEST(!accepted->refund.refunded_at.has_value());
    const core::JsonDocument ended = bodyOf("10_refund_query.answer");
    const core::Result<ToldRefund> done = kWords.refund(ended.root());
    BOOST_REQUIRE(done.ok());
    BOOST_TEST((done->refund.state == RefundState::Done));
    BOOST_TEST(done->refund.our_number == "01JGYH8M0000000000000000R1");
    BOOST_TEST(done->refund.amount.fen() == 500);
    BOOST_TEST(done->order_amount.fen() == 3625);
    BOOST_TEST(done->order_number == "01JGYH8M0000000000000000A1");
    BOOST_TEST(done->refund.channel_number.value_or("") == "50300000002030010200000000001");
    BOOST_TEST(done->refund.refunded_at->ms == 1893547808000);
}
