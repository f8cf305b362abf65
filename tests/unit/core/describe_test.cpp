#include "hub/core/describe.h"

#include <array>

#include "hub/core/schema.h"
#include "tests/support/failures.h"

using namespace hub::core;

namespace {

enum class Shift { Morning, Afternoon };
constexpr auto enumNames(Shift) {
    return std::array{std::pair{Shift::Morning, std::string_view("morning")}, std::pair{Shift::Afternoon, std::string_view("afternoon")}};
}

struct Line {
    static constexpr std::string_view kTypeName = "Line";
    std::string item;
    Money amount;
    bool operator==(const Line&) const = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("item", self.item, "what was done");
        field("amount_fen", self.amount, "its price");
    }
};

struct Visit {
    static constexpr std::string_view kTypeName = "Visit";
    Id<struct VisitTag> id;
    Sensitive<PersonName> patient;
    Shift shift = Shift::Morning;
    std::vector<Line> lines;
    std::optional<UtcTime> closed_at;
    std::int32_t number = 0;
    bool open = false;
    bool operator==(const Visit&) const = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("id", self.id, "the visit");
        field("patient", self.patient, "who came");
        field("shift", self.shift, "when");
        field("lines", self.lines, "the bill");
        field("closed_at_ms", self.closed_at, "when it was closed");
        field("number", self.number, "queue number");
        field("open", self.open, "still open");
    }
};

Visit example() {
    Visit visit;
    visit.id = *Id<VisitTag>::parse("01JD0000000000000000000000");
    visit.patient = Sensitive(PersonName{"张三"});
    visit.shift = Shift::Afternoon;
    visit.lines = {{"血常规", Money::fromFen(1250)}, {"挂号", Money::fromFen(0)}};
    visit.closed_at = UtcTime{1'800'000'000'000};
    visit.number = 12;
    visit.open = true;
    return visit;
}

/// The example's JSON with one piece replaced.
std::string with(const std::string& from, const std::string& to) {
    std::string text = toJson(example(), Exposure::Revealed);
    const std::size_t at = text.find(from);
    BOOST_REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(describe)

BOOST_AUTO_TEST_CASE(a_described_struct_comes_back_whole_from_its_json) {
    const auto again = fromJson<Visit>(toJson(example(), Exposure::Revealed));
    BOOST_REQUIRE(again.ok());
    BOOST_TEST((*again == example()));
}

BOOST_AUTO_TEST_CASE(masked_json_holds_no_personal_data) {
    const std::string text = toJson(example(), Exposure::Masked);
    BOOST_TEST(text.find("张三") == std::string::npos);
    BOOST_TEST(text.find("张*") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_optional_may_be_missing_or_null) {
    const auto missing = fromJson<Visit>(with(R"("closed_at_ms":1800000000000,)", ""));
    BOOST_REQUIRE(missing.ok());
    BOOST_TEST(!missing->closed_at.has_value());
    const auto null = fromJson<Visit>(with("1800000000000", "null"));
    BOOST_REQUIRE(null.ok());
    BOOST_TEST(!null->closed_at.has_value());
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused_with_its_place_and_without_its_value) {
    struct Case {
        std::string text;
        std::string place;
    };
    const Case cases[] = {
        {with("1250", "12.5"), "/lines/0/amount_fen"},
        {with("1250", "\"12.50\""), "/lines/0/amount_fen"},
        {with("1250", "1000000000000000"), "/lines/0/amount_fen"},
        {with("afternoon", "evening"), "/shift: expected one of morning afternoon"},
        {with("\"open\":true", "\"open\":1"), "/open"},
        {with("\"number\":12", "\"number\":2147483648"), "/number"},
        {with("01JD0000000000000000000000", "370202199001010015"), "/id"},
        {with("\"number\":12,", ""), "/number: it is missing"},
        {with("\"open\":true", "\"open\":true,\"numbr\":1"), "did you mean 'number'"},
        {with("\"open\":true", "\"open\":true,\"x\":1"), "unknown member 'a'"},
        {"[]", "/: expected an object"},
    };
    for (const Case& one : cases) {
        const auto visit = fromJson<Visit>(one.text);
        BOOST_TEST(tests::failsWith(visit, Error::JsonNotValid), one.place);
        BOOST_TEST(visit.failure().detail().find(one.place) != std::string::npos, visit.failure().detail());
        BOOST_TEST(visit.failure().detail().find("3702") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_schema_names_each_type_once_and_requires_what_is_not_optional) {
    const auto schema = JsonDocument::parse(schemaOf<Visit>());
    BOOST_REQUIRE(schema.ok());
    const JsonValue definitions = *schema->root().member("definitions");
    BOOST_TEST(definitions.memberNames().size() == 2U);
    const JsonValue visit = *definitions.member("Visit");
    BOOST_TEST(visit.member("required")->size() == 6U);
    BOOST_TEST(!*visit.member("additionalProperties")->boolean());
    BOOST_TEST(*visit.member("properties")->member("lines")->member("items")->member("$ref")->string() == "#/definitions/Line");
    BOOST_TEST(*visit.member("properties")->member("shift")->member("enum")->at(1).string() == "afternoon");
}

BOOST_AUTO_TEST_SUITE_END()
