#include <map>

#include "tests/simulate/seeds.h"

using hub::simulate::Seeds;
using hub::simulate::SimulationOptions;
using hub::simulate::SimulationResult;

namespace {

std::map<std::uint64_t, std::uint64_t> digests(const Seeds& seeds) {
    std::map<std::uint64_t, std::uint64_t> found;
    seeds.run(tests::simulationFolder(), {.payments = tests::kPayments}, [&](const SimulationResult& result) {
        found.emplace(result.seed, result.digest);
        return true;
    });
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(seeds)

BOOST_AUTO_TEST_CASE(every_invariant_holds_in_every_seed) {
    std::uint64_t seen = 0;
    std::int64_t payments = 0;
    std::uint64_t crashes = 0;
    std::uint64_t faults = 0;
    Seeds{tests::kFirstSeed, tests::kSeeds, 2}.run(tests::simulationFolder(), {.payments = tests::kPayments},
                                                   [&](const SimulationResult& result) {
                                                       BOOST_TEST(result.broken.empty(), tests::storyOf(result));
                                                       BOOST_TEST(result.seed == tests::kFirstSeed + seen);  // in their order
                                                       ++seen;
                                                       payments += result.payments;
                                                       crashes += result.crashes;
                                                       faults += result.faults;
                                                       return true;
                                                   });
    BOOST_TEST(seen == tests::kSeeds);
    // A world in which nothing happens keeps every rule.
    BOOST_TEST(payments > static_cast<std::int64_t>(tests::kSeeds) * tests::kPayments / 2);
    BOOST_TEST(crashes > tests::kSeeds);
    BOOST_TEST(faults > tests::kSeeds * 50);
}

BOOST_AUTO_TEST_CASE(a_seed_replays_exactly_whatever_ran_before_it_or_beside_it) {
    const auto beside = digests({7, 4, 2});
    const auto alone = digests({7, 4, 1});
    BOOST_TEST((beside == alone));
    BOOST_TEST(digests({9, 1, 1}).at(9) == alone.at(9));
    BOOST_TEST(alone.at(7) != alone.at(8));
}

// Seed 41 of 50 payments: a person whose wish was kept but not answered let the hospital ask for the same money.
BOOST_AUTO_TEST_CASE(a_hospital_does_not_ask_for_what_it_has_posted_as_returned) {
    Seeds{41, 1, 1}.run(tests::simulationFolder(), {.payments = 50}, [](const SimulationResult& result) {
        BOOST_TEST(result.broken.empty(), tests::storyOf(result));
        return true;
    });
}

BOOST_AUTO_TEST_CASE(no_further_seed_begins_when_one_is_enough) {
    int seen = 0;
    Seeds{1, 1'000'000, 2}.run(tests::simulationFolder(), {.payments = 1}, [&](const SimulationResult&) { return ++seen < 2; });
    BOOST_TEST(seen == 2);
    BOOST_TEST(!std::filesystem::exists(tests::simulationFolder()));
}

BOOST_AUTO_TEST_SUITE_END()
