#include <algorithm>
#include <random>
#include <set>

#include "hub/identity/matching/blocks.h"
#include "hub/identity/matching/evaluation.h"
#include "tests/support/failures.h"
#include "tests/unit/identity_matching/people.h"

using namespace tests::matching;

namespace {

const std::string kHome = "测试市示例区海滨路12号3单元401";
const std::string kId = idNumber("37020219900101001");
const std::string kOtherId = idNumber("37020219900101003");

/// Records of two men of one name and birthday, and of one more that could be either's.
std::vector<MatchRecord> twoMen() {
    return {record("宋晓岚", "1990-01-01", 'm', kId, "13712340001", kHome), record("宋晓岚", "1990-01-01", 'm', kId, "13712340002"),
            record("宋晓岚", "1990-01-01", 'm', kOtherId, "13712340003"), record("宋晓岚", "1990-01-01", 'm', kOtherId, "13712340004"),
            record("宋晓岚", "1990-01-01", 'm', "", "13712340001", kHome)};
}

/// The people found, as sets of what the records were before `order` shuffled them.
std::set<std::set<std::uint32_t>> peopleIn(const std::vector<std::uint32_t>& order) {
    const std::vector<MatchRecord> all = twoMen();
    std::vector<MatchRecord> records;
    for (const std::uint32_t i : order) records.push_back(all[i]);
    const Population town = amongOthers(records);
    const Scorer scoring = scorer(town);
    std::vector<Edge> links;
    std::vector<Edge> refused;
    const Candidates candidates = candidatesOf(town, 300);
    for (const auto& [one, other] : candidates.pairs) {
        const Score score = scoring.score(town.compared(one), town.compared(other));
        if (score.band == Band::Link) links.push_back({one, other, score.total});
    }
    const Clusters clusters(town, scoring, links, refused);
    std::set<std::set<std::uint32_t>> people;
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        std::set<std::uint32_t> members;
        for (const std::uint32_t member : clusters.members(clusters.of(i)))
            members.insert(member < order.size() ? order[member] : 1000 + member);
        people.insert(members);
    }
    return people;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(clusters)

BOOST_AUTO_TEST_CASE(who_is_put_together_does_not_depend_on_the_order_of_arrival) {
    std::vector<std::uint32_t> order{0, 1, 2, 3, 4};
    const auto people = peopleIn(order);
    BOOST_TEST(people.contains({0, 1, 4}));
    BOOST_TEST(people.contains({2, 3}));
    std::mt19937 random(7);
    for (int round = 0; round < 10; ++round) {
        std::shuffle(order.begin(), order.end(), random);
        BOOST_TEST((peopleIn(order) == people));
    }
}

BOOST_AUTO_TEST_CASE(two_records_meet_once_however_many_keys_they_share) {
    const Population town = amongOthers(twoMen());
    std::set<std::pair<std::uint32_t, std::uint32_t>> met;
    const Candidates found = candidatesOf(town, 300);
    for (const auto& pair : found.pairs) {
        BOOST_TEST(pair.first < pair.second);
        BOOST_TEST(met.insert(pair).second);
    }
    BOOST_TEST(met.contains({0, 1}));
    BOOST_TEST(met.contains({0, 2}));
}

BOOST_AUTO_TEST_CASE(a_key_that_too_many_share_brings_nobody_together) {
    std::vector<Features> same(12, featureReader().read(record("宋晓岚", "", 'm', "", "13800000000")));
    const Population crowd(std::move(same));
    BOOST_TEST(candidatesOf(crowd, 11).blocks_passed_over > 0U);
    BOOST_TEST(candidatesOf(crowd, 11).pairs.empty());
    BOOST_TEST(candidatesOf(crowd, 12).blocks_passed_over == 0U);
    BOOST_TEST(candidatesOf(crowd, 12).pairs.size() == 66U);
}

BOOST_AUTO_TEST_CASE(an_evaluation_counts_pairs_found_and_pairs_true) {
    const Population town = amongOthers(twoMen());
    const Evaluation right = evaluate(town, candidatesOf(town, 300), scorer(town), {{0, 1}, {0, 4}, {1, 4}, {2, 3}});
    BOOST_TEST(right.automatic.right == 4U);
    BOOST_TEST(right.automatic.all == 4U);
    const Evaluation wrong = evaluate(town, candidatesOf(town, 300), scorer(town), {{0, 1}, {2, 3}});
    BOOST_TEST(wrong.automatic.found == right.automatic.found);
    BOOST_TEST(wrong.automatic.right == 2U);
    BOOST_TEST(wrong.false_household == 1U);  // 0 and 4 share a telephone; 1 and 4 share nothing but what 0 vouches for
}

BOOST_AUTO_TEST_SUITE_END()
