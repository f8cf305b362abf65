#include "adapters/kit/mapping/code_maps.h"

#include "tests/support/failures.h"
#include "tests/unit/mapping/bill.h"

using namespace tests::mapping;

BOOST_AUTO_TEST_SUITE(code_maps)

BOOST_AUTO_TEST_CASE(a_map_is_found_by_its_name_and_reads_both_ways) {
    SettingsProblems problems;
    const core::JsonDocument spec = json(R"({"sex":{"codes":{"0":"male","1":"female"},"otherwise":{"ours":"unknown","theirs":"9"}}})");
    const CodeMaps maps = CodeMaps::parse(spec.root(), "/code_maps", problems);
    BOOST_REQUIRE(!problems.any());
    const CodeMaps::Entry* sex = maps.find("sex");
    BOOST_REQUIRE(sex != nullptr);
    BOOST_TEST(*sex->map.ours("1") == "female");
    BOOST_TEST(*sex->map.ours("7") == "unknown");
    BOOST_TEST(*sex->map.theirs("not_stated") == "9");
    BOOST_TEST(sex->words == (std::vector<std::string>{"male", "female", "unknown"}), boost::test_tools::per_element());
    BOOST_TEST(maps.find("gender") == nullptr);
}

BOOST_AUTO_TEST_CASE(every_mistake_of_a_map_is_told_at_its_place) {
    const std::pair<const char*, const char*> rows[] = {
        {R"({"m":[]})", "/code_maps/m"},
        {R"({"m":{}})", "/code_maps/m/codes"},
        {R"({"m":{"codes":{}}})", "/code_maps/m/codes"},
        {R"({"m":{"codes":{"a/b":1}}})", "/code_maps/m/codes/a~1b"},
        {R"({"m":{"codes":{"1":""}}})", "/code_maps/m/codes/1"},
        {R"({"m":{"codes":{"1":"a"},"other":1}})", "/code_maps/m/other"},
        {R"({"m":{"codes":{"1":"a"},"otherwise":{"them":"b"}}})", "/code_maps/m/otherwise/them"}};
    for (const auto& [spec, place] : rows) {
        SettingsProblems problems;
        CodeMaps::parse(json(spec).root(), "/code_maps", problems);
        BOOST_TEST(placesOf(problems) == std::vector<std::string>{place}, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()
