#include "adapters/kit/mapping/answer_mapping.h"

#include <fmt/format.h>

#include "tests/support/failures.h"
#include "tests/unit/mapping/bill.h"

using namespace tests::mapping;
using core::Error;
using tests::failsWith;

namespace {

constexpr std::string_view kSpec = R"({
    "fields": {"key": {"from": ["ApplyNo", "BillNo"]}, "colour": {"from": "Colour", "map": "colour"},
               "open": {"from": "Open", "map": "flag", "default": "true"}, "pages": {"from": "Pages", "as": "count", "default": "1"},
               "person.name": {"from": "Owner/Name"}, "person.birth_date": {"from": "Owner/Born", "as": "date:yyyyMMdd|yyyy-MM-dd"},
               "others.0.name": {"from": "Other"}, "at_ms": {"from": "@at", "as": "datetime:yyyyMMddHHmmss"}},
    "rows": {"at": "Items/Item", "into": "lines", "fields": {
        "name": {"from": "Name"}, "amount_fen": {"from": ["Amount", "Amt"], "as": "money.yuan"}, "quantity": {"from": "Qty", "as": "quantity"}}},
    "checks": [{"sum": "lines.amount_fen", "equals": "Total"}]})";

AnswerMapping mappingOf(std::string_view spec) {
    SettingsProblems problems;
    AnswerMapping mapping = AnswerMapping::parse(json(spec).root(), "/answer", Shape::of<Bill>(), maps(), problems);
    BOOST_REQUIRE_MESSAGE(!problems.any(), (problems.any() ? problems.failure().detail() : ""));
    return mapping;
}

core::Result<Bill> billOf(std::string_view answer, std::string_view spec = kSpec) {
    const core::Result<std::string> read = mappingOf(spec).read(xml(answer));
    if (!read.ok()) return read.failure();
    core::Result<Bill> bill = core::fromJson<Bill>(*read);
    BOOST_REQUIRE_MESSAGE(bill.ok(), *read);
    return bill;
}

/// A bill with these elements besides the required ones.
std::string answerWith(std::string_view elements) { return fmt::format("<R><ApplyNo>K</ApplyNo><Colour>1</Colour>{}</R>", elements); }

