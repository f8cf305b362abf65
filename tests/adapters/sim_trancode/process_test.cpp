// The simulator as a process of its own, killed without warning.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include <boost/test/unit_test.hpp>

#include "hub/core/clock.h"
#include "tests/adapters/sim_trancode/caller.h"

using namespace tests::sim;

namespace {

/// A child that runs the simulator; its stdout is read here.
class Process {
  public:
    explicit Process(const std::string& settings_file) {
        int ends[2] = {-1, -1};
        BOOST_REQUIRE(pipe(ends) == 0);
        std::cout.flush();  // or the child says it again, into the pipe
        child_ = fork();
        BOOST_REQUIRE(child_ >= 0);
        if (child_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            close(ends[0]);
            _exit(trancode::runTrancode(settings_file));
        }
        close(ends[1]);
        char byte = 0;
        while (read(ends[0], &byte, 1) == 1 && byte != '\n') line_ += byte;
        close(ends[0]);
    }
    ~Process() {
        if (child_ > 0) end(SIGKILL);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    std::uint16_t port() const {
        const auto document = hub::core::JsonDocument::parse(line_);
        return document.ok() ? static_cast<std::uint16_t>(*document->root().member("port")->integer()) : std::uint16_t{0};
    }

    /// The wait status.
    int end(int signal) {
        int status = 0;
        kill(child_, signal);
        waitpid(child_, &status, 0);
        child_ = -1;
        return status;
    }

    /// The exit code of one that ends by itself.
    int exitCode() {
        int status = 0;
        waitpid(child_, &status, 0);
        child_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    pid_t child_ = -1;
    std::string line_;
};

std::string settingsFile(const Folder& folder, const std::string& text) {
    const std::string file = folder.path() + "/settings.json";
    std::ofstream(file) << text;
    return file;
}

constexpr std::string_view kDeposit =
    "<Envelope><Body><Invoke><strXml>&lt;Request>&lt;TranCode>3005&lt;/TranCode>&lt;TransactionID>20300102093000SIM00001&lt;/TransactionID>"
    "&lt;AuthKey>SIM-KEY-00000001&lt;/AuthKey>&lt;UserID>U&lt;/UserID>&lt;DeviceID>D&lt;/DeviceID>&lt;HospitalID>SIMHOSP01&lt;/HospitalID>"
    "&lt;CardType>1&lt;/CardType>&lt;CardNum>C00000001&lt;/CardNum>&lt;PatientID>100001&lt;/PatientID>&lt;Amt>12.34&lt;/Amt>"
    "&lt;OrderNo>O1&lt;/OrderNo>&lt;PayType>22&lt;/PayType>&lt;/Request></strXml></Invoke></Body></Envelope>";

}  // namespace

BOOST_AUTO_TEST_SUITE(process)

BOOST_AUTO_TEST_CASE(what_was_answered_is_in_the_books_after_a_kill) {
    const Folder folder;
    Process simulator(settingsFile(folder, R"({"folder":")" + folder.path() + R"("})"));
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
    Process simulator(settingsFile(folder, R"({"folder":")" + folder.path() + R"("})"));
    BOOST_REQUIRE(simulator.port() != 0);
    const int status = simulator.end(SIGTERM);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_be_used_end_it_with_one) {
    const Folder folder;
    BOOST_TEST(Process(folder.path() + "/none.json").exitCode() == 1);
    BOOST_TEST(Process(settingsFile(folder, "{")).exitCode() == 1);
    BOOST_TEST(Process(settingsFile(folder, "{}")).exitCode() == 1);
    BOOST_TEST(Process(settingsFile(folder, R"({"folder":"/nowhere/at/all"})")).exitCode() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
