#include "adapters/bank/statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cctype>
#include <filesystem>
#include <numeric>

#include "adapters/kit/sha256.h"
#include "tests/adapters/bank/any_statement.h"
#include "tests/adapters/bank/golden.h"
#include "tests/adapters/bank/toy_bank.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using adapters::bank::readStatement;
using core::Error;
using hub::contract::Statement;

constexpr core::Date kDay{2026, 11, 28};

core::Result<Statement> read(const std::string& bytes) { return readStatement(bytes, kDay, tests::kBankClient); }

std::string fileOf(std::string_view header, const std::vector<std::string>& rows) {
    return tests::ToyBank::statementOf("20261128", header, rows);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    BOOST_REQUIRE_MESSAGE(text.find(from) != std::string::npos, from);
    return text.replace(text.find(from), from.size(), to);
}

const std::string kPay = "01|1|NUMBER001|77001|pay|36.25|20261128100000||门诊缴费|";
const std::string kGood = fileOf("1|36.25|0.00|", {kPay});

/// True when a file whose one row is `row`, or whose header is `header`, is not believed; its failure names no value of it.
boost::test_tools::predicate_result doubted(const std::string& row, std::string_view header = "1|36.25|0.00|") {
    return tests::failsWith(read(fileOf(header, {row})), Error::PeerAnswerNotValid);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_file_is_cut_nowhere) {
    BOOST_REQUIRE(read(kGood).ok());
    for (std::size_t size = 0; size < kGood.size(); ++size)
        BOOST_TEST(tests::failsWith(read(kGood.substr(0, size)), Error::PeerAnswerNotValid), size);
}

BOOST_AUTO_TEST_CASE(no_byte_of_a_file_is_changed) {
    for (std::size_t at = 0; at < kGood.size(); ++at) {
        std::string altered = kGood;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        BOOST_TEST(tests::failsWith(read(altered), Error::PeerAnswerNotValid), at);
    }
}

BOOST_AUTO_TEST_CASE(nothing_stands_around_a_file) {
    for (const std::string& file : {kGood + "\r\n", kGood + " ", "\r\n" + kGood, "\xEF\xBB\xBF" + kGood, kGood + kGood})
        BOOST_TEST(tests::failsWith(read(file), Error::PeerAnswerNotValid));
    const std::string hash = kGood.substr(kGood.rfind("TR|") + 3, 64);
    std::string upper = hash;
    std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
    BOOST_TEST(tests::failsWith(read(replaced(kGood, hash, upper)), Error::PeerAnswerNotValid));
}

BOOST_AUTO_TEST_CASE(a_file_of_another_day_or_client_is_not_ours) {
    BOOST_TEST(tests::failsWith(readStatement(kGood, core::Date{2026, 11, 27}, tests::kBankClient), Error::PeerAnswerNotValid));
    BOOST_TEST(tests::failsWith(readStatement(kGood, kDay, "QYYKT0002"), Error::PeerAnswerNotValid));
}

// Table: one day of pays 100.00 and 0.01, gives back 30.00, pays out 70.01, tops up and withdraws; and its header.
BOOST_AUTO_TEST_CASE(a_header_counts_and_adds_up_what_follows) {
    const std::vector<std::string> rows{
        "01|1|NUMBER001|77001|pay|100.00|20261128100000|||",    "01|2|NUMBER002|77002|give_back|30.00|20261128100000|NUMBER001||",
        "01|3|NUMBER003|77003|top_up|500.00|20261128100000|||", "01|4|NUMBER004|77004|withdraw|400.00|20261128100000|||",
        "01|5|NUMBER005|77005|pay|0.01|20261128100000|||",      "01|6|NUMBER006|77006|payout|70.01|20261128100000|||"};
    const auto statement = read(fileOf("6|100.01|100.01|", rows));
    BOOST_REQUIRE(statement.ok());
    const std::int64_t sum = std::accumulate(statement->lines.begin(), statement->lines.end(), std::int64_t{0},
                                             [](std::int64_t so_far, const auto& line) { return so_far + line.amount.fen(); });
    BOOST_TEST(sum == 110002);
    for (const char* header :
         {"5|100.01|100.01|", "7|100.01|100.01|", "6|100.02|100.01|", "6|100.00|100.01|", "6|100.01|100.02|", "6|600.01|100.01|",
          "6|100.01|500.01|", "06|100.01|100.01|", "6|100.01|100.01", "6|100.01|", "6|100.01|100.01||", "-6|100.01|100.01|",
          "6|100.010|100.01|", "6|100|100.01|", "|100.01|100.01|", "18446744073709551622|100.01|100.01|"})
        BOOST_TEST(tests::failsWith(read(fileOf(header, rows)), Error::PeerAnswerNotValid), header);
}

