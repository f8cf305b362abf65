#include "hub/identity/matching/image_late.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "hub/identity/matching/features.h"

using hub::identity::matching::LateKeys;

namespace {

std::uint64_t keyOf(std::uint64_t number) { return hub::identity::matching::hashOf(1, number) | 1U; }

std::vector<std::uint32_t> ordinalsOf(const LateKeys& keys, std::uint64_t key) {
    std::vector<std::uint32_t> all;
    keys.each(key, [&](std::uint32_t ordinal) { all.push_back(ordinal); });
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(late_keys)

BOOST_AUTO_TEST_CASE(nothing_is_found_before_anything_is_added) {
    const LateKeys keys;
    BOOST_TEST(keys.count(keyOf(1)) == 0U);
    BOOST_TEST(ordinalsOf(keys, keyOf(1)).empty());
    BOOST_TEST(keys.size() == 0U);
}

BOOST_AUTO_TEST_CASE(every_key_brings_what_came_under_it_however_many_there_are) {
    LateKeys keys;
    constexpr std::uint32_t kMany = 20'000;  // past the first growth more than once
    for (std::uint32_t i = 0; i < kMany; ++i) keys.add(keyOf(i / 2), i);
    BOOST_TEST(keys.size() == kMany);
    for (std::uint32_t i = 0; i < kMany; i += 2) {
        BOOST_REQUIRE(keys.count(keyOf(i / 2)) == 2U);
        BOOST_REQUIRE((ordinalsOf(keys, keyOf(i / 2)) == std::vector{i, i + 1}));
    }
    BOOST_TEST(keys.count(keyOf(kMany)) == 0U);
    BOOST_TEST(ordinalsOf(keys, keyOf(kMany)).empty());
}

// Both lead to the last place of the table, and so the second one begins again at the first.
BOOST_AUTO_TEST_CASE(keys_of_one_place_are_kept_apart_over_the_end_of_the_table) {
    constexpr std::uint64_t kLast = ~std::uint64_t{0};
    LateKeys keys;
    keys.add(kLast, 1);
    keys.add(kLast - 2, 2);
    BOOST_TEST((ordinalsOf(keys, kLast) == std::vector{1U}));
    BOOST_TEST((ordinalsOf(keys, kLast - 2) == std::vector{2U}));
    BOOST_TEST(keys.count(kLast - 4) == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_merged_is_in_the_one_and_no_more_in_the_other) {
    LateKeys late;
    LateKeys taken;
    late.add(keyOf(1), 1);
    taken.merge(late);
    BOOST_TEST(late.size() == 0U);
    BOOST_TEST((ordinalsOf(taken, keyOf(1)) == std::vector{1U}));
    late.add(keyOf(1), 2);
    late.add(keyOf(2), 3);
    taken.merge(late);
    BOOST_TEST(late.size() == 0U);
    BOOST_TEST(late.count(keyOf(1)) == 0U);
    BOOST_TEST((ordinalsOf(taken, keyOf(1)) == std::vector{1U, 2U}));
    BOOST_TEST((ordinalsOf(taken, keyOf(2)) == std::vector{3U}));
    late.add(keyOf(3), 4);
    BOOST_TEST((ordinalsOf(late, keyOf(3)) == std::vector{4U}));
}

BOOST_AUTO_TEST_SUITE_END()
