#include "hub/identity/card.h"

#include <set>
#include <string>

#include "tests/support/failures.h"

using namespace hub::core;
using namespace hub::identity;

namespace {

class FixedClock final : public Clock {
  public:
    UtcTime utc() const override { return {1'700'000'000'000}; }
    MonoTime mono() const override { return {}; }
};

IdBits bitsOf(std::uint64_t random) {
    IdBits bits;
    for (std::size_t i = 0; i < 8; ++i) bits.bytes[15 - i] = static_cast<std::uint8_t>(random >> (8 * i));
    return bits;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(card)

BOOST_AUTO_TEST_CASE(drawn_numbers_are_valid_have_fourteen_digits_and_do_not_begin_with_0) {
    BOOST_TEST(cardNumberFrom(bitsOf(0)).text.substr(0, 12) == "100000000000");
    BOOST_TEST(cardNumberFrom(bitsOf(899'999'999'999)).text.substr(0, 12) == "999999999999");
    BOOST_TEST(cardNumberFrom(bitsOf(900'000'000'000)).text == cardNumberFrom(bitsOf(0)).text);
    const FixedClock clock;
    SeededIdSource ids(clock, 1);
    std::set<std::string> numbers;
    for (int i = 0; i < 1000; ++i) {
        const CardNumber number = cardNumberFrom(ids.next<CardId>().bits);
        BOOST_TEST(checkCardNumber(number).ok());
        numbers.insert(number.text);
    }
    BOOST_TEST(numbers.size() == 1000U);
}

// ISO/IEC 7064 MOD 97-10: the number as a whole leaves 1.
BOOST_AUTO_TEST_CASE(the_check_digits_are_those_of_iso_7064) {
    BOOST_TEST(std::stoull(cardNumberFrom(bitsOf(123456789)).text) % 97 == 1U);
    BOOST_TEST(cardNumberFrom(bitsOf(0)).text == "10000000000083");
}

BOOST_AUTO_TEST_CASE(no_neighbour_of_a_number_is_valid) {
    const std::string number = cardNumberFrom(bitsOf(5550123456)).text;
    for (std::size_t at = 0; at < number.size(); ++at) {
        for (char c = '0'; c <= '9'; ++c) {
            if (c == number[at]) continue;
            std::string wrong = number;
            wrong[at] = c;
            BOOST_TEST(!checkCardNumber({wrong}).ok(), wrong);
        }
        if (at == 0 || number[at] == number[at - 1]) continue;
        std::string exchanged = number;
        std::swap(exchanged[at], exchanged[at - 1]);
        BOOST_TEST(!checkCardNumber({exchanged}).ok(), exchanged);
    }
}

BOOST_AUTO_TEST_CASE(what_has_not_the_form_is_no_number_and_is_not_repeated) {
    for (const std::string& text : {std::string(), std::string("1000000000008"), std::string("100000000000083"),
                                    std::string("1000000000008A"), std::string("00000000000098")})
        BOOST_TEST(tests::failsWith(checkCardNumber({text}), Error::CardNumberNotValid));
    BOOST_TEST(checkCardNumber({"370202199001010015"}).failure().detail() == "999999999999999999");
}

BOOST_AUTO_TEST_SUITE_END()
