#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_ehealth_card/bench.h"

using namespace tests::ehealth_card;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(voucher)

BOOST_AUTO_TEST_CASE(a_voucher_tells_who_is_present) {
    Bench bench;
    const std::string code = bench.shown(kWang, "voucher");
    BOOST_TEST(code.size() == 28);
    BOOST_TEST(code.find_first_not_of("0123456789") == std::string::npos);
    const std::string answer = bench.decode(code);
    const auto data = [&](const std::string& name) { return member(answer, "data." + name); };
    BOOST_TEST(member(answer, "code") == "0");
    BOOST_TEST(data("userName") == "王珅");
    BOOST_TEST(data("idType") == "01");
    BOOST_TEST(data("idNo") == kWang);
    BOOST_TEST(data("gender") == "2");
    BOOST_TEST(data("birthday") == "1981-04-04");
    BOOST_TEST(data("ecToken").size() == 32);
    BOOST_TEST(data("insuOrg") == "379999");
    BOOST_TEST(data("ecQrCode") == code);
    BOOST_TEST(data("ecIndexNo") != "(absent)");
    BOOST_TEST(data("chnlId") != "(absent)");
    BOOST_TEST(member(bench.decode(bench.shown(kLi, "voucher")), "data.gender") == "1");
}

BOOST_AUTO_TEST_CASE(a_voucher_works_once_and_within_sixty_seconds) {
    Bench bench;
    const auto codeOf = [&](const std::string& code) { return member(bench.decode(code), "code"); };
    const std::string used = bench.shown(kLi, "voucher");
    const std::string late = bench.shown(kLi, "voucher");
    BOOST_TEST(used != late);
    bench.clock.advance(59'999ms);
    BOOST_TEST(codeOf(used) == "0");
    BOOST_TEST(codeOf(used) == "3");
    bench.clock.advance(1ms);
    BOOST_TEST(codeOf(used) == "3");
    BOOST_TEST(codeOf(late) == "2");
    BOOST_TEST(codeOf("0000000000000000000000000000") == "1");
}

BOOST_AUTO_TEST_CASE(the_service_fails_where_a_member_is_missing_and_uses_nothing_up) {
    Bench bench;
    const std::string code = bench.shown(kLi, "voucher");
    const auto asked = [&](const std::string& body) {
        const tests::RawAnswer answer = bench.post("/ecard/decode", body);
        BOOST_TEST(answer.status == 200);
        BOOST_TEST(member(answer.body, "code") == "-1");
        return member(answer.body, "message").substr(std::string("缺少或不正确：").size());
    };
    const auto without = [&](const std::string& part, const std::string& instead) {
        std::string body = bench.voucherRequest(code);
        body.replace(body.find(part), part.size(), instead);
        return asked(body);
    };
    BOOST_TEST(without("ec.query", "ec.pay") == "transType");
    BOOST_TEST(without("ORG1", "") == "orgId");
    BOOST_TEST(without("\"data\"", "\"date\"") == "data");
    BOOST_TEST(without(code, "") == "ecQrCode");
    BOOST_TEST(without("01101", "01105") == "businessType");
    BOOST_TEST(without("operatorId", "operator") == "operatorId");
    BOOST_TEST(without("deviceType", "device") == "deviceType");
    BOOST_TEST(asked("hello") == "data");
    BOOST_TEST(member(bench.decode(code), "code") == "0");
}

BOOST_AUTO_TEST_CASE(every_business_a_voucher_is_for_is_taken) {
    Bench bench;
    for (const char* type : {"01101", "01102", "01103", "01104", "01201", "01203", "01204", "01301", "01302"})
        BOOST_TEST(member(bench.post("/ecard/decode", bench.voucherRequest(bench.shown(kLi, "voucher"), type)).body, "code") == "0", type);
}

BOOST_AUTO_TEST_SUITE_END()
