#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "tests/adapters/sim_bank/bench.h"

using namespace tests::bank;
using namespace std::chrono_literals;

namespace {

void setCard(const Bench& bench, std::string_view state, std::string_view limit = {}) {
    const std::string more = limit.empty() ? "" : fmt::format(R"(,"limit_fen":{})", limit);
    BOOST_REQUIRE(bench
                      .control("POST", "cards",
                               fmt::format(R"({{"certificate_type":"01","certificate":"{}","card":"{}","state":"{}"{}}})", kLi, kCardOfLi,
                                           state, more))
                      .status == 200);
}

/// Of a running bank, an account with 10000 fen, 5000 of them collected.
struct Funded {
    Funded() : account(bench.accountOf()) {
        bench.fund(account, 15'000, "FUND000001");
        BOOST_REQUIRE(bench.outcomeOf(wish("PAY0000001", "pay", 5000)) == "done");
    }
    Wish wish(std::string number, std::string kind, std::int64_t amount, std::string original = {}) const {
        return {
            .number = std::move(number), .kind = std::move(kind), .account = account, .amount = amount, .original = std::move(original)};
    }
    Wish payout(std::string number, std::int64_t amount) const {
        return {.number = std::move(number), .kind = "payout", .account = std::string(kHospital), .amount = amount};
    }

    Bench bench;
    std::string account;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(transfer)

BOOST_FIXTURE_TEST_CASE(a_top_up_moves_nothing_until_it_has_ended, Funded) {
    BOOST_TEST(bench.outcomeOf(wish("TOPUP00001", "top_up", 700)) == "accepted");
    bench.clock.advance(1999ms);
    BOOST_TEST(bench.stateOf("TOPUP00001") == "accepted");
    BOOST_TEST(bench.balanceOf(account) == 10'000);
    bench.clock.advance(1ms);
    BOOST_TEST(bench.stateOf("TOPUP00001") == "done");
    BOOST_TEST(bench.balanceOf(account) == 10'700);
    BOOST_TEST(bench.outcomeOf(wish("TOPUP00001", "top_up", 700)) == "done");
    BOOST_TEST(bench.balanceOf(account) == 10'700);
}

BOOST_FIXTURE_TEST_CASE(a_withdraw_is_out_of_reach_at_once_and_comes_back_when_it_is_rejected, Funded) {
    BOOST_TEST(bench.outcomeOf(wish("DRAW000001", "withdraw", 10'001)) == "409 balance_too_low");
    BOOST_TEST(bench.outcomeOf(wish("DRAW000002", "withdraw", 10'000)) == "accepted");
    BOOST_TEST(bench.balanceOf(account) == 0);
    BOOST_TEST(bench.outcomeOf(wish("PAY0000002", "pay", 1)) == "409 balance_too_low");
    setCard(bench, "closed");
    bench.advanceBooks(2s);
    BOOST_TEST(bench.outcomeOf(wish("DRAW000002", "withdraw", 10'000)) == "rejected card_closed");
    BOOST_TEST(bench.balanceOf(account) == 10'000);
    setCard(bench, "good");
    BOOST_TEST(bench.outcomeOf(wish("DRAW000003", "withdraw", 10'000)) == "accepted");
    bench.advanceBooks(2s);
    BOOST_TEST(bench.stateOf("DRAW000003") == "done");
    BOOST_TEST(bench.balanceOf(account) == 0);
}

BOOST_FIXTURE_TEST_CASE(the_cards_own_bank_says_no_in_three_ways_and_only_at_the_end, Funded) {
    struct Row {
        const char* state;
        const char* limit;
        std::int64_t amount;
        const char* ends;
    };
    int number = 0;
    for (const Row& row : {Row{"closed", "", 100, "rejected card_closed"}, Row{"refused", "", 100, "rejected card_refused"},
                           Row{"good", "100", 101, "rejected limit"}, Row{"good", "100", 100, "done"}, Row{"good", "", 101, "done"}}) {
        for (const char* kind : {"top_up", "withdraw"}) {
            setCard(bench, row.state, row.limit);
            const Wish one = wish(fmt::format("CARD{:06}", ++number), kind, row.amount);
            BOOST_TEST(bench.outcomeOf(one) == "accepted");
            bench.advanceBooks(2s);
            BOOST_TEST(bench.outcomeOf(one) == row.ends, kind << " " << row.state << " " << row.limit);
        }
    }
    BOOST_TEST(bench.balanceOf(account) == 10'000);
}

BOOST_FIXTURE_TEST_CASE(a_pay_ends_at_once_and_an_account_never_goes_below_zero, Funded) {
    BOOST_TEST(bench.outcomeOf(wish("PAY0000002", "pay", 10'001)) == "409 balance_too_low");
    BOOST_TEST(bench.outcomeOf(wish("PAY0000003", "pay", 10'000)) == "done");
    BOOST_TEST(bench.balanceOf(account) == 0);
    BOOST_TEST(bench.balanceOf(kCollection) == 15'000);
}

BOOST_FIXTURE_TEST_CASE(never_more_than_a_pay_is_given_back_in_all, Funded) {
    BOOST_TEST(bench.outcomeOf(wish("BACK000001", "give_back", 5001, "PAY0000001")) == "409 too_much");
    BOOST_TEST(bench.outcomeOf(wish("BACK000002", "give_back", 3000, "PAY0000001")) == "done");
    BOOST_TEST(bench.outcomeOf(wish("BACK000003", "give_back", 2001, "PAY0000001")) == "409 too_much");
    BOOST_TEST(bench.outcomeOf(wish("BACK000004", "give_back", 2000, "PAY0000001")) == "done");
    BOOST_TEST(bench.outcomeOf(wish("BACK000005", "give_back", 1, "PAY0000001")) == "409 too_much");
    BOOST_TEST(bench.balanceOf(account) == 15'000);
    BOOST_TEST(bench.balanceOf(kCollection) == 0);
}

BOOST_FIXTURE_TEST_CASE(only_a_pay_of_the_same_account_is_given_back, Funded) {
    for (const char* original : {"NOBODY0001", "FUND000001", "OPENOFLI"})
        BOOST_TEST(bench.outcomeOf(wish(fmt::format("OF{}", original), "give_back", 1, original)) == "409 no_such_original", original);
    Wish to_wang = wish("BACK000001", "give_back", 1, "PAY0000001");
    to_wang.account = bench.accountOf(kWang);
    BOOST_TEST(bench.outcomeOf(to_wang) == "409 no_such_original");
    BOOST_TEST(bench.outcomeOf(wish("BACK000002", "give_back", 1, "PAY0000001")) == "done");
    BOOST_TEST(bench.outcomeOf(wish("BACK000003", "give_back", 1, "BACK000002")) == "409 no_such_original");
}

BOOST_FIXTURE_TEST_CASE(the_collection_account_never_goes_below_zero, Funded) {
    BOOST_TEST(bench.outcomeOf(payout("OUT0000001", 5001)) == "409 balance_too_low");
    BOOST_TEST(bench.outcomeOf(payout("OUT0000002", 4000)) == "accepted");
    BOOST_TEST(bench.balanceOf(kCollection) == 1000);
    BOOST_TEST(bench.outcomeOf(wish("BACK000001", "give_back", 1001, "PAY0000001")) == "409 balance_too_low");
    BOOST_TEST(bench.outcomeOf(wish("BACK000002", "give_back", 1000, "PAY0000001")) == "done");
    bench.advanceBooks(2s);
    BOOST_TEST(bench.stateOf("OUT0000002") == "done");
    BOOST_TEST(bench.balanceOf(kCollection) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_payout_that_is_rejected_comes_back, Funded) {
    BOOST_TEST(bench.outcomeOf(payout("OUT0000001", 4000)) == "accepted");
    BOOST_TEST(bench.control("POST", "transfers/end", R"({"number":"OUT0000001","state":"rejected","reason":"limit"})").status == 200);
    BOOST_TEST(bench.outcomeOf(payout("OUT0000001", 4000)) == "rejected limit");
    BOOST_TEST(bench.balanceOf(kCollection) == 5000);
}

BOOST_FIXTURE_TEST_CASE(each_kind_has_accounts_of_its_own, Funded) {
    int number = 0;
    const auto outcome = [&](const char* kind, std::string_view to) {
        Wish one = wish(fmt::format("KIND{:06}", ++number), kind, 1, std::string_view(kind) == "give_back" ? "PAY0000001" : "");
        one.account = to;
        return bench.outcomeOf(one);
    };
    for (const char* kind : {"top_up", "withdraw", "pay", "give_back"}) {
        BOOST_TEST(outcome(kind, kHospital) == "409 no_such_account", kind);
        BOOST_TEST(outcome(kind, kCollection) == "409 no_such_account", kind);
        BOOST_TEST(outcome(kind, kCardOfLi) == "409 no_such_account", kind);
        BOOST_TEST(!outcome(kind, account).starts_with("409"), kind);
    }
    BOOST_TEST(outcome("payout", account) == "409 no_such_account");
    BOOST_TEST(outcome("payout", kCollection) == "409 no_such_account");
    BOOST_TEST(outcome("payout", kHospital) == "accepted");
}

BOOST_FIXTURE_TEST_CASE(nothing_begins_at_a_frozen_account, Funded) {
    BOOST_TEST(bench.outcomeOf(wish("DRAW000001", "withdraw", 10)) == "accepted");
    BOOST_REQUIRE(bench.control("POST", "accounts", fmt::format(R"({{"account":"{}","frozen":true}})", account)).status == 200);
    int number = 0;
    for (const char* kind : {"top_up", "withdraw", "pay", "give_back"})
        BOOST_TEST(bench.outcomeOf(wish(fmt::format("COLD{:06}", ++number), kind, 1,
                                        std::string_view(kind) == "give_back" ? "PAY0000001" : "")) == "409 account_frozen",
                   kind);
    BOOST_TEST(bench.balanceOf(account) == 9990);
    bench.advanceBooks(2s);
    BOOST_TEST(bench.stateOf("DRAW000001") == "done");
    BOOST_REQUIRE(bench.control("POST", "accounts", fmt::format(R"({{"account":"{}","frozen":false}})", account)).status == 200);
    BOOST_TEST(bench.outcomeOf(wish("PAY0000002", "pay", 1)) == "done");
}

BOOST_AUTO_TEST_CASE(limits_hold_for_one_transfer_and_for_one_kind_on_one_day_of_the_bank) {
    sim::BankSettings settings = goodSettings();
    settings.limits = {hub::core::Money::fromFen(1000), hub::core::Money::fromFen(2500)};
    Bench bench(settings);
    const std::string account = bench.accountOf();
    int number = 0;
    const auto outcome = [&](const char* kind, std::int64_t amount) {
        return bench.outcomeOf({.number = fmt::format("LIMIT{:05}", ++number), .kind = kind, .account = account, .amount = amount});
    };
    BOOST_TEST(outcome("top_up", 1001) == "409 over_limit");
    BOOST_TEST(outcome("top_up", 1000) == "accepted");
    BOOST_TEST(outcome("top_up", 1000) == "accepted");
    BOOST_TEST(outcome("top_up", 501) == "409 over_limit");
    bench.advanceBooks(2s);
    setCard(bench, "closed");
    BOOST_TEST(outcome("top_up", 500) == "accepted");
    BOOST_TEST(outcome("top_up", 1) == "409 over_limit");
    bench.advanceBooks(2s);  // rejected: it does not count any more
    setCard(bench, "good");
    BOOST_TEST(outcome("top_up", 500) == "accepted");
    BOOST_TEST(outcome("top_up", 1) == "409 over_limit");
    BOOST_TEST(outcome("pay", 1001) == "409 over_limit");
    BOOST_TEST(outcome("pay", 1000) == "done");
    BOOST_TEST(outcome("withdraw", 1000) == "accepted");
    // 09:30:04 to 22:59:59, then the next day of the bank.
    bench.advanceBooks(13h + 29min + 55s);
    BOOST_TEST(outcome("top_up", 1) == "409 over_limit");
    bench.advanceBooks(1s);
    BOOST_TEST(outcome("top_up", 1000) == "accepted");
}

BOOST_AUTO_TEST_CASE(what_the_hub_gives_back_and_pays_out_has_no_limit_but_the_money) {
    sim::BankSettings settings = goodSettings();
    settings.limits = {hub::core::Money::fromFen(6000), hub::core::Money::fromFen(12'000)};
    Bench narrow(settings);
    const std::string there = narrow.accountOf();
    narrow.fund(there, 6000, "FUND000001");
    narrow.fund(there, 6000, "FUND000002");
    for (const char* number : {"PAY0000001", "PAY0000002"})
        BOOST_TEST(narrow.outcomeOf({.number = number, .account = there, .amount = 6000}) == "done");
    BOOST_TEST(narrow.outcomeOf({.number = "BACK000001", .kind = "give_back", .account = there, .amount = 1, .original = "PAY0000001"}) ==
               "done");
    BOOST_TEST(narrow.outcomeOf({.number = "OUT0000001", .kind = "payout", .account = std::string(kHospital), .amount = 11'999}) ==
               "accepted");
}

BOOST_FIXTURE_TEST_CASE(a_number_moves_money_once_and_another_request_under_it_is_refused, Funded) {
    const Wish first = wish("PAY0000002", "pay", 100);
    BOOST_TEST(bench.outcomeOf(first) == "done");
    BOOST_TEST(bench.outcomeOf(first) == "done");
    Wish other = first;
    other.amount = 101;
    BOOST_TEST(bench.outcomeOf(other) == "409 number_used");
    other = first;
    other.kind = "withdraw";
    BOOST_TEST(bench.outcomeOf(other) == "409 number_used");
    other = first;
    other.summary = "其他";
    BOOST_TEST(bench.outcomeOf(other) == "409 number_used");
    other = first;
    other.account = bench.accountOf(kWang);
    BOOST_TEST(bench.outcomeOf(other) == "409 number_used");
    BOOST_TEST(bench.balanceOf(account) == 9900);
}

BOOST_FIXTURE_TEST_CASE(a_refusal_is_final_under_its_number, Funded) {
    const Wish too_much = wish("PAY0000002", "pay", 10'001);
    BOOST_TEST(bench.outcomeOf(too_much) == "409 balance_too_low");
    bench.fund(account, 1, "FUND000002");
    BOOST_TEST(bench.outcomeOf(too_much) == "409 balance_too_low");
    BOOST_TEST(codeOf(bench.find("PAY0000002")) == "409 no_such_transfer");
    BOOST_TEST(bench.outcomeOf(wish("PAY0000003", "pay", 10'001)) == "done");
}

BOOST_FIXTURE_TEST_CASE(what_is_not_valid_takes_no_number, Funded) {
    BOOST_TEST(bench.outcomeOf(wish("PAY0000002", "pay", 0)) == "400 not_valid");
    BOOST_TEST(bench.outcomeOf(wish("PAY0000002", "pay", 1)) == "done");
}

BOOST_FIXTURE_TEST_CASE(a_transfer_is_found_under_its_number_and_nothing_else_is, Funded) {
    const tests::RawAnswer found = bench.find("PAY0000001");
    BOOST_TEST(found.body == bench.create(wish("PAY0000001", "pay", 5000)).body);
    BOOST_TEST(member(found.body, "bank_number").find_first_not_of("0123456789") == std::string::npos);
    BOOST_TEST(member(found.body, "bank_day") == "20300102");
    BOOST_TEST(codeOf(bench.find("PAY0000009")) == "409 no_such_transfer");
    BOOST_TEST(codeOf(bench.find("OPENOFLI")) == "409 no_such_transfer");
}

BOOST_FIXTURE_TEST_CASE(many_at_once_under_one_number_book_once, Funded) {
    constexpr int kThreads = 16;
    std::vector<std::string> requests;
    for (int i = 0; i < kThreads; ++i)
        requests.push_back(bench.signedRequest("POST", "/v1/transfers/create", wish("PAY0000002", "pay", 100).json()));
    std::vector<std::string> bodies(kThreads);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < requests.size(); ++i)
        threads.emplace_back([&, i] { bodies[i] = tests::RawClient(bench.port).ask(requests[i]).body; });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& body : bodies) BOOST_TEST(body == bodies.front());
    BOOST_TEST(member(bodies.front(), "state") == "done");
    BOOST_TEST(bench.balanceOf(account) == 9900);
    BOOST_TEST(bench.balanceOf(kCollection) == 5100);
}

BOOST_AUTO_TEST_SUITE_END()
