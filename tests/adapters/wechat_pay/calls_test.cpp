#include <fmt/format.h>

#include "hub/core/json.h"
#include "tests/adapters/wechat_pay/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using core::Error;
using core::Money;
using tests::Signing;
using tests::troubleOf;
using tests::WechatBench;

const OrderCreate::Request kOrder{Money::fromFen(3625), "门诊缴费", {1893548700000}, core::Sensitive<std::string>("oSYNTHETIC1")};
const RefundCreate::Request kRefund{"PAID000007", Money::fromFen(30000), Money::fromFen(500), "退费"};

std::string no(std::string_view code, std::string_view text = "synthetic") {
    return fmt::format(R"({{"code":"{}","message":"{}"}})", code, text);
}

std::string order(std::string_view state, std::string_view total, std::string_view number = "01JGYH8M0000000000000000A1") {
    return fmt::format(R"({{"amount":{{"total":{}}},"mchid":"1900000001","out_trade_no":"{}","trade_state":"{}","transaction_id":"42"}})",
                       total, number, state);
}

std::string refund(std::string_view amount, std::string_view total, std::string_view of_order = "PAID000007") {
    return fmt::format(
        R"({{"amount":{{"refund":{},"total":{}}},"out_refund_no":"01JGYH8M0000000000000000A1","out_trade_no":"{}","status":"PROCESSING"}})",
        amount, total, of_order);
}

}  // namespace

// Table: what the channel says of a write, and what that leaves us knowing.
BOOST_AUTO_TEST_CASE(each_answer_to_a_write_has_its_ending) {
    using R = RefusalReason;
    const struct {
        int status;
        const char* code;
        Signing::Kind signing;
        Ending ending;
        std::optional<Error> trouble;
        R reason;
    } rows[] = {
        {400, "PARAM_ERROR", Signing::Kind::Right, Ending::Refused, {}, R::Other},
        {400, "INVALID_REQUEST", Signing::Kind::Right, Ending::Refused, {}, R::Other},
        {403, "NOT_ENOUGH", Signing::Kind::Right, Ending::Refused, {}, R::BalanceTooLow},
        {403, "NOTENOUGH", Signing::Kind::Right, Ending::Refused, {}, R::BalanceTooLow},
        {403, "USER_ACCOUNT_ABNORMAL", Signing::Kind::Right, Ending::Refused, {}, R::NotAllowed},
        {403, "TRADE_ERROR", Signing::Kind::Right, Ending::Refused, {}, R::WrongState},
        {404, "RESOURCE_NOT_EXISTS", Signing::Kind::Right, Ending::Refused, {}, R::Other},
        {429, "FREQUENCY_LIMITED", Signing::Kind::Right, Ending::NotReached, Error::ChannelBusy, R::Other},
        {429, "FREQUENCY_LIMIT_EXCEEDED", Signing::Kind::Absent, Ending::NotReached, Error::ChannelBusy, R::Other},
        {401, "SIGN_ERROR", Signing::Kind::Absent, Ending::NotReached, Error::ChannelRefusesOurSignature, R::Other},
        {401, "ORDERPAID", Signing::Kind::Absent, Ending::NotReached, Error::ChannelRefusesOurSignature, R::Other},
        {403, "NO_AUTH", Signing::Kind::Right, Ending::NotReached, Error::ChannelRefusesOurSignature, R::Other},
        {500, "SYSTEM_ERROR", Signing::Kind::Right, Ending::Unknown, Error::ChannelInTrouble, R::Other},
        {502, "NOT_ENOUGH", Signing::Kind::Right, Ending::Unknown, Error::ChannelInTrouble, R::Other},
        {400, "SYSTEMERROR", Signing::Kind::Right, Ending::Unknown, Error::ChannelInTrouble, R::Other},
        {400, "BIZERR_NEED_RETRY", Signing::Kind::Right, Ending::Unknown, Error::ChannelInTrouble, R::Other},
        {400, "NOBODY_KNOWS", Signing::Kind::Right, Ending::Unknown, Error::ChannelInTrouble, R::Other},
        {302, "NOT_ENOUGH_", Signing::Kind::Right, Ending::Refused, {}, R::BalanceTooLow},
        {400, "NOT_ENOUGH", Signing::Kind::Absent, Ending::Unknown, Error::ChannelSignatureNotValid, R::Other},
        {400, "NOT_ENOUGH", Signing::Kind::Altered, Ending::Unknown, Error::ChannelSignatureNotValid, R::Other},
        {401, "SIGN_ERROR", Signing::Kind::Altered, Ending::Unknown, Error::ChannelSignatureNotValid, R::Other},
    };
    WechatBench bench;
    for (const auto& row : rows) {
        bench.channel.say({row.status, no(row.code), {row.signing}});
        const auto outcome = bench.call<RefundCreate>(kRefund);
        BOOST_TEST_CONTEXT(row.status << " " << row.code) {
            BOOST_TEST(core::enumName(outcome.ending) == core::enumName(row.ending));
            BOOST_TEST(outcome.refusal.has_value() == (row.ending == Ending::Refused));
            if (outcome.refusal) BOOST_TEST(core::enumName(outcome.refusal->reason) == core::enumName(row.reason));
            if (row.trouble) BOOST_TEST(tests::failsWith(troubleOf(outcome), *row.trouble));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_yes_that_is_not_signed_as_it_must_be_is_unknown) {
    WechatBench bench;
    for (const Signing::Kind kind : {Signing::Kind::Altered, Signing::Kind::Absent, Signing::Kind::OtherSerial, Signing::Kind::Probe}) {
        bench.channel.say({200, R"({"prepay_id":"wx1"})", {kind}});
        const auto outcome = bench.call<OrderCreate>(kOrder);
        BOOST_TEST((outcome.ending == Ending::Unknown));
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::ChannelSignatureNotValid));
    }
    bench.channel.say({200, R"({"prepay_id":"wx1"})", {Signing::Kind::Right, std::chrono::seconds(-301)}});
    BOOST_TEST(tests::failsWith(troubleOf(bench.call<OrderCreate>(kOrder)), Error::ChannelSignatureNotValid));
}

