#include <array>
#include <utility>

#include "adapters/codec/charset/sniff.h"
#include "adapters/codec/hl7v2/check.h"
#include "tests/support/failures.h"
#include "tests/unit/codec/messages.h"

// Case 56 and group D of the wire checklist: character sets. The number in a test's name is the case's.

namespace {

using adapters::codec::charset::characterLength;
using adapters::codec::charset::charsetFromName;
using adapters::codec::charset::fromUtf8;
using adapters::codec::charset::sniff;
using adapters::codec::charset::tableName;
using adapters::codec::charset::toUtf8;
using adapters::codec::charset::Verdict;
using adapters::codec::hl7v2::rebuild;
using hub::core::Error;
using hub::core::Result;
using tests::failsWith;
using namespace tests::codec;

constexpr std::array<Charset, 5> kAll{Charset::Ascii, Charset::Utf8, Charset::Gb18030, Charset::Big5, Charset::Latin1};

/// The family names whose GBK trail byte is a delimiter, with that byte.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTrailNames{{{"頫", "\xEE\x5C"},
                                                                                    {"碶", "\xB4\x5C"},
                                                                                    {"琟", "\xAC\x5E"},
                                                                                    {"弢", "\x8F\x7C"},
                                                                                    {"鷟", "\xFA\x7C"},
                                                                                    {"皛", "\xB0\x7E"},
                                                                                    {"東", "\x96\x7C"},
                                                                                    {"區", "\x85\x5E"}}};

std::string msh18(std::string_view charset) { return "MSH|^~\\&|HIS|A|HUB|B|2026||ADT^A04|1|P|2.4||||||" + std::string(charset) + "\r"; }

}  // namespace

BOOST_AUTO_TEST_SUITE(charsets)

BOOST_AUTO_TEST_CASE(case_56_a_trail_byte_of_gbk_splits_nothing) {
    for (const auto& [name, bytes] : kTrailNames) {
        BOOST_TEST_CONTEXT(name) {
            BOOST_TEST(gb18030(name) == bytes);
            const std::string whole =
                withMsh("PID|1||P1||" + std::string(bytes) + "^" + std::string(bytes) + "~" + std::string(bytes) + "|M\r", "GBK");
            const Message message = parsed(whole);
            BOOST_TEST(textOf(message, "PID-5(1).1") == name);
            BOOST_TEST(textOf(message, "PID-5(1).2") == name);
            BOOST_TEST(textOf(message, "PID-5(2).1") == name);
            BOOST_TEST(rawOf(message, "PID-6") == "M");
            BOOST_TEST(rebuild(message) == whole);
            Message changed = message;
            BOOST_REQUIRE(changed.set("PID-5(1).2", std::string(name) + "|" + std::string(name)).ok());
            BOOST_TEST(textOf(changed, "PID-5(1).2") == std::string(name) + "|" + std::string(name));
            BOOST_TEST(textOf(changed, "PID-5(2).1") == name);
        }
    }
}

BOOST_AUTO_TEST_CASE(case_56_a_trail_byte_of_gbk_begins_no_escape) {
    const Message message =
        parsed(withMsh("NTE|1||\xB4\x5C"
                       "F\xB4\x5C\\F\\\xB4\x5C\r",
                       "GBK"));
    BOOST_TEST(textOf(message, "NTE-3") == "碶F碶|碶");
}

BOOST_AUTO_TEST_CASE(case_56_a_trail_byte_in_the_header_does_not_hide_the_charset) {
    for (const Charset default_charset : kAll) {
        const Message message = parsed("MSH|^~\\&|HIS|" + gb18030("東區弢") + "|HUB|B|2026||ADT^A04|1|P|2.4||||||GBK\r", default_charset);
        BOOST_TEST((message.charset() == Charset::Gb18030));
        BOOST_TEST(textOf(message, "MSH-4") == "東區弢");
        BOOST_TEST(rawOf(message, "MSH-10") == "1");
    }
}

BOOST_AUTO_TEST_CASE(case_56_a_torn_character_takes_no_line_end_with_it) {
    const std::string bytes = withMsh("PID|1||P1||\xB4\rPV1|1|O\r", "GBK");
    const Message message = parsed(bytes);
    BOOST_TEST(rawOf(message, "PV1-2") == "O");
    BOOST_TEST(rebuild(message) == bytes);
    const auto name = message.text("PID-5");
    BOOST_TEST(failsWith(name, Error::BytesNotInCharset));
    BOOST_TEST(name.failure().offset().value() == bytes.find('\xB4'));
}

