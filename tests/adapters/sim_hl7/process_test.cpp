// The hospital as a process of its own, on the system's clock, killed without warning.
#include "tests/adapters/sim_support/process.h"

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_hl7/bench.h"
#include "tests/support/raw_http.h"

using tests::sim::Folder;
using tests::sim::Process;
using tests::sim::settingsFile;
namespace sim = tests::hl7::sim;

namespace {

std::string settingsText(const Folder& folder) {
    return hub::core::toJson(tests::hl7::settingsIn(folder.path()), hub::core::Exposure::Revealed);
}

std::string postPatient(std::uint16_t port) {
    const std::string body =
        R"({"name":"测试乙","sex":"F","birth_date":"19900101","certificate_type":"NNCHN","certificate_number":"C","phone":""})";
    return tests::RawClient(port)
        .ask("POST /_sim/patients HTTP/1.1\r\nHost: sim\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body)
        .body;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(process)

BOOST_AUTO_TEST_CASE(what_was_answered_survives_a_kill) {
    const Folder folder;
    Process process(sim::runHl7, settingsFile(folder, settingsText(folder)));
    BOOST_REQUIRE(process.port() != 0);
    BOOST_TEST(postPatient(process.port()) == R"({"id":1,"local_number":"P100001"})");
    BOOST_TEST(WTERMSIG(process.end(SIGKILL)) == SIGKILL);
    const hub::core::SystemClock clock;
    sim::Hospital hospital(tests::hl7::settingsIn(folder.path()), clock);
    const auto waiting = hospital.headPush();
    BOOST_REQUIRE(waiting.has_value());
    BOOST_TEST(tests::hl7::read(waiting->bytes, "PID-5.1") == "测试乙");
}

BOOST_AUTO_TEST_CASE(a_polite_signal_ends_it_with_zero) {
    const Folder folder;
    Process process(sim::runHl7, settingsFile(folder, settingsText(folder)));
    BOOST_REQUIRE(process.port() != 0);
    const int status = process.end(SIGTERM);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_be_used_end_it_with_one) {
    const Folder folder;
    for (const std::string& text : {std::string("{"), std::string("{}"), R"({"folder":")" + folder.path() + R"(","facility":""})"})
        BOOST_TEST(Process(sim::runHl7, settingsFile(folder, text)).exitCode() == 1, text);
}

BOOST_AUTO_TEST_SUITE_END()
