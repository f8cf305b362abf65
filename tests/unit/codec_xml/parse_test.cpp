#include "adapters/codec/xml/parse.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/failures.h"
#include "tests/unit/codec_xml/any_bytes.h"

using namespace adapters::codec;
using namespace adapters::codec::xml;
using charset::Charset;
using hub::core::Error;
using tests::failsWith;

namespace {

constexpr std::size_t kBytesMax = 1 << 20;

hub::core::Result<Element> fromText(std::string_view text) { return parseText(text, kBytesMax); }
hub::core::Result<Element> fromBytes(std::string_view bytes) { return parse(bytes, {.bytes_max = kBytesMax}); }

std::string textOf(std::string_view document) {
    const auto element = fromText(document);
    return element.ok() ? element->text : "refused: " + element.failure().detail();
}

std::string nested(std::size_t depth) {
    std::string open;
    std::string close;
    for (std::size_t i = 0; i < depth; ++i) {
        open += "<a>";
        close += "</a>";
    }
    return open + close;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parsing)

BOOST_AUTO_TEST_CASE(text_is_kept_exactly) {
    BOOST_TEST(textOf("<a> x\ty </a>") == " x\ty ");
    BOOST_TEST(textOf("<a>   </a>") == "   ");
    BOOST_TEST(textOf("<a>a\r\nb\rc</a>") == "a\nb\nc");  // XML 1.0, 2.11
    BOOST_TEST(textOf("<a>a&#13;b</a>") == "a\rb");
    BOOST_TEST(textOf("<a>1<!-- note -->2<?pi x?>3</a>") == "123");
}

BOOST_AUTO_TEST_CASE(layout_between_elements_is_not_text) {
    const auto element = fromText("<a>\n  <b>1</b>\n</a>");
    BOOST_TEST(element->text == "");
    BOOST_TEST(fromText("<a>x<b/>y</a>")->text == "xy");
}

BOOST_AUTO_TEST_CASE(the_five_entities_and_numbered_characters_are_read) {
    BOOST_TEST(textOf("<a>&amp;&lt;&gt;&quot;&apos;</a>") == "&<>\"'");
    BOOST_TEST(textOf("<a>&#65;&#x4e2d;&#x20BB7;</a>") == "A\u4E2D\U00020BB7");
    BOOST_TEST(textOf("<a>&amp;lt;</a>") == "&lt;");
    BOOST_TEST(fromText("<a b='&lt;&amp;\t&#9;'/>")->attribute("b").value() == "<& \t");
}

BOOST_AUTO_TEST_CASE(cdata_is_taken_as_it_stands_and_joined) {
    BOOST_TEST(textOf("<a><![CDATA[<b>&amp;</b>]]></a>") == "<b>&amp;</b>");
    BOOST_TEST(textOf("<a><![CDATA[x]]]]><![CDATA[>y]]></a>") == "x]]>y");
}

BOOST_AUTO_TEST_CASE(what_is_not_well_formed_is_refused) {
    const std::string_view documents[] = {"",
                                          "   ",
                                          "hello",
                                          "hello <a/>",
                                          "<a/> hello",
                                          "<a/><b/>",
                                          "<a>",
                                          "<a></b>",
                                          "<a><b></a></b>",
                                          "<a b/>",
                                          "<a b='1' b='2'/>",
                                          "<a b='<'/>",
                                          "<a>&</a>",
                                          "<a>& b;</a>",
                                          "<a>&#0;</a>",
                                          "<a>&#xD800;</a>",
                                          "<a>&#x110000;</a>",
                                          "<a>&#;</a>",
                                          "<a>&#x;</a>",
                                          "<a>\x01</a>",
                                          "<a>\xEF\xBF\xBF</a>",
                                          "<",
                                          "<a",
                                          "<!",
                                          "<![CDATA[x]]>",
                                          "</a>",
                                          "<a>&#99999999999;</a>"};
    for (const std::string_view document : documents) BOOST_TEST(failsWith(fromText(document), Error::XmlNotWellFormed), document);
    BOOST_TEST(failsWith(fromText(std::string_view("<a>\0</a>", 8)), Error::XmlNotWellFormed));
}

BOOST_AUTO_TEST_CASE(a_failure_names_the_byte) {
    BOOST_TEST(fromText("<a>\x01</a>").failure().offset().value() == 3);
    BOOST_TEST(fromText("<a><b></a>").failure().offset().has_value());
}

BOOST_AUTO_TEST_CASE(document_types_and_foreign_entities_are_refused) {
    BOOST_TEST(failsWith(fromText("<!DOCTYPE a><a/>"), Error::XmlForbidden));
    BOOST_TEST(failsWith(fromText(R"(<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>)"), Error::XmlForbidden));
    BOOST_TEST(failsWith(fromText(R"(<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>)"), Error::XmlForbidden));
    BOOST_TEST(failsWith(fromText("<a>&nbsp;</a>"), Error::XmlForbidden));
    BOOST_TEST(failsWith(fromText("<a b='&nbsp;'/>"), Error::XmlForbidden));
}

BOOST_AUTO_TEST_CASE(elements_may_be_64_deep_and_not_65) {
    BOOST_TEST(fromText(nested(64)).ok());
    BOOST_TEST(failsWith(fromText(nested(65)), Error::XmlTooLarge));
    BOOST_TEST(failsWith(fromText(nested(20'000)), Error::XmlTooLarge));
}

BOOST_AUTO_TEST_CASE(a_document_may_fill_the_limit_and_not_pass_it) {
    BOOST_TEST(parseText("<abc/>", 6).ok());
    BOOST_TEST(failsWith(parseText("<abc/>", 5), Error::XmlTooLarge));
}

BOOST_AUTO_TEST_CASE(the_charset_of_bytes_is_the_transports_then_the_marks_then_the_declarations) {
    const std::string gb = "<a>\xB2\xE2\xCA\xD4</a>";  // 测试
    BOOST_TEST(parse(gb, {.bytes_max = kBytesMax, .charset = Charset::Gb18030})->text == "\u6D4B\u8BD5");
    BOOST_TEST(fromBytes(R"(<?xml version="1.0" encoding="GB2312"?>)" + gb)->text == "\u6D4B\u8BD5");
    BOOST_TEST(fromBytes("<?xml version='1.0' encoding='gb18030' ?><a>\x95\x34\xB2\x35</a>")->text == "\U00020BB7");
    BOOST_TEST(parse("\xEF\xBB\xBF<a>\u6D4B</a>", {.bytes_max = kBytesMax, .charset = Charset::Gb18030})->text == "\u6D4B");
    BOOST_TEST(fromBytes("<a>\u6D4B</a>")->text == "\u6D4B");
    BOOST_TEST(failsWith(fromBytes(gb), Error::BytesNotInCharset));
    BOOST_TEST(failsWith(fromBytes("<?xml version='1.0' encoding='x-none'?><a/>"), Error::CharsetUnknown));
}

BOOST_AUTO_TEST_CASE(a_declaration_inside_a_string_is_about_bytes_that_no_longer_exist) {
    BOOST_TEST(textOf("<?xml version='1.0' encoding='GB2312'?><a>\u6D4B\u8BD5</a>") == "\u6D4B\u8BD5");
    BOOST_TEST(textOf("<?xml version='1.0' encoding='utf-16'?>\n<a>x</a>") == "x");
}

BOOST_AUTO_TEST_CASE(a_trail_byte_that_looks_like_ascii_stays_part_of_its_character) {
    const std::string bytes = "<a>\xB1\x7C\x95\x5C</a>";  // trail bytes '|' and '\'
    BOOST_TEST(parse(bytes, {.bytes_max = kBytesMax, .charset = Charset::Gb18030})->text == "\u7727\u661E");
}

// Every prefix of a document and every single damaged byte: an answer, never a crash, and what is read is written again.
BOOST_AUTO_TEST_CASE(damaged_documents_get_an_answer) {
    const std::string whole = "<?xml version='1.0'?><s:a x='&#65;'><![CDATA[]]>&amp;<b>\u6D4B</b><!-- c --></s:a>";
    for (std::size_t length = 0; length < whole.size(); ++length) {
        BOOST_TEST(!fromText(whole.substr(0, length)).ok());
        tests::anyXmlBytes(whole.substr(0, length));
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(byte);
            tests::anyXmlBytes(damaged);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_seeds_of_the_fuzzer_hold) {
    std::size_t seeds = 0;
    for (const auto& entry : std::filesystem::directory_iterator("tests/fuzz/corpus/xml")) {
        std::ifstream file(entry.path(), std::ios::binary);
        tests::anyXmlBytes(std::string(std::istreambuf_iterator<char>(file), {}));
        ++seeds;
    }
    BOOST_TEST(seeds > 0);
}

BOOST_AUTO_TEST_SUITE_END()
