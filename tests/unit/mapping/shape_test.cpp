#include "tests/unit/mapping/bill.h"

using namespace tests::mapping;

BOOST_AUTO_TEST_SUITE(shapes)

BOOST_AUTO_TEST_CASE(a_shape_knows_the_kind_of_every_field_and_which_may_be_left_out) {
    const Shape bill = Shape::of<Bill>();
    const std::vector<std::pair<std::string, Kind>> kinds{{"key", Kind::Text},      {"colour", Kind::Word},   {"open", Kind::Boolean},
                                                          {"pages", Kind::Integer}, {"person", Kind::Object}, {"at_ms", Kind::Time},
                                                          {"others", Kind::List},   {"lines", Kind::List}};
    BOOST_REQUIRE(bill.fields.size() == kinds.size());
    for (const auto& [name, kind] : kinds) {
        const ShapeField* field = bill.field(name);
        BOOST_REQUIRE(field != nullptr);
        BOOST_TEST((field->shape.kind == kind), name);
        BOOST_TEST(field->required == (name != "person" && name != "at_ms"), name);
    }
    BOOST_TEST(bill.field("colour")->shape.words.size() == 2U);
    const Shape& line = bill.field("lines")->shape.element.front();
    BOOST_TEST((line.field("amount_fen")->shape.kind == Kind::Money));
    BOOST_TEST((line.field("quantity")->shape.kind == Kind::Decimal));
    BOOST_TEST((bill.field("person")->shape.field("name")->shape.kind == Kind::Text));
    BOOST_TEST((bill.field("person")->shape.field("birth_date")->shape.kind == Kind::Date));
    BOOST_TEST(bill.field("no_such") == nullptr);
    BOOST_TEST(line.field("name")->shape.field("below_a_text") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
