// What ordStas says of an order: to who pays it, asks after it, finds it and revokes it.
#include <fmt/format.h>

#include "tests/adapters/nhsa/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using namespace tests::nhsa;
using core::Error;
using tests::troubleOf;

const InsuranceOrder kOrder{"ORD1000", core::Sensitive<std::string>("TOK1000")};

SettlementConfirm::Request confirmation() {
    SettlementOf of = settlementOf(1000);
    of.order = kOrder;
    return {of, std::nullopt, std::nullopt};
}

std::string order(const std::string& stage, const std::string& our_number, const std::string& total = "10.00") {
    return fmt::format(R"({{"payOrdId":"ORD1000","ordStas":"{}","orgBizSer":"{}","feeSumamt":"{}","ownPayAmt":"0.00","psnAcctPay":"0.00",)"
                       R"("fundPay":"{}","acctMulaidPay":"0","hospPartAmt":"0","setlDetail":[]}})",
                       stage, our_number, total, total);
}

/// As long as nothing is settled the insurer may name no amounts at all.
std::string bare(const std::string& stage, const std::string& our_number) {
    return fmt::format(R"({{"payOrdId":"ORD1000","ordStas":{},"orgBizSer":"{}"}})", stage, our_number);
}

std::string findingOf(MobileBench& bench, const std::string& data) {
    bench.insurer.sayData("query_order_info", data);
    return std::string(core::enumName(bench.inquire<SettlementConfirm>(confirmation()).finding));
}

}  // namespace

BOOST_AUTO_TEST_CASE(paying_ends_as_the_order_stands_afterwards) {
    const std::pair<const char*, Ending> rows[] = {
        {"0", Ending::Accepted}, {"1", Ending::Accepted}, {"2", Ending::Accepted}, {"6", Ending::Done},     {"7", Ending::Unknown},
        {"8", Ending::Refused},  {"9", Ending::Unknown},  {"14", Ending::Refused}, {"15", Ending::Refused}, {"16", Ending::Refused},
        {"3", Ending::Unknown},  {"5", Ending::Unknown},  {"17", Ending::Unknown}, {"06", Ending::Unknown}, {"", Ending::Unknown}};
    MobileBench bench;
    for (const auto& [stage, ending] : rows) {
        bench.insurer.sayData("pay_order", order(stage, kOurNumber));
        const auto outcome = bench.call<SettlementConfirm>(confirmation());
        BOOST_TEST(core::enumName(outcome.ending) == core::enumName(ending), stage);
        BOOST_TEST(outcome.result.has_value() == (ending == Ending::Done), stage);
        if (ending == Ending::Refused) BOOST_TEST(outcome.refusal->their_code == fmt::format("ordStas {}", stage));
    }
    bench.insurer.sayData("pay_order", bare("2", ""));
    BOOST_TEST((bench.call<SettlementConfirm>(confirmation()).ending == Ending::Accepted));
}

BOOST_AUTO_TEST_CASE(paying_another_order_or_total_is_unknown) {
    const std::pair<std::string, Error> rows[] = {
        {order("6", kOurNumber, "10.01"), Error::ChannelAmountDiffers},
        {order("2", kOurNumber, "9.99"), Error::ChannelAmountDiffers},
        {replaced(order("6", kOurNumber), "ORD1000", "ORD1001"), Error::PeerAnswerNotValid},
        {bare("6", kOurNumber), Error::PeerAnswerNotValid},
        {replaced(order("6", kOurNumber), R"("fundPay":"10.00")", R"("fundPay":"10.005")"), Error::PeerAnswerNotValid},
        {replaced(order("6", kOurNumber), R"("setlDetail":[])", R"("setlDetail":[{}])"), Error::PeerAnswerNotValid},
    };
    MobileBench bench;
    for (const auto& [data, error] : rows) {
        bench.insurer.sayData("pay_order", data);
        const auto outcome = bench.call<SettlementConfirm>(confirmation());
        BOOST_TEST((outcome.ending == Ending::Unknown), data);
        BOOST_TEST(tests::failsWith(troubleOf(outcome), error), data);
    }
    bench.insurer.say("pay_order", {200, R"({"code":0,"appId":"ONECARDAPP000001"})"});
    BOOST_TEST((bench.call<SettlementConfirm>(confirmation()).ending == Ending::Unknown));
}