BOOST_AUTO_TEST_CASE(a_signed_yes_without_what_it_must_hold_is_unknown) {
    WechatBench bench;
    for (const char* body : {"", "{}", "[]", "<html>", R"({"prepay_id":""})", R"({"prepay_id":7})"}) {
        bench.channel.say({200, body});
        const auto outcome = bench.call<OrderCreate>(kOrder);
        BOOST_TEST((outcome.ending == Ending::Unknown), body);
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::PeerAnswerNotValid));
    }
}

BOOST_AUTO_TEST_CASE(who_is_known_pays_inside_wechat_by_a_link_we_sign) {
    WechatBench bench;
    const auto outcome = bench.call<OrderCreate>(kOrder);
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(bench.channel.lastCall().starts_with("POST /v3/pay/transactions/jsapi {"));
    BOOST_TEST(outcome.result->order.our_number == "01JGYH8M0000000000000000A1");
    BOOST_TEST(outcome.result->order.amount.fen() == 3625);
    BOOST_TEST((outcome.result->order.state == OrderState::Waiting));

    const auto link = core::JsonDocument::parse(outcome.result->pay_link->reveal());
    BOOST_REQUIRE(link.ok());
    const auto member = [&](std::string_view name) { return std::string(link->root().member(name)->string().value()); };
    BOOST_TEST(member("appId") == tests::kGoldenApp);
    BOOST_TEST(member("timeStamp") == "1893547800");
    BOOST_TEST(member("package") == "prepay_id=wx-01JGYH8M0000000000000000A1");
    BOOST_TEST(member("signType") == "RSA");
    BOOST_TEST(tests::Platform::isMerchants(
        fmt::format("{}\n{}\n{}\n{}\n", tests::kGoldenApp, member("timeStamp"), member("nonceStr"), member("package")), member("paySign")));
}

BOOST_AUTO_TEST_CASE(who_is_not_known_scans_a_code) {
    WechatBench bench;
    OrderCreate::Request request = kOrder;
    request.payer.reset();
    const auto outcome = bench.call<OrderCreate>(request);
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(bench.channel.lastCall().starts_with("POST /v3/pay/transactions/native {"));
    BOOST_TEST(outcome.result->pay_link->reveal() == "weixin://wxpay/bizpayurl?pr=01JGYH8M0000000000000000A1");
}

