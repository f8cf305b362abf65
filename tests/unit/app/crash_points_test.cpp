#include "hub/app/crash_points.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include <boost/test/unit_test.hpp>

#include "hub/core/exception.h"

using hub::app::crashHookOf;
using hub::flows::CrashPoint;

namespace {

/// How a child of ours ends that passes `points` under this wish: the signal, or 0 when it comes through.
int endOf(std::string_view wish, std::initializer_list<CrashPoint> points) {
    const pid_t child = fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0) {
        const hub::flows::CrashHook hook = crashHookOf(wish);
        const hub::flows::CrashHook copy = hook;
        bool odd = false;
        for (const CrashPoint point : points) pass((odd = !odd) ? hook : copy, point);
        _exit(0);
    }
    int status = 0;
    BOOST_REQUIRE(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crash_points)

BOOST_AUTO_TEST_CASE(without_a_wish_there_is_no_hook) { BOOST_TEST(!crashHookOf("")); }

BOOST_AUTO_TEST_CASE(each_point_that_has_a_name_kills_when_it_is_passed_for_the_first_time) {
    for (const auto& [point, name] : enumNames(CrashPoint{})) {
        BOOST_TEST(endOf(std::string(name) + ":1", {point}) == SIGKILL, name);
        BOOST_TEST(endOf(std::string(name) + ":1:0", {point}) == SIGKILL, name);
    }
}

BOOST_AUTO_TEST_CASE(it_kills_at_the_asked_time_and_not_before_and_its_copies_count_together) {
    BOOST_TEST(endOf("after_answer:3", {CrashPoint::AfterAnswer, CrashPoint::AfterAnswer}) == 0);
    BOOST_TEST(endOf("after_answer:3", {CrashPoint::AfterAnswer, CrashPoint::AfterAnswer, CrashPoint::AfterAnswer}) == SIGKILL);
    BOOST_TEST(endOf("after_answer:1000000", {CrashPoint::AfterAnswer}) == 0);
}

BOOST_AUTO_TEST_CASE(other_points_pass_and_do_not_count) {
    BOOST_TEST(endOf("mid_outbox:2", {CrashPoint::MidOutbox, CrashPoint::BeforeSend, CrashPoint::BeforeCommit}) == 0);
}

BOOST_AUTO_TEST_CASE(a_wish_that_says_something_else_is_refused) {
    for (const char* wish :
         {"before_send", "before_send:", "before_send:0", "before_send:-1", "before_send:1000001", "before_send:1x", "before_send: 1",
          "nowhere:1", ":1", "before_send:1:", "before_send:1:-1", "before_send:1:1000001", "before_send:1:5:5", "BEFORE_SEND:1"})
        BOOST_CHECK_THROW(crashHookOf(wish), hub::core::Exception);
}

BOOST_AUTO_TEST_SUITE_END()