BOOST_AUTO_TEST_CASE(rows_are_counted_from_one_without_a_gap) {
    const auto row = [](int number) { return fmt::format("01|{}|NUMBER{:03}|7{}|top_up|1.00|20261128100000|||", number, number, number); };
    BOOST_TEST(read(fileOf("3|0.00|0.00|", {row(1), row(2), row(3)})).ok());
    const std::vector<std::string> wrong[] = {
        {row(1), row(3), row(4)}, {row(1), row(1), row(2)}, {row(0), row(1), row(2)}, {row(2), row(1), row(3)}};
    for (const auto& rows : wrong) BOOST_TEST(tests::failsWith(read(fileOf("3|0.00|0.00|", rows)), Error::PeerAnswerNotValid));
}

BOOST_AUTO_TEST_CASE(each_member_of_a_row_is_in_its_form) {
    BOOST_TEST(!doubted(kPay));
    BOOST_TEST(!doubted(replaced(kPay, "门诊缴费", "㛃䶮𠮷 亅")));
    const std::pair<const char*, const char*> wrong[] = {{"01|1|", "02|1|"},
                                                         {"01|1|", "01|01|"},
                                                         {"01|1|", "01||"},
                                                         {"NUMBER001", "NUM-001"},
                                                         {"NUMBER001", "N1"},
                                                         {"77001", ""},
                                                         {"77001", "7700A"},
                                                         {"|pay|", "|collect|"},
                                                         {"|pay|", "||"},
                                                         {"36.25", "36.250"},
                                                         {"36.25", "+36.25"},
                                                         {"36.25", "036.25"},
                                                         {"36.25", "36,25"},
                                                         {"36.25", ""},
                                                         {"20261128100000", "20261128240000"},
                                                         {"20261128100000", "2026112810000"},
                                                         {"20261128100000", ""},
                                                         {"||门诊", "|NUMBER000|门诊"},
                                                         {"缴费|", "缴费"},
                                                         {"缴费|", "缴|费|"},
                                                         {"缴费|", "缴\r费|"},
                                                         {"缴费|", "缴\n费|"}};
    for (const auto& [from, to] : wrong) BOOST_TEST(doubted(replaced(kPay, from, to)), from << " -> " << to);
    BOOST_TEST(doubted(replaced(kPay, "36.25", "0.00"), "1|0.00|0.00|"));
    BOOST_TEST(doubted(replaced(kPay, "36.25", "36.3"), "1|36.30|0.00|"));
    BOOST_TEST(doubted(replaced(kPay, "36.25", "-36.25"), "1|-36.25|0.00|"));
    BOOST_TEST(doubted(replaced(kPay, "|pay|", "|give_back|"), "1|0.00|36.25|"));  // of which payment?
}

BOOST_AUTO_TEST_CASE(a_row_without_our_number_is_told_as_one) {
    const auto statement = read(fileOf("1|36.25|0.00|", {replaced(kPay, "NUMBER001", "")}));
    BOOST_REQUIRE(statement.ok());
    BOOST_TEST(!statement->lines.front().our_number.has_value());
}

BOOST_AUTO_TEST_CASE(a_transfer_that_stands_twice_is_the_reconciliations_to_find) {
    const auto statement = read(fileOf("2|72.50|0.00|", {kPay, replaced(kPay, "01|1|", "01|2|")}));
    BOOST_REQUIRE(statement.ok());
    BOOST_TEST(statement->lines.size() == 2U);
}

BOOST_AUTO_TEST_CASE(sums_never_leave_their_range) {
    const auto row = [](int number) {
        return fmt::format("01|{}|NUMBER{:03}|7{}|pay|9999999999999.99|20261128100000|||", number, number, number);
    };
    BOOST_TEST(read(fileOf("1|9999999999999.99|0.00|", {row(1)})).ok());
    BOOST_TEST(tests::failsWith(read(fileOf("2|9999999999999.99|0.00|", {row(1), row(2)})), Error::PeerAnswerNotValid));
}

BOOST_AUTO_TEST_CASE(a_bar_that_a_character_of_another_charset_hides_is_missed) {
    std::string text =
        "HD|20261128|QYYKT0001|1|36.25|0.00|\r\n" + replaced(kPay, "门诊缴费", "门诊缴") + "\r\n";  // UTF-8: the ninth byte takes the bar
    const auto statement = read(text + "TR|" + adapters::kit::sha256(text).hex() + "|\r\n");
    BOOST_TEST(tests::failsWith(statement, Error::PeerAnswerNotValid));
}

BOOST_AUTO_TEST_CASE(what_is_doubted_is_named_by_its_line_and_not_by_what_stands_there) {
    const auto statement = read(fileOf("1|36.25|0.00|", {replaced(kPay, "|pay|", "|㛃䶮𠮷|")}));
    BOOST_REQUIRE(!statement.ok());
    BOOST_TEST(statement.failure().detail() == "line 2: the kind is not known");
}

// The target of the fuzzer over its seeds, so that every build runs it.
BOOST_AUTO_TEST_CASE(every_seed_of_the_statement_reader_holds) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("tests/fuzz/corpus/bank_statement")) {
        BOOST_TEST_CONTEXT(entry.path()) { tests::anyStatementBytes(tests::goldenBytesIn(entry.path())); }
        ++count;
    }
    BOOST_TEST(count >= 13U);
}
