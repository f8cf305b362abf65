#include "hub/vault/environment_keys.h"

#include "hub/vault/signer.h"
#include "hub/vault/vault.h"
#include "tests/support/failures.h"

using namespace hub::vault;
using hub::core::Error;
using Variables = EnvironmentKeySource::Variables;

namespace {

/// Variables that open; each test then spoils one thing.
Variables good() {
    return {{"ONECARD_SEAL_KEY_1", std::string(64, '1')},
            {"ONECARD_INDEX_KEY", std::string(64, '2')},
            {"ONECARD_SIGN_KEY_3", std::string(64, '3')},
            {"PATH", "/bin"}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(environment_keys)

BOOST_AUTO_TEST_CASE(the_highest_number_of_the_variables_seals_and_the_others_still_open) {
    Variables variables = good();
    variables["ONECARD_SEAL_KEY_9"] = std::string(64, '9');
    variables["ONECARD_SEAL_KEY_10"] = std::string(64, 'A');
    const auto source = EnvironmentKeySource::open(variables);
    BOOST_REQUIRE(source.ok());
    BOOST_TEST((source->suite() == Suite::Intl));
    BOOST_TEST(source->currentSealKey() == 10U);
    BOOST_TEST((source->sealKey(10)->bytes()[31] == 0xAA));
    BOOST_TEST((source->sealKey(9)->bytes()[0] == 0x99));
    BOOST_TEST((source->indexKey(1)->bytes()[0] == 0x22));
    BOOST_TEST(source->highestIndexKey() == 1U);
    BOOST_TEST(!source->sealKey(2).has_value());
    BOOST_TEST(!source->sealKey(3).has_value());  // it signs
}

BOOST_AUTO_TEST_CASE(what_a_folder_sealed_the_environment_opens_with_the_same_keys) {
    Variables variables = good();
    Variables same = good();
    const Vault one(std::make_shared<EnvironmentKeySource>(*EnvironmentKeySource::open(variables)));
    const Vault other(std::make_shared<EnvironmentKeySource>(*EnvironmentKeySource::open(same)));
    BOOST_TEST(*other.open({"attempt.body", "row"}, one.seal({"attempt.body", "row"}, "text")) == "text");
}

BOOST_AUTO_TEST_CASE(the_suite_of_the_variables_is_the_one_configured) {
    for (const char* word : {"intl", "gm"}) {
        const Suite suite = word == std::string("gm") ? Suite::Gm : Suite::Intl;
        const Suite other = suite == Suite::Gm ? Suite::Intl : Suite::Gm;
        Variables variables = good();
        variables["ONECARD_KEY_SUITE"] = word;
        Variables again = variables;
        BOOST_TEST((EnvironmentKeySource::open(variables, suite)->suite() == suite));
        BOOST_TEST(tests::failsWith(EnvironmentKeySource::open(again, other), Error::KeyFileNotUsable));
    }
    Variables variables = good();
    BOOST_TEST(tests::failsWith(EnvironmentKeySource::open(variables, Suite::Gm), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(the_variables_sign_in_their_suite) {
    Variables international = good();
    Variables national = good();
    national["ONECARD_KEY_SUITE"] = "gm";
    const auto one = Signer::open(*EnvironmentKeySource::open(international));
    const auto other = Signer::open(*EnvironmentKeySource::open(national));
    BOOST_REQUIRE((one.ok() && other.ok()));
    BOOST_TEST(one->sign("test", "text").key == 3U);
    BOOST_TEST(one->verify("test", "text", one->sign("test", "text")));
    BOOST_TEST(other->verify("test", "text", other->sign("test", "text")));
    BOOST_TEST(!other->verify("test", "text", one->sign("test", "text")));
}

BOOST_AUTO_TEST_CASE(variables_without_a_signing_key_seal_and_do_not_sign) {
    Variables variables = good();
    variables.erase("ONECARD_SIGN_KEY_3");
    const auto source = EnvironmentKeySource::open(variables);
    BOOST_REQUIRE(source.ok());
    BOOST_TEST(tests::failsWith(Signer::open(*source), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(a_variable_that_is_missing_or_no_key_is_named) {
    for (const char* missing : {"ONECARD_SEAL_KEY_1", "ONECARD_INDEX_KEY"}) {
        Variables variables = good();
        variables.erase(missing);
        const auto opened = EnvironmentKeySource::open(variables);
        BOOST_TEST(tests::failsWith(opened, Error::KeyFileNotUsable), missing);
        BOOST_TEST(opened.failure().detail().find(missing) == 0U);
    }
    const std::pair<const char*, std::string> wrong[] = {{"ONECARD_SEAL_KEY_2", std::string(63, '1')},
                                                         {"ONECARD_SEAL_KEY_2", std::string(65, '1')},
                                                         {"ONECARD_SIGN_KEY_4", ""},
                                                         {"ONECARD_INDEX_KEY", std::string(63, '1') + "g"},
                                                         {"ONECARD_SEAL_KEY_02", std::string(64, '1')},
                                                         {"ONECARD_SEAL_KEY_0", std::string(64, '1')},
                                                         {"ONECARD_SEAL_KEY_", std::string(64, '1')},
                                                         {"ONECARD_SIGN_KEY_x", std::string(64, '1')},
                                                         {"ONECARD_SEAL_KEY_4294967296", std::string(64, '1')},
                                                         {"ONECARD_INDEX_KEY_1", std::string(64, '1')},
                                                         {"ONECARD_INDEX_KEY_02", std::string(64, '1')},
                                                         {"ONECARD_INDEX_KEY_2", std::string(63, '1')},
                                                         {"ONECARD_KEY_SUITE", "sm4"},
                                                         {"ONECARD_KEY_SUITE", ""}};
    for (const auto& [name, value] : wrong) {
        Variables variables = good();
        variables[name] = value;
        const auto opened = EnvironmentKeySource::open(variables);
        BOOST_TEST(tests::failsWith(opened, Error::KeyFileNotUsable), name);
        BOOST_TEST(opened.failure().detail().find(std::string(name) + ": ") == 0U);
        if (!value.empty()) BOOST_TEST(opened.failure().detail().find(value) == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(no_key_is_left_in_the_variables_also_when_one_is_not_usable) {
    Variables usable = good();
    Variables unusable = good();
    unusable["ONECARD_SEAL_KEY_0"] = std::string(64, '4');
    BOOST_TEST(EnvironmentKeySource::open(usable).ok());
    BOOST_TEST(!EnvironmentKeySource::open(unusable).ok());
    for (const Variables& variables : {usable, unusable}) {
        for (const auto& [name, value] : variables) {
            if (name == "PATH") {
                BOOST_TEST(value == "/bin");
            } else {
                BOOST_TEST(value == std::string(64, '\0'), name);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(index_keys_from_the_second_on_have_their_number_and_the_first_may_be_put_away) {
    Variables both = good();
    both["ONECARD_INDEX_KEY_2"] = std::string(64, '7');
    Variables second = both;
    second.erase("ONECARD_INDEX_KEY");
    const auto source = EnvironmentKeySource::open(both);
    BOOST_REQUIRE(source.ok());
    BOOST_TEST((source->indexKey(1)->bytes()[0] == 0x22));
    BOOST_TEST((source->indexKey(2)->bytes()[0] == 0x77));
    BOOST_TEST(source->highestIndexKey() == 2U);
    BOOST_TEST(both["ONECARD_INDEX_KEY_2"] == std::string(64, '\0'));
    const auto without = EnvironmentKeySource::open(second);
    BOOST_REQUIRE(without.ok());
    BOOST_TEST(!without->indexKey(1).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
