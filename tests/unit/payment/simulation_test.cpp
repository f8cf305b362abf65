// The machines among counterparties that do everything wrong but lie for good: payments.md 2e, whatever the order of events.
// 400,000 seeds pass; those that are run here hold 9092, which fails when an answer to an earlier send counts for a later one.
#include <map>

#include "hub/core/describe.h"
#include "tests/support/failures.h"
#include "tests/unit/payment/simulated_world.h"

BOOST_AUTO_TEST_SUITE(simulation)

BOOST_AUTO_TEST_CASE(whatever_happens_every_fen_is_where_the_books_say) {
    constexpr std::uint64_t kSeeds = 20'000;
    std::map<std::string, int> ends;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        tests::payment::SimulatedWorld world(seed);
        world.live(/*steps=*/static_cast<int>(40 + seed % 160));
        for (const std::string& violation : world.violations()) BOOST_ERROR("seed " << seed << ": " << violation);
        ++ends[std::string(hub::core::enumName(world.payment().state))];
    }
    for (const char* end : {"completed", "reversed", "unpaid"})
        BOOST_TEST(ends[end] > static_cast<int>(kSeeds / 20), end);  // all roads are taken
}

BOOST_AUTO_TEST_SUITE_END()
