#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "adapters/sim/common/digest.h"
#include "hub/core/text.h"
#include "tests/adapters/sim_bank/bench.h"
#include "tests/support/failures.h"

using namespace tests::bank;
using namespace std::chrono_literals;

namespace {

/// 09:30:02 on the first day: an account with 10000 fen of a top-up.
struct Day {
    Day() : account(bench.accountOf()) { bench.fund(account, 10'000, "FUND000001"); }

    std::string pay(std::string number, std::int64_t amount, std::string summary = {}) {
        return bench.outcomeOf({.number = std::move(number), .account = account, .amount = amount, .summary = std::move(summary)});
    }
    /// To that time of the first day, or after it.
    void at(hub::core::Duration since_midnight) {
        bench.advanceBooks(since_midnight - now_);
        now_ = since_midnight;
    }
    std::string reissued(std::string_view difference, std::string_view day = kFirstDay) {
        const tests::RawAnswer answer =
            bench.control("POST", "reissue", fmt::format(R"({{"day":"{}","difference":"{}"}})", day, difference));
        return answer.status == 200 ? member(answer.body, "issue") : std::to_string(answer.status);
    }

    Bench bench;
    std::string account;

  private:
    hub::core::Duration now_ = 9h + 30min + 2s;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(statement)

BOOST_FIXTURE_TEST_CASE(a_statement_is_made_at_one_oclock_of_the_day_after, Day) {
    at(24h + 59min + 59s);
    BOOST_TEST(codeOf(bench.statement(kFirstDay)) == "404 not_ready");
    at(25h);
    const tests::RawAnswer answer = bench.statement(kFirstDay);
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.header("Content-Type") == "text/plain; charset=GB18030");
    BOOST_TEST(bench.statement(kFirstDay).body == answer.body);
    BOOST_TEST(codeOf(bench.statement("2030-01-03")) == "404 not_ready");
    BOOST_TEST(codeOf(bench.statement("2199-12-31")) == "404 not_ready");
}

BOOST_FIXTURE_TEST_CASE(the_banks_day_ends_at_23, Day) {
    at(22h + 59min + 59s);
    BOOST_TEST(pay("PAY0000001", 100) == "done");
    at(23h);
    BOOST_TEST(pay("PAY0000002", 200) == "done");
    BOOST_TEST(member(bench.find("PAY0000001").body, "bank_day") == "20300102");
    BOOST_TEST(member(bench.find("PAY0000002").body, "bank_day") == "20300103");
    BOOST_TEST(member(bench.find("PAY0000002").body, "booked_at") == "2030-01-02 23:00:00");
    at(49h);
    BOOST_TEST(bench.statementLines(kFirstDay).size() == 4);
    const std::vector<std::string> next = bench.statementLines("2030-01-03");
    BOOST_REQUIRE(next.size() == 3);
    BOOST_TEST(next[0] == "HD|20300103|C000000001|1|2.00|0.00|");
    BOOST_TEST(next[1].starts_with("01|1|PAY0000002|"));
}

BOOST_FIXTURE_TEST_CASE(what_is_accepted_before_23_and_ends_after_it_is_the_next_days, Day) {
    at(22h + 59min + 59s);
    BOOST_TEST(bench.outcomeOf({.number = "DRAW000001", .kind = "withdraw", .account = account, .amount = 100}) == "accepted");
    at(49h);  // nobody asked in between
    BOOST_TEST(member(bench.find("DRAW000001").body, "booked_at") == "2030-01-02 23:00:01");
    BOOST_TEST(bench.statementLines(kFirstDay).size() == 3);
    BOOST_TEST(bench.statementLines("2030-01-03").size() == 3);
}

BOOST_FIXTURE_TEST_CASE(sums_count_what_touches_the_collection_account_and_rows_all_that_is_done, Day) {
    BOOST_TEST(pay("PAY0000001", 3625, "门诊缴费 䶮") == "done");
    BOOST_TEST(pay("PAY0000002", 10'000) == "409 balance_too_low");
    BOOST_TEST(bench.outcomeOf(
                   {.number = "BACK000001", .kind = "give_back", .account = account, .amount = 625, .original = "PAY0000001"}) == "done");
    BOOST_TEST(bench.outcomeOf({.number = "OUT0000001", .kind = "payout", .account = std::string(kHospital), .amount = 2005}) ==
               "accepted");
    BOOST_TEST(bench.outcomeOf({.number = "DRAW000001", .kind = "withdraw", .account = account, .amount = 5}) == "accepted");
    BOOST_TEST(bench.outcomeOf({.number = "DRAW000002", .kind = "withdraw", .account = account, .amount = 7}) == "accepted");
    BOOST_REQUIRE(bench.control("POST", "transfers/end", R"({"number":"DRAW000002","state":"rejected","reason":"limit"})").status == 200);
    at(25h);
    const std::vector<std::string> lines = bench.statementLines(kFirstDay);
    BOOST_REQUIRE(lines.size() == 7);
    BOOST_TEST(lines[0] == "HD|20300102|C000000001|5|36.25|26.30|");
    BOOST_TEST(lines[1] == "01|1|FUND000001|20300102000000000001|top_up|100.00|20300102093002|||");
    BOOST_TEST(lines[2] == "01|2|PAY0000001|20300102000000000002|pay|36.25|20300102093002||门诊缴费 䶮|");
    BOOST_TEST(lines[3] == "01|3|BACK000001|20300102000000000003|give_back|6.25|20300102093002|PAY0000001||");
    BOOST_TEST(lines[4] == "01|4|OUT0000001|20300102000000000004|payout|20.05|20300102093004|||");
    BOOST_TEST(lines[5] == "01|5|DRAW000001|20300102000000000005|withdraw|0.05|20300102093004|||");
    const std::string body = bench.statement(kFirstDay).body;
    const std::string before = body.substr(0, body.find("TR|"));
    BOOST_TEST(lines[6] == "TR|" + common::toHex(common::sha256(before)) + "|");
    BOOST_TEST(!hub::core::isUtf8(body));
}

BOOST_FIXTURE_TEST_CASE(a_day_without_a_transfer_has_a_statement_without_a_row, Day) {
    at(25h);
    const std::vector<std::string> lines = bench.statementLines("2029-12-31");
    BOOST_REQUIRE(lines.size() == 2);
    BOOST_TEST(lines[0] == "HD|20291231|C000000001|0|0.00|0.00|");
}

BOOST_FIXTURE_TEST_CASE(a_day_that_is_issued_anew_has_other_bytes_and_agrees_with_itself, Day) {
    BOOST_TEST(pay("PAY0000001", 3625) == "done");
    BOOST_TEST(reissued("missing_row") == "409");  // not made yet
    at(25h);
    const std::string first = bench.statement(kFirstDay).body;
    BOOST_TEST(reissued("none") == "409");  // the same bytes
    std::string before = first;
    struct Row {
        const char* difference;
        std::size_t lines;
        const char* header;
    };
    int issue = 1;
    for (const Row& row :
         {Row{"missing_row", 3, "1|0.00|0.00|"}, Row{"doubled_row", 5, "3|72.50|0.00|"}, Row{"foreign_row", 5, "3|36.26|0.00|"},
          Row{"higher_amount", 4, "2|36.26|0.00|"}, Row{"none", 4, "2|36.25|0.00|"}}) {
        BOOST_TEST(reissued(row.difference) == std::to_string(++issue));
        BOOST_TEST(reissued(row.difference) == "409");
        const std::string body = bench.statement(kFirstDay).body;
        const std::vector<std::string> lines = bench.statementLines(kFirstDay);
        BOOST_TEST(body != before, row.difference);
        BOOST_TEST(lines.size() == row.lines, row.difference);
        BOOST_TEST(lines.front() == std::string("HD|20300102|C000000001|") + row.header);
        BOOST_TEST(lines.back() == "TR|" + common::toHex(common::sha256(body.substr(0, body.find("TR|")))) + "|");
        before = body;
    }
    BOOST_TEST(before == first);
    BOOST_TEST(reissued("missing_row", "2029-12-31") == "409");  // there is no row to miss
    BOOST_TEST(reissued("foreign_row", "2029-12-31") == "2");
    BOOST_TEST(bench.balanceOf(kCollection) == 3625);
}

BOOST_AUTO_TEST_SUITE_END()
