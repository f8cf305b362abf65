#include "hub/cli/command.h"

#include <CLI/CLI.hpp>
#include <sstream>

#include "tests/support/failures.h"
#include "tests/unit/cli/run.h"

using namespace hub;
using tests::Run;

namespace {

class Check final : public cli::Command {
  public:
    std::string path() const override { return "codec check"; }
    std::string aboutZh() const override { return "检查报文"; }
    std::string aboutEn() const override { return "check messages"; }
    void declare(CLI::App& app) override {
        app.add_option("--limit", limit, "at most")->check(CLI::Range(1, 9));
        app.add_option("file", files, "files")->required();
    }
    cli::Exit run(cli::Terminal& terminal) override {
        terminal.out << files.size() << "/" << limit << (terminal.json ? "json" : "");
        return cli::Exit::Findings;
    }

    int limit = 5;
    std::vector<std::string> files;
};

Run run(const std::vector<std::string>& arguments) {
    Run done = tests::run<Check>(arguments);
    for (std::uint16_t i = 0; i < core::kErrorCount; ++i) {
        const auto error = static_cast<core::Error>(i);
        if (done.err.find(core::errorInfo(error).code) != std::string::npos) tests::noteReturned(error);
    }
    return done;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(command_line)

BOOST_AUTO_TEST_CASE(a_command_gets_its_options_and_its_exit_is_the_processs) {
    const Run done = run({"codec", "check", "--json", "--limit", "3", "a", "b"});
    BOOST_TEST(done.exit == 8);
    BOOST_TEST(done.out == "2/3json");
    BOOST_TEST(done.err.empty());
}

BOOST_AUTO_TEST_CASE(a_mistyped_command_is_answered_with_the_one_meant) {
    const Run first = run({"codek", "check", "a"});
    BOOST_TEST(first.exit == 2);
    BOOST_TEST(first.err.find("OC-CLI-001") != std::string::npos);
    BOOST_TEST(first.err.find("onecard codec ?") != std::string::npos);
    const Run second = run({"codec", "chekc", "a"});
    BOOST_TEST(second.err.find("onecard codec check ?") != std::string::npos);
    const Run far = run({"codec", "zzzzzz"});
    BOOST_TEST(far.exit == 2);
    BOOST_TEST(far.err.find("可用: check") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_option_is_a_usage_error_that_names_it) {
    const Run unknown = run({"codec", "check", "--limti", "3", "a"});
    BOOST_TEST(unknown.exit == 2);
    BOOST_TEST(unknown.err.find("OC-CLI-002") != std::string::npos);
    BOOST_TEST(unknown.err.find("--limit ?") != std::string::npos);
    BOOST_TEST(run({"codec", "check", "--limit", "10", "a"}).exit == 2);
    BOOST_TEST(run({"codec", "check"}).exit == 2);
    BOOST_TEST(run({"codec", "check", "--lang", "fr", "a"}).exit == 2);
}

BOOST_AUTO_TEST_CASE(english_is_spoken_when_asked_for) {
    const Run chinese = run({"codek"});
    const Run english = run({"codek", "--lang", "en"});
    BOOST_TEST(chinese.err.find("没有这个命令") != std::string::npos);
    BOOST_TEST(english.err.find("no such command") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(help_is_data_and_a_group_without_a_command_is_a_usage_error) {
    const Run help = run({"codec", "check", "--help"});
    BOOST_TEST(help.exit == 0);
    BOOST_TEST(help.out.find("--limit") != std::string::npos);
    BOOST_TEST(run({}).exit == 0);
    BOOST_TEST(run({"codec"}).exit == 2);
    BOOST_TEST(run({"help", "exit-codes"}).out.find("130") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_error_ends_the_process_with_what_it_implies) {
    using core::Error;
    const std::pair<Error, cli::Exit> ends[] = {
        {Error::OptionNotValid, cli::Exit::Usage},        {Error::CommandUnknown, cli::Exit::Usage},
        {Error::CertificateNotValid, cli::Exit::Invalid}, {Error::TokenMissing, cli::Exit::Forbidden},
        {Error::ScopeMissing, cli::Exit::Forbidden},      {Error::PersonNotFound, cli::Exit::NotFound},
        {Error::SecondPersonNeeded, cli::Exit::Conflict}, {Error::CertificateTaken, cli::Exit::Unreachable},  // 409, and may be tried again
        {Error::HubNotRunning, cli::Exit::Unreachable},   {Error::DataFolderNotUsable, cli::Exit::Failed}};
    for (const auto& [error, exit] : ends) BOOST_TEST((cli::exitFor(error) == exit), core::errorInfo(error).name);
}

BOOST_AUTO_TEST_SUITE_END()
