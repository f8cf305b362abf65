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

BOOST_AUTO_TEST_CASE(a_data_folder_that_is_a_file_is_refused) {
    const tests::FileTree tree;
    const app::config::SecretEnvironment secrets;
    tree.write("data", "");
    BOOST_TEST(tests::failsWith(app::Foundation::open({}, secrets, tree.path() / "data"), core::Error::DataFolderNotUsable));
}

BOOST_AUTO_TEST_SUITE_END()
