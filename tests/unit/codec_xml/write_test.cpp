#include "adapters/codec/xml/write.h"

#include <string>

#include "adapters/codec/xml/parse.h"
#include "tests/support/failures.h"

using namespace adapters::codec;
using namespace adapters::codec::xml;
using charset::Charset;
using hub::core::Error;
using tests::failsWith;

namespace {

Element cdata(std::string text) {
    Element element("a", std::move(text));
    element.cdata = true;
    return element;
}

std::string written(const Element& element, Charset charset = Charset::Utf8) {
    const auto result = write(element, {.charset = charset});
    return result.ok() ? *result : "refused: " + result.failure().detail();
}

std::string textReadBack(const Element& element, Charset charset = Charset::Utf8) {
    const auto result = parse(written(element, charset), {.bytes_max = 1 << 24, .charset = charset});
    return result.ok() ? result->text : "refused: " + result.failure().detail();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(writing)

BOOST_AUTO_TEST_CASE(elements_attributes_and_texts_are_written_without_layout) {
    Element root("Response");
    root.addAttribute("Service", "");
    root.addAttribute("Result", "0");
    root.add("Msg");
    root.add("Items").add("Item").add("Name", "\u6D4B\u8BD5");
    BOOST_TEST(written(root) ==
               "<Response Service=\"\" Result=\"0\"><Msg/><Items><Item><Name>\u6D4B\u8BD5</Name></Item></Items></Response>");
    BOOST_TEST(*write(Element("a"), {.declaration = true}) == R"(<?xml version="1.0" encoding="UTF-8"?><a/>)");
    BOOST_TEST(*write(Element("a"), {.charset = Charset::Gb18030, .declaration = true}) ==
               R"(<?xml version="1.0" encoding="GB18030"?><a/>)");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back_equal) {
    const std::string nasty = "a&b<c>d\"e'f]]>g\r\nh\ti &amp; \U00020BB7";
    BOOST_TEST(textReadBack(Element("a", nasty)) == nasty);
    BOOST_TEST(textReadBack(cdata(nasty)) == nasty);
    BOOST_TEST(textReadBack(cdata("]]>]]>")) == "]]>]]>");
    BOOST_TEST(textReadBack(cdata("\r")) == "\r");
    Element with_attribute("a");
    with_attribute.addAttribute("b", nasty);
    BOOST_TEST(parseText(written(with_attribute), 1 << 20)->attribute("b").value() == nasty);
}

BOOST_AUTO_TEST_CASE(a_cdata_end_inside_a_value_is_split) {
    BOOST_TEST(written(cdata("x]]>y")) == "<a><![CDATA[x]]]]><![CDATA[>y]]></a>");
    BOOST_TEST(written(cdata("")) == "<a/>");
}

BOOST_AUTO_TEST_CASE(a_charset_is_written_byte_for_byte) {
    BOOST_TEST(written(Element("a", "\u6D4B\u8BD5"), Charset::Gb18030) == "<a>\xB2\xE2\xCA\xD4</a>");
    BOOST_TEST(written(Element("a", "\U00020BB7"), Charset::Gb18030) == "<a>\x95\x34\xB2\x35</a>");
}

BOOST_AUTO_TEST_CASE(a_character_the_charset_lacks_becomes_a_reference_in_text_and_an_error_in_a_name) {
    const std::string text = "M\u00E9\u6D4B!";
    BOOST_TEST(written(Element("a", text), Charset::Latin1) == "<a>M\xE9&#27979;!</a>");
    BOOST_TEST(written(cdata(text), Charset::Latin1) == "<a><![CDATA[M\xE9]]>&#27979;<![CDATA[!]]></a>");
    BOOST_TEST(textReadBack(cdata(text), Charset::Latin1) == text);
    BOOST_TEST(failsWith(write(Element("\u6D4B"), {.charset = Charset::Ascii}), Error::TextNotInCharset));
}

// A quadratic writer takes minutes for this and runs into the time limit of the test.
BOOST_AUTO_TEST_CASE(a_long_text_of_nothing_but_references_is_written_in_linear_time) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "\u6D4B";
    BOOST_TEST(textReadBack(Element("a", text), Charset::Big5) == text);
}

BOOST_AUTO_TEST_CASE(what_xml_cannot_hold_is_refused) {
    BOOST_TEST(failsWith(write(Element("a", std::string("\x01"))), Error::XmlNotWritable));
    BOOST_TEST(failsWith(write(Element("a", std::string("\xFF"))), Error::XmlNotWritable));
    BOOST_TEST(failsWith(write(Element("a b")), Error::XmlNotWritable));
    BOOST_TEST(failsWith(write(Element("1a")), Error::XmlNotWritable));
    BOOST_TEST(failsWith(write(Element("")), Error::XmlNotWritable));
    Element attribute("a");
    attribute.addAttribute("b", std::string("\x02"));
    BOOST_TEST(failsWith(write(attribute), Error::XmlNotWritable));
}

BOOST_AUTO_TEST_CASE(a_tree_may_be_64_deep_and_not_65) {
    Element element("a");
    for (int depth = 1; depth < 64; ++depth) {
        Element outer("a");
        outer.children.push_back(std::move(element));
        element = std::move(outer);
    }
    BOOST_TEST(write(element).ok());
    Element outer("a");
    outer.children.push_back(std::move(element));
    BOOST_TEST(failsWith(write(outer), Error::XmlNotWritable));
}

BOOST_AUTO_TEST_CASE(escaping_touches_only_what_would_be_read_otherwise) {
    BOOST_TEST(escaped("a&b<c>'\"\r\n") == "a&amp;b&lt;c&gt;'\"&#13;\n");
}

BOOST_AUTO_TEST_SUITE_END()
