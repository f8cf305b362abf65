#include "adapters/kit/mapping/request_mapping.h"

#include <fmt/format.h>

#include "adapters/codec/xml/write.h"
#include "tests/support/failures.h"
#include "tests/unit/mapping/bill.h"

using namespace tests::mapping;
using core::Error;
using tests::failsWith;

namespace {

constexpr std::string_view kBill =
    R"({"key":"K1","colour":"blue","open":true,"pages":3,"person":{"name":"测试 & 甲","birth_date":"1990-03-07"},"at_ms":1893547800000,)"
    R"("others":[],"lines":[{"name":"a","amount_fen":550,"quantity":"2.50"},{"name":"b","amount_fen":5}]})";

Shape input() { return objectOf({{"request", true, Shape::of<Bill>()}}); }

RequestMapping mappingOf(std::string_view spec) {
    SettingsProblems problems;
    RequestMapping mapping = RequestMapping::parse(json(spec).root(), "/request", input(), maps(), problems);
    BOOST_REQUIRE_MESSAGE(!problems.any(), (problems.any() ? problems.failure().detail() : ""));
    return mapping;
}

core::Result<std::string> written(std::string_view spec, std::string_view request = kBill) {
    adapters::codec::xml::Element into("R");
    const core::Result<void> done = mappingOf(spec).write(json(fmt::format(R"({{"request":{}}})", request)).root(), into);
    if (!done.ok()) return done.failure();
    return adapters::codec::xml::write(into);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(request_mapping)

BOOST_AUTO_TEST_CASE(tags_are_written_in_their_order_each_in_the_form_it_names) {
    const core::Result<std::string> text = written(R"({
        "Z": {"const": "0"}, "Key": {"from": "/request/key"}, "Colour": {"from": "/request/colour", "map": "colour"},
        "Open": {"from": "/request/open", "map": "flag"}, "Pages": {"from": "/request/pages", "as": "count"},
        "Name": {"from": "/request/person/name"}, "Born": {"from": "/request/person/birth_date", "as": "date:yyyyMMdd"},
        "At": {"from": "/request/at_ms", "as": "datetime:yyyyMMddHHmmss"},
        "Names": {"from": "/request/lines/*/name", "join": ","},
        "Amounts": {"from": "/request/lines/*/amount_fen", "as": "money.yuan", "join": ";"},
        "userid": {"const": "1"}, "UserId": {"const": "2"}})");
    BOOST_REQUIRE(text.ok());
    BOOST_TEST(*text ==
               "<R><Z>0</Z><Key>K1</Key><Colour>2</Colour><Open>Y</Open><Pages>3</Pages><Name>测试 &amp; 甲</Name><Born>19900307</Born>"
               "<At>20300102093000</At><Names>a,b</Names><Amounts>5.50;0.05</Amounts><userid>1</userid><UserId>2</UserId></R>");
}

BOOST_AUTO_TEST_CASE(what_is_absent_is_empty_or_the_default_or_left_out) {
    constexpr std::string_view kBare = R"({"key":"K1","colour":"red","open":true,"pages":1,"others":[],"lines":[]})";
    BOOST_TEST(*written(R"({"A": {"from": "/request/person/name"}, "B": {"from": "/request/person/name", "default": "-"},
                            "C": {"from": "/request/key", "when": "/request/person"}, "D": {"const": "x", "when": "/request/key"},
                            "E": {"from": "/request/key", "tag": "Renamed"}})",
                        kBare) == "<R><A/><B>-</B><D>x</D><Renamed>K1</Renamed></R>");
}

BOOST_AUTO_TEST_CASE(what_is_required_too_long_or_would_break_a_list_is_not_written) {
    constexpr std::string_view kBare = R"({"key":"1234","colour":"red","open":true,"pages":1,"others":[],"lines":[]})";
    BOOST_TEST(failsWith(written(R"({"A": {"from": "/request/person/name", "required": true}})", kBare), Error::RequestNotWritable));
    BOOST_TEST(written(R"({"A": {"from": "/request/key", "max": 4}})", kBare).ok());
    BOOST_TEST(failsWith(written(R"({"A": {"from": "/request/key", "max": 3}})", kBare), Error::RequestNotWritable));
    constexpr std::string_view kComma =
        R"({"key":"1","colour":"red","open":true,"pages":1,"others":[],"lines":[{"name":"a,b","amount_fen":1}]})";
    BOOST_TEST(failsWith(written(R"({"A": {"from": "/request/lines/*/name", "join": ","}})", kComma), Error::RequestNotWritable));
    BOOST_TEST(*written(R"({"A": {"from": "/request/lines/*/name", "join": ";"}})", kComma) == "<R><A>a,b</A></R>");
}

BOOST_AUTO_TEST_CASE(a_failure_names_the_tag_and_never_the_text) {
    const core::Result<std::string> text = written(R"({"Secret": {"from": "/request/person/name", "max": 2}})");
    BOOST_TEST(failsWith(text, Error::RequestNotWritable));
    BOOST_TEST(text.failure().detail() == "Secret: longer than 2 characters");
    BOOST_TEST(failsWith(written(R"({"Colour": {"from": "/request/key", "map": "colour"}})"), Error::CodeNotMapped));
}

BOOST_AUTO_TEST_CASE(every_mistake_is_told_at_its_place_when_the_mapping_is_loaded) {
    const std::pair<const char*, const char*> rows[] = {{R"({"A": {}})", "/request/A"},
                                                        {R"({"A": {"from": "/request/key", "const": "1"}})", "/request/A"},
                                                        {R"({"A": "key"})", "/request/A"},
                                                        {R"({"A": {"form": "/request/key"}})", "/request/A/form"},
                                                        {R"({"A": {"from": "/request/kye"}})", "/request/A/from"},
                                                        {R"({"A": {"from": "/request/lines"}})", "/request/A/from"},
                                                        {R"({"A": {"from": "/request/key/*"}})", "/request/A/from"},
                                                        {R"({"A": {"from": "/request/lines/*/name"}})", "/request/A/join"},
                                                        {R"({"A": {"from": "/request/key", "join": ","}})", "/request/A/join"},
                                                        {R"({"A": {"from": "/request/key", "when": "/request/x"}})", "/request/A/when"},
                                                        {R"({"A": {"from": "/request/key", "as": "money.yaun"}})", "/request/A/as"},
                                                        {R"({"A": {"from": "/request/key", "as": "money.yuan"}})", "/request/A/as"},
                                                        {R"({"A": {"from": "/request/at_ms"}})", "/request/A/as"},
                                                        {R"({"A": {"from": "/request/colour", "map": "color"}})", "/request/A/map"},
                                                        {R"({"A": {"from": "/request/key", "max": 0}})", "/request/A/max"},
                                                        {R"({"A": {"from": "/request/key", "required": "yes"}})", "/request/A/required"},
                                                        {R"({"A": {"const": 0}})", "/request/A/const"}};
    for (const auto& [spec, place] : rows) {
        SettingsProblems problems;
        RequestMapping::parse(json(spec).root(), "/request", input(), maps(), problems);
        BOOST_TEST(placesOf(problems).front() == place, spec);
    }
}

BOOST_AUTO_TEST_CASE(a_mapping_knows_which_part_of_the_input_it_takes_from) {
    BOOST_TEST(mappingOf(R"({"A": {"from": "/request/key"}})").takesFrom("request"));
    BOOST_TEST(!mappingOf(R"({"A": {"const": "1"}})").takesFrom("request"));
}

BOOST_AUTO_TEST_SUITE_END()