std::vector<std::string> mistakesOf(std::string_view spec) {
    SettingsProblems problems;
    AnswerMapping::parse(json(spec).root(), "/answer", Shape::of<Bill>(), maps(), problems);
    return placesOf(problems);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(answer_mapping)

BOOST_AUTO_TEST_CASE(an_answer_becomes_the_canonical_object) {
    const core::Result<Bill> bill = billOf(
        "<R at='20300102093000'><applyno> 007 </applyno><Colour>2</Colour><Open>N</Open><Pages>2.00</Pages>"
        "<Owner><Name>测试甲</Name><Born>1990-03-07</Born></Owner><Other>乙</Other><Total>5.55</Total>"
        "<Items><Item><Name>a</Name><Amount>5.5</Amount><Qty>2.50</Qty></Item><Item><Name>b</Name><Amt>0.05</Amt></Item></Items></R>");
    BOOST_REQUIRE(bill.ok());
    BOOST_TEST(bill->key == "007");
    BOOST_TEST((bill->colour == Colour::Blue));
    BOOST_TEST(!bill->open);
    BOOST_TEST(bill->pages == 2);
    BOOST_TEST(bill->person->name.reveal().text == "测试甲");
    BOOST_TEST((*bill->person->birth_date == core::Date{1990, 3, 7}));
    BOOST_TEST(bill->others.size() == 1U);
    BOOST_TEST(bill->at->ms == 1'893'547'800'000);
    BOOST_REQUIRE(bill->lines.size() == 2U);
    BOOST_TEST(bill->lines[0].amount.fen() == 550);
    BOOST_TEST(bill->lines[0].quantity->text == "2.50");
    BOOST_TEST(bill->lines[1].amount.fen() == 5);
    BOOST_TEST(!bill->lines[1].quantity.has_value());
}

BOOST_AUTO_TEST_CASE(what_nothing_was_read_for_is_left_out) {
    const core::Result<Bill> bill = billOf(answerWith("<Owner><Name> </Name></Owner><Other/>"));
    BOOST_REQUIRE(bill.ok());
    BOOST_TEST(!bill->person.has_value());
    BOOST_TEST(bill->others.empty());
    BOOST_TEST(bill->open);
    BOOST_TEST(bill->pages == 1);
}

BOOST_AUTO_TEST_CASE(the_first_alias_that_is_not_blank_is_taken) {
    BOOST_TEST(billOf("<R><ApplyNo/><BillNo>B</BillNo><Colour>1</Colour></R>")->key == "B");
    BOOST_TEST(billOf("<R><BillNo>B</BillNo><ApplyNo>A</ApplyNo><Colour>1</Colour></R>")->key == "A");
}

BOOST_AUTO_TEST_CASE(no_wrapper_an_empty_one_and_a_blank_row_are_an_empty_list_and_one_row_is_a_list) {
    for (const char* items : {"", "<Items/>", "<Items><Item/></Items>", "<Items><Item><Name> </Name><Amount/></Item></Items>"})
        BOOST_TEST(billOf(answerWith(items))->lines.empty(), items);
    BOOST_TEST(billOf(answerWith("<Items><Item><Name>a</Name><Amount>1</Amount></Item></Items>"))->lines.size() == 1U);
}

BOOST_AUTO_TEST_CASE(rows_must_add_up_to_the_total_to_the_fen) {
    const auto with_total = [](std::string_view total) {
        return answerWith(fmt::format(
            "{}<Items><Item><Name>a</Name><Amount>1.10</Amount></Item><Item><Name>b</Name><Amount>2</Amount></Item></Items>", total));
    };
    BOOST_TEST(billOf(with_total("<Total>3.1</Total>")).ok());
    BOOST_TEST(billOf(with_total("")).ok());
    BOOST_TEST(billOf(with_total("<Total/>")).ok());
    BOOST_TEST(failsWith(billOf(with_total("<Total>3.11</Total>")), Error::PeerAnswerNotValid));
    BOOST_TEST(failsWith(billOf(with_total("<Total>3.101</Total>")), Error::MoneyNotYuan));
}

BOOST_AUTO_TEST_CASE(a_failure_names_the_field_and_the_tag_and_never_the_text) {
    const core::Result<Bill> no_key = billOf("<R><Colour>1</Colour></R>");
    BOOST_TEST(failsWith(no_key, Error::PeerAnswerNotValid));
    BOOST_TEST(no_key.failure().detail() == "/key: BillNo is missing or blank");
    const core::Result<Bill> other_code = billOf("<R><ApplyNo>K</ApplyNo><Colour>王小明</Colour></R>");
    BOOST_TEST(failsWith(other_code, Error::CodeNotMapped));
    BOOST_TEST(other_code.failure().detail().find("王") == std::string::npos);
    const core::Result<Bill> amount = billOf(answerWith("<Items><Item><Name>a</Name><Amount>12.345</Amount></Item></Items>"));
    BOOST_TEST(failsWith(amount, Error::MoneyNotYuan));
    BOOST_TEST(amount.failure().detail().starts_with("/lines/0/amount_fen from Amount: "));
}

BOOST_AUTO_TEST_CASE(where_a_value_came_from_can_be_told) {
    std::vector<Origin> origins;
    BOOST_REQUIRE(mappingOf(kSpec).read(xml(answerWith("<Items><Item><Name>a</Name><Amt>1</Amt></Item></Items>")), &origins).ok());
    std::vector<std::string> told;
    for (const Origin& origin : origins) told.push_back(origin.field + " < " + origin.source);
    const std::vector<std::string> expected{"/key < ApplyNo", "/colour < Colour",     "/open < Open",
                                            "/pages < Pages", "/lines/0/name < Name", "/lines/0/amount_fen < Amt"};
    BOOST_TEST(told == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_hash_changes_with_the_tags_it_is_of_and_with_no_other) {
    constexpr std::string_view kHashed = R"({"fields": {"key": {"hash": ["A", "B"]}, "colour": {"const": "red"}, "open": {"const": "true"},
        "pages": {"from": "P", "as": "count", "default": "1"}}})";
    const std::string key = billOf("<R><A>1</A><B>2</B></R>", kHashed)->key;
    BOOST_TEST(billOf("<R><A>1</A><B>2</B><C>3</C></R>", kHashed)->key == key);
    BOOST_TEST(billOf("<R><A>1</A><B>3</B></R>", kHashed)->key != key);
    BOOST_TEST(billOf("<R><A>12</A></R>", kHashed)->key != key);
}

