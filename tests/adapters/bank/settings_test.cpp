#include "adapters/bank/settings.h"

#include <fstream>
#include <sstream>

#include "hub/core/schema.h"
#include "tests/adapters/bank/bench.h"

namespace {

namespace core = hub::core;
using core::Error;

const std::string kGood = tests::BankSubject::settingsJson("http://127.0.0.1:9", std::chrono::seconds(1));

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    BOOST_REQUIRE_MESSAGE(text.find(from) != std::string::npos, from);
    return text.replace(text.find(from), from.size(), to);
}

/// The pointers at which something is wrong, separated by blanks.
std::string problemsAt(const std::string& json) {
    std::string pointers;
    for (const auto& problem : adapters::bank::makeAdapter()->check({"YH", "UTF-8", json})) {
        if (!pointers.empty()) pointers += ' ';
        pointers += problem.pointer;
    }
    return pointers;
}

core::Result<void> opened(const std::string& json, const std::map<std::string, std::string>& secrets) {
    core::VirtualExecutor clock(tests::kGoldenNow);
    tests::NotedHost host(secrets, clock);
    const auto instance = adapters::bank::makeAdapter()->open({"YH", "UTF-8", json}, host);
    return instance.ok() ? core::Result<void>() : instance.failure();
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_settings_schema_is_that_of_the_bank_settings) {
    std::ostringstream file;
    file << std::ifstream("adapters/bank/settings.schema.json").rdbuf();
    BOOST_TEST(file.str() == core::schemaOf<adapters::bank::Settings>() + "\n");
}

BOOST_AUTO_TEST_CASE(each_setting_that_is_wrong_is_told_at_its_place) {
    BOOST_TEST(problemsAt(kGood) == "");
    const struct {
        std::string from;
        std::string to;
        std::string at;
    } wrong[] = {{"http://127.0.0.1:9\"", "ftp://127.0.0.1:9\"", "/url"},
                 {"http://127.0.0.1:9\"", "http://127.0.0.1:9/bank\"", "/url"},
                 {"http://127.0.0.1:9\"", "https://127.0.0.1:9\"", "/authority_file"},
                 {"http://127.0.0.1:9\"", "http://127.0.0.1:9\",\"authority_file\":\"x.pem\"", "/authority_file"},
                 {"http://127.0.0.1:9\"", "https://127.0.0.1:9\",\"authority_file\":\"/no/such.pem\"", "/authority_file"},
                 {tests::kBankClient, "QYYKT 0001", "/client"},
                 {tests::kBankClient, std::string(33, 'a'), "/client"},
                 {tests::kOurSerial, "", "/serial"},
                 {tests::kOurSerial, std::string(65, 'a'), "/serial"},
                 {tests::kBankSerial, "KEY 1", "/bank_keys/0/serial"},
                 {"BEGIN PUBLIC KEY", "BEGIN PUBLIC CAT", "/bank_keys/0/public_key"},
                 {"answer_within\":\"1000ms", "answer_within\":\"49ms", "/answer_within"},
                 {"answer_within\":\"1000ms", "answer_within\":\"301s", "/answer_within"},
                 {"statement_within\":\"1000ms", "statement_within\":\"301s", "/statement_within"}};
    for (const auto& one : wrong) BOOST_TEST(problemsAt(replaced(kGood, one.from, one.to)) == one.at);
    const std::pair<std::string, std::string> right[] = {{"answer_within\":\"1000ms", "answer_within\":\"50ms"},
                                                         {"statement_within\":\"1000ms", "statement_within\":\"5m"},
                                                         {tests::kBankClient, std::string(32, 'a')},
                                                         {tests::kOurSerial, std::string(64, 'a')}};
    for (const auto& [from, to] : right) BOOST_TEST(problemsAt(replaced(kGood, from, to)) == "");
}

BOOST_AUTO_TEST_CASE(a_key_of_the_bank_is_needed_and_its_serial_is_its_own) {
    const std::size_t begin = kGood.find(R"({"serial")");
    const std::string key = kGood.substr(begin, kGood.find("}]", begin) + 1 - begin);
    BOOST_TEST(problemsAt(replaced(kGood, key, "")) == "/bank_keys");
    BOOST_TEST(problemsAt(replaced(kGood, key, key + "," + key)) == "/bank_keys/1/serial");
    BOOST_TEST(problemsAt(replaced(kGood, key, key + "," + replaced(key, tests::kBankSerial, "OTHER"))) == "");
}

BOOST_AUTO_TEST_CASE(an_instance_opens_only_with_a_key_that_can_be_used) {
    const std::map<std::string, std::string> good = tests::BankSubject::keys();
    BOOST_TEST(opened(kGood, good).ok());
    BOOST_TEST(tests::failsWith(opened(kGood, {}), Error::SecretMissing));
    BOOST_TEST(tests::failsWith(opened(kGood, {{"bank.private", tests::bankKey("client_public")}}), Error::ChannelKeyNotUsable));
    BOOST_TEST(tests::failsWith(opened("{}", good), Error::SettingsNotValid));
}

BOOST_AUTO_TEST_CASE(what_the_adapter_promises_is_what_the_page_says) {
    tests::BankBench bench;
    std::string promises;
    for (const auto& one : bench.instance->capabilities()) {
        BOOST_TEST((!one.fence && one.steps.empty()));
        promises += one.operation + " " + std::string(core::enumName(one.asks_by)) + " " + std::string(core::enumName(one.repeat)) + "\n";
    }
    BOOST_TEST(promises ==
               "ping nothing same_answer\naccount.balance nothing same_answer\ntransfer.find nothing same_answer\n"
               "statement.fetch nothing same_answer\naccount.open nothing same_answer\ntransfer.create our_id same_answer\n");
}
