#include "adapters/kit/code_map.h"

#include <boost/test/unit_test.hpp>

#include "hub/contract/people.h"
#include "tests/support/failures.h"

namespace {

using adapters::kit::CodeMap;
using hub::contract::Sex;
using hub::core::Error;

CodeMap sexes(CodeMap::Otherwise otherwise = {}) {
    return *CodeMap::make("sex", {{"0", "male"}, {"1", "female"}, {"9", "unknown"}, {"2", "unknown"}}, std::move(otherwise));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_code_is_what_its_row_says) {
    BOOST_TEST((*sexes().ours<Sex>("0") == Sex::Male));
    BOOST_TEST((*sexes().ours<Sex>("2") == Sex::Unknown));
    BOOST_TEST(*sexes().theirs(Sex::Female) == "1");
}

BOOST_AUTO_TEST_CASE(of_two_codes_for_one_word_the_first_is_written) { BOOST_TEST(*sexes().theirs(Sex::Unknown) == "9"); }

BOOST_AUTO_TEST_CASE(a_code_without_a_row_is_never_guessed) {
    const auto unknown = sexes().ours("A3");
    BOOST_TEST(tests::failsWith(unknown, Error::CodeNotMapped));
    BOOST_TEST(unknown.failure().detail() == "sex: 'a9'");
    BOOST_TEST(tests::failsWith(sexes().ours(""), Error::CodeNotMapped));
    BOOST_TEST(tests::failsWith(sexes().theirs(Sex::NotStated), Error::CodeNotMapped));
}

BOOST_AUTO_TEST_CASE(what_is_declared_stands_for_the_rest_one_way_each) {
    const CodeMap ours = sexes({.ours = "not_stated"});
    BOOST_TEST((*ours.ours<Sex>("7") == Sex::NotStated));
    BOOST_TEST(!ours.theirs(Sex::NotStated).ok());
    const CodeMap theirs = sexes({.theirs = "9"});
    BOOST_TEST(*theirs.theirs(Sex::NotStated) == "9");
    BOOST_TEST(!theirs.ours("7").ok());
}

BOOST_AUTO_TEST_CASE(one_code_cannot_stand_for_two_words) {
    BOOST_TEST(tests::failsWith(CodeMap::make("sex", {{"1", "male"}, {"1", "female"}}, {}), Error::CodeMapNotValid));
    BOOST_TEST(CodeMap::make("sex", {{"1", "male"}, {"1", "male"}}, {}).ok());
}

BOOST_AUTO_TEST_CASE(a_word_the_hub_does_not_have_is_found_when_the_map_is_loaded) {
    BOOST_TEST(sexes().mayHold<Sex>().ok());
    BOOST_TEST(tests::failsWith(CodeMap::make("sex", {{"1", "man"}}, {})->mayHold<Sex>(), Error::CodeMapNotValid));
    BOOST_TEST(tests::failsWith(sexes({.ours = "nobody"}).mayHold<Sex>(), Error::CodeMapNotValid));
    BOOST_TEST(tests::failsWith(CodeMap::make("sex", {{"1", "man"}}, {})->ours<Sex>("1"), Error::CodeMapNotValid));
}
