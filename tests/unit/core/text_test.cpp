#include "hub/core/text.h"

#include "hub/core/suggest.h"
#include "tests/support/failures.h"

using namespace hub::core;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(a_shape_tells_the_form_and_not_the_value) {
    BOOST_TEST(shapeOf("12.305") == "99.999");
    BOOST_TEST(shapeOf("Zhang3") == "aaaaa9");
    BOOST_TEST(shapeOf("张 5") == "????9");
    BOOST_TEST(shapeOf(std::string(33, '1')) == std::string(32, '9') + "...");
}

BOOST_AUTO_TEST_CASE(a_type_is_kept_where_it_looks_like_one_and_nothing_of_a_person_does) {
    const std::string long_one(64, 'A');
    for (const char* type : {"DFT^P03", "ADT^A28^ADT_A05", "TRANSACTION.SUCCESS", "", "Z123^Z45_6", long_one.c_str()})
        BOOST_TEST(clearType(type) == type);
    for (const std::string other :
         {"ADT^张三", "ADT^A28 ", "13800001234", "A1234", "1990.01.01", "19^90^01^01", "123^456^7", "a-b", "张三"}) {
        BOOST_TEST(clearType(other) == shapeOf(other));
        BOOST_TEST(clearType(other) != other);
    }
    BOOST_TEST(clearType(long_one + "A") == std::string(32, 'a') + "...");
}

BOOST_AUTO_TEST_CASE(utf8_is_told_from_what_only_looks_like_it) {
    for (const char* good : {"", "abc", "张三", "𠮷", "\xF4\x8F\xBF\xBF", "\xEE\x80\x80"}) BOOST_TEST(isUtf8(good));
    for (const char* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                            "\xF5\x80\x80\x80", "\xE5\xBC", "\xD5\xC5"}) {
        BOOST_TEST(!isUtf8(bad));
    }
}

BOOST_AUTO_TEST_CASE(a_typing_slip_finds_the_word_that_was_meant) {
    BOOST_TEST(closest("urll", {"url", "timeout"}) == "url");
    BOOST_TEST(closest("tiemout", {"url", "timeout"}) == "timeout");
    BOOST_TEST(closest("chek", {"check", "serve"}) == "check");
    BOOST_TEST(closest("zebra", {"url", "timeout"}).empty());
    BOOST_TEST(closest("ab", {"cd"}).empty());
    BOOST_TEST(closest(std::string(65, 'u'), {"url"}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
