// Each fault, over the wire: what the client sees, and what the books hold.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "adapters/sim/common/digest.h"
#include "hub/core/text.h"
#include "tests/adapters/sim_bank/bench.h"

using namespace tests::bank;
using namespace std::chrono_literals;
using common::FaultKind;

namespace {

constexpr const char* kCreate = "/v1/transfers/create";
constexpr hub::core::Duration kPatience = 20s;

struct Funded {
    Funded() : account(bench.accountOf()) { bench.fund(account, 10'000, "FUND000001"); }
    std::string pay(std::string number, std::int64_t amount = 100) const {
        return Wish{.number = std::move(number), .account = account, .amount = amount}.json();
    }

    Bench bench;
    std::string account;
};

/// The lines of a file between its header and its trailer.
std::size_t rowsOf(const tests::RawAnswer& file) {
    std::size_t rows = 0;
    for (std::size_t at = file.body.find("\r\n01|"); at != std::string::npos; at = file.body.find("\r\n01|", at + 2)) ++rows;
    return rows;
}

/// Whether the trailer is that of the lines before it.
bool hashFits(const tests::RawAnswer& file) {
    const std::size_t at = file.body.find("TR|");
    return at != std::string::npos && file.body.substr(at) == "TR|" + common::toHex(common::sha256(file.body.substr(0, at))) + "|\r\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_FIXTURE_TEST_CASE(a_lost_answer_leaves_a_transfer_and_the_repeat_finds_it, Funded) {
    for (const auto& [number, acts] : {std::pair("PAY0000001", true), std::pair("PAY0000002", false)}) {
        bench.fault("transfers/create", FaultKind::Reset, {}, acts);
        tests::RawClient client(bench.port);
        client.send(bench.signedRequest("POST", kCreate, pay(number)));
        BOOST_TEST(client.ended());
        BOOST_TEST(codeOf(bench.find(number)) == (acts ? "200" : "409 no_such_transfer"));
        BOOST_TEST(member(bench.call("POST", kCreate, pay(number)).body, "state") == "done");
    }
    BOOST_TEST(bench.balanceOf(account) == 9800);
}

BOOST_FIXTURE_TEST_CASE(a_bank_that_hangs_has_acted_or_not_as_it_was_told, Funded) {
    int hung = 0;
    for (const auto& [number, acts] : {std::pair("PAY0000001", true), std::pair("PAY0000002", false)}) {
        bench.fault("transfers/create", FaultKind::Hang, {}, acts);
        {
            tests::RawClient client(bench.port);
            client.send(bench.signedRequest("POST", kCreate, pay(number)));
            BOOST_TEST(bench.faults.awaitReached(++hung, kPatience));
        }
        BOOST_TEST(codeOf(bench.find(number)) == (acts ? "200" : "409 no_such_transfer"));
    }
}

BOOST_FIXTURE_TEST_CASE(what_was_sent_arrives_late_and_still_moves_money, Funded) {
    bench.fault("transfers/create", FaultKind::Delay, {}, /*acts=*/false, 30'000);
    tests::RawClient client(bench.port);
    client.send(bench.signedRequest("POST", kCreate, pay("PAY0000001")));
    BOOST_TEST(bench.faultsAreTaken());
    BOOST_TEST(codeOf(bench.find("PAY0000001")) == "409 no_such_transfer");
    bench.clock.advance(30s);
    BOOST_TEST(member(client.read().body, "state") == "done");
    BOOST_TEST(bench.balanceOf(account) == 9900);
}

BOOST_FIXTURE_TEST_CASE(an_answer_can_come_late_or_twice, Funded) {
    bench.fault("transfers/create", FaultKind::Delay, {}, /*acts=*/true, 30'000);
    tests::RawClient late(bench.port);
    late.send(bench.signedRequest("POST", kCreate, pay("PAY0000001")));
    const std::string nonce = bench.last_nonce;
    BOOST_TEST(bench.faults.awaitReached(1, kPatience));
    BOOST_TEST(bench.stateOf("PAY0000001") == "done");
    bench.clock.advance(30s);
    BOOST_TEST(isSigned(late.read(), nonce, bench.clock.utc()));  // it was signed when it left
    bench.fault("transfers/find", FaultKind::AnswerTwice);
    tests::RawClient client(bench.port);
    client.send(bench.signedRequest("POST", "/v1/transfers/find", R"({"number":"PAY0000001"})"));
    const tests::RawAnswer first = client.read();
    BOOST_TEST(isSigned(first, bench.last_nonce, bench.clock.utc()));
    BOOST_TEST(client.read().body == first.body);
}

BOOST_FIXTURE_TEST_CASE(busy_means_that_nothing_was_done, Funded) {
    bench.fault("transfers/create", FaultKind::ProtocolFault);
    BOOST_TEST(codeOf(bench.call("POST", kCreate, pay("PAY0000001"))) == "503 busy");
    BOOST_TEST(codeOf(bench.find("PAY0000001")) == "409 no_such_transfer");
    BOOST_TEST(member(bench.call("POST", kCreate, pay("PAY0000001")).body, "state") == "done");
}

BOOST_FIXTURE_TEST_CASE(the_bank_says_no_with_any_code_though_it_acted, Funded) {
    const auto refusedAs = [&](const char* number, std::optional<std::string> text) {
        bench.fault("transfers/create", FaultKind::Refused, std::move(text));
        return codeOf(bench.call("POST", kCreate, pay(number)));
    };
    BOOST_TEST(refusedAs("PAY0000001", {}) == "409 balance_too_low");
    BOOST_TEST(refusedAs("PAY0000002", "number_used") == "409 number_used");
    BOOST_TEST(refusedAs("PAY0000003", "new_code") == "409 new_code");
    BOOST_TEST(refusedAs("PAY0000004", "not_valid") == "400 not_valid");
    BOOST_TEST(bench.balanceOf(account) == 9600);
}

BOOST_FIXTURE_TEST_CASE(amounts_are_wrong_in_well_signed_answers_and_right_in_the_books, Funded) {
    bench.fault("transfers/create", FaultKind::WrongAmount);
    BOOST_TEST(member(bench.call("POST", kCreate, pay("PAY0000001")).body, "amount") == "101");
    BOOST_TEST(member(bench.find("PAY0000001").body, "amount") == "100");
    bench.fault("accounts/balance", FaultKind::WrongAmount);
    BOOST_TEST(bench.balanceOf(account) == 9901);
    BOOST_TEST(bench.balanceOf(account) == 9900);
    bench.fault("transfers/find", FaultKind::ThirdDecimal);
    BOOST_TEST(bench.find("PAY0000001").body.find("\"amount\":100.125,") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_result_can_be_one_that_nobody_defined_or_be_missing, Funded) {
    bench.fault("transfers/create", FaultKind::OddResult);
    BOOST_TEST(member(bench.call("POST", kCreate, pay("PAY0000001")).body, "state") == "under_review");
    bench.fault("transfers/find", FaultKind::NoResult);
    BOOST_TEST(bench.stateOf("PAY0000001") == "(absent)");
    const auto account_said = [&](FaultKind kind) {
        bench.fault("accounts/open", kind);
        return member(bench.call("POST", "/v1/accounts/open", bench.openBody("OPEN000009")).body, "account");
    };
    BOOST_TEST(account_said(FaultKind::OddResult) == "under_review");
    BOOST_TEST(account_said(FaultKind::NoResult) == "(absent)");
    bench.fault("accounts/balance", FaultKind::NoResult);
    const std::string body = fmt::format(R"({{"account":"{}"}})", account);
    BOOST_TEST(member(bench.call("POST", "/v1/accounts/balance", body).body, "balance") == "(absent)");
}

BOOST_FIXTURE_TEST_CASE(what_was_said_to_be_done_can_be_forgotten_for_a_while_or_for_ever, Funded) {
    bench.fault("transfers/create", FaultKind::Forget, {}, true, 60'000);
    BOOST_TEST(bench.call("POST", kCreate, pay("PAY0000001")).status == 200);
    bench.clock.advance(59'999ms);
    BOOST_TEST(codeOf(bench.find("PAY0000001")) == "409 no_such_transfer");
    bench.clock.advance(1ms);
    BOOST_TEST(bench.stateOf("PAY0000001") == "done");
    bench.fault("transfers/create", FaultKind::Forget);
    BOOST_TEST(bench.call("POST", kCreate, pay("PAY0000002")).status == 200);
    bench.clock.advance(1000h);
    BOOST_TEST(codeOf(bench.find("PAY0000002")) == "409 no_such_transfer");
    BOOST_TEST(member(bench.call("POST", kCreate, pay("PAY0000002")).body, "state") == "done");
    BOOST_TEST(bench.balanceOf(account) == 9800);
}

BOOST_FIXTURE_TEST_CASE(a_signature_can_be_bad_in_five_ways, Funded) {
    const auto found = [&](std::optional<std::string> how) {
        bench.fault("transfers/find", FaultKind::BadSignature, std::move(how));
        const tests::RawAnswer answer = bench.callAnyhow("POST", "/v1/transfers/find", R"({"number":"FUND000001"})");
        BOOST_TEST(answer.status == 200);
        BOOST_TEST(!isSigned(answer, bench.last_nonce, bench.clock.utc()));
        return answer;
    };
    BOOST_TEST(!found({}).header("Bank-Signature").empty());
    BOOST_TEST(found("absent").header("Bank-Time").empty());
    const tests::RawAnswer stale = found("stale");
    BOOST_TEST(isSigned(stale, bench.last_nonce, bench.clock.utc() + -600s));
    BOOST_TEST(found("serial").header("Bank-Serial") != goodSettings().bank.serial);
    const tests::RawAnswer other = found("nonce");
    BOOST_TEST(isSigned(other, std::string(16, 'f'), bench.clock.utc()));
}

BOOST_FIXTURE_TEST_CASE(what_stands_in_front_of_the_bank_answers_in_its_place_unsigned, Funded) {
    int number = 0;
    for (const auto& [kind, status] :
         {std::pair(FaultKind::HtmlPage, 200), std::pair(FaultKind::HttpError, 500), std::pair(FaultKind::EmptyAnswer, 200),
          std::pair(FaultKind::StackTrace, 200), std::pair(FaultKind::PlainText, 200)}) {
        bench.fault("transfers/create", kind);
        const tests::RawAnswer answer = bench.callAnyhow("POST", kCreate, pay(fmt::format("PAGE{:06}", ++number)));
        BOOST_TEST(answer.status == status);
        BOOST_TEST(!hub::core::JsonDocument::parse(answer.body).ok());
        BOOST_TEST(answer.header("Bank-Signature").empty());
        bench.fault("transfers/create", kind, {}, /*acts=*/false);
        bench.callAnyhow("POST", kCreate, pay(fmt::format("NONE{:06}", number)));
    }
    BOOST_TEST(bench.balanceOf(account) == 10'000 - number * 100);
}

BOOST_FIXTURE_TEST_CASE(a_body_can_be_cut_or_in_another_charset, Funded) {
    bench.fault("transfers/find", FaultKind::CutAnswer);
    const tests::RawAnswer cut = bench.callAnyhow("POST", "/v1/transfers/find", R"({"number":"FUND000001"})");
    BOOST_TEST(cut.body.size() == bench.find("FUND000001").body.size() / 2);
    BOOST_TEST(!isSigned(cut, "", bench.clock.utc()));
    bench.fault("transfers/find", FaultKind::WrongCharset);
    const tests::RawAnswer other = bench.find("NOBODY0001");
    BOOST_TEST(!hub::core::isUtf8(other.body));
}

BOOST_FIXTURE_TEST_CASE(a_statement_can_be_wrong_in_ways_that_only_its_own_members_tell, Funded) {
    BOOST_TEST(bench.outcomeOf({.number = "PAY0000001", .account = account, .amount = 3625, .summary = "门诊"}) == "done");
    bench.advanceBooks(16h);
    const auto said = [&](FaultKind kind) {
        bench.fault("statements", kind);
        const tests::RawAnswer answer = bench.statement(kFirstDay);
        BOOST_TEST(answer.status == 200);
        BOOST_TEST(answer.body.starts_with("HD|20300102|C000000001|2|36.2"));
        return answer;
    };
    const tests::RawAnswer right = bench.statement(kFirstDay);
    BOOST_TEST((rowsOf(right) == 2 && hashFits(right)));
    const tests::RawAnswer missing = said(FaultKind::MissingRow);
    BOOST_TEST((rowsOf(missing) == 1 && hashFits(missing)));
    const tests::RawAnswer doubled = said(FaultKind::DoubledRow);
    BOOST_TEST((rowsOf(doubled) == 3 && hashFits(doubled)));
    const tests::RawAnswer totals = said(FaultKind::WrongTotals);
    BOOST_TEST((rowsOf(totals) == 2 && hashFits(totals)));
    BOOST_TEST(totals.body.starts_with("HD|20300102|C000000001|2|36.26|0.00|"));
    const tests::RawAnswer amount = said(FaultKind::WrongAmount);
    BOOST_TEST((rowsOf(amount) == 2 && hashFits(amount)));
    BOOST_TEST(amount.body.find("|top_up|100.01|") != std::string::npos);
    const tests::RawAnswer cut = said(FaultKind::CutFile);
    BOOST_TEST(cut.body == right.body.substr(0, right.body.size() / 2));
    const tests::RawAnswer utf8 = said(FaultKind::WrongCharset);
    BOOST_TEST((hub::core::isUtf8(utf8.body) && hashFits(utf8)));
    BOOST_TEST(utf8.header("Content-Type") == "text/plain; charset=GB18030");
    BOOST_TEST(bench.statement(kFirstDay).body == right.body);
}

BOOST_AUTO_TEST_SUITE_END()
