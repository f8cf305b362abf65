// The bytes of tests/data/nhsa, which are nobody's code.
#include "tests/adapters/nhsa/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using namespace tests::nhsa;

/// What the golden settlement comes to.
void isGolden(const SettlementAmounts& amounts) {
    BOOST_TEST(amounts.total.fen() == 18268);
    BOOST_TEST(amounts.fund.fen() == 8509);
    BOOST_TEST(amounts.account.fen() == 5000);
    BOOST_TEST(amounts.cash.fen() == 3259);
    BOOST_TEST(amounts.hospital_part.fen() == 1500);
    BOOST_TEST(amounts.mutual_aid.fen() == 1000);
    BOOST_REQUIRE(amounts.funds.size() == 2U);
    BOOST_TEST(amounts.funds[0].kind == "310100");
    BOOST_TEST(amounts.funds[0].name == "基本医疗保险统筹基金");
    BOOST_TEST(amounts.funds[0].amount.fen() == 8009);
    BOOST_TEST(amounts.funds[1].amount.fen() == 500);
}

void isGoldenOfCounter(const SettlementAmounts& amounts) {
    isGolden(amounts);
    BOOST_TEST(amounts.person_part->fen() == 8259);
    BOOST_TEST(amounts.full_own->fen() == 1200);
    BOOST_TEST(amounts.over_limit->fen() == 368);
    BOOST_TEST(amounts.own_first->fen() == 1700);
    BOOST_TEST(amounts.in_scope->fen() == 15000);
    BOOST_TEST(amounts.deductible->fen() == 0);
    BOOST_TEST(amounts.balance->fen() == 45000);
}

std::string member(const std::string& json, std::string_view name) { return memberOf(core::JsonDocument::parse(json)->root(), name); }

/// Our request with what differs from run to run as the golden one has it: the insured area always there, the toy's sign-in.
std::string likeGolden(std::string ours, const std::string& golden) {
    for (const char* name : {"msgid", "sign_no"}) ours = replaced(ours, member(ours, name), member(golden, name));
    return ours;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_quote_is_asked_for_in_the_golden_bytes_and_read_with_its_numbers) {
    CounterBench bench;
    bench.insurer.say("2206", {200, goldenFile("counter_quote.answer.json")});
    const auto quote = bench.call<SettlementQuote>({settlementOf(18268)});
    BOOST_REQUIRE((quote.ending == Ending::Done));
    isGoldenOfCounter(quote.result->amounts);
    const std::string golden = goldenFile("counter_quote.request.json");
    BOOST_TEST(likeGolden(bench.insurer.lastCall("2206").body, golden) == golden);
}

BOOST_AUTO_TEST_CASE(the_header_of_a_call_is_signed_as_the_golden_one) {
    std::istringstream golden(goldenFile("counter_header.text"));
    std::string timestamp;
    std::string secret;
    std::string nonce;
    std::string signature;
    golden >> timestamp >> secret >> nonce >> signature;
    BOOST_TEST(secret == kAccessSecret);
    BOOST_TEST(signatureOf(timestamp, secret, nonce) == signature);  // the toy's own words for the page
    CounterBench bench;
    BOOST_REQUIRE((bench.call<Ping>({}).ending == Ending::Done));
    const auto call = bench.insurer.lastCall("9001");
    BOOST_TEST(call.header("x-tif-timestamp") == timestamp);
    BOOST_TEST(call.header("x-tif-signature") == signatureOf(timestamp, secret, call.header("x-tif-nonce")));
}

BOOST_AUTO_TEST_CASE(a_sealed_settlement_is_opened_verified_and_read_as_it_stands) {
    CounterBench bench(/*sealed=*/true);
    bench.insurer.say("2207", {200, goldenFile("counter_settle.sm.answer.json")});
    const auto outcome = bench.call<SettlementConfirm>({settlementOf(18268), std::nullopt, "F0001"});
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    const Settlement& settlement = outcome.result->settlement;
    isGoldenOfCounter(settlement.amounts);
    BOOST_TEST((settlement.state == SettlementState::Settled));
    BOOST_TEST(settlement.number == "L0001");
    BOOST_TEST(settlement.our_number.value() == kMsgid);
    BOOST_TEST(settlement.settled_at->ms == kGoldenMs);
    BOOST_TEST(settlement.clearing_office.value() == "370200");
    BOOST_TEST(settlement.clearing_way.value() == "01");
    BOOST_TEST(settlement.clearing_type.value() == "11");

    // SM4-ECB has no nonce, so the sealed text is the golden one to the byte; the signature is another each time.
    const std::string golden = goldenFile("counter_settle.sm.request.json");
    const std::string ours = bench.insurer.lastCall("2207").body;
    BOOST_TEST(replaced(likeGolden(ours, golden), member(ours, "cainfo"), member(golden, "cainfo")) == golden);
    const auto keys = goldenKeys("insurer", "hospital", counterKey());
    for (const std::string& request : {ours, golden}) {
        const std::string text =
            member(request, "infno") + member(request, "msgid") + member(request, "inf_time") + member(request, "input");
        BOOST_TEST(keys.theirs.verifies(text, member(request, "cainfo")));
    }
}

BOOST_AUTO_TEST_CASE(a_sealed_refusal_is_verified_without_an_output) {
    CounterBench bench(/*sealed=*/true);
    bench.insurer.say("2207", {200, goldenFile("counter_refused.sm.answer.json")});
    const auto outcome = bench.call<SettlementConfirm>({settlementOf(18268), std::nullopt, std::nullopt});
    BOOST_REQUIRE((outcome.ending == Ending::Refused));
    BOOST_TEST((outcome.refusal->reason == RefusalReason::AlreadyPaid));
    BOOST_TEST(outcome.refusal->their_code == "2203");
}

