#include <boost/test/unit_test.hpp>

#include "tests/unit/app/command_run.h"

using tests::CommandRun;
using tests::runCommand;

BOOST_AUTO_TEST_SUITE(simulate_command)

BOOST_AUTO_TEST_CASE(a_seed_in_which_every_invariant_held_ends_with_zero_and_says_what_happened) {
    const CommandRun run = runCommand({"simulate", "--seed", "3", "--payments", "5", "--lang", "en"});
    BOOST_TEST(run.exit == 0, run.err);
    BOOST_TEST(run.out.starts_with("seed=3 digest="), run.out);
    BOOST_TEST(run.out.ends_with("every invariant held\n"), run.out);
    BOOST_TEST(run.err.empty(), run.err);
}

BOOST_AUTO_TEST_CASE(json_is_one_object_a_seed_and_progress_goes_to_stderr) {
    const CommandRun run = runCommand({"simulate", "--seed", "3", "--count", "2", "--payments", "5", "--json"});
    BOOST_TEST(run.exit == 0, run.err);
    const std::string first = run.out.substr(0, run.out.find('\n'));
    const std::string second = run.out.substr(first.size() + 1);
    BOOST_TEST(first.starts_with("{\"seed\":\"3\""), first);
    BOOST_TEST(first.ends_with("\"broken\":[]}"), first);
    BOOST_TEST(second.starts_with("{\"seed\":\"4\""), second);
    BOOST_TEST(run.err == "2 / 2\n");
}

BOOST_AUTO_TEST_CASE(a_broken_invariant_is_told_with_its_rule_its_events_and_the_command_that_replays_it) {
    const CommandRun run = runCommand({"simulate", "--seed", "1", "--count", "2", "--without", "commit_first", "--lang", "en"});
    BOOST_TEST(run.exit == 1);
    BOOST_TEST(run.out.find("  broken I") != std::string::npos, run.out);
    BOOST_TEST(run.out.find("    +0:") != std::string::npos, run.out);
    BOOST_TEST(run.out.find("  replay onecard simulate --seed ") != std::string::npos, run.out);
    BOOST_TEST(run.out.find(" --payments 100 --without commit_first\n") != std::string::npos, run.out);
    BOOST_TEST(run.out.ends_with("invariants were broken\n"), run.out);
}

BOOST_AUTO_TEST_CASE(what_nobody_knows_is_refused) {
    BOOST_TEST(runCommand({"simulate", "--without", "luck"}).exit == 2);
    BOOST_TEST(runCommand({"simulate", "--payments", "0"}).exit == 2);
    BOOST_TEST(runCommand({"simulate", "--threads", "65"}).exit == 2);
}

BOOST_AUTO_TEST_SUITE_END()
