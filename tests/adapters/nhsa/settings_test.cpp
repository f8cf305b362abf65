#include "adapters/nhsa/settings.h"

#include "hub/core/schema.h"
#include "tests/adapters/nhsa/bench.h"

namespace {

namespace core = hub::core;
using adapters::nhsa::Chain;
using core::Error;
using tests::nhsa::NhsaSubject;
using tests::nhsa::replaced;

std::string good(Chain chain, bool sealed) {
    return NhsaSubject::settingsJson(chain, "http://127.0.0.1:9", std::chrono::seconds(1), sealed);
}

/// The pointers at which something is wrong, separated by blanks.
std::string problemsAt(const std::string& json) {
    std::string pointers;
    for (const auto& problem : adapters::nhsa::makeAdapter()->check({"YBJ", "UTF-8", json})) {
        if (!pointers.empty()) pointers += ' ';
        pointers += problem.pointer;
    }
    return pointers;
}

core::Result<void> opened(const std::string& json, const std::map<std::string, std::string>& secrets) {
    const core::VirtualExecutor clock({tests::nhsa::kGoldenMs});
    tests::NotedHost host(secrets, clock);
    const auto instance = adapters::nhsa::makeAdapter()->open({"YBJ", "UTF-8", json}, host);
    return instance.ok() ? core::Result<void>() : instance.failure();
}

struct Change {
    std::string from;
    std::string to;
    std::string at;
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_settings_schema_is_that_of_the_nhsa_settings) {
    BOOST_TEST(tests::goldenBytesIn("adapters/nhsa/settings.schema.json") == core::schemaOf<adapters::nhsa::Settings>() + "\n");
}

BOOST_AUTO_TEST_CASE(each_setting_that_is_wrong_is_told_at_its_place) {
    for (const bool sealed : {false, true}) {
        BOOST_TEST(problemsAt(good(Chain::Counter, sealed)) == "");
        BOOST_TEST(problemsAt(good(Chain::Mobile, sealed)) == "");
    }
    const Change of_counter[] = {{R"("chain":"counter")", R"("chain":"window")", "/chain"},
                                 {R"("chain":"counter")", R"("chain":"mobile")", "/counter /mobile /sm/shared_key"},
                                 {"http://127.0.0.1:9", "ftp://127.0.0.1:9", "/url"},
                                 {"http://127.0.0.1:9", "http://127.0.0.1:9/", "/url"},
                                 {"http://127.0.0.1:9", "http://127.0.0.1:9?a=b", "/url"},
                                 {"http://127.0.0.1:9", "https://127.0.0.1:9", "/authority_file"},
                                 {R"(:9",)", R"(:9","authority_file":"x.pem",)", "/authority_file"},
                                 {"H37020000001", "H3702000000", "/institution"},
                                 {"H37020000001", "H370200000012", "/institution"},
                                 {"H37020000001", "H3702000000-", "/institution"},
                                 {"370200\",\"receiver", "37020\",\"receiver", "/counter/area"},
                                 {"370200\",\"receiver", "37020x\",\"receiver", "/counter/area"},
                                 {R"("receiver":"ONECARD")", R"("receiver":"ONECARDHUB1")", "/counter/receiver"},
                                 {"OP001", "", "/counter/operator_code"},
                                 {"一卡通", "", "/counter/operator_name"},
                                 {"示例医院", std::string(201, 'x'), "/counter/institution_name"},
                                 {"192.0.2.1", "", "/counter/ip"},
                                 {"02-00-00-00-00-01", std::string(65, '0'), "/counter/mac"},
                                 {R"("access":"ONECARD")", R"("access":"a\r\nb")", "/counter/access"},
                                 {R"("upload_calls":2)", R"("upload_calls":0)", "/counter/upload_calls"},
                                 {R"("upload_calls":2)", R"("upload_calls":51)", "/counter/upload_calls"},
                                 {R"(,"shared_key":{"secret":"nhsa.shared"})", "", "/sm/shared_key"},
                                 {"BEGIN PUBLIC KEY", "BEGIN PUBLIC QEY", "/sm/insurer_key"},
                                 {"1000ms", "49ms", "/answer_within"},
                                 {"1000ms", "301s", "/answer_within"}};
    for (const Change& one : of_counter) BOOST_TEST(problemsAt(replaced(good(Chain::Counter, true), one.from, one.to)) == one.at);
    const Change of_mobile[] = {{"ONECARDAPP000001", "ONECARDAPP00001", "/mobile/app"},
                                {"ONECARDAPP000001", std::string(65, 'a'), "/mobile/app"},
                                {R"("insurer_key")", R"("shared_key":{"secret":"a"},"insurer_key")", "/sm/shared_key"}};
    for (const Change& one : of_mobile) BOOST_TEST(problemsAt(replaced(good(Chain::Mobile, true), one.from, one.to)) == one.at);

    const Change right[] = {{"1000ms", "50ms", ""},
                            {"1000ms", "300s", ""},
                            {"H37020000001", "P37020000001", ""},
                            {R"("upload_calls":2)", R"("upload_calls":50)", ""},
                            {R"(,"upload_calls":2)", "", ""},
                            {"http://127.0.0.1:9", "http://127.0.0.1:9/hss-call-service-interface", ""}};
    for (const Change& one : right) BOOST_TEST(problemsAt(replaced(good(Chain::Counter, true), one.from, one.to)) == one.at);
    BOOST_TEST(problemsAt(replaced(good(Chain::Mobile, false), "ONECARDAPP000001", "a")) == "");  // no key is made from it
}

BOOST_AUTO_TEST_CASE(an_instance_opens_only_with_secrets_that_can_be_used) {
    const std::map<std::string, std::string> keys = NhsaSubject::keys();
    const auto with = [&](const std::string& name, const std::string& value) {
        std::map<std::string, std::string> changed = keys;
        changed[name] = value;
        return changed;
    };
    const auto without = [&](const std::string& name) {
        std::map<std::string, std::string> changed = keys;
        changed.erase(name);
        return changed;
    };
    for (const Chain chain : {Chain::Counter, Chain::Mobile}) {
        const bool is_counter = chain == Chain::Counter;
        const std::string secret = is_counter ? "nhsa.secret" : "nhsa.app";
        BOOST_TEST(opened(good(chain, true), keys).ok());
        BOOST_TEST(opened(good(chain, false), {{secret, "a"}}).ok());
        BOOST_TEST(tests::failsWith(opened(good(chain, true), without(secret)), Error::SecretMissing));
        BOOST_TEST(tests::failsWith(opened(good(chain, true), without("nhsa.private")), Error::SecretMissing));
        for (const char* value : {"", "a\n", " a"})
            BOOST_TEST(tests::failsWith(opened(good(chain, true), with(secret, value)), Error::SecretNotUsable));
        BOOST_TEST(tests::failsWith(opened(good(chain, true), with("nhsa.private", "no key")), Error::ChannelKeyNotUsable));
    }
    BOOST_TEST(tests::failsWith(opened(good(Chain::Counter, true), with("nhsa.shared", "short")), Error::ChannelKeyNotUsable));
    BOOST_TEST(tests::failsWith(opened(good(Chain::Counter, true), without("nhsa.shared")), Error::SecretMissing));
    BOOST_TEST(tests::failsWith(opened("{}", keys), Error::SettingsNotValid));
}
