#include "hub/identity/matching/syllables.h"

#include <set>

#include "tests/unit/identity_matching/names.h"

using namespace tests::matching;
using namespace hub::identity::matching;

namespace {

bool confused(std::u32string_view a, std::u32string_view b) { return reader().fuzzy(syllable(a)) == reader().fuzzy(syllable(b)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(syllables)

BOOST_AUTO_TEST_CASE(every_syllable_is_spelled_and_found_again) {
    std::set<std::u32string> spellings;
    for (Syllable one = 1; one <= kSyllables; ++one) {
        BOOST_TEST(syllableOf(spellingOf(one)) == one);
        spellings.insert(spellingOf(one));
    }
    BOOST_TEST(spellings.size() == kSyllables);
    for (const auto& none : {U"", U"zh", U"zhangg", U"zhangwei", U"v", U"ü", U"zv", U"ZHANG", U"zh ng"}) BOOST_TEST(syllableOf(none) == 0);
}

BOOST_AUTO_TEST_CASE(syllables_that_regions_confuse_have_one_number) {
    BOOST_TEST(confused(U"zhang", U"zang"));
    BOOST_TEST(confused(U"chen", U"cen"));
    BOOST_TEST(confused(U"shan", U"san"));
    BOOST_TEST(confused(U"niu", U"liu"));
    BOOST_TEST(confused(U"ran", U"lan"));
    BOOST_TEST(confused(U"fu", U"hu"));
    BOOST_TEST(confused(U"fang", U"huang"));
    BOOST_TEST(confused(U"feng", U"hong"));
    BOOST_TEST(confused(U"zhang", U"zhan"));
    BOOST_TEST(confused(U"zheng", U"zhen"));
    BOOST_TEST(confused(U"ying", U"yin"));
    BOOST_TEST(confused(U"guang", U"guan"));
    BOOST_TEST(confused(U"wang", U"wan"));
    BOOST_TEST(confused(U"lü", U"lu"));
    BOOST_TEST(confused(U"nü", U"lu"));
}

BOOST_AUTO_TEST_CASE(other_syllables_keep_their_own_number) {
    BOOST_TEST(!confused(U"han", U"fan"));
    BOOST_TEST(!confused(U"zhang", U"jiang"));
    BOOST_TEST(!confused(U"xian", U"xiang"));
    BOOST_TEST(!confused(U"yan", U"yang"));
    BOOST_TEST(!confused(U"wang", U"huang"));
    BOOST_TEST(!confused(U"li", U"lü"));
    BOOST_TEST(!confused(U"long", U"leng"));
    BOOST_TEST(reader().fuzzy(0) == 0);
    std::set<Syllable> classes;
    for (Syllable one = 1; one <= kSyllables; ++one) {
        classes.insert(reader().fuzzy(one));
        BOOST_TEST(reader().fuzzy(reader().fuzzy(one)) == reader().fuzzy(one));
    }
    BOOST_TEST(classes.size() > kSyllables / 2U);
}

BOOST_AUTO_TEST_SUITE_END()