BOOST_AUTO_TEST_CASE(an_order_that_an_earlier_send_made_is_a_number_that_is_taken) {
    WechatBench bench;
    const std::pair<int, std::string> said[] = {{400, no("ORDERPAID")},
                                                {400, no("ORDER_CLOSED")},
                                                {403, no("OUT_TRADE_NO_USED")},
                                                {400, no("INVALID_REQUEST", "201 商户订单号重复")}};
    for (const auto& [status, body] : said) {
        bench.channel.say({status, body});
        const auto outcome = bench.call<OrderCreate>(kOrder);
        BOOST_REQUIRE((outcome.ending == Ending::Refused));
        BOOST_TEST((outcome.refusal->reason == RefusalReason::DuplicateNumber), body);
    }
}

BOOST_AUTO_TEST_CASE(an_order_is_closed_only_while_nobody_pays_it) {
    WechatBench bench;
    const OrderClose::Request open{"OPEN000001"};
    BOOST_TEST((bench.inquire<OrderClose>(open).finding == Finding::NotThere));
    BOOST_TEST((bench.call<OrderClose>(open).ending == Ending::Done));
    BOOST_TEST((bench.inquire<OrderClose>(open).finding == Finding::Ours));
    BOOST_TEST((bench.call<OrderClose>(open).ending == Ending::Done));  // the channel says ORDER_CLOSED
    BOOST_TEST(bench.channel.effects() == 1);

    const auto paid = bench.call<OrderClose>({"PAID000001"});
    BOOST_REQUIRE((paid.ending == Ending::Refused));
    BOOST_TEST((paid.refusal->reason == RefusalReason::WrongState));
    bench.channel.say({202, no("USERPAYING")});
    const auto typing = bench.call<OrderClose>(open);
    BOOST_REQUIRE((typing.ending == Ending::Refused));
    BOOST_TEST((typing.refusal->reason == RefusalReason::WrongState));
    bench.channel.say({200, "{}"});
    BOOST_TEST(tests::failsWith(troubleOf(bench.call<OrderClose>({"OPEN000002"})), Error::PeerAnswerNotValid));
    const auto unknown = bench.call<OrderClose>({"NONE000001"});
    BOOST_REQUIRE((unknown.ending == Ending::Refused));  // a create on its way is not fenced off by this
    BOOST_TEST(unknown.refusal->their_code == "ORDER_NOT_EXIST");
}

BOOST_AUTO_TEST_CASE(another_amount_is_never_done) {
    WechatBench bench;
    for (const auto& [amount, total] : {std::pair("501", "30000"), std::pair("499", "30000"), std::pair("500", "30001")}) {
        bench.channel.say({200, refund(amount, total)});
        const auto outcome = bench.call<RefundCreate>(kRefund);
        BOOST_TEST((outcome.ending == Ending::Unknown));
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::ChannelAmountDiffers));
        bench.channel.say({200, refund(amount, total)});
        const auto inquiry = bench.inquire<RefundCreate>(kRefund);
        BOOST_TEST((inquiry.finding == Finding::CannotTell));
        BOOST_TEST(tests::failsWith(troubleOf(inquiry), Error::ChannelAmountDiffers));
    }
    bench.channel.say({200, refund("500", "30000")});
    BOOST_TEST((bench.call<RefundCreate>(kRefund).ending == Ending::Done));

    for (const auto& [total, finding] : {std::pair("3625", Finding::Ours), std::pair("3626", Finding::CannotTell)}) {
        bench.channel.say({200, order("SUCCESS", total)});
        BOOST_TEST(core::enumName(bench.inquire<OrderCreate>(kOrder).finding) == core::enumName(finding));
    }
    for (const char* total : {"3625.0", "\"3625\"", "36.255"}) {
        bench.channel.say({200, order("SUCCESS", total)});
        BOOST_TEST(tests::failsWith(troubleOf(bench.call<OrderFind>({"01JGYH8M0000000000000000A1"})), Error::PeerAnswerNotValid));
    }
}

