#include "hub/core/csv.h"

#include <array>
#include <sstream>

#include "tests/support/failures.h"

using hub::core::CsvReader;
using hub::core::CsvRow;
using hub::core::Error;

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Every row of a text that has no mistake.
Rows rowsOf(const std::string& text) {
    std::istringstream in(text);
    CsvReader reader(in);
    CsvRow row;
    Rows rows;
    while (true) {
        const auto more = reader.next(row);
        BOOST_REQUIRE(more.ok());
        if (!*more) return rows;
        rows.push_back(row.fields);
    }
}

/// What stops the reading of `text`.
std::string problemOf(const std::string& text, std::size_t row_bytes_max = CsvReader::kRowBytesMax) {
    std::istringstream in(text);
    CsvReader reader(in, row_bytes_max);
    CsvRow row;
    for (int i = 0; i < 10; ++i) {
        const auto more = reader.next(row);
        if (more.ok()) continue;
        BOOST_TEST(tests::failsWith(more, Error::FileNotReadable));
        BOOST_TEST(tests::failsWith(reader.next(row), Error::FileNotReadable));
        return more.failure().detail();
    }
    return "none";
}

std::string written(std::initializer_list<std::string_view> fields) {
    std::string text;
    hub::core::appendCsvRow(text, std::vector<std::string_view>(fields));
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(rows_end_in_lf_or_crlf_and_the_last_one_need_not_end) {
    const Rows expected = {{"a", "b"}, {"c", ""}};
    BOOST_TEST((rowsOf("a,b\nc,\n") == expected));
    BOOST_TEST((rowsOf("a,b\r\nc,\r\n") == expected));
    BOOST_TEST((rowsOf("a,b\nc,") == expected));
    BOOST_TEST(rowsOf("").empty());
    BOOST_TEST((rowsOf("\n") == Rows{{""}}));
    BOOST_TEST((rowsOf(",") == Rows{{"", ""}}));
}

BOOST_AUTO_TEST_CASE(quotes_keep_commas_line_breaks_and_quotes_inside_a_field) {
    BOOST_TEST((rowsOf("\"a,b\",\"c\r\nd\",\"e\"\"f\",\"\"\r\ng") == Rows{{"a,b", "c\r\nd", "e\"f", ""}, {"g"}}));
    BOOST_TEST((rowsOf("\"\"\"\"\n") == Rows{{"\""}}));
}

BOOST_AUTO_TEST_CASE(the_utf8_mark_is_passed_over_at_the_start_only) {
    BOOST_TEST((rowsOf("\xEF\xBB\xBF"
                       "a\n") == Rows{{"a"}}));
    BOOST_TEST((rowsOf("\xEF\xBB\xBF"
                       "\"a\"\n") == Rows{{"a"}}));
    BOOST_TEST((rowsOf("a\n\xEF\xBB\xBF"
                       "b\n") == Rows{{"a"},
                                      {"\xEF\xBB\xBF"
                                       "b"}}));
    BOOST_TEST(problemOf("\xEF\xBB"
                         "a\n")
                   .starts_with("line 1: "));
}

BOOST_AUTO_TEST_CASE(a_row_knows_the_line_it_begins_on) {
    std::istringstream in("a\n\"b\nb\"\r\nc\n");
    CsvReader reader(in);
    CsvRow row;
    std::vector<std::size_t> lines;
    while (*reader.next(row)) lines.push_back(row.line);
    BOOST_TEST((lines == std::vector<std::size_t>{1, 2, 4}));
}

BOOST_AUTO_TEST_CASE(a_broken_row_is_named_by_line_and_mistake_and_not_by_content) {
    BOOST_TEST(problemOf("a\nb\"c\n") == "line 2: a quote stands inside a field that has none around it");
    BOOST_TEST(problemOf("a\n\"b\"c\n") == "line 2: text follows the quote that closes a field");
    BOOST_TEST(problemOf("\"b\"\rc\n") == "line 1: text follows the quote that closes a field");
    BOOST_TEST(problemOf("a\n\n\"b,c\nd\n") == "line 3: the quote that opens a field is never closed");
    BOOST_TEST(problemOf("a\nb\rc\n") == "line 2: a carriage return without a line feed");
    BOOST_TEST(problemOf("a\nb,\xD5\xC5\n") == "line 2: field 2 is not UTF-8");
    BOOST_TEST(problemOf("a\nb\n") == "none");
}

BOOST_AUTO_TEST_CASE(a_row_is_as_long_as_its_bound_and_no_longer) {
    BOOST_TEST(problemOf("abc,defg\n", 8) == "none");
    BOOST_TEST(problemOf("abc,defgh\n", 8) == "line 1: the row is longer than 8 bytes");
    BOOST_TEST(problemOf("\"abcdefgh\"\n", 8) == "none");
    BOOST_TEST(problemOf("\"abcdefghi\"\n", 8) == "line 1: the row is longer than 8 bytes");
    BOOST_TEST(problemOf("a\n,,,,,,,,\n", 8) == "none");
    BOOST_TEST(problemOf("a\n,,,,,,,,,\n", 8) == "line 2: the row is longer than 8 bytes");
}

BOOST_AUTO_TEST_CASE(only_what_needs_quotes_is_written_in_quotes) {
    BOOST_TEST(written({"张伟", "", "a b"}) == "张伟,,a b\n");
    BOOST_TEST(written({"a,b", "c\"d", "e\nf", "g\rh"}) == "\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\"\n");
    BOOST_TEST(written({""}) == "\"\"\n");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
    const std::vector<std::string> fields = {"", ",", "\"", "\"\"", "\n", "\r\n", "a\"b,c", "阿依古丽·买买提"};
    std::string text;
    hub::core::appendCsvRow(text, std::vector<std::string_view>(fields.begin(), fields.end()));
    BOOST_TEST((rowsOf(text + text) == Rows{fields, fields}));
}

BOOST_AUTO_TEST_SUITE_END()
