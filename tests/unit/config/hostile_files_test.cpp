#include <sys/stat.h>

#include "hub/app/config/report.h"
#include "hub/app/config/yaml.h"
#include "tests/unit/config/configuration_folder.h"

using namespace hub::app::config;
using hub::core::Error;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

/// The codes of everything that is said about such a hub.yaml, and that nothing is loaded.
std::vector<Diagnostic> refused(const std::string& content) {
    const tests::ConfigurationFolder folder;
    folder.write("hub.yaml", content);
    Loaded loaded = folder.load();
    BOOST_TEST(!loaded.hub.has_value());
    return loaded.diagnostics;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hostile_files)

BOOST_AUTO_TEST_CASE(a_file_over_the_limit_is_not_parsed) {
    const auto diagnostics = refused(std::string(10 * kFileBytesMax, '#'));
    BOOST_TEST(diagnostics.size() == 1U);
    BOOST_TEST(tests::has(diagnostics, Error::ConfigTooLarge));

    const std::string head = "apiVersion: onecard/v1\nkind: Hub\n#";
    const tests::ConfigurationFolder folder;
    folder.write("hub.yaml", head + std::string(kFileBytesMax - head.size(), 'x'));
    BOOST_TEST(folder.load().hub.has_value());
    BOOST_TEST(tests::has(refused(head + std::string(kFileBytesMax - head.size() + 1, 'x')), Error::ConfigTooLarge));
}

BOOST_AUTO_TEST_CASE(deep_nesting_ends_at_the_bound) {
    std::string staircase;
    for (std::size_t level = 0; level < 1000; ++level) staircase += std::string(level, ' ') + "a:\n";
    for (const std::string& content :
         {"a: " + repeated("[", 100'000), repeated("{a: ", 100'000), repeated("- ", 100'000), repeated("? ", 100'000), staircase}) {
        BOOST_TEST(tests::has(refused(content), Error::ConfigTooComplex));
    }
    const std::string head =
        "apiVersion: onecard/v1\nkind: Hospital\nmetadata: {code: QD0001, name: x}\nspec: {adapter: soap_xml, settings: {a: ";
    for (const bool too_deep : {false, true}) {
        const std::size_t levels = kDepthMax - 3 + (too_deep ? 1 : 0);
        const tests::ConfigurationFolder folder;
        folder.write("hospitals/a.yaml", head + repeated("[", levels) + repeated("]", levels) + "}}\n");
        const Loaded loaded = folder.load();
        BOOST_TEST(loaded.hospitals.empty() == too_deep);
        BOOST_TEST(tests::has(loaded.diagnostics, Error::ConfigTooComplex) == too_deep);
    }
}

BOOST_AUTO_TEST_CASE(an_alias_bomb_is_refused_alias_by_alias) {
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const std::string last = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(last + ", ", 9) + last + "]\n";
    }
    const auto diagnostics = refused(bomb);
    BOOST_TEST(tests::has(diagnostics, Error::YamlIndirection));
    BOOST_TEST(diagnostics.size() == Report::kDiagnosticsMax + 1);
    BOOST_TEST(tests::has(diagnostics, Error::ConfigMoreMistakes));
}

BOOST_AUTO_TEST_CASE(too_many_values_or_too_long_a_value_ends_the_reading) {
    BOOST_TEST(tests::has(refused("a: [" + repeated("1,", kValuesMax + 1) + "]"), Error::ConfigTooComplex));
    BOOST_TEST(tests::has(refused("a: " + std::string(kValueBytesMax + 1, 'x')), Error::ConfigTooComplex));
    BOOST_TEST(!tests::has(refused("a: " + std::string(kValueBytesMax, 'x')), Error::ConfigTooComplex));
}

BOOST_AUTO_TEST_CASE(of_many_mistakes_a_hundred_are_listed_and_the_rest_counted) {
    for (const std::size_t mistakes : {100U, 101U, 5000U}) {
        std::string content = "apiVersion: onecard/v1\nkind: Hub\n";
        for (std::size_t i = 0; i < mistakes; ++i) content += "wrong_" + std::to_string(i) + ": 1\n";
        const auto diagnostics = refused(content);
        BOOST_TEST(diagnostics.size() == (mistakes == 100 ? 100U : 101U));
        BOOST_TEST(tests::has(diagnostics, Error::ConfigMoreMistakes) == (mistakes > 100));
        if (mistakes > 100) BOOST_TEST(diagnostics.back().text.en.find(std::to_string(mistakes - 100)) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_utf8_text_is_refused_with_its_line) {
    const std::string head = "apiVersion: onecard/v1\nkind: Hub\n";
    for (const std::string& line : {std::string("# \xCA\xBE\xC0\xFD"), std::string("# \0", 3), std::string("# \x04"), std::string("# \x7F"),
                                    std::string("# \xED\xA0\x80")}) {
        const auto diagnostics = refused(head + line + "\n");
        BOOST_TEST(diagnostics.size() == 1U);
        BOOST_TEST(tests::has(diagnostics, Error::ConfigNotText));
        BOOST_TEST(diagnostics[0].text.en.find("line 3") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_and_windows_line_ends_are_fine) {
    const tests::ConfigurationFolder folder;
    folder.write("hub.yaml",
                 "\xEF\xBB\xBF"
                 "apiVersion: onecard/v1\r\nkind: Hub\r\nhttp: {port: 9000}\r\n");
    const Loaded loaded = folder.load();
    BOOST_REQUIRE(loaded.hub.has_value());
    BOOST_TEST(loaded.hub->http.port == 9000);

    folder.write("hub.yaml",
                 "\xEF\xBB\xBF"
                 "apiVersion: onecard/v1\r\nkind: Hub\r\nhttp: {prot: 9000}\r\n");
    const auto diagnostics = folder.load().diagnostics;
    BOOST_TEST((tests::placesAndCodes(diagnostics) == std::vector<std::string>{"3:8+4 OC-CFG-021"}));
    BOOST_TEST(diagnostics[0].source == "http: {prot: 9000}");
}

BOOST_AUTO_TEST_CASE(a_pipe_or_folder_in_the_place_of_a_file_does_not_hang) {
    const tests::ConfigurationFolder folder;
    std::filesystem::remove(folder.path() / "hub.yaml");
    BOOST_REQUIRE(mkfifo((folder.path() / "hub.yaml").c_str(), 0600) == 0);
    std::filesystem::create_directories(folder.path() / "hospitals" / "a.yaml");
    const Loaded loaded = folder.load();
    BOOST_TEST(tests::has(loaded.diagnostics, Error::ConfigNotReadable));
    BOOST_TEST(loaded.diagnostics.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
