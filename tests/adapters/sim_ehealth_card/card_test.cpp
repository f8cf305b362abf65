// Who is who, whose card it is, and codes of cards.
#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_ehealth_card/bench.h"

using namespace tests::ehealth_card;
using namespace std::chrono_literals;

namespace {

std::string resultOf(std::string_view answer) { return member(answer, "commonOut.resultCode"); }

std::string verified(Bench& bench, std::string_view name, std::string_view type, std::string_view number) {
    return member(bench.call("verifyRealName", object({{"name", name}, {"idType", type}, {"idNumber", number}})), "rsp.verifyResult");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(card)

BOOST_AUTO_TEST_CASE(a_name_is_the_same_differs_or_is_unknown) {
    Bench bench;
    BOOST_TEST(verified(bench, "李玕", "01", kLi) == "1");
    BOOST_TEST(verified(bench, "李干", "01", kLi) == "2");
    BOOST_TEST(verified(bench, "李玕", "03", kLi) == "3");
    BOOST_TEST(verified(bench, "李玕", "01", "379999198003039138") == "3");
}

BOOST_AUTO_TEST_CASE(members_of_a_request_are_checked_by_name) {
    Bench bench;
    const auto lacks = [&](std::string_view method, Texts req) {
        const std::string answer = bench.call(method, object(req));
        BOOST_TEST(resultOf(answer) == "1004");
        return member(answer, "commonOut.errMsg").substr(std::string("缺少或不正确：").size());
    };
    BOOST_TEST(lacks("getAppToken", {{"appId", ""}}) == "appId");
    BOOST_TEST(lacks("verifyRealName", {{"idType", "01"}, {"idNumber", kLi}}) == "name");
    BOOST_TEST(lacks("verifyRealName", {{"name", "李玕"}, {"idType", "11"}, {"idNumber", kLi}}) == "idType");
    BOOST_TEST(lacks("verifyRealName", {{"name", "李玕"}, {"idType", "99"}}) == "idNumber");
    BOOST_TEST(lacks("registerHealthCard",
                     {{"name", "李玕"}, {"idType", "01"}, {"idNumber", kLi}, {"gender", "男"}, {"birthday", "19800303"}}) == "birthday");
    BOOST_TEST(lacks("registerHealthCard",
                     {{"name", "李玕"}, {"idType", "01"}, {"idNumber", kLi}, {"gender", "1"}, {"birthday", "1980-03-03"}}) == "gender");
    BOOST_TEST(lacks("getDynamicQRCode", {{"idType", "01"}, {"idNumber", kLi}, {"codeType", "0"}}) == "healthCardId");
    BOOST_TEST(lacks("getDynamicQRCode", {{"healthCardId", "x"}, {"idType", "01"}, {"idNumber", kLi}, {"codeType", "1"}}) == "codeType");
    BOOST_TEST(lacks("getHealthCardByQRCode", {{"useScene", "01101"}}) == "qrCodeText");
    BOOST_TEST(lacks("getHealthCardByQRCode", {{"qrCodeText", "x"}, {"useScene", "01105"}}) == "useScene");
}

BOOST_AUTO_TEST_CASE(registering_again_answers_with_the_same_card) {
    Bench bench;
    const std::string first = bench.call("registerHealthCard", bench.registration("李玕", kLi));
    const std::string id = member(first, "rsp.healthCardId");
    BOOST_TEST(id.size() == 64);
    BOOST_TEST(id.find_first_not_of("0123456789abcdef") == std::string::npos);
    BOOST_TEST(member(first, "rsp.qrCodeText") == id + ":1");
    BOOST_TEST(member(first, "rsp.phid") != "");
    BOOST_TEST(bench.cardOfLi() == id);
    BOOST_TEST(member(bench.call("registerHealthCard", bench.registration("王珅", kWang)), "rsp.healthCardId") != id);
    BOOST_TEST(bench.rows("card") == 2);
}

BOOST_AUTO_TEST_CASE(no_card_is_made_of_a_name_and_number_that_do_not_belong_together) {
    Bench bench;
    BOOST_TEST(bench.codeOf("registerHealthCard", bench.registration("李干", kLi)) == "3001");
    BOOST_TEST(bench.codeOf("registerHealthCard", bench.registration("李玕", "379999198003039138")) == "3001");
    bench.cardOfLi();
    BOOST_TEST(bench.codeOf("registerHealthCard", bench.registration("李干", kLi)) == "3001");
    BOOST_TEST(bench.rows("card") == 1);
}

BOOST_AUTO_TEST_CASE(a_static_code_tells_whose_card_it_is_as_often_as_it_is_asked) {
    Bench bench;
    const std::string id = bench.cardOfLi();
    for (int i = 0; i < 2; ++i) {
        const std::string answer = bench.byCode(id + ":1");
        BOOST_TEST(resultOf(answer) == "0");
        const auto card = [&](const std::string& name) { return member(answer, "rsp.card." + name); };
        BOOST_TEST(card("name") == "李玕");
        BOOST_TEST(card("gender") == "男");
        BOOST_TEST(card("birthday") == "1980-03-03");
        BOOST_TEST(card("idType") == "01");
        BOOST_TEST(card("idNumber") == kLi);
        BOOST_TEST(card("phone1") == "13800000000");
        BOOST_TEST(card("address") == "测试路 1 号");
        BOOST_TEST(card("healthCardId") == id);
        BOOST_TEST(card("phid") != "(absent)");
    }
    BOOST_TEST(resultOf(bench.byCode(id)) == "2001");
    BOOST_TEST(resultOf(bench.byCode(id + ":0")) == "2001");
    BOOST_TEST(resultOf(bench.byCode(std::string(64, '0') + ":1")) == "2001");
    BOOST_TEST(resultOf(bench.byCode(":1")) == "2001");
}

BOOST_AUTO_TEST_CASE(a_dynamic_code_is_made_of_a_card_for_its_holder_only) {
    Bench bench;
    const std::string id = bench.cardOfLi();
    const std::string answer = bench.dynamicCode(id, kLi);
    BOOST_TEST(resultOf(answer) == "0");
    BOOST_TEST(member(answer, "rsp.validSeconds") == "60");
    const std::string code = member(answer, "rsp.qrCodeText");
    BOOST_TEST(code.starts_with(id + ":0:"));
    BOOST_TEST(code.ends_with(":SIM0000001"));
    BOOST_TEST(code.size() == 64 + 3 + 32 + 11);
    BOOST_TEST(member(bench.dynamicCode(id, kLi), "rsp.qrCodeText") != code);
    BOOST_TEST(resultOf(bench.dynamicCode(id, kWang)) == "2001");
    BOOST_TEST(resultOf(bench.dynamicCode(std::string(64, '0'), kLi)) == "2001");
    BOOST_TEST(bench.rows("code") == 2);
}

BOOST_AUTO_TEST_CASE(a_dynamic_code_works_once_and_within_sixty_seconds) {
    Bench bench;
    const std::string id = bench.cardOfLi();
    const std::string used = member(bench.dynamicCode(id, kLi), "rsp.qrCodeText");
    const std::string late = member(bench.dynamicCode(id, kLi), "rsp.qrCodeText");
    bench.clock.advance(59'999ms);
    BOOST_TEST(member(bench.byCode(used), "rsp.card.idNumber") == kLi);
    BOOST_TEST(resultOf(bench.byCode(used)) == "2003");
    bench.clock.advance(1ms);
    BOOST_TEST(resultOf(bench.byCode(used)) == "2003");
    BOOST_TEST(resultOf(bench.byCode(late)) == "2002");
    BOOST_TEST(resultOf(bench.byCode(late)) == "2002");
}

BOOST_AUTO_TEST_CASE(a_dynamic_code_that_ends_as_static_ones_do_is_dynamic_all_the_same) {
    const tests::sim::Folder folder;
    const tests::sim::HandClock clock;
    sim::Platform platform(folder.path(), 1, /*app_serial=*/"1", clock);
    const sim::Certificate certificate{"01", "1"};
    BOOST_TEST(platform.addPerson({.name = "李玕", .certificate = certificate, .birthday = {}, .phone = {}}).ok());
    BOOST_TEST(platform.makeCard(certificate).ok());
    const auto code = platform.showCode(certificate, sim::CodeKind::Dynamic);
    BOOST_REQUIRE(code.ok());
    BOOST_TEST(code->text.ends_with(":1"));
    BOOST_TEST(platform.cardByCode(code->text).ok());
    BOOST_TEST((platform.cardByCode(code->text).outcome == sim::Outcome::Used));
}

BOOST_AUTO_TEST_CASE(a_voucher_is_no_code_of_a_card_and_the_other_way_round) {
    Bench bench;
    bench.cardOfLi();
    const std::string voucher = bench.shown(kLi, "voucher");
    const std::string dynamic = bench.shown(kLi, "dynamic");
    BOOST_TEST(resultOf(bench.byCode(voucher)) == "2001");
    BOOST_TEST(member(bench.decode(dynamic), "code") == "1");
    BOOST_TEST(member(bench.decode(voucher), "code") == "0");
    BOOST_TEST(resultOf(bench.byCode(dynamic)) == "0");
}

BOOST_AUTO_TEST_SUITE_END()
