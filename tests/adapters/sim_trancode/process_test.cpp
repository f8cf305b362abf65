// The simulator as a process of its own, killed without warning.
#include <boost/test/unit_test.hpp>

#include "hub/core/clock.h"
#include "tests/adapters/sim_support/process.h"
#include "tests/adapters/sim_trancode/caller.h"

using namespace tests::sim;

namespace {

constexpr std::string_view kDeposit =
    "<Envelope><Body><Invoke><strXml>&lt;Request>&lt;TranCode>3005&lt;/TranCode>&lt;TransactionID>20300102093000SIM00001&lt;/TransactionID>"
    "&lt;AuthKey>SIM-KEY-00000001&lt;/AuthKey>&lt;UserID>U&lt;/UserID>&lt;DeviceID>D&lt;/DeviceID>&lt;HospitalID>SIMHOSP01&lt;/HospitalID>"
    "&lt;CardType>1&lt;/CardType>&lt;CardNum>C00000001&lt;/CardNum>&lt;PatientID>100001&lt;/PatientID>&lt;Amt>12.34&lt;/Amt>"
    "&lt;OrderNo>O1&lt;/OrderNo>&lt;PayType>22&lt;/PayType>&lt;/Request></strXml></Invoke></Body></Envelope>";

}  // namespace

BOOST_AUTO_TEST_SUITE(process)

BOOST_AUTO_TEST_CASE(what_was_answered_is_in_the_books_after_a_kill) {
    const Folder folder;
    Process simulator(trancode::runTrancode, settingsFile(folder, R"({"folder":")" + folder.path() + R"("})"));
    BOOST_REQUIRE(simulator.port() != 0);
    const Reply reply =
        exchange(simulator.port(), "POST", "/HisService.asmx", "text/xml; charset=utf-8", kDeposit, std::chrono::seconds(20));
    BOOST_TEST(Hospital::understood(reply).ok());
    BOOST_TEST(WTERMSIG(simulator.end(SIGKILL)) == SIGKILL);
    const hub::core::SystemClock clock;
    common::Books books(folder.path(), clock);
    BOOST_TEST(books.patient(100001)->balance.fen() == 1234);
    BOOST_TEST(books.deposits(100001, "", {}, "O1").size() == 1);
}

BOOST_AUTO_TEST_CASE(a_polite_signal_ends_it_with_zero) {
    const Folder folder;
    Process simulator(trancode::runTrancode, settingsFile(folder, R"({"folder":")" + folder.path() + R"("})"));
    BOOST_REQUIRE(simulator.port() != 0);
    const int status = simulator.end(SIGTERM);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_be_used_end_it_with_one) {
    const Folder folder;
    BOOST_TEST(Process(trancode::runTrancode, folder.path() + "/none.json").exitCode() == 1);
    BOOST_TEST(Process(trancode::runTrancode, settingsFile(folder, "{")).exitCode() == 1);
    BOOST_TEST(Process(trancode::runTrancode, settingsFile(folder, "{}")).exitCode() == 1);
    BOOST_TEST(Process(trancode::runTrancode, settingsFile(folder, R"({"folder":"/nowhere/at/all"})")).exitCode() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
