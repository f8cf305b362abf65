// What every request is looked at for before the bank does anything.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "adapters/sim/common/rsa_key.h"
#include "tests/adapters/sim_bank/bench.h"
#include "tests/support/failures.h"

using namespace tests::bank;
using namespace std::chrono_literals;
using hub::core::Error;

namespace {

constexpr const char* kBalance = "/v1/accounts/balance";
constexpr const char* kCreate = "/v1/transfers/create";
constexpr const char* kBody = R"({"account":"9500000000000000001"})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

tests::RawAnswer sent(const Bench& bench, const std::string& bytes) { return tests::RawClient(bench.port).ask(bytes); }

bool isRefused(const tests::RawAnswer& answer) { return answer.status == 401 && answer.header("Bank-Signature").empty(); }

std::string bodyWith(std::string_view member, const std::string& json) {
    std::string body = R"({"number":"NUMBER0001","kind":"give_back","account":"6217","amount":1,"original":"NUMBER0002","summary":"S"})";
    const std::size_t at = body.find("\"" + std::string(member) + "\":");
    BOOST_REQUIRE(at != std::string::npos);
    const std::size_t begin = at + member.size() + 3;
    return body.replace(begin, body.find_first_of(",}", begin) - begin, json);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(envelope)

BOOST_AUTO_TEST_CASE(a_request_that_was_changed_on_its_way_is_refused_unsigned_and_changes_nothing) {
    Bench bench;
    const std::string account = bench.accountOf();
    bench.fund(account, 5000, "FUND000001");
    const std::string body = Wish{.account = account}.json();
    const auto request = [&] { return bench.signedRequest("POST", kCreate, body); };
    for (const auto& [from, to] :
         {std::pair("\"amount\":3625", "\"amount\":3626"), std::pair("POST /v1", "PUT /v1"),
          std::pair("transfers/create", "transfers/find"), std::pair("transfers/create", "transfers/create?a=b"),
          std::pair("Bank-Nonce: NONCE", "Bank-Nonce: nonce"), std::pair("Bank-Time: 1893547800000", "Bank-Time: 1893547800001"),
          std::pair("Bank-Time: 18935", "Bank-Time: +18935"), std::pair("Bank-Time: 1893547800000", "Bank-Time: 1893547800"),
          std::pair("Bank-Client: C000000001", "Bank-Client: C000000002"), std::pair("Bank-Serial: HUBKEY01", "Bank-Serial: HUBKEY02"),
          std::pair("Bank-Signature: ", "Bank-Signature: AAAA"), std::pair("Bank-Signature", "Other"), std::pair("Bank-Nonce", "Other"),
          std::pair("Bank-Time", "Other"), std::pair("Bank-Client", "Other"), std::pair("Bank-Serial", "Other")})
        BOOST_TEST(isRefused(sent(bench, replaced(request(), from, to))), from << " -> " << to);
    BOOST_TEST(bench.rows("transfer") == 1);
    BOOST_TEST(sent(bench, request()).status == 200);
    BOOST_TEST(bench.rows("transfer") == 2);
}

BOOST_AUTO_TEST_CASE(a_time_is_good_for_five_minutes_in_both_directions) {
    Bench bench;
    bench.clock.advance(20min);
    using Row = std::pair<hub::core::Duration, bool>;
    for (const auto& [off, good] : {Row(300s, true), Row(300'001ms, false), Row(-300s, true), Row(-300'001ms, false)}) {
        const std::string request = bench.signedRequest("POST", kBalance, kBody);
        bench.clock.advance(off);
        BOOST_TEST(isRefused(sent(bench, request)) == !good, off.count());
    }
}

BOOST_AUTO_TEST_CASE(the_clock_of_the_books_does_not_make_a_request_old) {
    Bench bench;
    bench.advanceBooks(24h);
    const tests::RawAnswer answer = bench.call("POST", kBalance, kBody);
    BOOST_TEST(answer.header("Bank-Time") == "1893547800000");
    BOOST_TEST(member(answer.body, "at") == "2030-01-03 09:30:00");
}

BOOST_AUTO_TEST_CASE(a_nonce_is_good_once_and_a_refused_request_does_not_use_it_up) {
    Bench bench;
    const std::string request = bench.signedRequest("POST", kBalance, kBody);
    BOOST_TEST(isRefused(sent(bench, replaced(request, "9500", "9501"))));
    BOOST_TEST(sent(bench, request).status == 200);
    BOOST_TEST(isRefused(sent(bench, request)));
    BOOST_TEST(bench.rows("nonce") == 1);
}

BOOST_AUTO_TEST_CASE(a_nonce_has_16_to_64_letters_and_digits) {
    Bench bench;
    const common::RsaKey key = *common::RsaKey::fromPrivatePem(dataFile("keys/client_private.pem"), "client");
    const auto asked = [&](const std::string& nonce) {
        const std::string request = bench.signedRequest("POST", kBalance, kBody);
        const std::string signature = key.sign(fmt::format("POST\n{}\n{}\n{}\n{}\n", kBalance, bench.clock.utc().ms, nonce, kBody));
        const std::size_t at = request.find("Bank-Signature: ") + 16;
        const std::string old_signature = request.substr(at, request.find("\r\n", at) - at);
        return sent(bench, replaced(replaced(request, old_signature, signature), bench.last_nonce, nonce)).status;
    };
    BOOST_TEST(asked(std::string(15, 'a')) == 401);
    BOOST_TEST(asked(std::string(16, 'a')) == 200);
    BOOST_TEST(asked(std::string(64, '9')) == 200);
    BOOST_TEST(asked(std::string(65, '9')) == 401);
    BOOST_TEST(asked(std::string(15, 'a') + "-") == 401);
}

BOOST_AUTO_TEST_CASE(what_the_bank_does_not_know_is_not_understood_and_said_so_signed) {
    Bench bench;
    for (const auto& [method, path] :
         {std::pair("POST", "/v1/accounts/close"), std::pair("POST", "/v2/accounts/open"), std::pair("GET", "/v1/accounts/balance"),
          std::pair("POST", "/v1/statements/2030-01-02"), std::pair("POST", "/v1/statements"), std::pair("GET", "/"),
          std::pair("GET", "/v1/statements/2030-01-02?again"), std::pair("GET", "/v1/statements/20300102"),
          std::pair("GET", "/v1/statements/2030-02-30"), std::pair("GET", "/v1/statements/")})
        BOOST_TEST(codeOf(bench.call(method, path)) == "400 not_valid", method << " " << path);
}

BOOST_AUTO_TEST_CASE(a_member_that_is_wrong_is_named_and_nothing_is_done) {
    Bench bench;
    struct Row {
        const char* member;
        std::string good;
        std::string bad;
    };
    const std::string sixty = [] {
        std::string text;
        for (int i = 0; i < 60; ++i) text += "䶮";
        return text;
    }();
    const auto quoted = [](const std::string& text) { return "\"" + text + "\""; };
    for (const Row& row :
         {Row{"number", quoted("A23456"), quoted("A2345")}, Row{"number", quoted(std::string(32, '1')), quoted(std::string(33, '1'))},
          Row{"number", quoted("NUMBER0001"), quoted("NUMBER-001")}, Row{"number", quoted("NUMBER0001"), "12345678"},
          Row{"kind", quoted("give_back"), quoted("GIVE_BACK")}, Row{"account", quoted("6"), quoted("")}, Row{"amount", "1", "0"},
          Row{"amount", "1", "-1"}, Row{"amount", "1", "1.0"}, Row{"amount", "1", "\"1\""},
          Row{"amount", "999999999999999", "1000000000000000"}, Row{"original", quoted("NUMBER0002"), quoted("")},
          Row{"summary", quoted(sixty), quoted(sixty + "a")}, Row{"summary", quoted(""), quoted("a|b")},
          Row{"summary", quoted(" "), quoted("a\\r\\nb")}, Row{"summary", quoted("a"), quoted("a\\u0000")}}) {
        BOOST_TEST(codeOf(bench.call("POST", kCreate, bodyWith(row.member, row.good))) != "400 not_valid", row.member << " " << row.good);
        const tests::RawAnswer answer = bench.call("POST", kCreate, bodyWith(row.member, row.bad));
        BOOST_TEST(codeOf(answer) == "400 not_valid", row.member << " " << row.bad);
        BOOST_TEST(member(answer.body, "text").starts_with(row.member), answer.body);
    }
    BOOST_TEST(codeOf(bench.call("POST", kCreate, R"({"number":"NUMBER0001"})")) == "400 not_valid");
    BOOST_TEST(codeOf(bench.call("POST", kCreate, "number=NUMBER0001")) == "400 not_valid");
    BOOST_TEST(codeOf(bench.call("POST", kCreate, "[]")) == "400 not_valid");
    BOOST_TEST(codeOf(bench.call("POST", kBalance, R"({"account":"9500000000000000001","more":1})")) == "400 not_valid");
    BOOST_TEST(codeOf(bench.call("POST", kBalance, R"({"account":""})")) == "400 not_valid");
    BOOST_TEST(codeOf(bench.call("POST", "/v1/transfers/find", R"({"number":"SHORT"})")) == "400 not_valid");
    BOOST_TEST(codeOf(bench.call("POST", kCreate, Wish{.kind = "pay", .account = "6217", .original = "NUMBER0002"}.json())) ==
               "400 not_valid");
    BOOST_TEST(bench.rows("transfer") == 0);
}

BOOST_AUTO_TEST_CASE(keys_that_cannot_be_used_are_refused_before_anything_starts) {
    const tests::sim::Folder folder;
    const tests::sim::HandClock clock;
    common::Faults faults(1);
    const auto made = [&](const auto& change) {
        sim::BankSettings settings = goodSettings();
        settings.folder = folder.path();
        change(settings);
        return sim::BankSimulator::make(settings, faults, clock);
    };
    BOOST_TEST(made([](auto&) {}).ok());
    BOOST_TEST(tests::failsWith(made([](auto& s) { s.client.public_key = s.bank.private_key; }), Error::SimNotValid));
    BOOST_TEST(tests::failsWith(made([](auto& s) { s.bank.private_key = s.client.public_key; }), Error::SimNotValid));
    BOOST_TEST(tests::failsWith(made([](auto& s) { s.port = -1; }), Error::SimNotValid));
}

BOOST_AUTO_TEST_SUITE_END()
