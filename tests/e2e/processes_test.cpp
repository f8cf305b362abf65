#include <Poco/Net/ServerSocket.h>

#include <fstream>
#include <thread>

#include "adapters/cli/child_process.h"
#include "adapters/cli/region.h"
#include "hub/cli/admin_client.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

using namespace hub;
using core::Error;
using tests::failsWith;

BOOST_AUTO_TEST_SUITE(processes)

BOOST_AUTO_TEST_CASE(a_hub_that_does_not_run_is_told_so) {
    const tests::FileTree tree;
    BOOST_TEST(failsWith(cli::askHub(tree.path(), "GET", "/", ""), Error::HubNotRunning));
    tree.write("ports.json", R"({"admin":"/nowhere/admin.sock"})");
    BOOST_TEST(failsWith(cli::askHub(tree.path(), "GET", "/", ""), Error::HubNotRunning));
}

BOOST_AUTO_TEST_CASE(a_hub_that_hangs_up_has_not_answered) {
    const tests::FileTree tree;
    const std::string socket = (tree.path() / "a.sock").string();
    Poco::Net::ServerSocket listener;
    listener.bind(Poco::Net::SocketAddress(Poco::Net::SocketAddress::UNIX_LOCAL, socket));
    listener.listen(1);
    tree.write("ports.json", R"({"admin":")" + socket + R"("})");
    std::thread hangs_up([&] { listener.acceptConnection().close(); });
    BOOST_TEST(failsWith(cli::askHub(tree.path(), "GET", "/", ""), Error::HubNotAnswering));
    hangs_up.join();
}

BOOST_AUTO_TEST_CASE(a_program_that_says_nothing_is_not_ready) {
    const tests::FileTree tree;
    // This program, told to run a test it does not have: it ends without a line.
    BOOST_TEST(failsWith(adapters::cli::ChildProcess::start({"--run_test=nothing/of_this_name"}, (tree.path() / "log").string()),
                         Error::ChildNotReady));
}

BOOST_AUTO_TEST_CASE(a_region_needs_a_folder_it_may_write_to) {
    const tests::FileTree tree;
    adapters::cli::RegionPlan plan;
    plan.out = tree.write("file", "");
    plan.soap = 1;
    BOOST_TEST(failsWith(adapters::cli::Region::up(plan), Error::RegionNotWritable));
}

BOOST_AUTO_TEST_SUITE_END()
