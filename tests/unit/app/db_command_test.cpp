#include "tests/support/failures.h"
#include "tests/support/file_tree.h"
#include "tests/unit/app/command_run.h"

using tests::CommandRun;
using tests::runCommand;

BOOST_AUTO_TEST_SUITE(db_commands)

BOOST_AUTO_TEST_CASE(the_status_of_a_folder_that_is_not_there_makes_none) {
    const tests::FileTree tree;
    const std::string data = (tree.path() / "data").string();
    const CommandRun status = runCommand({"db", "status", "--config", "config", "--data", data});
    BOOST_TEST(status.exit == 1);
    BOOST_TEST(status.err.find("OC-CLI-004") != std::string::npos);
    BOOST_TEST(!std::filesystem::exists(data));
}

BOOST_AUTO_TEST_CASE(after_migrate_nothing_is_pending) {
    const tests::FileTree tree;
    const std::string data = (tree.path() / "data").string();
    BOOST_TEST(runCommand({"db", "migrate", "--config", "config", "--data", data}).exit == 0);
    const CommandRun status = runCommand({"db", "status", "--config", "config", "--data", data, "--json"});
    BOOST_TEST(status.exit == 0);
    BOOST_TEST(status.out.find("\"pending\":[]") != std::string::npos, status.out);
}

BOOST_AUTO_TEST_CASE(a_configuration_with_mistakes_is_exit_3_and_touches_nothing) {
    const tests::FileTree tree;
    tree.write("config/hub.yaml", "http:\n  prot: 1\n");
    const std::string data = (tree.path() / "data").string();
    const CommandRun migrated = runCommand({"db", "migrate", "--config", (tree.path() / "config").string(), "--data", data});
    BOOST_TEST(migrated.exit == 3);
    BOOST_TEST(migrated.err.find("hub.yaml:2:3") != std::string::npos, migrated.err);
    BOOST_TEST(!std::filesystem::exists(data));
}

BOOST_AUTO_TEST_SUITE_END()
