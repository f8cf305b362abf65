#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_ehealth_card/bench.h"
#include "tests/support/failures.h"

using namespace tests::ehealth_card;
using hub::core::Error;

namespace {

std::string person(std::string_view name, std::string_view type, std::string_view number) {
    return object({{"name", name}, {"idType", type}, {"idNumber", number}, {"gender", "女"}, {"birthday", "1990-01-01"}, {"phone", ""}});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(control)

BOOST_AUTO_TEST_CASE(a_person_added_again_is_as_said_last) {
    Bench bench;
    BOOST_TEST(bench.control("POST", "people", person("李改", "01", kLi)).status == 200);
    BOOST_TEST(bench.rows("person") == 3);
    const auto verified = [&](std::string_view name) {
        return member(bench.call("verifyRealName", object({{"name", name}, {"idType", "01"}, {"idNumber", kLi}})), "rsp.verifyResult");
    };
    BOOST_TEST(verified("李改") == "1");
    BOOST_TEST(verified("李玕") == "2");
    BOOST_TEST(bench.control("POST", "people", person("李改", "03", kLi)).status == 200);
    BOOST_TEST(bench.rows("person") == 4);
}

BOOST_AUTO_TEST_CASE(people_who_cannot_be_are_refused) {
    Bench bench;
    BOOST_TEST(bench.control("POST", "people", person("", "01", "1")).status == 422);
    BOOST_TEST(bench.control("POST", "people", person("李", "10", "1")).status == 200);
    BOOST_TEST(bench.control("POST", "people", person("李", "11", "1")).status == 422);
    BOOST_TEST(bench.control("POST", "people", person("李", "00", "1")).status == 422);
    BOOST_TEST(bench.control("POST", "people", person("李", "99", "1")).status == 200);
    BOOST_TEST(bench.control("POST", "people", person("李", "01", "")).status == 422);
    BOOST_TEST(bench.control("POST", "people", "{}").status != 200);
    BOOST_TEST(bench.rows("person") == 5);
}

BOOST_AUTO_TEST_CASE(a_card_made_by_hand_is_the_one_an_application_registers) {
    Bench bench;
    const std::string li = object({{"idType", "01"}, {"idNumber", kLi}});
    const std::string made = bench.control("POST", "cards", li).body;
    BOOST_TEST(member(made, "healthCardId") == bench.cardOfLi());
    BOOST_TEST(member(made, "qrCodeText") == bench.shown(kLi, "static"));
    BOOST_TEST(member(bench.byCode(bench.shown(kLi, "static")), "rsp.card.phone1") == "13900000003");
    BOOST_TEST(bench.control("POST", "cards", object({{"idType", "01"}, {"idNumber", "1"}})).status == 404);
}

BOOST_AUTO_TEST_CASE(codes_are_shown_of_people_who_have_them) {
    Bench bench;
    const auto status = [&](std::string_view number, std::string_view kind) {
        return bench.control("POST", "codes", object({{"idType", "01"}, {"idNumber", number}, {"kind", kind}})).status;
    };
    BOOST_TEST(status(kLi, "static") == 409);
    BOOST_TEST(status(kLi, "dynamic") == 409);
    BOOST_TEST(status(kLi, "voucher") == 200);
    bench.cardOfLi();
    BOOST_TEST(status(kLi, "dynamic") == 200);
    BOOST_TEST(status(kUnknown, "voucher") == 409);
    BOOST_TEST(status("1", "voucher") == 404);
    BOOST_TEST(status(kLi, "paper") != 200);
    const auto answer = [&](std::string_view kind) {
        return bench.control("POST", "codes", object({{"idType", "01"}, {"idNumber", kLi}, {"kind", kind}})).body;
    };
    BOOST_TEST(member(answer("voucher"), "expires_at_ms") == std::to_string(bench.clock.utc().ms + 60'000));
    BOOST_TEST(member(answer("static"), "expires_at_ms") == "(absent)");
}

BOOST_AUTO_TEST_CASE(what_was_asked_is_in_the_books_with_its_result) {
    Bench bench;
    bench.call("verifyRealName", object({{"name", "李玕"}, {"idType", "01"}, {"idNumber", kLi}}), "no token");
    bench.decode("1");
    const std::string calls = bench.control("GET", "books?call").body;
    const auto document = hub::core::JsonDocument::parse(calls);
    BOOST_REQUIRE(document->root().member("call")->size() == 2);
    const auto text = [&](std::size_t row, std::string_view name) {
        return std::string(*document->root().member("call")->at(row).member(name)->string());
    };
    BOOST_TEST(text(0, "method") == "verifyRealName");
    BOOST_TEST(text(0, "request_id") == "00000000000000000000000000000001");
    BOOST_TEST(text(0, "caller") == "H0001");
    BOOST_TEST(text(0, "result") == "1002");
    BOOST_TEST(text(0, "body").find("no token") != std::string::npos);
    BOOST_TEST(text(1, "method") == "ec.query");
    BOOST_TEST(text(1, "caller") == "ORG1");
    BOOST_TEST(text(1, "result") == "1");
    for (const char* table : {"person", "card", "code", "token", "call"})
        BOOST_TEST(bench.control("GET", "books").body.find("\"" + std::string(table) + "\":[") != std::string::npos, table);
    BOOST_TEST(bench.control("GET", "books?nothing").status == 404);
}

BOOST_AUTO_TEST_CASE(the_door_has_no_other_paths) {
    Bench bench;
    BOOST_TEST(bench.control("GET", "health").body == R"({"simulator":"ehealth_card","state":"up"})");
    BOOST_TEST(bench.control("POST", "nobody", "{}").status == 404);
    BOOST_TEST(bench.control("GET", "people").status == 404);
}

BOOST_AUTO_TEST_CASE(settings_are_checked_at_both_sides_of_each_border) {
    const auto with = [](const auto& change) {
        sim::EhealthCardSettings settings = goodSettings();
        change(settings);
        return sim::check(settings);
    };
    const auto refused = [&](const auto& change) { return tests::failsWith(with(change), Error::SimNotValid); };
    BOOST_TEST(with([](auto& s) { s.port = 65535; }).ok());
    BOOST_TEST(refused([](auto& s) { s.port = 65536; }));
    BOOST_TEST(refused([](auto& s) { s.port = -1; }));
    BOOST_TEST(refused([](auto& s) { s.app = ""; }));
    BOOST_TEST(refused([](auto& s) { s.app_secret = ""; }));
    BOOST_TEST(refused([](auto& s) { s.app_serial = ""; }));
    BOOST_TEST(refused([](auto& s) { s.app_serial = "1:1"; }));
    BOOST_TEST(refused([](auto& s) { s.insured_area = "37999"; }));
    BOOST_TEST(refused([](auto& s) { s.insured_area = "37999X"; }));
}

BOOST_AUTO_TEST_SUITE_END()