BOOST_AUTO_TEST_CASE(case_56_a_value_behind_a_torn_character_is_refused_and_changes_nothing) {
    const std::string bytes = withMsh("PID|1|\xB4\r", "GBK");
    Message message = parsed(bytes);
    BOOST_TEST(failsWith(message.set("PID-3", "x"), Error::BytesNotInCharset));
    BOOST_TEST(message.write() == bytes);
    BOOST_TEST(rebuild(message) == bytes);
    BOOST_TEST(message.set("PID-2", "x").ok());
    BOOST_TEST(message.set("PID-3", "x").ok());
}

BOOST_AUTO_TEST_CASE(the_length_of_a_character_is_that_of_its_well_formed_bytes) {
    BOOST_TEST(characterLength(Charset::Gb18030, "A") == 1U);
    BOOST_TEST(characterLength(Charset::Gb18030, "\xB4\x5C") == 2U);
    BOOST_TEST(characterLength(Charset::Gb18030, "\x81\x30\x81\x30") == 4U);
    BOOST_TEST(characterLength(Charset::Gb18030, "\x81\x30\x81|") == 1U);
    BOOST_TEST(characterLength(Charset::Gb18030, "\x81\x30") == 1U);
    BOOST_TEST(characterLength(Charset::Gb18030, "\xB4") == 1U);
    for (const std::string_view bad : {"\x80\x40", "\xFF\x40", "\x81\x7F", "\x81\xFF", "\x81\r", "\x81\x2F"}) {
        BOOST_TEST(characterLength(Charset::Gb18030, bad) == 1U);
    }
    BOOST_TEST(characterLength(Charset::Big5, "\xA5\x5C") == 2U);
    BOOST_TEST(characterLength(Charset::Big5, "\xA5\x80") == 1U);
    BOOST_TEST(characterLength(Charset::Utf8, "张") == 3U);
    BOOST_TEST(characterLength(Charset::Utf8, "é") == 2U);
    BOOST_TEST(characterLength(Charset::Utf8, "𠮷") == 4U);
    BOOST_TEST(characterLength(Charset::Utf8, "\xE5\xBC") == 1U);
    BOOST_TEST(characterLength(Charset::Latin1, "\xE9x") == 1U);
}

BOOST_AUTO_TEST_CASE(case_63_without_msh_18_the_default_counts) {
    for (const std::string_view header :
         {"MSH|^~\\&|HIS\r", "MSH|^~\\&|HIS|A|HUB|B|2026||ADT^A04|1|P|2.4||||||\r", "MSH|^~\\&|HIS|||||||||||||||~|\r"}) {
        for (const Charset charset : kAll) BOOST_TEST((parsed(header, charset).charset() == charset));
    }
}

BOOST_AUTO_TEST_CASE(case_64_to_66_the_charset_is_known_by_every_name_in_use) {
    const std::array<std::pair<std::string_view, Charset>, 20> names{{{"UNICODE UTF-8", Charset::Utf8},
                                                                      {"UNICODE", Charset::Utf8},
                                                                      {"UTF-8", Charset::Utf8},
                                                                      {"utf8", Charset::Utf8},
                                                                      {"GB 18030-2000", Charset::Gb18030},
                                                                      {"GBK", Charset::Gb18030},
                                                                      {"GB2312", Charset::Gb18030},
                                                                      {"gb2312", Charset::Gb18030},
                                                                      {"GB18030", Charset::Gb18030},
                                                                      {"CN-GB", Charset::Gb18030},
                                                                      {"gb_2312-80", Charset::Gb18030},
                                                                      {"GB18030-2022", Charset::Gb18030},
                                                                      {"BIG-5", Charset::Big5},
                                                                      {"Big5", Charset::Big5},
                                                                      {"8859/1", Charset::Latin1},
                                                                      {"ISO-8859-1", Charset::Latin1},
                                                                      {"ISO_8859-1", Charset::Latin1},
                                                                      {"latin1", Charset::Latin1},
                                                                      {"ASCII", Charset::Ascii},
                                                                      {"US-ASCII", Charset::Ascii}}};
    for (const auto& [name, charset] : names) {
        const auto known = charsetFromName(name);
        BOOST_TEST_CONTEXT(name) {
            BOOST_REQUIRE(known.ok());
            BOOST_TEST((*known == charset));
            BOOST_TEST((parsed(msh18(name), Charset::Ascii).charset() == charset));
        }
    }
    for (const Charset charset : kAll) BOOST_TEST((*charsetFromName(tableName(charset)) == charset));
}

