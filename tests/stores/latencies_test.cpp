#include "hub/storage/sql/latencies.h"

#include <boost/test/unit_test.hpp>

using hub::storage::sql::Latencies;
using std::chrono::nanoseconds;

BOOST_AUTO_TEST_SUITE(latencies)

BOOST_AUTO_TEST_CASE(a_quantile_is_never_below_the_time_and_at_most_an_eighth_above) {
    for (std::int64_t ns = 1; ns < (std::int64_t{1} << 40); ns = ns * 5 / 3 + 1) {
        Latencies one;
        one.add(nanoseconds(ns));
        BOOST_TEST(one.quantile(0.5).count() >= ns);
        BOOST_TEST(one.quantile(0.5).count() <= ns + ns / 8 + 1);
    }
}

BOOST_AUTO_TEST_CASE(a_quantile_parts_the_times_by_its_share) {
    Latencies times;
    BOOST_TEST(times.quantile(0.5).count() == 0);
    for (int i = 0; i < 99; ++i) times.add(nanoseconds(4));
    times.add(nanoseconds(1000000));
    BOOST_TEST(times.quantile(0.99).count() == 4);
    BOOST_TEST(times.quantile(0.995).count() >= 1000000);
}

BOOST_AUTO_TEST_SUITE_END()