BOOST_AUTO_TEST_CASE(every_mistake_is_told_at_its_place_when_the_mapping_is_loaded) {
    const auto with_field = [](std::string_view field) {
        return fmt::format(R"({{"fields": {{"key": {{"from": "K"}}, "colour": {{"from": "C", "map": "colour"}},
            "open": {{"const": "true"}}, "pages": {{"from": "P", "as": "count"}}, {}}}}})",
                           field);
    };
    const std::pair<std::string, const char*> rows[] = {
        {with_field(R"("person.name": {"from": "N"})"), ""},
        {with_field(R"("nmae": {"from": "N"})"), "/answer/fields/nmae"},
        {with_field(R"("person": {"from": "N"})"), "/answer/fields/person"},
        {with_field(R"("others.1.name": {"from": "N"})"), "/answer/fields/others.1.name"},
        {with_field(R"("person.birth_date": {"from": "B", "as": "date:yyyyMMdd"})"), "/answer/fields"},  // its required name is not mapped
        {with_field(R"("at_ms": {"from": "T"})"), "/answer/fields/at_ms/as"},
        {with_field(R"("at_ms": {"from": "T", "as": "money.yuan"})"), "/answer/fields/at_ms/as"},
        {with_field(R"("at_ms": {"from": "T", "as": "datetime:yy"})"), "/answer/fields/at_ms/as"},
        {with_field(R"("at_ms": {"from": "T", "as": "datetime:yyyyMMdd", "map": "no_such"})"), "/answer/fields/at_ms/map"},
        {with_field(R"("at_ms": {"from": "T", "as": "datetime:yyyyMMdd", "default": "soon"})"), "/answer/fields/at_ms/default"},
        {with_field(R"("at_ms": {"from": []})"), "/answer/fields/at_ms/from"},
        {with_field(R"("at_ms": {"from": "T", "const": "x"})"), "/answer/fields/at_ms"},
        {R"({"fields": {"key": {"from": "K"}}})", "/answer/fields"},
        {R"({"fields": {"key": {"from": "K"}, "colour": {"from": "C"}}})", "/answer/fields/colour/map"},
        {R"({"fields": {"key": {"from": "K"}, "colour": {"from": "C", "map": "shade"}}})", "/answer/fields/colour/map"},
        {R"({"fields": {"colour": {"const": "green"}}})", "/answer/fields/colour/const"},
        {R"({"rows": {"at": "I", "into": "nothing"}})", "/answer/rows/into"},
        {R"({"rows": {"into": "lines", "fields": {}}})", "/answer/rows/at"},
        {R"({"rows": {"at": "I", "into": "lines"}})", "/answer/rows/fields"},
        {R"({"checks": []})", "/answer/checks"},
        {R"({"row": {}})", "/answer/row"}};
    for (const auto& [spec, place] : rows) {
        const std::vector<std::string> mistakes = mistakesOf(spec);
        BOOST_TEST((mistakes.empty() ? "" : mistakes.front()) == place, spec);
    }
    const std::string checked = std::string(kSpec).replace(kSpec.find("lines.amount_fen"), 16, "lines.quantity  ");
    BOOST_TEST(mistakesOf(checked) == std::vector<std::string>{"/answer/checks/0/sum"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
