#include "hub/core/money.h"

#include "tests/support/failures.h"

using hub::core::Error;
using hub::core::Money;

BOOST_AUTO_TEST_SUITE(money)

BOOST_AUTO_TEST_CASE(yuan_text_becomes_fen_without_rounding) {
    const std::pair<const char*, std::int64_t> cases[] = {{"0", 0},
                                                          {"5", 500},
                                                          {"5.5", 550},
                                                          {"5.50", 550},
                                                          {"0.01", 1},
                                                          {"00012.30", 1230},
                                                          {"99999999.99", 9'999'999'999},
                                                          {"9999999999999.99", Money::kFenMax}};
    for (const auto& [text, fen] : cases) {
        const auto money = Money::parseYuan(text);
        BOOST_REQUIRE_MESSAGE(money.ok(), text);
        BOOST_TEST(money->fen() == fen, text);
    }
}

BOOST_AUTO_TEST_CASE(anything_but_digits_with_two_decimals_is_refused) {
    const std::string_view cases[] = {"",
                                      ".",
                                      "5.",
                                      ".5",
                                      "5.505",
                                      "-5",
                                      "+5",
                                      " 5",
                                      "5 ",
                                      "5,0",
                                      "1e2",
                                      "0x10",
                                      "5.5.",
                                      "5..5",
                                      "NaN",
                                      "五",
                                      "５",
                                      "5.5a",
                                      "5\n",
                                      "--5",
                                      "1 000",
                                      "1_0",
                                      "¥5",
                                      "5元",
                                      "5.-1",
                                      "5.+",
                                      "\x00"
                                      "5",
                                      "inf",
                                      "1.234567"};
    for (const std::string_view text : cases) BOOST_TEST(tests::failsWith(Money::parseYuan(text), Error::MoneyNotYuan), text);
}

BOOST_AUTO_TEST_CASE(an_amount_past_the_largest_is_refused_and_the_largest_is_not) {
    BOOST_TEST(Money::parseYuan("9999999999999.99").ok());
    BOOST_TEST(tests::failsWith(Money::parseYuan("10000000000000"), Error::MoneyOutOfRange));
    BOOST_TEST(tests::failsWith(Money::parseYuan(std::string(400, '9')), Error::MoneyOutOfRange));
    BOOST_TEST(Money::checkedFen(-Money::kFenMax).ok());
    BOOST_TEST(tests::failsWith(Money::checkedFen(-Money::kFenMax - 1), Error::MoneyOutOfRange));
    BOOST_TEST(tests::failsWith(Money::fromFen(Money::kFenMax).checkedAdd(Money::fromFen(1)), Error::MoneyOutOfRange));
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back_as_the_same_amount) {
    for (const std::int64_t fen : {0L, 1L, 9L, 10L, 99L, 100L, 101L, 12'345L, 999'999'999'999'999L}) {
        const auto again = Money::parseYuan(Money::fromFen(fen).yuan());
        BOOST_REQUIRE(again.ok());
        BOOST_TEST(again->fen() == fen);
    }
    BOOST_TEST(Money::fromFen(-5).yuan() == "-0.05");
    BOOST_TEST(Money::fromFen(-1230).yuan() == "-12.30");
}

BOOST_AUTO_TEST_CASE(a_refused_amount_does_not_carry_its_text_into_the_message) {
    const auto refused = Money::parseYuan("张三370202199001010015");
    BOOST_REQUIRE(!refused.ok());
    const std::string message = refused.failure().message(hub::core::Language::Chinese);
    BOOST_TEST(message.find("3702") == std::string::npos);
    BOOST_TEST(message.find("张") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
