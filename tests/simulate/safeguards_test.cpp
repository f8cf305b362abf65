#include <sys/wait.h>

#include <csignal>
#include <cstdio>

#include "hub/core/describe.h"
#include "tests/simulate/seeds.h"

using hub::simulate::Safeguard;
using hub::simulate::Seeds;
using hub::simulate::SimulationResult;

namespace {

constexpr int kFound = 1;

/// In a process of its own: an assertion of the hub may be what finds it, and ends the process (compare_and_set, seed 8).
bool isMissed(Safeguard removed) {
    const pid_t child = fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);  // not Boost.Test's
        int code = 0;
        try {
            Seeds{tests::kFirstSeed, 200, 2}.run(tests::simulationFolder(), {.payments = tests::kPayments, .removed = {removed}},
                                                 [&](const SimulationResult& result) {
                                                     code = result.broken.empty() ? 0 : kFound;
                                                     return code == 0;
                                                 });
        } catch (const std::exception& problem) {
            std::fprintf(stderr, "%s\n", problem.what());
        }
        _exit(code);
    }
    int status = 0;
    BOOST_REQUIRE(waitpid(child, &status, 0) == child);
    std::error_code ignored;  // what a process left behind that an assertion ended
    const std::string left = "onecard-simulate-test-" + std::to_string(child);
    std::filesystem::remove_all(tests::simulationFolder().parent_path() / left, ignored);
    const bool asserted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    return asserted || (WIFEXITED(status) && WEXITSTATUS(status) == kFound);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(safeguards)

// A simulation that finds nothing where something is missing proves nothing where nothing is found.
BOOST_AUTO_TEST_CASE(each_safeguard_that_is_removed_is_missed) {
    for (const auto& [safeguard, name] : enumNames(Safeguard{})) BOOST_TEST(isMissed(safeguard), "without " << name);
}

BOOST_AUTO_TEST_SUITE_END()
