#include "hub/app/foundation.h"

#include "hub/core/work.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

using namespace hub;

BOOST_AUTO_TEST_SUITE(foundation)

BOOST_AUTO_TEST_CASE(a_new_data_folder_gets_keys_and_tables_and_opens_again_with_them) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    const auto data = tree.path() / "data";
    std::string sealed;
    {
        const auto first = app::Foundation::open({}, secrets, data);
        BOOST_REQUIRE(first.ok());
        sealed = (*first)->vault().seal({"attempt.body", "row"}, "张三");
    }
    const auto again = app::Foundation::open({}, secrets, data);
    BOOST_REQUIRE(again.ok());
    BOOST_TEST(*(*again)->vault().open({"attempt.body", "row"}, sealed) == "张三");
    const auto permissions = std::filesystem::status(data).permissions();
    BOOST_TEST((permissions == std::filesystem::perms::owner_all));
}

BOOST_AUTO_TEST_CASE(a_second_hub_on_the_same_folder_is_refused) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    const auto first = app::Foundation::open({}, secrets, tree.path());
    BOOST_REQUIRE(first.ok());
    BOOST_TEST(tests::failsWith(app::Foundation::open({}, secrets, tree.path()), core::Error::DatabaseInUse));
}

BOOST_AUTO_TEST_CASE(new_keys_are_of_the_suite_configured_and_keep_it) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    app::config::HubConfig hub;
    hub.vault.suite = vault::Suite::Gm;
    {
        const auto first = app::Foundation::open(hub, secrets, tree.path());
        BOOST_REQUIRE(first.ok());
        BOOST_TEST((*first)->vault().seal({"attempt.body", "row"}, "text").front() == 2);
        const auto signer = (*first)->openSigner();
        BOOST_REQUIRE(signer.ok());
        const auto again = (*first)->openSigner();  // with the key that was made
        BOOST_REQUIRE(again.ok());
        BOOST_TEST(again->verify("test", "text", signer->sign("test", "text")));
    }
    BOOST_TEST(tests::failsWith(app::Foundation::open({}, secrets, tree.path()), core::Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(keys_from_the_environment_leave_the_folder_alone) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    app::config::HubConfig hub;
    hub.vault.keys_from = app::config::KeysFrom::Environment;
    BOOST_TEST(tests::failsWith(app::Foundation::open(hub, secrets, tree.path()), core::Error::KeyFileNotUsable));
    const std::string key(64, '1');
    for (const char* name : {"ONECARD_SEAL_KEY_1", "ONECARD_INDEX_KEY", "ONECARD_SIGN_KEY_1"}) setenv(name, key.c_str(), 1);
    {
        const auto foundation = app::Foundation::open(hub, secrets, tree.path());
        BOOST_REQUIRE(foundation.ok());
        const auto signer = (*foundation)->openSigner();
        BOOST_REQUIRE(signer.ok());
        const auto refused = (*foundation)->rotateSigningKey(*signer);
        BOOST_TEST(tests::failsWith(refused, core::Error::KeyFileNotUsable));
        BOOST_TEST(refused.failure().detail().find("ONECARD_SIGN_KEY_2") != std::string::npos);
        BOOST_TEST(!std::filesystem::exists(tree.path() / hub.vault.keys_folder));
        BOOST_TEST(tests::failsWith((*foundation)->rotateSealKey(), core::Error::KeyFileNotUsable));
    }
    for (const char* name : {"ONECARD_SEAL_KEY_1", "ONECARD_INDEX_KEY", "ONECARD_SIGN_KEY_1"}) unsetenv(name);
}

BOOST_AUTO_TEST_CASE(a_key_folder_that_is_gone_beside_a_database_that_stands_is_not_made_anew) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    const auto keys = tree.path() / "keys";
    const auto away = tree.path() / "away";
    BOOST_REQUIRE(app::Foundation::open({}, secrets, tree.path()).ok());
    std::filesystem::rename(keys, away);
    const auto refused = app::Foundation::open({}, secrets, tree.path());
    BOOST_TEST(tests::failsWith(refused, core::Error::KeyFileNotUsable));
    BOOST_TEST(refused.failure().detail().find(keys.string()) != std::string::npos);
    BOOST_TEST(!std::filesystem::exists(keys));
    std::filesystem::rename(away, keys);
    BOOST_TEST(app::Foundation::open({}, secrets, tree.path()).ok());
}

