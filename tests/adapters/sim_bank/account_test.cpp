#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <tuple>

#include "tests/adapters/sim_bank/bench.h"

using namespace tests::bank;
using namespace std::chrono_literals;

namespace {

constexpr const char* kOpen = "/v1/accounts/open";

std::string opened(Bench& bench, const std::string& body) {
    const tests::RawAnswer answer = bench.call("POST", kOpen, body);
    return answer.status == 200 ? member(answer.body, "account") : codeOf(answer);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(account)

BOOST_AUTO_TEST_CASE(a_person_has_one_account_however_often_it_is_opened) {
    Bench bench;
    const std::string first = opened(bench, bench.openBody("OPEN000001"));
    BOOST_TEST(first.size() == 19);
    BOOST_TEST(first.find_first_not_of("0123456789") == std::string::npos);
    bench.advanceBooks(1h);
    for (const char* number : {"OPEN000001", "OPEN000002"}) {
        const tests::RawAnswer again = bench.call("POST", kOpen, bench.openBody(number));
        BOOST_TEST(member(again.body, "account") == first);
        BOOST_TEST(member(again.body, "opened_at") == "2030-01-02 09:30:00");
    }
    BOOST_TEST(opened(bench, bench.openBody("OPEN000003", "王珅", kWang, kCardOfWang)) != first);
    BOOST_TEST(bench.balanceOf(first) == 0);
}

BOOST_AUTO_TEST_CASE(another_name_and_another_persons_card_are_refused) {
    Bench bench;
    BOOST_TEST(opened(bench, bench.openBody("OPEN000001", "李珏")) == "409 person_differs");
    BOOST_TEST(opened(bench, bench.openBody("OPEN000002", "李玕", kLi, kCardOfWang)) == "409 person_differs");
    BOOST_TEST(opened(bench, bench.openBody("OPEN000003", "测试丁", "379999198706079012", kCardOfLi)) == "409 person_differs");
    BOOST_TEST(opened(bench, bench.openBody("OPEN000004", "李玕", kLi, "6222000000000000009")) == "409 no_such_card");
    BOOST_TEST(opened(bench, replaced(bench.openBody("OPEN000005"), R"("certificate_type":"01")", R"("certificate_type":"03")")) ==
               "409 person_differs");
    BOOST_TEST(bench.rows("account") == 5);  // collection, transit, hospital and two cards
}

BOOST_AUTO_TEST_CASE(a_number_is_taken_by_its_first_request_and_so_is_a_refusal) {
    Bench bench;
    const std::string account = opened(bench, bench.openBody("OPEN000001"));
    for (const auto& [from, to] : {std::pair("13900000003", "13900000004"), std::pair("李玕", "王珅"), std::pair("\"01\"", "\"03\"")})
        BOOST_TEST(opened(bench, replaced(bench.openBody("OPEN000001"), from, to)) == "409 number_used", to);
    BOOST_TEST(opened(bench, bench.openBody("OPEN000001")) == account);
    BOOST_TEST(codeOf(bench.create({.number = "OPEN000001", .account = account})) == "409 number_used");
    BOOST_TEST(codeOf(bench.find("OPEN000001")) == "409 no_such_transfer");

    const std::string early = bench.openBody("OPEN000002", "李玕", kLi, "6222000000000000009");
    BOOST_TEST(opened(bench, early) == "409 no_such_card");
    BOOST_REQUIRE(
        bench
            .control("POST", "cards",
                     fmt::format(R"({{"certificate_type":"01","certificate":"{}","card":"6222000000000000009","state":"good"}})", kLi))
            .status == 200);
    BOOST_TEST(opened(bench, early) == "409 no_such_card");
    BOOST_TEST(opened(bench, replaced(early, "OPEN000002", "OPEN000003")) == account);
}

BOOST_AUTO_TEST_CASE(each_member_is_looked_at_on_both_sides_of_its_border) {
    Bench bench;
    const std::string body = bench.openBody("OPEN000001");
    const std::string sixty(60, 'a');
    const std::string more = sixty + "a";
    for (const auto& [from, to, name] :
         {std::tuple("李玕", "", "name"), std::tuple("李玕", more.c_str(), "name"), std::tuple("李玕", "a|b", "name"),
          std::tuple("\"01\"", "\"02\"", "certificate_type"), std::tuple(kLi.data(), "", "certificate"),
          std::tuple("13900000003", "12345", "phone"), std::tuple("13900000003", "+8613900000003", "phone"),
          std::tuple(kCardOfLi.data(), "62220000000", "linked_card"), std::tuple(kCardOfLi.data(), "62220000000000000011", "linked_card"),
          std::tuple("OPEN000001", "OPEN1", "number")}) {
        const tests::RawAnswer answer = bench.call("POST", kOpen, replaced(body, from, to));
        BOOST_TEST(codeOf(answer) == "400 not_valid", to);
        BOOST_TEST(member(answer.body, "text") == name, to);
    }
    for (const auto& [from, to] : {std::pair("李玕", sixty.c_str()), std::pair("\"01\"", "\"03\""), std::pair("\"01\"", "\"06\""),
                                   std::pair("\"01\"", "\"07\""), std::pair("\"01\"", "\"09\""), std::pair("\"01\"", "\"10\""),
                                   std::pair("13900000003", "123456"), std::pair(kCardOfLi.data(), "622200000000")})
        BOOST_TEST(codeOf(bench.call("POST", kOpen, replaced(body, from, to))) != "400 not_valid", to);
}

BOOST_AUTO_TEST_CASE(only_e_accounts_and_the_collection_account_tell_their_balance) {
    Bench bench;
    const std::string account = bench.accountOf();
    bench.fund(account, 5000, "FUND000001");
    bench.outcomeOf({.account = account, .amount = 1200});
    BOOST_TEST(bench.balanceOf(account) == 3800);
    BOOST_TEST(bench.balanceOf(kCollection) == 1200);
    for (const std::string_view other : {kHospital, kCardOfLi, std::string_view("transit"), std::string_view("6217000000000000099")})
        BOOST_TEST(codeOf(bench.call("POST", "/v1/accounts/balance", fmt::format(R"({{"account":"{}"}})", other))) ==
                   "409 no_such_account");
}

BOOST_AUTO_TEST_SUITE_END()