// Table: stage, whose number the order carries, and what that tells of our payment.
BOOST_AUTO_TEST_CASE(an_inquiry_tells_ours_from_anothers_and_never_guesses) {
    const struct {
        const char* stage;
        const char* ours;
        const char* anothers;
        const char* nobodys;
    } rows[] = {{"0", "not_yet", "not_there", "not_there"},
                {"1", "not_yet", "not_there", "not_there"},
                {"2", "not_yet", "not_yet", "not_yet"},
                {"6", "ours", "someone_else", "cannot_tell"},
                {"7", "not_yet", "not_yet", "not_yet"},
                {"8", "not_there", "not_there", "not_there"},
                {"9", "ours", "someone_else", "cannot_tell"},
                {"14", "not_there", "not_there", "not_there"},
                {"15", "not_there", "not_there", "not_there"},
                {"16", "not_there", "not_there", "not_there"},
                {"4", "cannot_tell", "cannot_tell", "cannot_tell"}};
    MobileBench bench;
    for (const auto& row : rows) {
        BOOST_TEST(findingOf(bench, order(row.stage, kOurNumber)) == row.ours, row.stage);
        BOOST_TEST(findingOf(bench, order(row.stage, "01JGYH8M0000000000B2")) == row.anothers, row.stage);
        BOOST_TEST(findingOf(bench, order(row.stage, "")) == row.nobodys, row.stage);
    }
    BOOST_TEST(findingOf(bench, order("6", kOurNumber, "10.01")) == "cannot_tell");
    BOOST_TEST(findingOf(bench, bare("1", "")) == "not_there");
    bench.insurer.sayCode("query_order_info", 2301);
    BOOST_TEST((bench.inquire<SettlementConfirm>(confirmation()).finding == Finding::CannotTell));
    bench.insurer.fail("query_order_info", tests::conformance::Fault::LoseAnswer);
    BOOST_TEST((bench.inquire<SettlementConfirm>(confirmation()).finding == Finding::CannotTell));
}

BOOST_AUTO_TEST_CASE(an_order_that_is_refunded_is_ours_and_revoked) {
    MobileBench bench;
    bench.insurer.sayData("query_order_info", order("9", kOurNumber));
    const auto inquiry = bench.inquire<SettlementConfirm>(confirmation());
    BOOST_REQUIRE(inquiry.result.has_value());
    BOOST_TEST((inquiry.result->settlement.state == SettlementState::Revoked));
}

BOOST_AUTO_TEST_CASE(a_settlement_is_found_in_its_state) {
    const std::pair<const char*, std::optional<SettlementState>> rows[] = {{"0", std::nullopt},
                                                                           {"1", std::nullopt},
                                                                           {"2", SettlementState::Processing},
                                                                           {"6", SettlementState::Settled},
                                                                           {"7", SettlementState::Processing},
                                                                           {"8", SettlementState::Revoked},
                                                                           {"9", SettlementState::Revoked},
                                                                           {"14", SettlementState::Failed},
                                                                           {"15", SettlementState::Failed},
                                                                           {"16", SettlementState::Failed}};
    MobileBench bench;
    const SettlementFind::Request request{visitOf(), "ORD1000", kOrder, std::nullopt, std::nullopt};
    for (const auto& [stage, state] : rows) {
        bench.insurer.sayData("query_order_info", order(stage, kOurNumber));
        const auto outcome = bench.call<SettlementFind>(request);
        BOOST_REQUIRE((outcome.ending == Ending::Done));
        BOOST_TEST(outcome.result->settlement.has_value() == state.has_value(), stage);
        if (state) BOOST_TEST(core::enumName(outcome.result->settlement->state) == core::enumName(*state), stage);
    }
    bench.insurer.sayCode("query_order_info", 2301);
    const auto none = bench.call<SettlementFind>(request);
    BOOST_TEST((none.ending == Ending::Done && !none.result->settlement.has_value()));
    const auto without = bench.call<SettlementFind>({visitOf(), "ORD1000", std::nullopt, std::nullopt, std::nullopt});
    BOOST_TEST(tests::failsWith(troubleOf(without), Error::RequestNotWritable));
}

BOOST_AUTO_TEST_CASE(a_reversal_is_done_when_the_order_can_never_be_settled_any_more) {
    const std::pair<const char*, Ending> rows[] = {{"8", Ending::Done},     {"9", Ending::Done},    {"7", Ending::Accepted},
                                                   {"6", Ending::Unknown},  {"2", Ending::Unknown}, {"1", Ending::Unknown},
                                                   {"14", Ending::Unknown}, {"3", Ending::Unknown}};
    MobileBench bench;
    const CallReverse::Request request{visitOf(), "settlement.confirm", kOurNumber, kOrder};
    for (const auto& [stage, ending] : rows) {
        bench.insurer.sayData("revoke_order", fmt::format(R"({{"payOrdId":"ORD1000","ordStas":"{}"}})", stage));
        BOOST_TEST(core::enumName(bench.call<CallReverse>(request).ending) == core::enumName(ending), stage);
    }
    bench.insurer.sayCode("revoke_order", 2302);
    BOOST_TEST((bench.call<CallReverse>(request).ending == Ending::Done));
    bench.insurer.sayCode("revoke_order", 2304);
    BOOST_TEST((bench.call<CallReverse>(request).ending == Ending::Refused));
    for (const CallReverse::Request& wrong : {CallReverse::Request{visitOf(), "settlement.revoke", kOurNumber, kOrder},
                                              CallReverse::Request{visitOf(), "settlement.confirm", kOurNumber, std::nullopt}})
        BOOST_TEST(tests::failsWith(troubleOf(bench.call<CallReverse>(wrong)), Error::RequestNotWritable));
}
