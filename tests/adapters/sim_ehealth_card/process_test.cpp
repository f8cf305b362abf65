// The simulator as a process of its own, on the system's clock, killed without warning.
#include "tests/adapters/sim_support/process.h"

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_ehealth_card/bench.h"

using namespace tests::ehealth_card;
using tests::sim::Folder;
using tests::sim::Process;
using tests::sim::settingsFile;

namespace {

std::string settingsIn(const Folder& folder) {
    sim::EhealthCardSettings settings = goodSettings();
    settings.folder = folder.path();
    return hub::core::toJson(settings, hub::core::Exposure::Revealed);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(process)

BOOST_AUTO_TEST_CASE(its_people_survive_a_kill) {
    const Folder folder;
    Process process(sim::runEhealthCard, settingsFile(folder, settingsIn(folder)));
    BOOST_REQUIRE(process.port() != 0);
    const std::string body = R"({"name":"李玕","idType":"01","idNumber":"1","gender":"男","birthday":"1980-03-03","phone":""})";
    BOOST_TEST(tests::RawClient(process.port())
                   .ask("POST /_sim/people HTTP/1.1\r\nHost: sim\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body)
                   .status == 200);
    BOOST_TEST(WTERMSIG(process.end(SIGKILL)) == SIGKILL);
    const hub::core::SystemClock clock;
    BOOST_TEST((sim::Platform(folder.path(), 1, "S", clock).verify("李玕", {"01", "1"}) == sim::RealName::Same));
}

BOOST_AUTO_TEST_CASE(a_polite_signal_ends_it_with_zero) {
    const Folder folder;
    Process process(sim::runEhealthCard, settingsFile(folder, settingsIn(folder)));
    BOOST_REQUIRE(process.port() != 0);
    const int status = process.end(SIGTERM);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_be_used_end_it_with_one) {
    const Folder folder;
    const std::string in_folder = R"({"folder":")" + folder.path() + R"(","app_secret":"s")";
    for (const std::string& text : {std::string("{"), std::string("{}"), R"({"folder":")" + folder.path() + "\"}",
                                    in_folder + R"(,"port":-1})", in_folder + R"(,"color":"red"})"})
        BOOST_TEST(Process(sim::runEhealthCard, settingsFile(folder, text)).exitCode() == 1, text);
}

BOOST_AUTO_TEST_SUITE_END()
