#include "hub/app/config/diagnostic.h"

#include "hub/app/config/display_width.h"
#include "hub/core/json.h"
#include "tests/unit/config/configuration_folder.h"

using namespace hub::app::config;
using hub::core::Error;
using hub::core::Language;

namespace {

Diagnostic at(std::size_t column, std::size_t length, std::string source) {
    return {Severity::Error, Error::ConfigKeyUnknown, {"hub.yaml", 7, column, length}, {"错", "wrong"}, {}, {}, std::move(source)};
}

/// The line with the caret.
std::string caretLine(const Diagnostic& diagnostic) {
    const std::string text = toText({diagnostic}, Language::English);
    const std::size_t second = text.find('\n', text.find('\n') + 1);
    return text.substr(second + 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(diagnostic)

BOOST_AUTO_TEST_CASE(a_diagnostic_reads_as_place_code_sentence_line_and_caret) {
    Diagnostic one = at(3, 4, "  prot: 8080");
    one.text = {"prot 不是已知的键", "prot is not a known key"};
    one.suggestion = "port";
    one.valid = {"host", "port"};
    BOOST_TEST(toText({one}, Language::Chinese) ==
               "hub.yaml:7:3: 错误 OC-CFG-021: prot 不是已知的键。是否想写 port？\n"
               "    7 |   prot: 8080\n"
               "      |   ^~~~  可用：host, port\n");
    BOOST_TEST(toText({one}, Language::English) ==
               "hub.yaml:7:3: error OC-CFG-021: prot is not a known key; did you mean port?\n"
               "    7 |   prot: 8080\n"
               "      |   ^~~~  valid: host, port\n");
}

BOOST_AUTO_TEST_CASE(a_diagnostic_of_a_whole_file_has_no_line) {
    const Diagnostic one{Severity::Warning, Error::ConfigFileNotRead, {"a.yml", 0, 0, 0}, {"不读", "not read"}, {}, {}, {}};
    BOOST_TEST(toText({one}, Language::English) == "a.yml: warning OC-CFG-060: not read\n");
    BOOST_TEST(toText({}, Language::English).empty());
}

BOOST_AUTO_TEST_CASE(the_caret_stands_under_what_is_meant_after_wide_characters_and_tabs) {
    BOOST_TEST(caretLine(at(1, 1, "x")) == "      | ^\n");
    BOOST_TEST(caretLine(at(3, 2, "中文ab")) == "      |     ^~\n");
    BOOST_TEST(caretLine(at(2, 2, "a中文")) == "      |  ^~~~\n");
    BOOST_TEST(caretLine(at(3, 1, "\ta\tb")) == "      | \t ^\n");
    BOOST_TEST(caretLine(at(4, 1, "e\xCC\x81，x")) == "      |    ^\n");  // e with a combining accent, a fullwidth comma
    BOOST_TEST(caretLine(at(9, 3, "short")) == "      |      ^\n");
}

BOOST_AUTO_TEST_CASE(widths_are_those_of_a_terminal) {
    BOOST_TEST(displayWidth("") == 0U);
    BOOST_TEST(displayWidth("abc") == 3U);
    BOOST_TEST(displayWidth("张三") == 4U);
    BOOST_TEST(displayWidth("𠮷㛃") == 4U);
    BOOST_TEST(displayWidth("（１）") == 6U);
    BOOST_TEST(displayWidth("é“”●") == 4U);
    BOOST_TEST(displayWidth("한글かな") == 8U);
    BOOST_TEST(displayWidth("\xFF\x80") == 2U);
    BOOST_TEST(characterCount("a张𠮷") == 3U);
}

BOOST_AUTO_TEST_CASE(json_has_counts_and_ranges_and_the_language_asked_for) {
    Diagnostic error = at(3, 4, "  prot: 1");
    error.suggestion = "port";
    const Diagnostic warning{Severity::Warning, Error::ConfigFileNotRead, {"a.yml", 0, 0, 0}, {"不读", "not read"}, {}, {}, {}};
    const auto document = hub::core::JsonDocument::parse(toJson({error, warning}, Language::Chinese));
    BOOST_REQUIRE(document.ok());
    const auto root = document->root();
    BOOST_TEST(root.member("format_version")->string().value() == "1.0");
    BOOST_TEST(root.member("valid")->boolean().value() == false);
    BOOST_TEST(root.member("error_count")->integer().value() == 1);
    BOOST_TEST(root.member("warning_count")->integer().value() == 1);
    const auto first = root.member("diagnostics")->at(0);
    BOOST_TEST(first.member("severity")->string().value() == "error");
    BOOST_TEST(first.member("code")->string().value() == "OC-CFG-021");
    BOOST_TEST(first.member("summary")->string().value() == "错");
    BOOST_TEST(first.member("suggestion")->string().value() == "port");
    const auto range = first.member("range").value();
    BOOST_TEST(range.member("filename")->string().value() == "hub.yaml");
    BOOST_TEST(range.member("start")->member("line")->integer().value() == 7);
    BOOST_TEST(range.member("start")->member("column")->integer().value() == 3);
    BOOST_TEST(range.member("end")->member("column")->integer().value() == 7);
    BOOST_TEST(!root.member("diagnostics")->at(1).member("range")->member("start").has_value());
}

BOOST_AUTO_TEST_CASE(warnings_leave_it_valid) {
    const Diagnostic warning{Severity::Warning, Error::ConfigFileNotRead, {"a.yml", 0, 0, 0}, {"不读", "not read"}, {}, {}, {}};
    BOOST_TEST(toJson({warning}, Language::English).find("\"valid\":true") != std::string::npos);
    BOOST_TEST(toJson({}, Language::English).find("\"valid\":true") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
