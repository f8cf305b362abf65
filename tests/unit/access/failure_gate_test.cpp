#include "hub/access/failure_gate.h"

#include "hub/core/executor.h"
#include "tests/support/failures.h"

using namespace hub::access;
using namespace hub::core;

namespace {

const FailureGate::Limits kThree{.failures_max = 3, .window = Duration(60'000), .origins_max = 2};

}  // namespace

BOOST_AUTO_TEST_SUITE(failure_gate)

BOOST_AUTO_TEST_CASE(it_closes_at_the_last_failure_allowed_and_opens_when_the_window_is_over) {
    VirtualExecutor clock(UtcTime{0});
    FailureGate gate(clock, kThree);
    gate.failed("10.0.0.1");
    clock.advance(Duration(1000));
    gate.failed("10.0.0.1");
    BOOST_TEST(gate.check("10.0.0.1").ok());
    gate.failed("10.0.0.1");
    BOOST_TEST(tests::failsWith(gate.check("10.0.0.1"), Error::TooManyFailures));
    BOOST_TEST(gate.check("10.0.0.2").ok());
    clock.advance(Duration(58'999));
    BOOST_TEST(!gate.check("10.0.0.1").ok());
    clock.advance(Duration(1));
    BOOST_TEST(gate.check("10.0.0.1").ok());
    gate.failed("10.0.0.1");
    gate.failed("10.0.0.1");
    BOOST_TEST(gate.check("10.0.0.1").ok());  // counted anew
}

BOOST_AUTO_TEST_CASE(it_remembers_a_bounded_number_of_origins_and_forgets_the_quiet_ones) {
    VirtualExecutor clock(UtcTime{0});
    FailureGate gate(clock, kThree);
    for (int i = 0; i < 3; ++i) gate.failed("loud");
    clock.advance(Duration(1));
    gate.failed("quiet");
    clock.advance(Duration(1));
    gate.failed("loud");
    gate.failed("new");
    BOOST_TEST(gate.origins() == 2U);
    BOOST_TEST(!gate.check("loud").ok());
}

BOOST_AUTO_TEST_SUITE_END()
