#include "hub/identity/matching/estimate.h"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>

#include "tests/unit/identity_matching/people.h"

namespace {

using namespace tests::matching;

/// A word of three syllables, another one for each number.
std::string word(std::uint64_t number) {
    constexpr std::array kSyllables{"ber", "cor", "dal", "fen", "gor", "hil", "jar", "kem",
                                    "lor", "mun", "nor", "pel", "ros", "sim", "tav", "wex"};
    std::string text;
    for (int i = 0; i < 3; ++i, number /= kSyllables.size()) text += kSyllables[number % kSyllables.size()];
    return text;
}

std::string digits(std::uint64_t number, std::uint64_t most) {
    const std::uint64_t value = number % most + 1;
    return (value < 10 ? "0" : "") + std::to_string(value);
}

/// Two records of everybody, who have a name, a day of birth and an address; every `wrong_birth`th second record has another day of birth.
std::vector<Features> town(std::uint64_t people, std::uint64_t wrong_birth) {
    std::vector<Features> records;
    for (std::uint64_t i = 0; i < people; ++i) {
        const auto drawn = [i](std::uint64_t what) { return hashOf(i, what); };
        const std::string name = word(drawn(1)) + " " + word(drawn(2));
        const std::string home = digits(drawn(3), 98) + " " + word(drawn(4)) + " street " + word(drawn(5));
        const auto born = [&](std::uint64_t draw) {
            return std::to_string(1930 + draw % 70) + "-" + digits(draw / 70, 12) + "-" + digits(draw / 840, 28);
        };
        const std::uint64_t second = i % wrong_birth == 0 ? drawn(7) : drawn(6);
        records.push_back(featureReader().read(record(name, born(drawn(6)), 'x', "", "", home)));
        records.push_back(featureReader().read(record(name, born(second), 'x', "", "", home)));
    }
    return records;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(estimate)

BOOST_AUTO_TEST_CASE(how_often_a_day_of_birth_is_wrong_is_learned_where_nothing_but_home_and_name_vouches) {
    const Population population(town(2'000, 20));
    const Candidates candidates = candidatesOf(population, 300);
    const Bits learned = weightsOf(population, candidates, featureReader().names()).at(Field::BirthDate, Level::Different);
    BOOST_TEST(learned > -6 * kBit);  // one in twenty is 4.3 bits
    BOOST_TEST(learned < -3 * kBit);
}

BOOST_AUTO_TEST_CASE(mistyped_names_without_a_day_of_birth_meet_by_addresses_that_are_much_alike) {
    std::vector<Features> records = town(50, 20);
    const auto first = static_cast<std::uint32_t>(records.size());
    records.push_back(featureReader().read(record("belinda hilton", "1964-08-16", 'f', "", "", "38 beltana road villa 2 botany 2171 vic")));
    records.push_back(featureReader().read(record("belnda hiltn", "", 'f', "", "", "3 beltana road villa 2 botany 2171 vix")));
    const Candidates candidates = candidatesOf(Population(std::move(records)), 300);
    const bool met = std::find(candidates.pairs.begin(), candidates.pairs.end(), std::pair(first, first + 1)) != candidates.pairs.end();
    BOOST_TEST(met);
}

BOOST_AUTO_TEST_SUITE_END()
