// Each fault, over the wire: what the caller sees, and what the books hold.
#include <boost/test/unit_test.hpp>

#include "hub/core/text.h"
#include "tests/adapters/sim_ehealth_card/bench.h"

using namespace tests::ehealth_card;
using namespace std::chrono_literals;
using common::FaultKind;

namespace {

constexpr hub::core::Duration kPatience = 20s;
constexpr const char* kVerify = "/healthcard/verifyRealName";

std::string verification(Bench& bench) { return bench.request(object({{"name", "李玕"}, {"idType", "01"}, {"idNumber", kLi}})); }

std::string decodeRequest(Bench& bench, const std::string& code) {
    const std::string body = bench.voucherRequest(code);
    return "POST /ecard/decode HTTP/1.1\r\nHost: sim\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(a_lost_answer_has_used_the_code_up_or_not_as_it_was_told) {
    for (const FaultKind kind : {FaultKind::Reset, FaultKind::Hang}) {
        for (const bool acts : {true, false}) {
            Bench bench;
            const std::string code = bench.shown(kLi, "voucher");
            bench.fault("ec.query", kind, {}, acts);
            {
                tests::RawClient client(bench.port);
                client.send(decodeRequest(bench, code));
                BOOST_TEST(bench.faults.awaitReached(1, kPatience));
                if (kind == FaultKind::Reset) BOOST_TEST(client.ended());
            }
            BOOST_TEST(bench.rows("call") == (acts ? 1U : 0U));
            BOOST_TEST(member(bench.decode(code), "code") == (acts ? "3" : "0"));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_late_answer_is_to_a_code_used_before_it_and_a_late_effect_finds_it_expired) {
    Bench bench;
    const std::string early = bench.shown(kLi, "voucher");
    bench.fault("ec.query", FaultKind::Delay, {}, /*acts=*/true, 60'000);
    tests::RawClient client(bench.port);
    client.send(decodeRequest(bench, early));
    BOOST_TEST(bench.faults.awaitReached(1, kPatience));
    bench.clock.advance(60s);
    BOOST_TEST(member(client.read().body, "code") == "0");

    const std::string late = bench.shown(kLi, "voucher");
    bench.fault("ec.query", FaultKind::Delay, {}, /*acts=*/false, 60'000);
    tests::RawClient other(bench.port);
    other.send(decodeRequest(bench, late));
    BOOST_TEST(bench.faultsAreTaken());
    bench.clock.advance(60s);
    BOOST_TEST(member(other.read().body, "code") == "2");
}

BOOST_AUTO_TEST_CASE(busy_means_that_nothing_was_done) {
    Bench bench;
    const std::string voucher = bench.shown(kLi, "voucher");
    bench.fault("ec.query", FaultKind::ProtocolFault);
    BOOST_TEST(member(bench.decode(voucher), "code") == "-1");
    BOOST_TEST(member(bench.decode(voucher), "code") == "0");
    bench.fault("registerHealthCard", FaultKind::ProtocolFault);
    BOOST_TEST(bench.codeOf("registerHealthCard", bench.registration("李玕", kLi)) == "9999");
    BOOST_TEST(bench.rows("card") == 0);
}

BOOST_AUTO_TEST_CASE(a_refusal_says_any_code_though_it_acted) {
    Bench bench;
    bench.fault("registerHealthCard", FaultKind::Refused);
    BOOST_TEST(bench.codeOf("registerHealthCard", bench.registration("李玕", kLi)) == "2001");
    BOOST_TEST(bench.rows("card") == 1);
    const auto refusedAs = [&](std::string code) {
        bench.fault("verifyRealName", FaultKind::Refused, std::move(code), /*acts=*/false);
        return bench.post(kVerify, verification(bench)).body;
    };
    BOOST_TEST(member(refusedAs("9999"), "commonOut.resultCode") == "9999");
    BOOST_TEST(refusedAs("-7").find(R"("resultCode":-7,)") != std::string::npos);
    BOOST_TEST(refusedAs("no").find(R"("resultCode":"no",)") != std::string::npos);
    BOOST_TEST(refusedAs("-").find(R"("resultCode":"-",)") != std::string::npos);
    bench.fault("ec.query", FaultKind::Refused);
    BOOST_TEST(member(bench.decode(bench.shown(kLi, "voucher")), "code") == "1");
}

BOOST_AUTO_TEST_CASE(a_result_can_be_one_that_nobody_defined_or_be_missing) {
    Bench bench;
    bench.fault("verifyRealName", FaultKind::OddResult);
    BOOST_TEST(member(bench.post(kVerify, verification(bench)).body, "commonOut.resultCode") == "7777");
    bench.fault("verifyRealName", FaultKind::NoResult);
    BOOST_TEST(member(bench.post(kVerify, verification(bench)).body, "commonOut.resultCode") == "(absent)");
    bench.fault("ec.query", FaultKind::OddResult);
    BOOST_TEST(member(bench.decode(bench.shown(kLi, "voucher")), "code") == "7777");
    bench.fault("ec.query", FaultKind::NoResult);
    BOOST_TEST(member(bench.decode(bench.shown(kLi, "voucher")), "code") == "(absent)");
}

BOOST_AUTO_TEST_CASE(an_answer_can_be_to_another_request) {
    Bench bench;
    bench.fault("verifyRealName", FaultKind::BadSignature);
    const std::string other = bench.post(kVerify, verification(bench)).body;
    BOOST_TEST(member(other, "commonOut.requestId") == std::string(32, 'f'));
    BOOST_TEST(member(other, "rsp.verifyResult") == "1");
}

BOOST_AUTO_TEST_CASE(an_answer_can_come_twice) {
    Bench bench;
    bench.fault("ec.query", FaultKind::AnswerTwice);
    tests::RawClient client(bench.port);
    client.send(decodeRequest(bench, bench.shown(kLi, "voucher")));
    const tests::RawAnswer first = client.read();
    BOOST_TEST(member(first.body, "code") == "0");
    BOOST_TEST(client.read().body == first.body);
    BOOST_TEST(bench.rows("call") == 1);
}

BOOST_AUTO_TEST_CASE(what_stands_in_front_of_the_platform_answers_in_its_place) {
    Bench bench;
    const auto under = [&](FaultKind kind, std::optional<std::string> text = {}) {
        bench.fault("verifyRealName", kind, std::move(text));
        return bench.post(kVerify, verification(bench));
    };
    BOOST_TEST(under(FaultKind::HttpError).status == 500);
    const tests::RawAnswer html = under(FaultKind::HtmlPage);
    BOOST_TEST(html.status == 200);
    BOOST_TEST(html.body.starts_with("<html>"));
    BOOST_TEST(under(FaultKind::EmptyAnswer).body == "");
    BOOST_TEST(under(FaultKind::PlainText).body == "system busy");
    BOOST_TEST(under(FaultKind::PlainText, "no").body == "no");
    BOOST_TEST(under(FaultKind::StackTrace).body.starts_with("java."));
    BOOST_TEST(member(under(FaultKind::CutAnswer).body, "rsp") == "(no JSON)");
}

BOOST_AUTO_TEST_CASE(names_can_come_in_bytes_that_are_not_utf8) {
    Bench bench;
    const std::string code = bench.shown(kLi, "voucher");
    bench.fault("ec.query", FaultKind::WrongCharset);
    const tests::RawAnswer answer = bench.post("/ecard/decode", bench.voucherRequest(code));
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(!answer.body.empty());
    BOOST_TEST(!hub::core::isUtf8(answer.body));
}

BOOST_AUTO_TEST_SUITE_END()
