// Each fault, over the wire: what the caller sees, and what the books hold.
#include <boost/test/unit_test.hpp>

#include "adapters/sim/nhsa/seal.h"
#include "hub/core/text.h"
#include "tests/adapters/sim_nhsa/mobile_bench.h"

using namespace tests::nhsa;
using namespace std::chrono_literals;
using common::FaultKind;

namespace {

constexpr hub::core::Duration kPatience = 20s;

/// A bench with one visit that is ready to be settled.
class Ready : public MobileBench {
  public:
    explicit Ready(sim::NhsaSettings given = goodSettings()) : MobileBench(std::move(given)) {
        visit_id = visit(kZhao);
        BOOST_REQUIRE(upload(visit_id, kZhao, {TestLine()}).code == "0");
        input = settleInput(visit_id, kZhao, "100.00");
    }

    /// The bytes of a 2207 over HTTP.
    std::string bytes() {
        const std::string body = request("2207", input);
        std::string head = "POST /nhsa HTTP/1.1\r\nHost: sim\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        for (const auto& [name, value] : headers()) head += name + ": " + value + "\r\n";
        return head + "\r\n" + body;
    }

    std::string visit_id;
    std::string input;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(a_lost_answer_has_settled_or_not_as_it_was_told) {
    for (const FaultKind kind : {FaultKind::Reset, FaultKind::Hang}) {
        for (const bool acts : {true, false}) {
            Ready bench;
            bench.fault("2207", kind, {}, acts);
            {
                tests::RawClient client(bench.port);
                client.send(bench.bytes());
                BOOST_TEST(bench.faults.awaitReached(1, kPatience));
                if (kind == FaultKind::Reset) BOOST_TEST(client.ended());
            }
            BOOST_TEST(bench.rows("settlement") == (acts ? 1U : 0U));
            BOOST_TEST(bench.codeOf("2207", bench.input) == (acts ? "2203" : "0"));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_late_effect_finds_that_it_was_reversed_meanwhile) {
    Ready bench;
    const std::string msgid = bench.nextMsgid();
    bench.fault("2207", FaultKind::Delay, {}, /*acts=*/false, 5'000);
    const std::string body = bench.request("2207", bench.input, {.msgid = msgid});
    std::string head = "POST /nhsa HTTP/1.1\r\nHost: sim\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    for (const auto& [name, value] : bench.headers()) head += name + ": " + value + "\r\n";
    tests::RawClient client(bench.port);
    client.send(head + "\r\n" + body);
    BOOST_TEST(bench.faultsAreTaken());
    BOOST_TEST(bench.reverse(kZhao, msgid, "2207").code == "0");
    bench.clock.advance(5s);
    BOOST_TEST(member(client.read().body, "infcode") == "2602");
    BOOST_TEST(bench.rows("settlement") == 0);
}

BOOST_AUTO_TEST_CASE(busy_means_that_nothing_was_done) {
    Ready bench;
    const std::string msgid = bench.nextMsgid();
    bench.fault("2207", FaultKind::ProtocolFault);
    BOOST_TEST(bench.codeOf("2207", bench.input, {.msgid = msgid}) == "9001");
    BOOST_TEST(bench.codeOf("2207", bench.input, {.msgid = msgid}) == "0");
    bench.fault("uldFeeInfo", FaultKind::ProtocolFault);
    BOOST_TEST(bench.mobileCode("uldFeeInfo", bench.uploadData(kZhao, "ORD-1")) == "9001");
    BOOST_TEST(bench.rows("mobile_order") == 0);
}

BOOST_AUTO_TEST_CASE(a_refusal_says_any_code_though_it_acted) {
    Ready bench;
    bench.fault("2207", FaultKind::Refused);
    BOOST_TEST(bench.codeOf("2207", bench.input) == "-1");
    BOOST_TEST(bench.rows("settlement") == 1);
    bench.fault("2206", FaultKind::Refused, "2002", /*acts=*/false);
    BOOST_TEST(bench.codeOf("2206", bench.input) == "2002");
    bench.fault("2206", FaultKind::Refused, "no");
    BOOST_TEST(bench.codeOf("2206", bench.input) == "no");
}

BOOST_AUTO_TEST_CASE(a_code_can_be_one_that_nobody_maps_or_be_missing) {
    sim::NhsaSettings settings = goodSettings();
    settings.amounts = sim::AmountStyle::Number;
    Ready bench(settings);
    bench.fault("2206", FaultKind::OddResult);
    const Said odd = bench.ask("2206", bench.input);
    BOOST_TEST(odd.body.find(R"("infcode":7777,)") != std::string::npos);
    BOOST_TEST(odd.output != "null");
    bench.fault("2206", FaultKind::OddResult, "8001");
    BOOST_TEST(bench.codeOf("2206", bench.input) == "8001");
    bench.fault("2206", FaultKind::NoResult);
    BOOST_TEST(bench.codeOf("2206", bench.input) == "(absent)");
    bench.fault("uldFeeInfo", FaultKind::NoResult);
    BOOST_TEST(bench.mobileCode("uldFeeInfo", bench.uploadData(kZhao, "ORD-1")) == "(absent)");
}

BOOST_AUTO_TEST_CASE(an_amount_can_be_one_fen_too_high_while_all_sums_hold) {
    for (const sim::AmountStyle amounts : {sim::AmountStyle::Text, sim::AmountStyle::Number}) {
        sim::NhsaSettings settings = goodSettings();
        settings.amounts = amounts;
        Ready bench(settings);
        bench.fault("2207", FaultKind::WrongAmount);
        const Said settled = bench.ask("2207", bench.input);
        BOOST_TEST(fen(settled.output, "setlinfo.medfee_sumamt") == 10'001);
        checkSums(settled.output, /*fund_includes_acct=*/false);
        const Said found = bench.ask("5203", bench.revokeInput(member(settled.output, "setlinfo.setl_id"), bench.visit_id, kZhao));
        BOOST_TEST(fen(found.output, "setlinfo.medfee_sumamt") == 10'000);
    }
}

BOOST_AUTO_TEST_CASE(one_part_can_be_one_fen_too_high) {
    Ready bench;
    const std::string good = bench.ask("2206", bench.input).output;
    bench.fault("2206", FaultKind::BrokenSum);
    const std::string cash = bench.ask("2206", bench.input).output;
    BOOST_TEST(fen(cash, "setlinfo.psn_cash_pay") == fen(good, "setlinfo.psn_cash_pay") + 1);
    BOOST_TEST(fen(cash, "setlinfo.medfee_sumamt") == fen(good, "setlinfo.medfee_sumamt"));
    bench.fault("2206", FaultKind::BrokenSum, "fund_payamt");
    const std::string detail = bench.ask("2206", bench.input).output;
    BOOST_TEST(fen(detail, "setldetail.0.fund_payamt") == fen(good, "setldetail.0.fund_payamt") + 1);
    bench.fault("pay_order", FaultKind::BrokenSum);
    const auto order = bench.uploaded(kZhao, "ORD-1");
    const std::string paid = bench.tell("pay_order", bench.payData(order, kZhao)).output;
    BOOST_TEST(fen(paid, "feeSumamt") + 1 == fen(paid, "ownPayAmt") + fen(paid, "psnAcctPay") + fen(paid, "fundPay"));
}

BOOST_AUTO_TEST_CASE(an_amount_can_have_a_third_decimal) {
    Ready bench;
    bench.fault("2206", FaultKind::ThirdDecimal);
    BOOST_TEST(member(bench.ask("2206", bench.input).output, "setlinfo.medfee_sumamt") == "100.005");
}

BOOST_AUTO_TEST_CASE(what_is_forgotten_is_not_found_for_a_while) {
    Ready bench;
    bench.fault("2207", FaultKind::Forget, {}, /*acts=*/true, 5'000);
    const Said settled = bench.ask("2207", bench.input);
    const std::string find = bench.revokeInput(member(settled.output, "setlinfo.setl_id"), bench.visit_id, kZhao);
    bench.clock.advance(4'999ms);
    BOOST_TEST(bench.codeOf("5203", find) == "2301");
    bench.clock.advance(1ms);
    BOOST_TEST(bench.codeOf("5203", find) == "0");
    const auto order = bench.uploaded(kZhao, "ORD-1");
    bench.fault("pay_order", FaultKind::Forget);
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(order, kZhao)) == "0");
    BOOST_TEST(bench.mobileCode("query_order_info", bench.queryData(order, kZhao)) == "2301");
}

BOOST_AUTO_TEST_CASE(an_answer_can_be_signed_wrongly_or_not_at_all) {
    Ready bench(sealedSettings());
    const auto key = sim::Sm2Key::fromPublicPem(dataFile("keys/insurer_public.pem"), "key");
    for (const char* how : {"other", "missing"}) {
        bench.fault("2206", FaultKind::BadSignature, how);
        const std::string body = bench.postCall("2206", bench.input).body;
        BOOST_TEST(member(body, "infcode") == "0");
        BOOST_TEST(!key->verify(member(body, "inf_refmsgid") + "0" + member(body, "output"), member(body, "cainfo")), how);
        BOOST_TEST((member(body, "cainfo") == "") == (std::string_view(how) == "missing"));
    }
    bench.fault("revoke_order", FaultKind::BadSignature, "missing");
    const std::string mobile =
        bench.postMobile("revoke_order", object({{"payOrdId", "x"}, {"payToken", "x"}, {"orgCodg", kHospital}})).body;
    BOOST_TEST(member(mobile, "code") == "2301");
    BOOST_TEST(member(mobile, "signData") == "");
}

BOOST_AUTO_TEST_CASE(what_stands_in_front_of_the_insurer_answers_in_its_place) {
    Ready bench;
    const auto under = [&](FaultKind kind) {
        bench.fault("2206", kind);
        return bench.postCall("2206", bench.input);
    };
    BOOST_TEST(under(FaultKind::HttpError).status == 500);
    BOOST_TEST(under(FaultKind::HtmlPage).body.starts_with("<html>"));
    BOOST_TEST(under(FaultKind::EmptyAnswer).body == "");
    BOOST_TEST(under(FaultKind::PlainText).body == "system busy");
    BOOST_TEST(under(FaultKind::StackTrace).body.starts_with("java."));
    BOOST_TEST(member(under(FaultKind::CutAnswer).body, "infcode") == "(no JSON)");
    BOOST_TEST(!hub::core::isUtf8(under(FaultKind::WrongCharset).body));
}

BOOST_AUTO_TEST_CASE(an_answer_can_come_twice) {
    Ready bench;
    bench.fault("2207", FaultKind::AnswerTwice);
    tests::RawClient client(bench.port);
    client.send(bench.bytes());
    const tests::RawAnswer first = client.read();
    BOOST_TEST(member(first.body, "infcode") == "0");
    BOOST_TEST(client.read().body == first.body);
    BOOST_TEST(bench.rows("settlement") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