BOOST_AUTO_TEST_CASE(what_is_told_of_another_number_is_not_taken) {
    WechatBench bench;
    bench.channel.say({200, order("SUCCESS", "3625", "01JGYH8M0000000000000000A2")});
    BOOST_TEST((bench.inquire<OrderCreate>(kOrder).finding == Finding::CannotTell));
    bench.channel.say({200, order("SUCCESS", "3625")});
    BOOST_TEST((bench.call<OrderFind>({"01JGYH8M0000000000000000A2"}).ending == Ending::Unknown));
    bench.channel.say({200, refund("500", "30000", "PAID000008")});
    BOOST_TEST(tests::failsWith(troubleOf(bench.call<RefundCreate>(kRefund)), Error::PeerAnswerNotValid));
    bench.channel.say({200, refund("500", "30000")});
    BOOST_TEST((bench.call<RefundFind>({"RFND000001"}).ending == Ending::Unknown));
}

BOOST_AUTO_TEST_CASE(only_the_code_of_the_query_says_that_there_is_none) {
    WechatBench bench;
    const auto none = bench.call<OrderFind>({"NONE000001"});
    BOOST_REQUIRE((none.ending == Ending::Done));
    BOOST_TEST(!none.result->order.has_value());
    const auto no_refund = bench.call<RefundFind>({"NONE000001"});
    BOOST_REQUIRE((no_refund.ending == Ending::Done));
    BOOST_TEST(!no_refund.result->refund.has_value());

    // What a wrong path is answered with.
    bench.channel.say({404, no("RESOURCE_NOT_EXISTS")});
    BOOST_TEST((bench.inquire<OrderCreate>(kOrder).finding == Finding::CannotTell));
    bench.channel.say({404, no("ORDER_NOT_EXIST")});
    BOOST_TEST((bench.inquire<RefundCreate>(kRefund).finding == Finding::CannotTell));
    bench.channel.say({404, no("ORDER_NOT_EXIST"), {Signing::Kind::Absent}});
    BOOST_TEST((bench.inquire<OrderCreate>(kOrder).finding == Finding::CannotTell));
}

BOOST_AUTO_TEST_CASE(an_accepted_refund_is_a_refund_that_has_not_ended) {
    WechatBench bench;
    const auto outcome = bench.call<RefundCreate>(kRefund, "REFUND000001");
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST((outcome.result->refund.state == RefundState::Accepted));
    BOOST_TEST(outcome.result->refund.our_number == "REFUND000001");
    BOOST_TEST((bench.call<RefundFind>({"REFUND000001"}).result->refund->state == RefundState::Accepted));
}

BOOST_AUTO_TEST_CASE(a_number_that_the_channel_cannot_take_is_not_sent) {
    WechatBench bench;
    for (const std::string& number : {std::string("A0001"), std::string(33, 'a'), std::string("A0000/")}) {
        for (const auto& outcome :
             {troubleOf(bench.call<OrderCreate>(kOrder, number)), troubleOf(bench.call<OrderFind>({number})),
              troubleOf(bench.call<OrderClose>({number})), troubleOf(bench.call<RefundCreate>(kRefund, number)),
              troubleOf(bench.call<RefundFind>({number})), troubleOf(bench.inquire<OrderCreate>(kOrder, number)),
              troubleOf(bench.inquire<OrderClose>({number})), troubleOf(bench.inquire<RefundCreate>(kRefund, number))})
            BOOST_TEST(tests::failsWith(outcome, Error::RequestNotWritable));
    }
    BOOST_TEST(bench.channel.lastCall() == "");
}

BOOST_AUTO_TEST_CASE(a_ping_brings_the_time_at_which_the_channel_signed) {
    WechatBench bench;
    const auto outcome = bench.call<Ping>({});
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(outcome.result->their_time->ms == 1893547800000);
    bench.channel.say({401, no("SIGN_ERROR"), {Signing::Kind::Absent}});
    BOOST_TEST(tests::failsWith(troubleOf(bench.call<Ping>({})), Error::ChannelRefusesOurSignature));
}