namespace {

/// As the sealer does, with the key `number`.
void signChain(app::Foundation& foundation, vault::KeyNumber number) {
    const auto done = core::runAndWait(foundation.storage().units(), {core::WorkKey{"sign"}, {}}, [&](core::Transaction& transaction) {
        audit::ChainSignature signature;
        signature.link.number = 1;
        signature.signature.key = number;
        return foundation.storage().audit().addSignature(transaction, signature);
    });
    BOOST_REQUIRE(done.end == core::WorkEnd::Done);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_signing_key_that_is_gone_is_not_made_anew_once_it_has_signed) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    const auto key = tree.path() / "keys/sign-1.key";
    const auto away = tree.path() / "away";
    {
        const auto foundation = app::Foundation::open({}, secrets, tree.path());
        BOOST_REQUIRE(foundation.ok());
        BOOST_TEST(std::filesystem::exists(key));  // made with the folder
        std::filesystem::remove(key);
        BOOST_TEST((*foundation)->openSigner().ok());  // nothing was signed: it is made
        BOOST_TEST(std::filesystem::exists(key));
        signChain(**foundation, 1);
    }
    std::filesystem::rename(key, away);
    const auto again = app::Foundation::open({}, secrets, tree.path());
    BOOST_REQUIRE(again.ok());
    const auto refused = (*again)->openSigner();
    BOOST_TEST(tests::failsWith(refused, core::Error::KeyFileNotUsable));
    BOOST_TEST(refused.failure().detail().find("sign-1.key") != std::string::npos);
    BOOST_TEST(!std::filesystem::exists(key));
    std::filesystem::rename(away, key);
    BOOST_TEST((*again)->openSigner().ok());
}

BOOST_AUTO_TEST_CASE(an_older_signing_key_does_not_sign_again_when_the_newest_is_gone) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    const auto foundation = app::Foundation::open({}, secrets, tree.path());
    BOOST_REQUIRE(foundation.ok());
    const auto signer = (*foundation)->openSigner();
    BOOST_REQUIRE(signer.ok());
    const auto rotated = (*foundation)->rotateSigningKey(*signer);
    BOOST_REQUIRE(rotated.ok());
    BOOST_TEST(*rotated == 2U);
    BOOST_TEST(signer->current() == 2U);
    BOOST_TEST((*(*foundation)->signingKeys() == std::map<vault::KeyNumber, bool>{{1, true}, {2, true}}));
    signChain(**foundation, 2);
    std::filesystem::remove(tree.path() / "keys/sign-1.key");  // its public part is enough
    BOOST_TEST((*foundation)->openSigner().ok());
    BOOST_TEST((*(*foundation)->signingKeys() == std::map<vault::KeyNumber, bool>{{1, false}, {2, true}}));
    std::filesystem::remove(tree.path() / "keys/sign-2.key");
    BOOST_TEST(tests::failsWith((*foundation)->openSigner(), core::Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(a_rotated_key_seals_at_once_and_the_older_one_opens_on) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    const auto foundation = app::Foundation::open({}, secrets, tree.path());
    BOOST_REQUIRE(foundation.ok());
    const vault::SealPlace place{"attempt.body", "row"};
    const std::string old_seal = (*foundation)->vault().seal(place, "before");
    const auto rotated = (*foundation)->rotateSealKey();
    BOOST_REQUIRE(rotated.ok());
    BOOST_TEST(*rotated == 2U);
    const std::string new_seal = (*foundation)->vault().seal(place, "after");
    BOOST_TEST((vault::Vault::keyOf(old_seal) == vault::KeyNumber{1}));
    BOOST_TEST((vault::Vault::keyOf(new_seal) == vault::KeyNumber{2}));
    BOOST_TEST(new_seal.starts_with((*foundation)->vault().currentHeader()));
    BOOST_TEST(*(*foundation)->vault().open(place, old_seal) == "before");
    BOOST_TEST(*(*foundation)->vault().open(place, new_seal) == "after");
    BOOST_TEST(!vault::Vault::keyOf("\1").has_value());
    BOOST_TEST(!vault::Vault::keyOf(std::string(5, '\x7f')).has_value());
}

BOOST_AUTO_TEST_CASE(a_data_folder_that_is_a_file_is_refused) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    tree.write("data", "");
    BOOST_TEST(tests::failsWith(app::Foundation::open({}, secrets, tree.path() / "data"), core::Error::DataFolderNotUsable));
}

