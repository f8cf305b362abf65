#include "adapters/wechat_pay/settings.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "hub/core/schema.h"
#include "tests/adapters/wechat_pay/bench.h"

namespace {

namespace core = hub::core;
using core::Error;

const std::string kGood = tests::WechatSubject::settingsJson("http://127.0.0.1:9", std::chrono::seconds(1));

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    BOOST_REQUIRE(text.find(from) != std::string::npos);
    return text.replace(text.find(from), from.size(), to);
}

/// The pointers at which something is wrong, separated by blanks.
std::string problemsAt(const std::string& json) {
    std::string pointers;
    for (const auto& problem : adapters::wechat_pay::makeAdapter()->check({"SLZF", "UTF-8", json})) {
        if (!pointers.empty()) pointers += ' ';
        pointers += problem.pointer;
    }
    return pointers;
}

core::Result<void> opened(const std::string& json, const std::map<std::string, std::string>& secrets) {
    core::VirtualExecutor clock({1893547800000});
    tests::NotedHost host(secrets, clock);
    const auto instance = adapters::wechat_pay::makeAdapter()->open({"SLZF", "UTF-8", json}, host);
    return instance.ok() ? core::Result<void>() : instance.failure();
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_settings_schema_is_that_of_the_wechat_pay_settings) {
    std::ostringstream file;
    file << std::ifstream("adapters/wechat_pay/settings.schema.json").rdbuf();
    BOOST_TEST(file.str() == core::schemaOf<adapters::wechat_pay::Settings>() + "\n");
}

BOOST_AUTO_TEST_CASE(each_setting_that_is_wrong_is_told_at_its_place) {
    BOOST_TEST(problemsAt(kGood) == "");
    const std::string long_word(33, 'a');
    const struct {
        std::string from;
        std::string to;
        std::string at;
    } wrong[] = {{"http://127.0.0.1:9\"", "ftp://127.0.0.1:9\"", "/url"},
                 {"http://127.0.0.1:9\"", "http://127.0.0.1:9/v3\"", "/url"},
                 {"http://127.0.0.1:9\"", "http://a b\"", "/url"},
                 {"http://127.0.0.1:9\"", "https://127.0.0.1:9\"", "/authority_file"},
                 {"http://127.0.0.1:9\"", "http://127.0.0.1:9\",\"authority_file\":\"x.pem\"", "/authority_file"},
                 {"http://127.0.0.1:9\"", "https://127.0.0.1:9\",\"authority_file\":\"/no/such.pem\"", "/authority_file"},
                 {tests::kGoldenMerchant, "19000\\\"", "/merchant"},
                 {tests::kGoldenApp, long_word, "/app"},
                 {tests::kGoldenMerchantSerial, "", "/merchant_serial"},
                 {tests::kGoldenNotifyUrl, "https://hub.example/in/SLZF?x=1", "/notify_url"},
                 {tests::kGoldenNotifyUrl, "hub.example/in/SLZF", "/notify_url"},
                 {tests::kGoldenNotifyUrl, "https://hub.example/" + std::string(236, 'x'), "/notify_url"},
                 {tests::kGoldenPlatformSerial, "PUB KEY", "/platform_keys/0/serial"},
                 {"BEGIN PUBLIC KEY", "BEGIN PUBLIC CAT", "/platform_keys/0/public_key"},
                 {"1000ms", "49ms", "/answer_within"},
                 {"1000ms", "301s", "/answer_within"}};
    for (const auto& one : wrong) BOOST_TEST(problemsAt(replaced(kGood, one.from, one.to)) == one.at);
    for (const auto& [from, to] : std::map<std::string, std::string>{{"1000ms", "50ms"}, {tests::kGoldenApp, std::string(32, 'a')}})
        BOOST_TEST(problemsAt(replaced(kGood, from, to)) == "");
}

BOOST_AUTO_TEST_CASE(a_platform_key_is_needed_and_its_serial_is_its_own) {
    const std::size_t begin = kGood.find(R"({"serial")");
    const std::size_t end = kGood.find("}]", begin) + 1;
    const std::string key = kGood.substr(begin, end - begin);
    BOOST_TEST(problemsAt(replaced(kGood, key, "")) == "/platform_keys");
    BOOST_TEST(problemsAt(replaced(kGood, key, key + "," + key)) == "/platform_keys/1/serial");
    BOOST_TEST(problemsAt(replaced(kGood, key, key + "," + replaced(key, tests::kGoldenPlatformSerial, "OTHER"))) == "");
}

BOOST_AUTO_TEST_CASE(an_instance_opens_only_with_keys_that_can_be_used) {
    const std::map<std::string, std::string> good = tests::WechatSubject::keys();
    BOOST_TEST(opened(kGood, good).ok());
    BOOST_TEST(tests::failsWith(opened(kGood, {}), Error::SecretMissing));
    auto keys = good;
    keys["wechat.private"] = good.at("wechat.apiv3");
    BOOST_TEST(tests::failsWith(opened(kGood, keys), Error::ChannelKeyNotUsable));
    keys = good;
    keys["wechat.apiv3"] += "\n";
    BOOST_TEST(tests::failsWith(opened(kGood, keys), Error::ChannelKeyNotUsable));
    keys = good;
    keys.erase("wechat.apiv3");
    BOOST_TEST(tests::failsWith(opened(kGood, keys), Error::SecretMissing));
    BOOST_TEST(tests::failsWith(opened("{}", good), Error::SettingsNotValid));
}