BOOST_AUTO_TEST_CASE(case_66_a_charset_we_cannot_carry_is_refused) {
    for (const std::string_view name : {"", "CNS 11643-1992", "ISO IR87", "8859/2", "UNICODE UTF-16", "张三", "UTF-8x"}) {
        BOOST_TEST(failsWith(charsetFromName(name), Error::CharsetUnknown));
        if (!name.empty()) BOOST_TEST(failsWith(Message::parse(msh18(name), Charset::Utf8), Error::CharsetUnknown));
    }
    BOOST_TEST(Message::parseAs(msh18("ISO IR87"), Charset::Utf8).ok());
}

BOOST_AUTO_TEST_CASE(case_67_bytes_that_are_not_what_msh_18_says_are_noticed) {
    const std::string text = "张三，男，山东省青岛市";
    const std::string gbk = gb18030(text);
    BOOST_TEST((sniff("ZHANG", Charset::Utf8) == Verdict::Ascii));
    BOOST_TEST((sniff(text, Charset::Utf8) == Verdict::AsDeclared));
    BOOST_TEST((sniff(gbk, Charset::Gb18030) == Verdict::AsDeclared));
    BOOST_TEST((sniff(gbk, Charset::Utf8) == Verdict::LooksGb18030));
    BOOST_TEST((sniff(text, Charset::Gb18030) == Verdict::LooksUtf8));
    BOOST_TEST((sniff(text, Charset::Latin1) == Verdict::LooksUtf8));
    BOOST_TEST((sniff(gbk, Charset::Latin1) == Verdict::LooksGb18030));
    BOOST_TEST((sniff(text, Charset::Ascii) == Verdict::LooksUtf8));
    BOOST_TEST((sniff(gbk, Charset::Ascii) == Verdict::LooksGb18030));
    BOOST_TEST((sniff("caf\xE9", Charset::Latin1) == Verdict::AsDeclared));
    BOOST_TEST((sniff(text, Charset::Big5) == Verdict::LooksUtf8));
    BOOST_TEST((sniff("\xA4\xA4\xA4\xE5", Charset::Big5) == Verdict::AsDeclared));
    BOOST_TEST((sniff("\xFF", Charset::Utf8) == Verdict::Damaged));
    BOOST_TEST((sniff("\xFF", Charset::Gb18030) == Verdict::Damaged));
    BOOST_TEST((sniff("\xFF", Charset::Big5) == Verdict::Damaged));
    BOOST_TEST((sniff("\xFF", Charset::Ascii) == Verdict::Damaged));
}

BOOST_AUTO_TEST_CASE(case_67_a_name_that_is_well_formed_both_ways_is_doubtful) {
    const std::string both = gb18030("陆");  // C2 BD, which is also the UTF-8 of one half
    BOOST_TEST((sniff(both, Charset::Utf8) == Verdict::Doubtful));
    BOOST_TEST((sniff(both, Charset::Gb18030) == Verdict::AsDeclared));
    BOOST_TEST((sniff("\xE4\xB8\xB0\xE4\xB8\xB0", Charset::Gb18030) == Verdict::Doubtful));
}

BOOST_AUTO_TEST_CASE(case_67_a_message_can_be_read_as_what_it_is_instead_of_what_it_says) {
    const std::string bytes = msh18("UNICODE UTF-8") + "PID|1||||" + gb18030("東方") + "^B\r";
    BOOST_TEST(failsWith(parsed(bytes).text("PID-5"), Error::BytesNotInCharset));
    const auto message = Message::parseAs(bytes, Charset::Gb18030);
    BOOST_REQUIRE(message.ok());
    BOOST_TEST(textOf(*message, "PID-5.1") == "東方");
    BOOST_TEST(rawOf(*message, "PID-5.2") == "B");
}