BOOST_AUTO_TEST_CASE(an_index_key_is_rotated_one_at_a_time_and_what_the_database_needs_must_be_there) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    const auto keys = tree.path() / "keys";
    {
        const auto foundation = app::Foundation::open({}, secrets, tree.path());
        BOOST_REQUIRE(foundation.ok());
        const auto rotated = (*foundation)->rotateIndexKey();
        BOOST_REQUIRE(rotated.ok());
        BOOST_TEST(*rotated == 2U);
        BOOST_TEST(std::filesystem::exists(keys / "index-2.key"));
        BOOST_TEST((*foundation)->indexKeys()->writes == 2U);
        BOOST_TEST(((*foundation)->indexKeys()->older == vault::KeyNumber{1}));
        const auto again = (*foundation)->rotateIndexKey();
        BOOST_TEST(tests::failsWith(again, core::Error::KeyFileNotUsable));
        BOOST_TEST(again.failure().detail().find("index.key: ") == 0U);
        BOOST_TEST(!std::filesystem::exists(keys / "index-3.key"));
    }
    for (const char* name : {"index.key", "index-2.key"}) {
        std::filesystem::rename(keys / name, tree.path() / "away");
        const auto refused = app::Foundation::open({}, secrets, tree.path());
        BOOST_TEST(tests::failsWith(refused, core::Error::KeyMissing));
        BOOST_TEST(refused.failure().detail() == name);
        std::filesystem::rename(tree.path() / "away", keys / name);
    }
    BOOST_TEST(app::Foundation::open({}, secrets, tree.path()).ok());
}

// Several hosts: it is copied to each of them before one of them rotates.
BOOST_AUTO_TEST_CASE(an_index_key_that_was_put_there_beforehand_is_the_one_that_writes) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    const auto foundation = app::Foundation::open({}, secrets, tree.path());
    BOOST_REQUIRE(foundation.ok());
    tree.write("keys/index-2.key", std::string(64, '4'), 0600);
    BOOST_TEST(*(*foundation)->rotateIndexKey() == 2U);
    BOOST_TEST(!std::filesystem::exists(tree.path() / "keys/index-3.key"));
    BOOST_TEST((*foundation)->indexKeys()->writes == 2U);
}

BOOST_AUTO_TEST_CASE(an_index_key_of_the_environment_is_added_there_and_then_rotated_to) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    app::config::HubConfig hub;
    hub.vault.keys_from = app::config::KeysFrom::Environment;
    const std::string key(64, '1');
    const std::string next(64, '2');
    for (const char* name : {"ONECARD_SEAL_KEY_1", "ONECARD_INDEX_KEY", "ONECARD_SIGN_KEY_1"}) setenv(name, key.c_str(), 1);
    {
        const auto foundation = app::Foundation::open(hub, secrets, tree.path());
        BOOST_REQUIRE(foundation.ok());
        const auto refused = (*foundation)->rotateIndexKey();
        BOOST_TEST(tests::failsWith(refused, core::Error::KeyFileNotUsable));
        BOOST_TEST(refused.failure().detail().find("ONECARD_INDEX_KEY_2") != std::string::npos);
        BOOST_TEST((*foundation)->indexKeys()->writes == 1U);
    }
    setenv("ONECARD_INDEX_KEY_2", next.c_str(), 1);
    {
        const auto foundation = app::Foundation::open(hub, secrets, tree.path());
        BOOST_REQUIRE(foundation.ok());
        BOOST_TEST(*(*foundation)->rotateIndexKey() == 2U);
        BOOST_TEST((*foundation)->indexKeys()->writes == 2U);
    }
    for (const char* name : {"ONECARD_SEAL_KEY_1", "ONECARD_INDEX_KEY", "ONECARD_INDEX_KEY_2", "ONECARD_SIGN_KEY_1"}) unsetenv(name);
}

BOOST_AUTO_TEST_SUITE_END()
