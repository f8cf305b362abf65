#include "adapters/wechat_pay/words.h"

#include <boost/test/unit_test.hpp>

#include "tests/adapters/wechat_pay/golden.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using namespace adapters::wechat_pay;
using namespace hub::contract;
using core::Error;

const Words kWords("1900000001", "wx0000000000000001", "https://hub.example/in/SLZF");

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    BOOST_REQUIRE(text.find(from) != std::string::npos);
    return text.replace(text.find(from), from.size(), to);
}

core::Result<ChannelOrder> orderFrom(const std::string& json) {
    const auto document = core::JsonDocument::parse(json);
    BOOST_REQUIRE_MESSAGE(document.ok(), json);
    return kWords.order(document->root());
}

core::Result<ToldRefund> refundFrom(const std::string& json) {
    const auto document = core::JsonDocument::parse(json);
    BOOST_REQUIRE_MESSAGE(document.ok(), json);
    return kWords.refund(document->root());
}

const std::string kOrder =
    R"({"amount":{"currency":"CNY","total":1},"mchid":"1900000001","out_trade_no":"A00001","success_time":"2026-11-21T08:00:00+08:00",)"
    R"("trade_state":"SUCCESS","transaction_id":"42"})";
const std::string kRefund =
    R"({"amount":{"refund":1,"total":2},"out_refund_no":"R00001","out_trade_no":"A00001","refund_id":"50","status":"SUCCESS"})";

}  // namespace

BOOST_AUTO_TEST_CASE(every_state_of_an_order_has_its_word) {
    const std::pair<const char*, OrderState> states[] = {{"SUCCESS", OrderState::Paid},           {"REFUND", OrderState::Paid},
                                                         {"NOTPAY", OrderState::Waiting},         {"CLOSED", OrderState::Closed},
                                                         {"USERPAYING", OrderState::PayerTyping}, {"REVOKED", OrderState::Closed},
                                                         {"PAYERROR", OrderState::Waiting}};  // the payer may try again
    for (const auto& [theirs, ours] : states) {
        const auto order = orderFrom(replaced(kOrder, "SUCCESS", theirs));
        BOOST_REQUIRE(order.ok());
        BOOST_TEST((order->state == ours), theirs);
    }
    BOOST_TEST(tests::failsWith(orderFrom(replaced(kOrder, "SUCCESS", "PAID_PERHAPS")), Error::CodeNotMapped));
}

BOOST_AUTO_TEST_CASE(every_state_of_a_refund_has_its_word) {
    const std::pair<const char*, RefundState> states[] = {{"PROCESSING", RefundState::Accepted},
                                                          {"SUCCESS", RefundState::Done},
                                                          {"CLOSED", RefundState::Rejected},
                                                          {"ABNORMAL", RefundState::Abnormal}};
    for (const auto& [theirs, ours] : states) {
        const auto refund = refundFrom(replaced(kRefund, "SUCCESS", theirs));
        BOOST_REQUIRE(refund.ok());
        BOOST_TEST((refund->refund.state == ours), theirs);
    }
    BOOST_TEST(tests::failsWith(refundFrom(replaced(kRefund, "SUCCESS", "DONE")), Error::CodeNotMapped));
}

BOOST_AUTO_TEST_CASE(an_amount_is_a_whole_number_of_fen_or_nothing) {
    BOOST_TEST(orderFrom(replaced(kOrder, R"("total":1)", R"("total":0)")).ok());
    BOOST_TEST(orderFrom(replaced(kOrder, R"("total":1)", R"("total":999999999999999)"))->amount.fen() == 999999999999999);
    for (const char* total : {R"("1")", "1.0", "1e2", "12.505", "-1", "null", "[]", "true"}) {
        const std::string member = std::string(R"("total":)") + total;
        BOOST_TEST(tests::failsWith(orderFrom(replaced(kOrder, R"("total":1)", member)), Error::PeerAnswerNotValid), total);
        BOOST_TEST(tests::failsWith(refundFrom(replaced(kRefund, R"("total":2)", member)), Error::PeerAnswerNotValid), total);
    }
    BOOST_TEST(tests::failsWith(orderFrom(replaced(kOrder, R"("total":1)", R"("total":1000000000000000)")), Error::MoneyOutOfRange));
    BOOST_TEST(tests::failsWith(orderFrom(replaced(kOrder, "CNY", "USD")), Error::PeerAnswerNotValid));
    BOOST_TEST(tests::failsWith(orderFrom(replaced(kOrder, R"("amount")", R"("other")")), Error::PeerAnswerNotValid));
}

BOOST_AUTO_TEST_CASE(an_order_is_not_read_without_what_makes_it_ours) {
    for (const char* member : {"mchid", "out_trade_no", "trade_state", "transaction_id"})
        BOOST_TEST(tests::failsWith(orderFrom(replaced(kOrder, member, "other")), Error::PeerAnswerNotValid), member);
    BOOST_TEST(tests::failsWith(orderFrom(replaced(kOrder, "1900000001", "1900000002")), Error::PeerAnswerNotValid));
    BOOST_TEST(tests::failsWith(orderFrom(replaced(kOrder, "+08:00", "+00:00")), Error::ValueNotInForm));
    BOOST_TEST(tests::failsWith(orderFrom("[]"), Error::PeerAnswerNotValid));
}

BOOST_AUTO_TEST_CASE(a_refund_is_not_read_without_what_makes_it_ours) {
    for (const char* member : {"out_refund_no", "out_trade_no", "status"})
        BOOST_TEST(tests::failsWith(refundFrom(replaced(kRefund, member, "other")), Error::PeerAnswerNotValid), member);
    BOOST_TEST(refundFrom(replaced(kRefund, R"("refund_id")", R"("mchid":"1900000001","refund_id")")).ok());
    BOOST_TEST(tests::failsWith(refundFrom(replaced(kRefund, R"("refund_id")", R"("mchid":"1900000002","refund_id")")),
                                Error::PeerAnswerNotValid));
}

BOOST_AUTO_TEST_CASE(our_number_has_six_to_thirty_two_plain_characters) {
    BOOST_TEST(isOurNumber("A00001"));
    BOOST_TEST(isOurNumber(std::string(32, 'a')));
    BOOST_TEST(isOurNumber("a-b_c9"));
    for (const std::string& number : {std::string("A0001"), std::string(33, 'a'), std::string(""), std::string("A0000."),
                                      std::string("A0000/"), std::string("A00 01"), std::string("A0000?"), std::string("编号编号")})
        BOOST_TEST(!isOurNumber(number), number);
}

BOOST_AUTO_TEST_CASE(an_order_for_nobody_in_particular_names_no_payer) {
    const OrderCreate::Request order{core::Money::fromFen(1), "门诊\"缴费\"", {1795219200000}, std::nullopt};
    BOOST_TEST(
        kWords.ofOrder("A00001", order) ==
        R"({"appid":"wx0000000000000001","mchid":"1900000001","description":"门诊\"缴费\"","out_trade_no":"A00001",)"
        R"("time_expire":"2026-11-21T08:00:00+08:00","notify_url":"https://hub.example/in/SLZF","amount":{"total":1,"currency":"CNY"}})");
}
