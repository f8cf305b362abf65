#include "adapters/kit/mapping/transform.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using adapters::kit::mapping::Transform;
using adapters::kit::mapping::trimmed;
using adapters::kit::mapping::Value;
using core::Error;

Transform transform(std::string_view spec) { return *Transform::parse(spec); }

struct Line {
    std::string_view spec;
    std::string_view text;
    Value value;
    std::string_view written;
};

}  // namespace

BOOST_AUTO_TEST_CASE(each_transform_reads_and_writes) {
    const Line lines[] = {{"text", " 王 ", std::string(" 王 "), " 王 "},
                          {"trim", "　 王 小\t\r\n", std::string("王 小"), "王 小"},
                          {"money.yuan", "5", core::Money::fromFen(500), "5.00"},
                          {"money.yuan", " 5.5 ", core::Money::fromFen(550), "5.50"},
                          {"money.yuan", "99999999.99", core::Money::fromFen(9'999'999'999), "99999999.99"},
                          {"money.fen", "0", core::Money(), "0"},
                          {"money.fen", "1250", core::Money::fromFen(1250), "1250"},
                          {"quantity", "0.50", core::Decimal{"0.50"}, "0.50"},
                          {"date:yyyyMMdd|yyyy-MM-dd", "2026-11-21", core::Date{2026, 11, 21}, "20261121"},
                          {"datetime:yyyyMMdd HHmmss", "19700101 080000", core::UtcTime{0}, "19700101 080000"}};
    for (const Line& line : lines) {
        const core::Result<Value> value = transform(line.spec).read(line.text);
        BOOST_REQUIRE_MESSAGE(value.ok(), line.spec);
        BOOST_TEST((*value == line.value), line.spec << " of " << line.text);
        BOOST_TEST(*transform(line.spec).write(*value) == line.written, line.spec);
    }
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused_and_never_repaired) {
    BOOST_TEST(tests::failsWith(transform("money.yuan").read("12.345"), Error::MoneyNotYuan));
    BOOST_TEST(tests::failsWith(transform("money.yuan").read("-1"), Error::MoneyNotYuan));
    BOOST_TEST(tests::failsWith(transform("money.yuan").read(""), Error::MoneyNotYuan));
    BOOST_TEST(tests::failsWith(transform("quantity").read("1e3"), Error::DecimalNotValid));
    for (const std::string_view wrong : {"", "12.50", "-1", "-0", "+1", "99999999999999999999"})
        BOOST_TEST(tests::failsWith(transform("money.fen").read(wrong), Error::ValueNotInForm), wrong);
    BOOST_TEST(tests::failsWith(transform("money.fen").read("1000000000000000"), Error::MoneyOutOfRange));
    BOOST_TEST(tests::failsWith(transform("text").read(""), Error::ValueNotInForm));
    BOOST_TEST(tests::failsWith(transform("trim").read("　"), Error::ValueNotInForm));
    BOOST_TEST(tests::failsWith(transform("date:yyyyMMdd").read("20260230"), Error::ValueNotInForm));
}

BOOST_AUTO_TEST_CASE(a_value_of_another_kind_or_below_zero_is_not_written) {
    for (const std::string_view spec : {"text", "trim", "money.yuan", "money.fen", "date:yyyyMMdd", "datetime:yyyyMMdd"})
        BOOST_TEST(tests::failsWith(transform(spec).write(Value(core::Decimal{"1"})), Error::ValueNotInForm), spec);
    BOOST_TEST(tests::failsWith(transform("quantity").write(Value(std::string("1"))), Error::ValueNotInForm));
    BOOST_TEST(tests::failsWith(transform("money.yuan").write(Value(core::Money::fromFen(-1))), Error::ValueNotInForm));
    BOOST_TEST(tests::failsWith(transform("money.fen").write(Value(core::Money::fromFen(-1))), Error::ValueNotInForm));
}

BOOST_AUTO_TEST_CASE(a_transform_that_does_not_exist_gets_the_nearest_name) {
    const auto slip = Transform::parse("money.yuna");
    BOOST_TEST(tests::failsWith(slip, Error::TransformNotValid));
    BOOST_TEST(slip.failure().detail() == "'money.yuna'; did you mean 'money.yuan'?");
    for (const std::string_view wrong : {"", "idcard", "trim:", "money.yuan:2", "date", "date:", "date:yyyy"})
        BOOST_TEST(tests::failsWith(Transform::parse(wrong), Error::TransformNotValid), wrong);
    BOOST_TEST(Transform::names().size() == 11U);
}

BOOST_AUTO_TEST_CASE(trimming_ends_at_the_first_character_that_is_no_blank) {
    BOOST_TEST(trimmed("") == "");
    BOOST_TEST(trimmed(" 　\t") == "");
    BOOST_TEST(trimmed("a b") == "a b");
    BOOST_TEST(trimmed("　、") == "、");  // U+3001: begins with the same two bytes as the ideographic space
}
