#include "adapters/kit/mapping/merge_patch.h"

#include "adapters/kit/mapping/fingerprint.h"
#include "tests/unit/mapping/bill.h"

using namespace tests::mapping;

BOOST_AUTO_TEST_SUITE(merge_patch)

/// The examples of RFC 7396, appendix A, that settings can hold.
BOOST_AUTO_TEST_CASE(a_patch_replaces_adds_and_removes_as_the_rfc_says) {
    const char* const rows[][3] = {{R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
                                   {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
                                   {R"({"a":"b"})", R"({"a":null})", R"({})"},
                                   {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
                                   {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
                                   {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
                                   {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
                                   {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
                                   {R"({"a":"foo"})", R"({"b":{"c":null}})", R"({"a":"foo","b":{}})"},
                                   {R"({"a":"b"})", R"({"a":{"c":"d"}})", R"({"a":{"c":"d"}})"},
                                   {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"}};
    for (const auto& [target, patch, result] : rows) BOOST_TEST(mergePatch(json(target).root(), json(patch).root()) == result);
}

BOOST_AUTO_TEST_CASE(a_changed_member_keeps_its_place) {
    BOOST_TEST(mergePatch(json(R"({"a":{"x":1},"b":true,"c":"z"})").root(), json(R"({"d":false,"a":{"y":2}})").root()) ==
               R"({"a":{"x":1,"y":2},"b":true,"c":"z","d":false})");
}

BOOST_AUTO_TEST_CASE(a_patch_in_settings_is_kept_as_it_is_and_must_be_a_mapping) {
    SettingsProblems problems;
    MergePatch patch;
    read(json(R"({"a":{"b":[1,null,"x"]}})").root(), "/calls", patch, problems);
    BOOST_TEST(patch.json == R"({"a":{"b":[1,null,"x"]}})");
    BOOST_TEST(!problems.any());
    read(json("[]").root(), "/calls", patch, problems);
    BOOST_TEST(placesOf(problems) == std::vector<std::string>{"/calls"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_fingerprint_changes_with_order_and_with_where_a_text_ends) {
    BOOST_TEST(fingerprint({"a", "bc"}) == fingerprint({"a", "bc"}));
    BOOST_TEST(fingerprint({"a", "bc"}).size() == 64U);
    for (const std::vector<std::string_view>& other : std::vector<std::vector<std::string_view>>{{"ab", "c"}, {"bc", "a"}, {"a", "bc", ""}})
        BOOST_TEST(fingerprint(other) != fingerprint({"a", "bc"}));
}

BOOST_AUTO_TEST_SUITE_END()
