#include "hub/core/personal.h"

#include <sstream>

#include "tests/support/failures.h"

using namespace hub::core;

BOOST_AUTO_TEST_SUITE(personal)

BOOST_AUTO_TEST_CASE(a_name_shows_its_first_character_only) {
    BOOST_TEST(maskedText(PersonName{"张三"}) == "张*");
    BOOST_TEST(maskedText(PersonName{"欧阳小明"}) == "欧***");
    BOOST_TEST(maskedText(PersonName{"𠮷田"}) == "𠮷*");
    BOOST_TEST(maskedText(PersonName{"王"}) == "*");
    BOOST_TEST(maskedText(PersonName{""}).empty());
}

BOOST_AUTO_TEST_CASE(numbers_keep_only_what_helps_to_tell_them_apart) {
    BOOST_TEST(maskedText(CertificateNumber{"370202199001010015"}) == "3702**********0015");
    BOOST_TEST(maskedText(CertificateNumber{"E12345678"}) == "*******78");
    BOOST_TEST(maskedText(CertificateNumber{"12"}) == "**");
    BOOST_TEST(maskedText(PhoneNumber{"13800001234"}) == "138****1234");
    BOOST_TEST(maskedText(PhoneNumber{"0000123"}) == "******3");
    BOOST_TEST(maskedText(CardNumber{"6222021000000000017"}) == "***************0017");
    BOOST_TEST(maskedText(CardNumber{"1234"}) == "***4");
}

BOOST_AUTO_TEST_CASE(a_masked_value_streams_without_the_value) {
    std::ostringstream out;
    out << Masked<PersonName>(Sensitive(PersonName{"李小龙"}));
    BOOST_TEST(out.str() == "李**");
}

BOOST_AUTO_TEST_SUITE_END()
