#include "hub/api/uri.h"

#include "tests/support/failures.h"

namespace hub::api {

BOOST_AUTO_TEST_SUITE(uri)

BOOST_AUTO_TEST_CASE(escapes_are_undone_and_broken_ones_refused) {
    const auto decoded = [](std::string_view text) { return percentDecoded(text, /*plus_is_space=*/false).value_or("refused"); };
    BOOST_TEST(decoded("a%2Fb%20c+d") == "a/b c+d");
    BOOST_TEST(decoded("%E5%8D%A1") == "卡");
    BOOST_TEST(decoded("") == "");
    for (const char* bad : {"%", "%2", "%2g", "%g2", "a%", "%ff", "%C0%AF", "%00", "%0a", "%7F"})
        BOOST_TEST(decoded(bad) == "refused", bad);
    BOOST_TEST(percentDecoded("a+b", /*plus_is_space=*/true).value() == "a b");
}

BOOST_AUTO_TEST_CASE(a_target_is_taken_apart) {
    const auto target = parseTarget("/api/v1/people?name=%E5%8D%A1+a&empty=&flag&&x=1=2");
    BOOST_REQUIRE(target.ok());
    BOOST_TEST(target->path == "/api/v1/people");
    const Parameters expected = {{"name", "卡 a"}, {"empty", ""}, {"flag", ""}, {"x", "1=2"}};
    BOOST_TEST((target->query == expected));
    BOOST_TEST(target->authority.empty());
}

BOOST_AUTO_TEST_CASE(absolute_and_asterisk_form_are_understood) {
    const auto absolute = parseTarget("HTTP://hub.example:8080/a?b=c");
    BOOST_REQUIRE(absolute.ok());
    BOOST_TEST(absolute->authority == "hub.example:8080");
    BOOST_TEST(absolute->path == "/a");
    BOOST_TEST(absolute->query.size() == 1U);
    BOOST_TEST(parseTarget("http://hub.example")->path == "/");
    BOOST_TEST(parseTarget("http://hub.example?a=b")->query.size() == 1U);
    BOOST_TEST(parseTarget("*")->path == "*");
}

BOOST_AUTO_TEST_CASE(other_targets_are_refused) {
    for (const char* bad :
         {"", "a", "hub:443", "ftp://hub/a", "http:///a", "http://user@hub/a", "/a#b", "/a b", "/%zz", "/a?b=%z", "/\xE5\x8D\xA1", "**"}) {
        BOOST_TEST(tests::failsWith(parseTarget(bad), core::Error::HttpRequestMalformed), bad);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::api