BOOST_AUTO_TEST_CASE(a_sealed_answer_that_was_changed_is_not_believed) {
    const std::string golden = goldenFile("counter_settle.sm.answer.json");
    const std::string refused = goldenFile("counter_refused.sm.answer.json");
    const std::pair<std::string, core::Error> changed[] = {
        {replaced(golden, R"("infcode":"0")", R"("infcode":"2203")"), core::Error::ChannelSignatureNotValid},
        {replaced(golden, R"("infcode":"0")", R"("infcode":"00")"), core::Error::ChannelSignatureNotValid},
        {replaced(golden, R"("inf_refmsgid":"37)", R"("inf_refmsgid":"38)"), core::Error::ChannelSignatureNotValid},
        {replaced(golden, R"("output":")", R"("output":"AAAA)"), core::Error::ChannelSignatureNotValid},
        {replaced(golden, R"("signtype":"SM2")", R"("signtype":"SM3")"), core::Error::ChannelSignatureNotValid},
        {replaced(golden, R"("cainfo":"ME)", R"("cainfo":"MF)"), core::Error::ChannelSignatureNotValid},
        {replaced(golden, R"("cainfo")", R"("other")"), core::Error::ChannelSignatureNotValid},
        {replaced(refused, "2203", "2202"), core::Error::ChannelSignatureNotValid},
        {replaced(refused, "2203", "1001"), core::Error::ChannelSignatureNotValid},
        {replaced(refused, R"("output":null)", R"("output":{})"), core::Error::PeerAnswerNotValid},
        {goldenFile("counter_quote.answer.json"), core::Error::PeerAnswerNotValid},
    };
    CounterBench bench(/*sealed=*/true);
    for (const auto& [body, error] : changed) {
        bench.insurer.say("2207", {200, body});
        const auto outcome = bench.call<SettlementConfirm>({settlementOf(18268), std::nullopt, std::nullopt});
        BOOST_TEST((outcome.ending == Ending::Unknown), body);
        BOOST_TEST(tests::failsWith(tests::troubleOf(outcome), error), body);
    }
}

BOOST_AUTO_TEST_CASE(an_order_is_paid_in_the_golden_bytes) {
    MobileBench bench(/*sealed=*/true);
    bench.insurer.say("pay_order", {200, goldenFile("mobile_pay.answer.json")});
    SettlementOf of = settlementOf(18268);
    of.order = InsuranceOrder{"ORD0001", core::Sensitive<std::string>("TOK0001")};
    const auto outcome = bench.call<SettlementConfirm>({of, std::nullopt, std::nullopt});
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    isGolden(outcome.result->settlement.amounts);
    BOOST_TEST(outcome.result->settlement.number == "ORD0001");
    BOOST_TEST(outcome.result->settlement.our_number.value() == kOurNumber);

    const std::string golden = goldenFile("mobile_pay.request.json");
    const std::string ours = bench.insurer.lastCall("pay_order").body;
    BOOST_TEST(replaced(ours, member(ours, "signData"), member(golden, "signData")) == golden);
    BOOST_TEST(bench.insurer.lastData("pay_order") == goldenFile("mobile_pay.data.json"));
    const auto keys = goldenKeys("insurer", "hospital", mobileKey());
    for (const std::string& request : {ours, golden})
        BOOST_TEST(keys.theirs.verifies(goldenFile("mobile_pay.request.text"), member(request, "signData")));
}

BOOST_AUTO_TEST_CASE(an_answer_of_the_mobile_chain_that_was_changed_is_not_believed) {
    MobileBench bench(/*sealed=*/true);
    SettlementOf of = settlementOf(18268);
    of.order = InsuranceOrder{"ORD0001", core::Sensitive<std::string>("TOK0001")};
    const SettlementConfirm::Request request{of, std::nullopt, std::nullopt};
    const std::string golden = goldenFile("mobile_pay.answer.json");
    const std::string refused = goldenFile("mobile_refused.answer.json");
    bench.insurer.say("pay_order", {200, refused});
    BOOST_TEST((bench.call<SettlementConfirm>(request).ending == Ending::Refused));
    const std::pair<std::string, core::Error> changed[] = {
        {replaced(golden, R"("code":0)", R"("code":2304)"), core::Error::ChannelSignatureNotValid},
        {replaced(golden, R"("timestamp":1893547800500)", R"("timestamp":1893547800501)"), core::Error::ChannelSignatureNotValid},
        {replaced(golden, R"("message":"")", R"("message":"x")"), core::Error::ChannelSignatureNotValid},
        {replaced(golden, R"("signType":"SM2")", R"("signType":"plain")"), core::Error::ChannelSignatureNotValid},
        {replaced(golden, "ONECARDAPP000001", "ONECARDAPP000002"), core::Error::PeerAnswerNotValid},
        {replaced(golden, R"("encData":")", R"("encData":"00)"), core::Error::PeerAnswerNotValid},
        {replaced(refused, "2302", "2304"), core::Error::ChannelSignatureNotValid},
    };
    for (const auto& [body, error] : changed) {
        bench.insurer.say("pay_order", {200, body});
        const auto outcome = bench.call<SettlementConfirm>(request);
        BOOST_TEST((outcome.ending == Ending::Unknown), body);
        BOOST_TEST(tests::failsWith(tests::troubleOf(outcome), error), body);
    }
}
