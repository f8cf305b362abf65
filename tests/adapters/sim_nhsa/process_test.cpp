// The simulator as a process of its own, on the system's clock, killed without warning.
#include "tests/adapters/sim_support/process.h"

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;
using tests::sim::Folder;
using tests::sim::Process;
using tests::sim::settingsFile;

namespace {

std::string settingsIn(const Folder& folder) {
    sim::NhsaSettings settings = goodSettings();
    settings.folder = folder.path();
    return hub::core::toJson(settings, hub::core::Exposure::Revealed);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(process)

BOOST_AUTO_TEST_CASE(its_people_survive_a_kill) {
    const Folder folder;
    Process process(sim::runNhsa, settingsFile(folder, settingsIn(folder)));
    BOOST_REQUIRE(process.port() != 0);
    const std::string body = R"({"certno":"1","psn_name":"测试","insurances":[]})";
    BOOST_TEST(tests::RawClient(process.port())
                   .ask("POST /_sim/people HTTP/1.1\r\nHost: sim\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body)
                   .status == 200);
    BOOST_TEST(WTERMSIG(process.end(SIGKILL)) == SIGKILL);
    const hub::core::SystemClock clock;
    sim::NhsaSettings settings = goodSettings();
    settings.folder = folder.path();
    sim::Insurer insurer(settings, clock);
    BOOST_TEST(insurer.people.holder({"02", "1", {}}).ok());
}

BOOST_AUTO_TEST_CASE(a_polite_signal_ends_it_with_zero) {
    const Folder folder;
    Process process(sim::runNhsa, settingsFile(folder, settingsIn(folder)));
    BOOST_REQUIRE(process.port() != 0);
    const int status = process.end(SIGTERM);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_be_used_end_it_with_one) {
    const Folder folder;
    const std::string good = settingsIn(folder);
    for (const std::string& text : {std::string("{"), std::string("{}"), replaced(good, "\"port\":0", "\"port\":-1"),
                                    replaced(good, "\"port\":0", "\"port\":0,\"color\":\"red\""),
                                    replaced(good, "\"certificate_file\":\"\"", "\"certificate_file\":\"/nothing.pem\"")})
        BOOST_TEST(Process(sim::runNhsa, settingsFile(folder, text)).exitCode() == 1, text);
}

BOOST_AUTO_TEST_SUITE_END()
