#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_bank/bench.h"
#include "tests/support/failures.h"

using namespace tests::bank;
using namespace std::chrono_literals;
using hub::core::Error;

namespace {

int posted(const Bench& bench, std::string_view path, std::string_view body) { return bench.control("POST", path, body).status; }

}  // namespace

BOOST_AUTO_TEST_SUITE(control)

BOOST_AUTO_TEST_CASE(the_door_says_what_it_did_and_what_it_has_not) {
    Bench bench;
    BOOST_TEST(bench.control("GET", "health").body == R"({"simulator":"bank","state":"up"})");
    BOOST_TEST(bench.control("GET", "nothing").status == 404);
    BOOST_TEST(bench.control("GET", "books?nothing").status == 404);
    BOOST_TEST(posted(bench, "steal", "{}") == 404);
    BOOST_TEST(posted(bench, "accounts", R"({"account":"6217000000000000099","frozen":true})") == 404);
    BOOST_TEST(posted(bench, "accounts", "{}") != 200);
    BOOST_TEST(posted(bench, "transfers/end", R"({"number":"NOBODY0001","state":"done"})") == 404);
    for (const char* table : {"person", "account", "taken_number", "transfer", "entry", "nonce", "clock", "statement_issue"})
        BOOST_TEST(bench.control("GET", "books").body.find("\"" + std::string(table) + "\":[") != std::string::npos, table);
}

BOOST_AUTO_TEST_CASE(people_and_cards_are_those_that_could_be) {
    Bench bench;
    const auto person = [&](std::string_view name, std::string_view type, std::string_view certificate) {
        return posted(bench, "people",
                      fmt::format(R"({{"name":"{}","certificate_type":"{}","certificate":"{}"}})", name, type, certificate));
    };
    BOOST_TEST(person("测试戊", "03", "E00000001") == 200);
    BOOST_TEST(person("", "03", "E00000001") == 422);
    BOOST_TEST(person("测试戊", "02", "E00000001") == 422);
    BOOST_TEST(person("测试戊", "03", "") == 422);
    const auto card = [&](std::string_view type, std::string_view certificate, std::string_view number, std::string_view limit = "1") {
        return posted(bench, "cards",
                      fmt::format(R"({{"certificate_type":"{}","certificate":"{}","card":"{}","state":"good","limit_fen":{}}})", type,
                                  certificate, number, limit));
    };
    BOOST_TEST(card("03", "E00000001", "622200000001") == 200);
    BOOST_TEST(card("03", "E00000001", "6222000000000000010") == 200);
    BOOST_TEST(card("03", "E00000001", "62220000000") == 422);
    BOOST_TEST(card("03", "E00000001", "62220000000000000100") == 422);
    BOOST_TEST(card("03", "E00000001", "6222000000000000010", "-1") == 422);
    BOOST_TEST(card("03", "E00000002", "6222000000000000011") == 404);
    BOOST_TEST(card("03", "E00000001", kCardOfLi) == 409);
    BOOST_TEST(posted(bench, "cards", R"({"certificate_type":"03","certificate":"E00000001","card":"622200000001","state":"lost"})") !=
               200);
}

BOOST_AUTO_TEST_CASE(a_person_is_called_as_said_last) {
    Bench bench;
    BOOST_TEST(posted(bench, "people", fmt::format(R"({{"name":"李珏","certificate_type":"01","certificate":"{}"}})", kLi)) == 200);
    BOOST_TEST(codeOf(bench.call("POST", "/v1/accounts/open", bench.openBody("OPEN000001", "李玕"))) == "409 person_differs");
    BOOST_TEST(codeOf(bench.call("POST", "/v1/accounts/open", bench.openBody("OPEN000002", "李珏"))) == "200");
}

