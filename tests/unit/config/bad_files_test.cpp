#include <fstream>
#include <sstream>

#include "tests/unit/config/configuration_folder.h"

using namespace hub::app::config;
using hub::core::Error;

namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

/// The lines "#! line:column+length code" a file of tests/data/config begins with.
std::vector<std::string> expectationsOf(const std::string& content) {
    std::vector<std::string> lines;
    std::istringstream in(content);
    for (std::string line; std::getline(in, line) && line.starts_with("#! ");) lines.push_back(line.substr(3));
    return lines;
}

std::vector<fs::path> filesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

void checkFound(const fs::path& file, const std::string& content, const std::vector<Diagnostic>& diagnostics) {
    const std::vector<std::string> expected = expectationsOf(content);
    const std::vector<std::string> found = tests::placesAndCodes(diagnostics);
    BOOST_TEST_CONTEXT(file.string() << "\n" << toText(diagnostics, hub::core::Language::English)) {
        BOOST_TEST(!expected.empty());
        BOOST_TEST(found == expected, boost::test_tools::per_element());
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bad_files)

BOOST_AUTO_TEST_CASE(every_mistake_in_hub_yaml_is_found_at_its_place) {
    const std::vector<fs::path> files = filesIn("tests/data/config/bad_hub");
    BOOST_TEST(files.size() >= 20U);
    for (const fs::path& file : files) {
        const tests::ConfigurationFolder folder;
        const std::string content = contentOf(file);
        folder.write("hub.yaml", content);
        const Loaded loaded = folder.load();
        checkFound(file, content, loaded.diagnostics);
        BOOST_TEST(!loaded.hub.has_value(), file.string());
    }
}

BOOST_AUTO_TEST_CASE(every_mistake_in_a_hospitals_file_is_found_at_its_place_and_keeps_only_that_one_out) {
    const std::vector<fs::path> files = filesIn("tests/data/config/bad_hospital");
    BOOST_TEST(files.size() >= 8U);
    for (const fs::path& file : files) {
        tests::ConfigurationFolder folder;
        folder.writeHospital("a.yaml", "TAKEN", "  inbound: {port: 26101}\n");
        const std::string content = contentOf(file);
        folder.write("hospitals/b.yaml", content);
        const Loaded loaded = folder.load();
        checkFound(file, content, loaded.diagnostics);
        BOOST_TEST(loaded.hub.has_value());
        BOOST_REQUIRE(loaded.hospitals.size() == 1U);
        BOOST_TEST(loaded.hospitals[0].metadata.code == "TAKEN");
        BOOST_REQUIRE(loaded.out_of_service.size() == 1U);
        BOOST_TEST(loaded.out_of_service[0].file == (folder.path() / "hospitals/b.yaml").string());
        BOOST_TEST(loaded.out_of_service[0].diagnostics.size() == loaded.diagnostics.size());
    }
}

BOOST_AUTO_TEST_CASE(a_typing_slip_is_answered_with_what_was_meant_and_what_may_stand_there) {
    const tests::ConfigurationFolder folder;
    folder.write("hub.yaml", "apiVersion: onecard/v1\nkind: Hub\njobs: {laese: 15s}\nlogging: {level: inof}\ntime: {zone: Mars}\n");
    const auto diagnostics = folder.load().diagnostics;
    BOOST_REQUIRE(diagnostics.size() == 3U);
    BOOST_TEST(diagnostics[0].suggestion == "lease");
    BOOST_TEST(diagnostics[0].valid.size() == 8U);
    BOOST_TEST(diagnostics[1].suggestion == "info");
    BOOST_TEST(diagnostics[2].suggestion == "");
    BOOST_TEST((diagnostics[2].valid == std::vector<std::string>{"Asia/Shanghai"}));
}

BOOST_AUTO_TEST_CASE(a_secret_that_was_written_out_is_not_shown_anywhere) {
    const tests::ConfigurationFolder folder;
    const fs::path file = "tests/data/config/bad_hospital/secrets_in_the_settings.yaml";
    const std::string content = contentOf(file);
    BOOST_REQUIRE(content.find("swordfish") != std::string::npos);
    folder.write("hospitals/b.yaml", content);
    folder.write("hub.yaml", contentOf("tests/data/config/bad_hub/secrets_written_out.yaml"));
    const auto diagnostics = folder.load().diagnostics;
    for (const auto language : {hub::core::Language::Chinese, hub::core::Language::English}) {
        for (const std::string& shown : {toText(diagnostics, language), toJson(diagnostics, language)}) {
            BOOST_TEST(shown.find("swordfish") == std::string::npos);
            BOOST_TEST(shown.find("sword,fish") == std::string::npos);
            BOOST_TEST(shown.find("12345678") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_ambiguous_secret_is_not_shown_as_a_suggestion) {
    tests::ConfigurationFolder folder;
    folder.writeHospital("a.yaml", "QD0001", "  settings: {password: 0123, list: {token: [0456]}, plain: 0789}\n");
    const std::string shown = toJson(folder.load().diagnostics, hub::core::Language::English);
    BOOST_TEST(shown.find("0123") == std::string::npos);
    BOOST_TEST(shown.find("0456") == std::string::npos);
    BOOST_TEST(shown.find("0789") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
