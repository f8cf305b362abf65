#include "hub/app/foundation.h"

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
        BOOST_TEST((*foundation)->openSigner().ok());
        BOOST_TEST(!std::filesystem::exists(tree.path() / hub.vault.keys_folder));
    }
    for (const char* name : {"ONECARD_SEAL_KEY_1", "ONECARD_INDEX_KEY", "ONECARD_SIGN_KEY_1"}) unsetenv(name);
}

BOOST_AUTO_TEST_CASE(a_data_folder_that_is_a_file_is_refused) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    tree.write("data", "");
    BOOST_TEST(tests::failsWith(app::Foundation::open({}, secrets, tree.path() / "data"), core::Error::DataFolderNotUsable));
}

BOOST_AUTO_TEST_SUITE_END()
