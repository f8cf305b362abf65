// The transforms that mappings of SOAP dialects brought; the others are tested in tests/adapters/kit/transform_test.cpp.
#include "adapters/kit/mapping/transform.h"

#include "tests/support/failures.h"
#include "tests/unit/mapping/bill.h"

using namespace tests::mapping;
using core::Error;
using core::Money;
using tests::failsWith;

BOOST_AUTO_TEST_SUITE(transforms)

BOOST_AUTO_TEST_CASE(a_balance_may_be_below_zero) {
    const Transform balance = *Transform::parse("balance.yuan");
    BOOST_TEST(std::get<Money>(*balance.read(" -111.25 ")).fen() == -11125);
    BOOST_TEST(std::get<Money>(*balance.read("5.5")).fen() == 550);
    BOOST_TEST(*balance.write(Money::fromFen(-5)) == "-0.05");
    for (const char* text : {"--1", "-", "- 1", "1.234", "+1"}) BOOST_TEST(failsWith(balance.read(text), Error::MoneyNotYuan));
    BOOST_TEST(failsWith(balance.write(std::string("1")), Error::ValueNotInForm));
}

BOOST_AUTO_TEST_CASE(a_count_is_whole_and_not_below_zero) {
    const Transform count = *Transform::parse("count");
    for (const char* text : {"20", " 20 ", "20.0", "20.00", "020"}) BOOST_TEST(std::get<std::int64_t>(*count.read(text)) == 20, text);
    for (const char* text : {"20.5", "20.", ".0", "-1", "-0", "2e1", "2 0", "99999999999999999999"})
        BOOST_TEST(failsWith(count.read(text), Error::ValueNotInForm), text);
    BOOST_TEST(*count.write(std::int64_t{3}) == "3");
    BOOST_TEST(failsWith(count.write(std::string("3")), Error::ValueNotInForm));
}

/// A doctor's name may itself hold a slash (trap 23).
BOOST_AUTO_TEST_CASE(a_value_is_parted_at_its_last_separator) {
    const auto read = [](const char* spec, std::string_view text) { return std::get<std::string>(*Transform::parse(spec)->read(text)); };
    BOOST_TEST(read("before_last:/", "测试/医师二/1002") == "测试/医师二");
    BOOST_TEST(read("after_last:/", "测试/医师二/1002") == "1002");
    BOOST_TEST(read("before_last:/", "1002") == "1002");
    BOOST_TEST(read("after_last:/", "1002") == "1002");
    BOOST_TEST(failsWith(Transform::parse("after_last:/")->read("1002/"), Error::ValueNotInForm));
    BOOST_TEST(failsWith(Transform::parse("after_last:/")->write(std::string("1002")), Error::ValueNotInForm));
    for (const char* spec : {"after_last", "after_last:", "after_last:ab", "before_last"})
        BOOST_TEST(failsWith(Transform::parse(spec), Error::TransformNotValid), spec);
}

BOOST_AUTO_TEST_CASE(a_transform_says_what_its_values_are) {
    const std::pair<const char*, Kind> rows[] = {{"text", Kind::Text},          {"trim", Kind::Text},
                                                 {"money.yuan", Kind::Money},   {"money.fen", Kind::Money},
                                                 {"balance.yuan", Kind::Money}, {"quantity", Kind::Decimal},
                                                 {"count", Kind::Integer},      {"after_last:/", Kind::Text},
                                                 {"date:yyyyMMdd", Kind::Date}, {"datetime:yyyyMMdd", Kind::Time}};
    for (const auto& [spec, kind] : rows) BOOST_TEST((Transform::parse(spec)->kind() == kind), spec);
}

BOOST_AUTO_TEST_SUITE_END()
