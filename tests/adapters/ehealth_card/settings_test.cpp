#include "adapters/ehealth_card/settings.h"

#include <fstream>
#include <sstream>

#include "hub/core/schema.h"
#include "tests/adapters/ehealth_card/bench.h"

namespace {

namespace core = hub::core;
using core::Error;
using tests::ToyPlatform;

const std::string kGood = tests::EhealthSubject::settingsJson("http://127.0.0.1:9", std::chrono::seconds(1));

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    BOOST_REQUIRE(text.find(from) != std::string::npos);
    return text.replace(text.find(from), from.size(), to);
}

/// The pointers at which something is wrong, separated by blanks.
std::string problemsAt(const std::string& json) {
    std::string pointers;
    for (const auto& problem : adapters::ehealth_card::makeAdapter()->check({"DZJKK", "UTF-8", json})) {
        if (!pointers.empty()) pointers += ' ';
        pointers += problem.pointer;
    }
    return pointers;
}

core::Result<void> opened(const std::string& json, const std::map<std::string, std::string>& secrets) {
    const core::VirtualExecutor clock({1893547800000});
    tests::ClockedHost host(clock, secrets);
    const auto instance = adapters::ehealth_card::makeAdapter()->open({"DZJKK", "UTF-8", json}, host);
    return instance.ok() ? core::Result<void>() : instance.failure();
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_settings_schema_is_that_of_the_ehealth_card_settings) {
    std::ostringstream file;
    file << std::ifstream("adapters/ehealth_card/settings.schema.json").rdbuf();
    BOOST_TEST(file.str() == core::schemaOf<adapters::ehealth_card::Settings>() + "\n");
}

BOOST_AUTO_TEST_CASE(each_setting_that_is_wrong_is_told_at_its_place) {
    BOOST_TEST(problemsAt(kGood) == "");
    const struct {
        std::string from;
        std::string to;
        std::string at;
    } wrong[] = {{"http://127.0.0.1:9\"", "ftp://127.0.0.1:9\"", "/url"},
                 {"http://127.0.0.1:9\"", "http://127.0.0.1:9/\"", "/url"},
                 {"http://127.0.0.1:9\"", "http://127.0.0.1:9?a=b\"", "/url"},
                 {"http://127.0.0.1:9\"", "http://a b\"", "/url"},
                 {"http://127.0.0.1:9\"", "https://127.0.0.1:9\"", "/authority_file"},
                 {"http://127.0.0.1:9\"", "http://127.0.0.1:9\",\"authority_file\":\"x.pem\"", "/authority_file"},
                 {"http://127.0.0.1:9\"", "https://127.0.0.1:9\",\"authority_file\":\"/no/such.pem\"", "/authority_file"},
                 {ToyPlatform::kHospital, "H\\\"1", "/hospital"},
                 {ToyPlatform::kApp, std::string(65, 'a'), "/app"},
                 {ToyPlatform::kOrganisation, "", "/organisation"},
                 {"1000ms", "49ms", "/answer_within"},
                 {"1000ms", "301s", "/answer_within"}};
    for (const auto& one : wrong) BOOST_TEST(problemsAt(replaced(kGood, one.from, one.to)) == one.at);
    const std::pair<std::string, std::string> right[] = {{"1000ms", "50ms"},
                                                         {"1000ms", "300s"},
                                                         {ToyPlatform::kApp, std::string(64, 'a')},
                                                         {"http://127.0.0.1:9\"", "http://127.0.0.1:9/gateway/v1\""}};
    for (const auto& [from, to] : right) BOOST_TEST(problemsAt(replaced(kGood, from, to)) == "");
}

BOOST_AUTO_TEST_CASE(an_instance_opens_only_with_a_secret_that_can_be_used) {
    const std::map<std::string, std::string> good = tests::EhealthSubject::keys();
    BOOST_TEST(opened(kGood, good).ok());
    BOOST_TEST(tests::failsWith(opened(kGood, {}), Error::SecretMissing));
    for (const char* secret : {"", "a\n", " a", "\t"}) {
        const core::Result<void> result = opened(kGood, {{"ehealth.secret", secret}});
        BOOST_TEST(tests::failsWith(result, Error::SecretNotUsable));
    }
    BOOST_TEST(tests::failsWith(opened("{}", good), Error::SettingsNotValid));
}
