#include "adapters/codec/xml/element.h"

#include <boost/test/unit_test.hpp>

#include "adapters/codec/xml/parse.h"

using namespace adapters::codec::xml;

namespace {

Element parsed(std::string_view text) {
    const auto result = parseText(text, /*bytes_max=*/1 << 20);
    BOOST_REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.failure().detail()));
    return *result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(element)

BOOST_AUTO_TEST_CASE(a_child_is_found_by_its_local_name_whatever_its_prefix) {
    const Element envelope = parsed(R"(<s:Envelope xmlns:s="http://a/"><s:Body>x</s:Body></s:Envelope>)");
    BOOST_TEST(localName(envelope.name) == "Envelope");
    BOOST_REQUIRE(envelope.child("Body") != nullptr);
    BOOST_TEST(envelope.child("Body")->name == "s:Body");
    BOOST_TEST(envelope.child("s:Body") == nullptr);
}

BOOST_AUTO_TEST_CASE(names_differ_by_case_unless_it_is_ignored) {
    const Element request = parsed("<Request><UserID>a</UserID><UserId>b</UserId></Request>");
    BOOST_TEST(request.childText("UserId").value() == "b");
    BOOST_TEST(request.childText("USERID", Case::Ignored).value() == "a");
    BOOST_TEST(!request.childText("userid").has_value());
    BOOST_TEST(request.all("userid", Case::Ignored).size() == 2);
    BOOST_TEST(request.all("UserId").size() == 1);
}

BOOST_AUTO_TEST_CASE(an_empty_child_is_not_an_absent_one) {
    const Element response = parsed("<Response><Msg/></Response>");
    BOOST_TEST(response.childText("Msg").value() == "");
    BOOST_TEST(!response.childText("SerialNo").has_value());
}

BOOST_AUTO_TEST_CASE(attributes_are_found_like_children) {
    const Element response = parsed(R"(<Response Service="" x:Result=" 0 "/>)");
    BOOST_TEST(response.attribute("Result").value() == " 0 ");
    BOOST_TEST(response.attribute("service", Case::Ignored).value() == "");
    BOOST_TEST(!response.attribute("service").has_value());
}

BOOST_AUTO_TEST_CASE(trimming_takes_blanks_and_line_ends_at_both_sides_only) {
    BOOST_TEST(trimmed(" \t a b\r\n") == "a b");
    BOOST_TEST(trimmed(" \n") == "");
    BOOST_TEST(trimmed("a") == "a");
}

BOOST_AUTO_TEST_SUITE_END()