BOOST_AUTO_TEST_CASE(case_68_of_several_charsets_the_first_that_is_more_than_ascii_counts) {
    const Message first = parsed(msh18("GB 18030-2000~UNICODE UTF-8"));
    BOOST_TEST((first.charset() == Charset::Gb18030));
    BOOST_TEST(first.warnings().size() == 1U);
    BOOST_TEST(failsWith(Result<void>(first.warnings().front()), Error::Hl7SeveralCharsets));
    BOOST_TEST((parsed(msh18("ASCII~GBK")).charset() == Charset::Gb18030));
    BOOST_TEST((parsed(msh18("~GBK")).charset() == Charset::Gb18030));
    BOOST_TEST(parsed(msh18("~GBK")).warnings().empty());
    Message changed = first;
    BOOST_TEST(changed.set("MSH-10", "2").ok());
    BOOST_TEST(changed.warnings().size() == 1U);
}

BOOST_AUTO_TEST_CASE(case_69_a_character_the_charset_does_not_have_is_refused_with_its_offset) {
    for (const auto& [charset, text, offset] : {std::tuple<Charset, std::string_view, std::size_t>{Charset::Ascii, "ab张", 2},
                                                {Charset::Latin1, "é张", 2},
                                                {Charset::Big5, "中张", 3},
                                                {Charset::Utf8, "a\xE5\xBC", 1},
                                                {Charset::Gb18030, "中\xFF", 3}}) {
        const auto bytes = fromUtf8(charset, text);
        BOOST_TEST(failsWith(bytes, Error::TextNotInCharset));
        BOOST_TEST(bytes.failure().offset().value() == offset);
    }
    auto message = Message::create({}, Charset::Latin1);
    BOOST_REQUIRE(message.ok());
    const std::string before(message->write());
    BOOST_TEST(failsWith(message->set("MSH-4", "张三"), Error::TextNotInCharset));
    BOOST_TEST(message->write() == before);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_character_are_refused_with_their_offset) {
    for (const auto& [charset, bytes, offset] : {std::tuple<Charset, std::string_view, std::size_t>{Charset::Ascii, "ab\x80", 2},
                                                 {Charset::Utf8, "张\xC0\x80", 3},
                                                 {Charset::Utf8, "张\xE5\xBC", 3},
                                                 {Charset::Utf8, "\xED\xA0\x80", 0},
                                                 {Charset::Gb18030, "\xD5\xC5\xFF", 2},
                                                 {Charset::Gb18030, "\xD5\xC5\xC8", 2},
                                                 {Charset::Gb18030, "a\x80", 1},
                                                 {Charset::Big5, "\xA4\xA4\xFF\xFF", 2}}) {
        const auto text = toUtf8(charset, bytes);
        BOOST_TEST(failsWith(text, Error::BytesNotInCharset));
        BOOST_TEST(text.failure().offset().value() == offset);
    }
}

BOOST_AUTO_TEST_CASE(every_character_of_a_charset_comes_back_as_it_was) {
    const std::array<std::pair<Charset, std::string_view>, 5> texts{{{Charset::Ascii, "abc"},
                                                                     {Charset::Utf8, "张三·㛃䶮𠮷"},
                                                                     {Charset::Gb18030, "张三·㛃䶮𠮷頫東é€"},
                                                                     {Charset::Big5, "張三功許"},
                                                                     {Charset::Latin1, "café"}}};
    for (const auto& [charset, text] : texts) {
        const auto bytes = fromUtf8(charset, text);
        BOOST_REQUIRE(bytes.ok());
        BOOST_TEST(*toUtf8(charset, *bytes) == text);
    }
    std::string all;
    for (unsigned lead = 0xB0; lead <= 0xF6; ++lead) {
        for (unsigned trail = 0xA1; trail <= 0xFE; ++trail) all += {static_cast<char>(lead), static_cast<char>(trail)};
    }
    const auto text = toUtf8(Charset::Gb18030, all);
    BOOST_REQUIRE(text.ok());
    BOOST_TEST((*fromUtf8(Charset::Gb18030, *text) == all));
}

BOOST_AUTO_TEST_SUITE_END()
