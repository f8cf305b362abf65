#include "hub/identity/name.h"

#include <string>

#include "tests/support/failures.h"

using namespace hub::identity;
using hub::core::Error;
using hub::core::PersonName;

namespace {

std::string checked(const std::string& text) {
    const auto name = checkName({text});
    return name.ok() ? name->text : "refused";
}

std::string repeated(const std::string& character, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += character;
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(name)

BOOST_AUTO_TEST_CASE(a_name_is_kept_as_it_was_written_without_blanks_at_its_ends) {
    BOOST_TEST(checked(" 张三 ") == "张三");
    BOOST_TEST(checked("阿依古丽·买买提") == "阿依古丽·买买提");
    BOOST_TEST(checked("John Smith") == "John Smith");
    BOOST_TEST(checked("𠮷田") == "𠮷田");  // beyond the basic plane
}

BOOST_AUTO_TEST_CASE(a_name_has_one_to_fifty_characters) {
    BOOST_TEST(tests::failsWith(checkName({""}), Error::PersonNameNotValid));
    BOOST_TEST(checked("   ") == "refused");
    BOOST_TEST(checked("张") == "张");
    BOOST_TEST(checked(repeated("𠮷", 50)) == repeated("𠮷", 50));
    BOOST_TEST(checked(repeated("𠮷", 51)) == "refused");
}

BOOST_AUTO_TEST_CASE(control_characters_and_broken_utf8_are_no_name) {
    BOOST_TEST(checked("张\n三") == "refused");
    BOOST_TEST(checked("张\xff") == "refused");
    BOOST_TEST(checkName({"张\t三"}).failure().detail() == "a control character");
}

BOOST_AUTO_TEST_CASE(writings_of_one_name_are_the_same_and_others_are_not) {
    struct Line {
        std::string one;
        std::string other;
        bool same;
    };
    for (const Line& line : {Line{"张三", "张三", true},
                             {"张三", "张 三", true},
                             {"张三", "张　三", true},  // ideographic space
                             {"阿依古丽·买买提", "阿依古丽•买买提", true},
                             {"阿依古丽·买买提", "阿依古丽.买买提", true},
                             {"阿依古丽·买买提", "阿依古丽・买买提", true},
                             {"阿依古丽·买买提", "阿依古丽买买提", false},
                             {"John Smith", "JOHN  SMITH", true},
                             {"Ｊohn", "john", true},
                             {"张三", "张三丰", false},
                             {"张三", "章三", false},
                             {"张三", "三张", false},
                             {"\xff", "\xff", false}}) {
        BOOST_TEST(sameName({line.one}, {line.other}) == line.same, line.one << " and " << line.other);
        BOOST_TEST(sameName({line.other}, {line.one}) == line.same, line.other << " and " << line.one);
    }
}

BOOST_AUTO_TEST_SUITE_END()
