#include <array>

#include "adapters/codec/hl7v2/escape.h"
#include "adapters/codec/hl7v2/timestamp.h"
#include "tests/support/failures.h"
#include "tests/unit/codec/messages.h"

// Group C of the wire checklist: escapes, repetition, data. The number in a test's name is the case's.

namespace {

using adapters::codec::hl7v2::Delimiters;
using adapters::codec::hl7v2::escape;
using adapters::codec::hl7v2::Precision;
using adapters::codec::hl7v2::Timestamp;
using adapters::codec::hl7v2::unescape;
using hub::core::Error;
using tests::failsWith;
using namespace tests::codec;
using namespace std::string_literals;

std::string read(std::string_view bytes, Charset charset = Charset::Utf8) {
    auto text = unescape(bytes, Delimiters{}, charset);
    BOOST_REQUIRE(text.ok());
    return std::move(*text);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(escapes)

BOOST_AUTO_TEST_CASE(case_51_the_delimiters_have_their_letters) {
    BOOST_TEST(read("\\F\\\\S\\\\T\\\\R\\\\E\\\\P\\") == "|^&~\\#");
    BOOST_TEST(read("a\\F\\b\\E\\c") == "a|b\\c");
    const Delimiters other{.field = '#', .component = '$', .repetition = '%', .escape = '!', .subcomponent = '@', .truncation = '*'};
    BOOST_TEST(*unescape("!F!!S!!T!!R!!E!!P!", other, Charset::Utf8) == "#$@%!*");
}

BOOST_AUTO_TEST_CASE(case_52_hex_escapes_are_bytes_of_the_messages_charset) {
    BOOST_TEST(read("a\\X0D\\b") == "a\rb");
    BOOST_TEST(read("a\\X0d\\b") == "a\rb");
    BOOST_TEST(read("a\\X000d\\b") == "a\rb");
    BOOST_TEST(read("a\\X0D0A\\b") == "a\r\nb");
    BOOST_TEST(read("a\\X0D\\\\X0A\\b") == "a\r\nb");
    BOOST_TEST(read("\\XE5BCA0\\") == "张");
    BOOST_TEST(read("\\XE5\\\\XBC\\\\XA0\\") == "张");
    BOOST_TEST(read("\\XD5C5\\", Charset::Gb18030) == "张");
    BOOST_TEST(read("\\X00\\\\X0D\\") == "\0\r"s);
}

BOOST_AUTO_TEST_CASE(case_52_hex_that_is_no_text_is_kept_as_it_stands) {
    for (const std::string_view bytes : {"\\XFF\\", "\\X\\", "\\X0\\", "\\X0G\\", "\\X0D0\\", "\\XE5\\a", "\\x0D\\"})
        BOOST_TEST(read(bytes) == bytes);
    BOOST_TEST(read("\\XD5C5\\") == "\\XD5C5\\");
}

BOOST_AUTO_TEST_CASE(case_53_formatting_is_text_where_it_means_text_and_unknown_commands_are_kept) {
    BOOST_TEST(read("a\\.br\\b") == "a\nb");
    BOOST_TEST(read("a\\.sp3\\b\\.sp\\c") == "a\n\n\nb\nc");
    BOOST_TEST(read("a\\.sk2\\b") == "a  b");
    BOOST_TEST(read("a\\.in+4\\b\\.ti-2\\c\\.fi\\d\\.nf\\e\\.ce\\f") == "abcde\nf");
    BOOST_TEST(read("\\H\\loud\\N\\") == "loud");
    for (const std::string_view bytes : {"\\.zz\\", "\\.br3\\", "\\.spx\\", "\\.sp100\\", "\\.in+x\\", "\\.\\", "\\Q\\"})
        BOOST_TEST(read(bytes) == bytes);
}

BOOST_AUTO_TEST_CASE(case_54_charset_and_local_escapes_pass_through) {
    for (const std::string_view bytes : {"\\C2842\\", "\\M2442\\", "\\M244242\\", "\\Z01\\"}) BOOST_TEST(read(bytes) == bytes);
}

BOOST_AUTO_TEST_CASE(case_55_an_escape_character_that_escapes_nothing_is_kept) {
    BOOST_TEST(read("ends in \\E\\") == "ends in \\");
    BOOST_TEST(read("BSV 4\\5 re.") == "BSV 4\\5 re.");
    BOOST_TEST(read("4\\5 re. \\F\\ x") == "4\\5 re. | x");
    BOOST_TEST(read("\\") == "\\");
    BOOST_TEST(read("\\\\") == "\\\\");
    BOOST_TEST(read("\\\\E\\\\") == "\\\\\\");
}

BOOST_AUTO_TEST_CASE(what_is_escaped_reads_back_as_it_was) {
    const std::array<std::string, 8> texts{"", "a|b^c~d\\e&f#g", "\\X0D\\", "\\.br\\", "a\nb\r\nc\td", "\x0B\x1C\0\r"s, "张三·𠮷", "\\E"};
    const std::array<Delimiters, 3> all{Delimiters{}, Delimiters{.truncation = '#'},
                                        Delimiters{.field = '.', .component = '$', .repetition = '%', .escape = '!', .subcomponent = '@'}};
    for (const Delimiters& delimiters : all) {
        for (const std::string& text : texts) {
            const auto escaped = escape(text, delimiters);
            BOOST_REQUIRE(escaped.ok());
            BOOST_TEST(escaped->find_first_of("\r\n\x0B\x1C") == std::string::npos);
            BOOST_TEST(escaped->find(delimiters.field) == std::string::npos);
            BOOST_TEST(*unescape(*escaped, delimiters, Charset::Utf8) == text);
        }
    }
    BOOST_TEST(failsWith(escape("a|b", {.escape = Delimiters::kNone}), Error::Hl7NotEscapable));
    BOOST_TEST(*escape("ab", {.escape = Delimiters::kNone}) == "ab");
}

BOOST_AUTO_TEST_CASE(case_57_and_58_repetitions_and_subcomponents_are_told_apart) {
    const Message message = parsed(withMsh("PID|1||P1^^^HIS&1.2.3&ISO~370202^^^PSN~~6217^^^CARD\r"));
    BOOST_TEST(message.count(1, {.field = 3}) == 4U);
    BOOST_TEST(rawOf(message, "PID-3(1).4.2") == "1.2.3");
    BOOST_TEST(rawOf(message, "PID-3(2).4") == "PSN");
    BOOST_TEST(rawOf(message, "PID-3(3)").empty());
    BOOST_TEST(rawOf(message, "PID-3(4).1") == "6217");
}

BOOST_AUTO_TEST_CASE(case_59_an_attachment_of_20_mb_is_one_value) {
    std::string attachment(20'000'000, 'A');
    for (std::size_t i = 0; i < attachment.size(); i += 7) attachment[i] = '/';
    const std::string head = withMsh("OBX|1|ED|PDF||^application^pdf^Base64^");
    Message message = parsed(head + attachment + "\rOBX|2|ST|a||b\r");
    BOOST_TEST((message.raw("OBX-5.5") == attachment));
    BOOST_TEST(rawOf(message, "OBX(2)-5") == "b");
    BOOST_TEST(message.set("OBX(2)-5", "c").ok());
    BOOST_TEST(message.set("OBX-5.5", attachment.substr(1)).ok());
    BOOST_TEST((message.write() == head + attachment.substr(1) + "\rOBX|2|ST|a||c\r"));
}

BOOST_AUTO_TEST_CASE(case_59_delimiters_and_escapes_by_the_hundred_thousand_take_linear_time) {
    // Quadratic work over these would run for minutes.
    const std::string lone(1'000'000, '\\');
    const Message message = parsed(withMsh("OBX|1|TX|a||" + lone + "\r"));
    BOOST_TEST((textOf(message, "OBX-5") == lone));
    std::string hex;
    for (int i = 0; i < 200'000; ++i) hex += "\\X41\\";
    BOOST_TEST((read(hex) == std::string(200'000, 'A')));
    auto built = Message::create({}, Charset::Utf8);
    for (int i = 0; i < 20'000; ++i) {
        const auto segment = built->appendSegment("OBX");
        BOOST_REQUIRE(segment.ok());
        BOOST_REQUIRE(built->set(*segment, {.field = 5}, "x").ok());
    }
    BOOST_TEST(built->segments() == 20'001U);
}

BOOST_AUTO_TEST_CASE(case_60_observations_of_every_type_and_of_one_key_are_kept_apart) {
    const Message message = parsed(
        withMsh("OBX|1|NM|K^钾||4.5\rOBX|2|SN|K^钾||<^5\rOBX|3|CWE|X|1|A^甲\rOBX|4|FT|X|1|a\\.br\\b\rOBX|5|RP|X|1|p^HIS\rOBX|6|||1|x\r"));
    BOOST_TEST(message.count("OBX") == 6U);
    BOOST_TEST(rawOf(message, "OBX(2)-5.2") == "5");
    BOOST_TEST(textOf(message, "OBX(3)-5.2") == "甲");
    BOOST_TEST(textOf(message, "OBX(4)-5") == "a\nb");
    BOOST_TEST(rawOf(message, "OBX(5)-5.1") == "p");
    BOOST_TEST(rawOf(message, "OBX(6)-2").empty());
    BOOST_TEST(rawOf(message, "OBX(6)-5") == "x");
}

BOOST_AUTO_TEST_CASE(case_61_timestamps_are_read_as_far_as_they_go) {
    struct Row {
        std::string_view text;
        Timestamp time;
    };
    const std::array<Row, 12> rows{{
        {"2026", {.year = 2026, .precision = Precision::Year}},
        {"202602", {.year = 2026, .month = 2, .precision = Precision::Month}},
        {"20240229", {.year = 2024, .month = 2, .day = 29, .precision = Precision::Day}},
        {"2026020323", {.year = 2026, .month = 2, .day = 3, .hour = 23, .precision = Precision::Hour}},
        {"202602032359", {.year = 2026, .month = 2, .day = 3, .hour = 23, .minute = 59, .precision = Precision::Minute}},
        {"20260203235959", {.year = 2026, .month = 2, .day = 3, .hour = 23, .minute = 59, .second = 59, .precision = Precision::Second}},
        {"20260203000000.5", {.year = 2026, .month = 2, .day = 3, .millisecond = 500, .precision = Precision::Fraction}},
        {"20260203000000.123", {.year = 2026, .month = 2, .day = 3, .millisecond = 123, .precision = Precision::Fraction}},
        {"20260203000000.1239", {.year = 2026, .month = 2, .day = 3, .millisecond = 123, .precision = Precision::Fraction}},
        {"20260203+0800", {.year = 2026, .month = 2, .day = 3, .precision = Precision::Day, .offset_minutes = 480}},
        {"2026-1200", {.year = 2026, .precision = Precision::Year, .offset_minutes = -720}},
        {"20260203000000.1-0330",
         {.year = 2026, .month = 2, .day = 3, .millisecond = 100, .precision = Precision::Fraction, .offset_minutes = -210}},
    }};
    for (const Row& row : rows) {
        const auto time = Timestamp::parse(row.text);
        BOOST_TEST_CONTEXT(row.text) {
            BOOST_REQUIRE(time.ok());
            BOOST_TEST((*time == row.time));
        }
    }
}

BOOST_AUTO_TEST_CASE(case_61_what_is_no_time_is_refused) {
    for (const std::string_view text : {"",
                                        "0000",
                                        "00000000",
                                        "202",
                                        "20261",
                                        "202613",
                                        "202600",
                                        "20260230",
                                        "20250229",
                                        "20260100",
                                        "2026010124",
                                        "202601012360",
                                        "20260101235960",
                                        "20260101000000.",
                                        "20260101000000.12345",
                                        "20260101.5",
                                        "20260101+080",
                                        "20260101+1401",
                                        "20260101-1201",
                                        "20260101+0860",
                                        "20260101Z",
                                        "2026-01-01",
                                        "20260101 ",
                                        " 20260101",
                                        "2026010112000000",
                                        "\"\"",
                                        "昨天"}) {
        BOOST_TEST(failsWith(Timestamp::parse(text), Error::Hl7TimestampNotValid));
    }
}

BOOST_AUTO_TEST_CASE(case_61_a_time_without_offset_is_the_senders_own) {
    constexpr int kChina = 480;
    BOOST_TEST(Timestamp::parse("19700101080000")->utc(kChina).ms == 0);
    BOOST_TEST(Timestamp::parse("19700101080000.250")->utc(kChina).ms == 250);
    BOOST_TEST(Timestamp::parse("19700101000000+0000")->utc(kChina).ms == 0);
    BOOST_TEST(Timestamp::parse("19691231190000-0500")->utc(kChina).ms == 0);
    BOOST_TEST(Timestamp::parse("20260101")->utc(kChina).ms == 1'767'196'800'000);
}

BOOST_AUTO_TEST_CASE(case_62_names_of_every_kind_are_read_and_written_in_both_charsets) {
    for (const std::string_view name : {"张三", "欧阳·阿卜杜勒", "ＡＢＣ", "㛃䶮", "𠮷野", "𪚥", "古丽·买买提"}) {
        for (const Charset charset : {Charset::Utf8, Charset::Gb18030}) {
            auto built = Message::create({}, charset);
            BOOST_REQUIRE(built.ok());
            BOOST_REQUIRE(built->appendSegment("PID").ok());
            BOOST_REQUIRE(built->set("PID-5(1).1", name).ok());
            BOOST_REQUIRE(built->set("PID-5(2).1", "ZHANG").ok());
            BOOST_REQUIRE(built->set("PID-5(2).2", "SAN").ok());
            const Message message = parsed(built->write(), Charset::Ascii);
            BOOST_TEST(textOf(message, "PID-5(1).1") == name);
            BOOST_TEST(textOf(message, "PID-5(2).2") == "SAN");
            BOOST_TEST(message.count(1, {.field = 5}) == 2U);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
