#include "hub/core/json.h"

#include "tests/support/failures.h"

using namespace hub::core;

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
    JsonWriter out(Exposure::Masked);
    out.beginObject();
    out.key("name");
    out.string("青岛 \"一\"\n");
    out.key("fen");
    out.integer(-999'999'999'999'999);
    out.key("list");
    out.beginArray();
    out.boolean(true);
    out.null();
    out.endArray();
    out.endObject();
    const auto document = JsonDocument::parse(out.text());
    BOOST_REQUIRE(document.ok());
    const JsonValue root = document->root();
    BOOST_TEST(*root.member("name")->string() == "青岛 \"一\"\n");
    BOOST_TEST(*root.member("fen")->integer() == -999'999'999'999'999);
    BOOST_TEST(root.member("list")->size() == 2U);
    BOOST_TEST(*root.member("list")->at(0).boolean());
    BOOST_TEST(root.member("list")->at(1).isNull());
    BOOST_TEST(!root.member("other").has_value());
    BOOST_TEST(root.memberNames().size() == 3U);
}

BOOST_AUTO_TEST_CASE(text_that_is_not_strict_json_is_refused_with_its_place) {
    const std::string_view cases[] = {"",
                                      "{",
                                      "{} x",
                                      "{\"a\":1,\"a\":2}",
                                      "[1,]",
                                      "{'a':1}",
                                      "\"\xD5\xC5\"",
                                      "[NaN]",
                                      "[01]",
                                      "[1.]",
                                      "// c\n1",
                                      std::string_view("{}\0x", 4),
                                      std::string_view("1\0", 2)};
    for (const std::string_view text : cases) {
        const auto document = JsonDocument::parse(text);
        BOOST_TEST(tests::failsWith(document, Error::JsonNotValid), text);
        BOOST_TEST(document.failure().offset().has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(half_of_a_surrogate_pair_is_no_text_and_the_whole_pair_is) {
    for (const char* json : {R"(["\ude00"])", R"({"\ude00":1})", R"(["\ud83d"])", R"(["a\ude00\ud83d"])"}) {
        const auto document = JsonDocument::parse(json);
        BOOST_TEST(tests::failsWith(document, Error::JsonNotValid), json);
    }
    const auto document = JsonDocument::parse(R"(["\ud83d\ude00"])");
    BOOST_REQUIRE(document.ok());
    BOOST_TEST(document->root().at(0).string().value() == "\xF0\x9F\x98\x80");
}

BOOST_AUTO_TEST_CASE(nesting_ends_at_64_and_a_hundred_thousand_do_not_crash) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    BOOST_TEST(JsonDocument::parse(nested(64)).ok());
    BOOST_TEST(tests::failsWith(JsonDocument::parse(nested(65)), Error::JsonNotValid));
    BOOST_TEST(tests::failsWith(JsonDocument::parse(nested(100'000)), Error::JsonNotValid));
}

BOOST_AUTO_TEST_CASE(a_number_with_a_point_or_exponent_is_never_an_amount) {
    const auto document = JsonDocument::parse("[1.10, 1e2, 9223372036854775807, 9223372036854775808, -0, 5]");
    BOOST_REQUIRE(document.ok());
    const JsonValue list = document->root();
    BOOST_TEST(!list.at(0).integer().has_value());
    BOOST_TEST(!list.at(1).integer().has_value());
    BOOST_TEST(*list.at(2).integer() == 9'223'372'036'854'775'807);
    BOOST_TEST(!list.at(3).integer().has_value());
    BOOST_TEST(*list.at(4).integer() == 0);
    BOOST_TEST(*list.at(5).integer() == 5);
}

BOOST_AUTO_TEST_SUITE_END()