BOOST_AUTO_TEST_CASE(a_transfer_is_ended_by_hand_once_and_only_as_transfers_end) {
    Bench bench;
    const std::string account = bench.accountOf();
    for (const char* number : {"TOPUP00001", "TOPUP00002"})
        BOOST_TEST(bench.outcomeOf({.number = number, .kind = "top_up", .account = account, .amount = 100}) == "accepted");
    const auto end = [&](const char* number, const char* rest) {
        return posted(bench, "transfers/end", fmt::format(R"({{"number":"{}",{}}})", number, rest));
    };
    BOOST_TEST(end("TOPUP00001", R"("state":"accepted")") == 422);
    BOOST_TEST(end("TOPUP00001", R"("state":"rejected")") == 422);
    BOOST_TEST(end("TOPUP00001", R"("state":"rejected","reason":"mood")") == 422);
    BOOST_TEST(end("TOPUP00001", R"("state":"done","reason":"limit")") == 422);
    BOOST_TEST(end("TOPUP00001", R"("state":"done")") == 200);
    BOOST_TEST(end("TOPUP00001", R"("state":"done")") == 409);
    BOOST_TEST(end("TOPUP00002", R"("state":"rejected","reason":"card_refused")") == 200);
    bench.advanceBooks(2s);
    BOOST_TEST(bench.stateOf("TOPUP00002") == "rejected");
    BOOST_TEST(bench.balanceOf(account) == 100);
}

BOOST_AUTO_TEST_CASE(the_clock_of_the_books_goes_ahead_only_and_ten_years_at_most) {
    Bench bench;
    BOOST_TEST(bench.control("GET", "clock").body == R"({"at":"2030-01-02 09:30:00","bank_day":"2030-01-02"})");
    BOOST_TEST(posted(bench, "clock", R"({"advance_ms":0})") == 422);
    BOOST_TEST(posted(bench, "clock", R"({"advance_ms":-1})") == 422);
    BOOST_TEST(bench.control("POST", "clock", R"({"advance_ms":48600000})").body ==
               R"({"at":"2030-01-02 23:00:00","bank_day":"2030-01-03"})");
    const std::int64_t rest = std::chrono::milliseconds(24h * 3660).count() - 48'600'000;
    BOOST_TEST(posted(bench, "clock", fmt::format(R"({{"advance_ms":{}}})", rest + 1)) == 422);
    BOOST_TEST(posted(bench, "clock", fmt::format(R"({{"advance_ms":{}}})", rest)) == 200);
    BOOST_TEST(posted(bench, "clock", R"({"advance_ms":9223372036854775807})") == 422);
}

BOOST_AUTO_TEST_CASE(settings_are_checked_at_both_sides_of_each_border) {
    const auto checked = [](const auto& change) {
        sim::BankSettings settings = goodSettings();
        change(settings);
        return sim::check(settings);
    };
    const auto isGood = [&](const auto& change) { return checked(change).ok(); };
    const auto isBad = [&](const auto& change) { return tests::failsWith(checked(change), Error::SimNotValid); };
    BOOST_TEST(isGood([](auto& s) { s.port = 65535; }));
    BOOST_TEST(isBad([](auto& s) { s.port = 65536; }));
    BOOST_TEST(isGood([](auto& s) { s.client.number = std::string(32, '1'); }));
    BOOST_TEST(isBad([](auto& s) { s.client.number = std::string(33, '1'); }));
    BOOST_TEST(isBad([](auto& s) { s.client.number = ""; }));
    BOOST_TEST(isBad([](auto& s) { s.client.number = "C|1"; }));
    BOOST_TEST(isBad([](auto& s) { s.client.serial = ""; }));
    BOOST_TEST(isBad([](auto& s) { s.bank.serial = ""; }));
    BOOST_TEST(isBad([](auto& s) { s.client.collection_account = "950000000000000001"; }));
    BOOST_TEST(isBad([](auto& s) { s.client.collection_account = "6217000000000000001"; }));
    BOOST_TEST(isBad([](auto& s) { s.hospitals.push_back(s.hospitals.front()); }));
    BOOST_TEST(isBad([](auto& s) { s.hospitals.front().account = s.client.collection_account; }));
    BOOST_TEST(isBad([](auto& s) { s.limits.transfer = hub::core::Money(); }));
    BOOST_TEST(isGood([](auto& s) { s.limits.day = hub::core::Money::fromFen(1); }));
    BOOST_TEST(isBad([](auto& s) { s.limits.day = hub::core::Money(); }));
    BOOST_TEST(isGood([](auto& s) { s.pace = {0, 86'400'000}; }));
    BOOST_TEST(isBad([](auto& s) { s.pace = {0, 86'400'001}; }));
    BOOST_TEST(isBad([](auto& s) { s.pace = {2, 1}; }));
    BOOST_TEST(isBad([](auto& s) { s.pace = {-1, 1}; }));
}

BOOST_AUTO_TEST_SUITE_END()
