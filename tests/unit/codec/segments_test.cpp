#include <array>

#include "adapters/codec/hl7v2/batch.h"
#include "adapters/codec/hl7v2/check.h"
#include "tests/support/failures.h"
#include "tests/unit/codec/messages.h"

// Group B of the wire checklist: segments and delimiters. The number in a test's name is the case's.

namespace {

using adapters::codec::hl7v2::Batch;
using adapters::codec::hl7v2::checkCounts;
using adapters::codec::hl7v2::Delimiters;
using adapters::codec::hl7v2::Place;
using adapters::codec::hl7v2::Presence;
using adapters::codec::hl7v2::rebuild;
using adapters::codec::hl7v2::splitBatch;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;
using tests::failsWith;
using namespace tests::codec;

/// Both read: written as it came, also out of the index alone.
void isExact(const Message& message, std::string_view bytes) {
    BOOST_TEST(message.write() == bytes);
    BOOST_TEST(rebuild(message) == bytes);
}

Result<void> only(const std::vector<Failure>& warnings) {
    BOOST_TEST(warnings.size() == 1U);
    return warnings.empty() ? Result<void>() : Result<void>(warnings.front());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(segments)

BOOST_AUTO_TEST_CASE(case_31_to_34_line_ends_of_every_kind_separate_segments_and_are_kept) {
    constexpr std::array<std::string_view, 5> kEnds{"\r", "\n", "\r\n", "\r\r", "\r\n  \r\n"};
    for (const std::string_view end : kEnds) {
        for (const std::string_view last : {std::string_view(""), end}) {
            const std::string bytes = "MSH|^~\\&|HIS" + std::string(end) + "PID|1||P1" + std::string(end) + "PV1|1|O" + std::string(last);
            const Message message = parsed(bytes);
            BOOST_TEST(message.segments() == 3U);
            BOOST_TEST(rawOf(message, "PID-3") == "P1");
            BOOST_TEST(rawOf(message, "PV1-2") == "O");
            BOOST_TEST(message.warnings().empty());
            isExact(message, bytes);
        }
    }
}

BOOST_AUTO_TEST_CASE(case_34_blanks_at_the_end_of_a_line_belong_to_its_last_field) {
    const std::string bytes = "MSH|^~\\&|HIS \rPID|1  \r \t \r\r";
    const Message message = parsed(bytes);
    BOOST_TEST(message.segments() == 2U);
    BOOST_TEST(rawOf(message, "PID-1") == "1  ");
    isExact(message, bytes);
}

BOOST_AUTO_TEST_CASE(a_message_reads_the_same_after_the_callers_buffer_is_overwritten) {
    std::string buffer = withMsh("PID|1||P1\r");
    const std::string bytes = buffer;
    const Message message = parsed(buffer);
    buffer.assign(buffer.size(), 'x');
    BOOST_TEST(rawOf(message, "PID-3") == "P1");
    isExact(message, bytes);
}

BOOST_AUTO_TEST_CASE(case_36_delimiters_are_those_the_header_states) {
    const Message message = parsed("MSH#$%!@#HIS#A#HUB#B#2026##ADT$A04#1#P#2.4\rPID#1##P1$$$HIS@1%P2#!F!\r");
    BOOST_TEST(rawOf(message, "MSH-1") == "#");
    BOOST_TEST(rawOf(message, "MSH-2") == "$%!@");
    BOOST_TEST(rawOf(message, "MSH-9.2") == "A04");
    BOOST_TEST(rawOf(message, "PID-3.4.2") == "1");
    BOOST_TEST(rawOf(message, "PID-3(2)") == "P2");
    BOOST_TEST(textOf(message, "PID-4") == "#");
    const Message caret = parsed("MSH^$~\\&^HIS\rPID^1^^P1$2\r");
    BOOST_TEST(rawOf(caret, "PID-3.2") == "2");
}

BOOST_AUTO_TEST_CASE(case_37_a_fifth_encoding_character_is_the_truncation_character) {
    const Message message = parsed("MSH|^~\\&#|HIS\rNTE|1|a\\P\\b\r");
    BOOST_TEST(rawOf(message, "MSH-2") == "^~\\&#");
    BOOST_TEST(message.delimiters().truncation == '#');
    BOOST_TEST(textOf(message, "NTE-2") == "a#b");
    BOOST_TEST(failsWith(Message::parse("MSH|^~\\&#$|HIS\r", Charset::Utf8), Error::Hl7DelimitersNotValid));
}

BOOST_AUTO_TEST_CASE(case_38_corrupt_delimiters_are_refused_with_their_place) {
    constexpr std::array<std::pair<std::string_view, std::size_t>, 9> kBad{{{"MSH|^~\\\xA6|HIS", 7},
                                                                            {"MSH\xA6^~\\&", 3},
                                                                            {"MSH|", 4},
                                                                            {"MSH||HIS", 4},
                                                                            {"MSH|^^\\&|HIS", 5},
                                                                            {"MSH|^~|\\&", 0},
                                                                            {"MSH|^a\\&|HIS", 5},
                                                                            {"MSH ^~\\&", 3},
                                                                            {"MSH", 3}}};
    for (const auto& [bytes, offset] : kBad) {
        const auto message = Message::parse(bytes, Charset::Utf8);
        if (offset == 0) {
            BOOST_TEST(message.ok());  // MSH-2 is ^~ and MSH-3 is \&
            continue;
        }
        BOOST_TEST(failsWith(message, Error::Hl7DelimitersNotValid));
        BOOST_TEST(message.failure().offset().value() == offset);
    }
}

BOOST_AUTO_TEST_CASE(case_39_a_delimiter_that_msh_2_does_not_name_splits_nothing) {
    const Message message = parsed("MSH|^~\\|HIS\rPID|1||P1^^^A&B\r");
    BOOST_TEST(message.delimiters().subcomponent == Delimiters::kNone);
    BOOST_TEST(rawOf(message, "PID-3.4.1") == "A&B");
    const Message shortest = parsed("MSH|^|HIS\rPID|1||a~b^c\\F\\\r");
    BOOST_TEST(rawOf(shortest, "PID-3(1).1") == "a~b");
    BOOST_TEST(textOf(shortest, "PID-3.2") == "c\\F\\");
}

BOOST_AUTO_TEST_CASE(case_40_absent_empty_and_delete_are_three_things) {
    const Message message = parsed(withMsh("PID|1||P1^^^&X|\"\"||张三^\"\"\r"));
    BOOST_TEST((message.presence("PID-2") == Presence::Empty));
    BOOST_TEST((message.presence("PID-3.4.1") == Presence::Empty));
    BOOST_TEST((message.presence("PID-3.4.2") == Presence::Value));
    BOOST_TEST((message.presence("PID-4") == Presence::Delete));
    BOOST_TEST((message.presence("PID-6.2") == Presence::Delete));
    BOOST_TEST((message.presence("PID-6.3") == Presence::Absent));
    BOOST_TEST((message.presence("PID-7") == Presence::Absent));
    BOOST_TEST((message.presence("PV1-1") == Presence::Absent));
    BOOST_TEST((message.presence("PID-3(2)") == Presence::Absent));
    BOOST_TEST(textOf(message, "PID-4").empty());
    BOOST_TEST(textOf(message, "PID-7").empty());
}

BOOST_AUTO_TEST_CASE(case_41_trailing_delimiters_are_kept_and_counted) {
    const std::string bytes = withMsh("PID|1||P1^^^||~~|&&|||\r");
    const Message message = parsed(bytes);
    isExact(message, bytes);
    BOOST_TEST(message.count(1, {}) == 9U);
    BOOST_TEST(message.count(1, {.field = 3, .repetition = 1}) == 4U);
    BOOST_TEST(message.count(1, {.field = 5}) == 3U);
    BOOST_TEST(message.count(1, {.field = 6, .repetition = 1, .component = 1}) == 3U);
    BOOST_TEST(message.count(1, {.field = 9}) == 1U);
    BOOST_TEST(message.count(1, {.field = 10}) == 0U);
}

BOOST_AUTO_TEST_CASE(case_42_to_44_extra_fields_z_segments_and_any_order_are_kept) {
    std::string pid = "PID|1";
    for (int i = 2; i <= 60; ++i) pid += "|" + std::to_string(i);
    const std::string bytes = withMsh("ZZ1|卡^1\rPV1|1|O\r" + pid + "\rZPI|x\rPV1|2|I\r");
    const Message message = parsed(bytes);
    isExact(message, bytes);
    BOOST_TEST(rawOf(message, "PID-60") == "60");
    BOOST_TEST(textOf(message, "ZZ1-1.1") == "卡");
    BOOST_TEST(rawOf(message, "PV1(2)-2") == "I");
    BOOST_TEST(message.count("PV1") == 2U);
    BOOST_TEST(message.segmentId(4) == "ZPI");
    BOOST_TEST(message.warnings().empty());
}

BOOST_AUTO_TEST_CASE(case_45_a_lower_case_id_is_read_and_warned_of) {
    const Message message = parsed("msh|^~\\&|HIS\rpid|1||P1\r");
    BOOST_TEST(rawOf(message, "MSH-3") == "HIS");
    BOOST_TEST(rawOf(message, "PID-3") == "P1");
    BOOST_TEST(message.segmentId(1) == "pid");
    BOOST_TEST(message.warnings().size() == 2U);
    const Message one = parsed("MSH|^~\\&|HIS\rPID|1\rPid|2\r");
    BOOST_TEST(failsWith(only(one.warnings()), Error::Hl7SegmentIdLowerCase));
    BOOST_TEST(one.warnings().front().detail() == "PID(2)");
}

BOOST_AUTO_TEST_CASE(case_45_an_id_of_two_characters_is_kept_and_warned_of) {
    const std::string bytes = withMsh("PID|1\rPV|1|O\rPV1|1|I\r");
    const Message message = parsed(bytes);
    BOOST_TEST(rawOf(message, "PV1-2") == "I");
    BOOST_TEST(failsWith(only(message.warnings()), Error::Hl7LineNotSegment));
    isExact(message, bytes);
}

BOOST_AUTO_TEST_CASE(case_45_blanks_and_a_form_feed_before_msh_do_not_matter) {
    for (const std::string_view lead : {" ", "\f", "\r\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF \t\r"}) {
        const std::string bytes = std::string(lead) + withMsh("PID|1||P1\r");
        const Message message = parsed(bytes);
        BOOST_TEST(rawOf(message, "PID-3") == "P1");
        BOOST_TEST(message.warnings().empty());
        isExact(message, bytes);
    }
    BOOST_TEST(failsWith(Message::parse("x" + withMsh(""), Charset::Utf8), Error::Hl7NoHeader));
    BOOST_TEST(failsWith(Message::parse("", Charset::Utf8), Error::Hl7NoHeader));
}

BOOST_AUTO_TEST_CASE(case_46_a_line_break_inside_a_field_is_warned_of_with_the_segment_it_tore) {
    const std::string bytes = withMsh("OBX|1|NM|a||1\rOBX|2|TX|b||first line\rsecond line|still||\rOBX|3|NM|c||3\r");
    const Message message = parsed(bytes);
    BOOST_TEST(failsWith(only(message.warnings()), Error::Hl7LineNotSegment));
    BOOST_TEST(message.warnings().front().detail() == "OBX(2)");
    BOOST_TEST(message.warnings().front().offset().value() == bytes.find("second"));
    BOOST_TEST(rawOf(message, "OBX(3)-5") == "3");
    isExact(message, bytes);
}

BOOST_AUTO_TEST_CASE(case_46_warnings_are_bounded) {
    std::string bytes = withMsh("");
    for (int i = 0; i < 100; ++i) bytes += "no segment\r";
    BOOST_TEST(parsed(bytes).warnings().size() == Message::kWarningsMax);
}

BOOST_AUTO_TEST_CASE(case_47_a_batch_gives_each_message_and_its_counts_are_checked) {
    const std::string first = withMsh("PID|1\r");
    const std::string second = withMsh("PID|2\r\r");
    const auto file = [&](std::string_view in_batch, std::string_view in_file) {
        return "FHS|^~\\&|HIS\rBHS|^~\\&|HIS\r" + first + second + "BTS|" + std::string(in_batch) + "\rFTS|" + std::string(in_file) + "\r";
    };
    const std::string bytes = file("2", "1");
    const Batch batch = splitBatch(bytes);
    BOOST_REQUIRE(batch.messages.size() == 2U);
    BOOST_TEST(batch.messages[0].of(bytes) == first);
    BOOST_TEST(batch.messages[1].of(bytes) == second);
    BOOST_TEST(batch.outside.empty());
    BOOST_TEST(checkCounts(batch).ok());
    BOOST_TEST(checkCounts(splitBatch(file("", ""))).ok());
    BOOST_TEST(checkCounts(splitBatch(file("2|comment", " 1 "))).ok());
    BOOST_TEST(failsWith(checkCounts(splitBatch(file("3", "1"))), Error::Hl7BatchCountWrong));
    BOOST_TEST(failsWith(checkCounts(splitBatch(file("2", "2"))), Error::Hl7BatchCountWrong));
    BOOST_TEST(failsWith(checkCounts(splitBatch(file("two", "1"))), Error::Hl7BatchCountWrong));
}

BOOST_AUTO_TEST_CASE(case_47_counts_are_of_each_batch) {
    const std::string message = withMsh("");
    const std::string bytes = "FHS|^~\\&\nBHS|^~\\&\n" + message + "BTS|1\nBHS|^~\\&\n" + message + message + "BTS|2\nFTS|2\n";
    BOOST_TEST(splitBatch(bytes).messages.size() == 3U);
    BOOST_TEST(checkCounts(splitBatch(bytes)).ok());
    BOOST_TEST(checkCounts(splitBatch("BHS|^~\\&\rBTS|0\r")).ok());
    BOOST_TEST(checkCounts(splitBatch("BHS|^~\\&\rBTS\r")).ok());
}

BOOST_AUTO_TEST_CASE(case_47_messages_behind_each_other_are_split_without_a_batch_around_them) {
    const std::string message = withMsh("PID|1\r");
    const std::string mark = "\xEF\xBB\xBF";
    for (const std::string& bytes :
         {message + message, message + "\n" + message + "\n", mark + message + mark + message, message + "\f" + message}) {
        const Batch batch = splitBatch(bytes);
        BOOST_TEST(batch.messages.size() == 2U);
        for (const auto& range : batch.messages) parsed(range.of(bytes));
    }
    BOOST_TEST(splitBatch(message).messages.size() == 1U);
    BOOST_TEST(splitBatch("").messages.empty());
    BOOST_TEST(splitBatch("junk\r" + message).outside.size() == 1U);
}

BOOST_AUTO_TEST_CASE(case_47_two_messages_are_never_read_as_one) {
    const std::string message = withMsh("PID|1\r");
    const auto two = Message::parse(message + message, Charset::Utf8);
    BOOST_TEST(failsWith(two, Error::Hl7SeveralMessages));
    BOOST_TEST(two.failure().offset().value() == message.size());
    BOOST_TEST(failsWith(Message::parse(message + " " + message, Charset::Utf8), Error::Hl7SeveralMessages));
    BOOST_TEST(failsWith(Message::parse(message + "MSH", Charset::Utf8), Error::Hl7SeveralMessages));  // a set would make it a header
    const auto batch = Message::parse("FHS|^~\\&\r" + message, Charset::Utf8);
    BOOST_TEST(failsWith(batch, Error::Hl7NoHeader));
    BOOST_TEST(batch.failure().detail() == "FHS");
}

BOOST_AUTO_TEST_CASE(case_48_and_50_message_type_and_version_are_read_in_all_their_forms) {
    const auto header = [](std::string_view type, std::string_view version) {
        return parsed("MSH|^~\\&|HIS|A|HUB|B|2026||" + std::string(type) + "|1|P|" + std::string(version) + "\r");
    };
    for (const std::string_view type : {"ADT", "ADT^A01", "ADT^A01^ADT_A01"}) BOOST_TEST(rawOf(header(type, "2.4"), "MSH-9.1") == "ADT");
    BOOST_TEST((header("ADT", "2.4").presence("MSH-9.2") == Presence::Absent));
    BOOST_TEST(rawOf(header("ADT^A01^ADT_A01", "2.4"), "MSH-9.3") == "ADT_A01");
    BOOST_TEST((header("", "2.4").presence("MSH-9") == Presence::Empty));
    BOOST_TEST(rawOf(header("ADT", "2.3.1"), "MSH-12.1") == "2.3.1");
    BOOST_TEST(rawOf(header("ADT", "2.3.1^CHN"), "MSH-12.1") == "2.3.1");
}

BOOST_AUTO_TEST_CASE(a_path_says_what_it_names_and_nothing_else) {
    for (const std::string_view text :
         {"PID-3", "PID-3(2).4.2", "OBX(3)-5.1", "ZA1-1", "MSH-18", "PID-3.4", "OBX(999999)-9999(9999).9999.9999"}) {
        const auto path = Path::parse(text);
        BOOST_REQUIRE(path.ok());
        BOOST_TEST(path->text() == text);
    }
    for (const std::string_view text :
         {"", "PID", "PID-", "PID-0", "PID-01", "PID-x", "pid-3", "PID-3.", "PID-3()", "PID-3(2", "PID-3.4.2.1", "PID-3 ", "3ID-3",
          "PID-10000", "PID(0)-3", "PID(1000000)-3", "PID-99999999999999999999"}) {
        BOOST_TEST(failsWith(Path::parse(text), Error::Hl7PathNotValid));
    }
    BOOST_TEST((Path::parse("PID-3(2).4.2").ok() && *Path::parse("PID-3(2).4.2") == Path("PID-3(2).4.2")));
}

BOOST_AUTO_TEST_CASE(a_place_is_the_whole_of_what_it_names) {
    const Message message = parsed(withMsh("PID|1||A^^^HIS&9~B^C\r"));
    BOOST_TEST(rawOf(message, "PID-3") == "A^^^HIS&9~B^C");
    BOOST_TEST(rawOf(message, "PID-3(1)") == "A^^^HIS&9");
    BOOST_TEST(rawOf(message, "PID-3.4") == "HIS&9");
    BOOST_TEST(rawOf(message, "PID-3.4.2") == "9");
    BOOST_TEST(rawOf(message, "PID-3(2).2") == "C");
    BOOST_TEST(rawOf(message, "PID-3(2).2.1") == "C");
    BOOST_TEST(message.raw(1, {}).value() == "PID|1||A^^^HIS&9~B^C");
    BOOST_TEST(message.segment(1) == "PID|1||A^^^HIS&9~B^C");
}

BOOST_AUTO_TEST_CASE(setting_a_value_changes_only_its_bytes) {
    struct Change {
        Path path;
        std::string_view value;
        std::string_view before;
        std::string_view after;
    };
    const std::array<Change, 12> changes{{{"PID-3", "X", "PID|1||A^B~C|M\r", "PID|1||X|M\r"},
                                          {"PID-3(1)", "X", "PID|1||A^B~C|M\r", "PID|1||X~C|M\r"},
                                          {"PID-3.2", "X", "PID|1||A^B~C|M\r", "PID|1||A^X~C|M\r"},
                                          {"PID-3(2).1", "", "PID|1||A^B~C|M\r", "PID|1||A^B~|M\r"},
                                          {"PID-3(3).2.2", "X", "PID|1||A^B~C|M\r", "PID|1||A^B~C~^&X|M\r"},
                                          {"PID-3(2).4.2", "X", "PID|1||A^B~C|M\r", "PID|1||A^B~C^^^&X|M\r"},
                                          {"PID-8", "X", "PID|1||A\r", "PID|1||A|||||X\r"},
                                          {"PID-1", "X", "PID\r", "PID|X\r"},
                                          {"PID-2", "X", "PID\n\n", "PID||X\n\n"},
                                          {"PID-1", "X", "PID|1  \r", "PID|X\r"},
                                          {"PID-2", "\"\"", "PID|1|2|3", "PID|1|\"\"|3"},
                                          {"PID-2", "a|b^c\n", "PID|1|2|3\r", "PID|1|a\\F\\b\\S\\c\\.br\\|3\r"}}};
    for (const Change& change : changes) {
        const std::string tail = "OBX|1\rPV1|1|O\r";
        const bool ends = change.before.back() != '3';
        Message message = parsed(withMsh(std::string(change.before) + (ends ? tail : "")));
        BOOST_REQUIRE(message.set(change.path, change.value).ok());
        const std::string expected = withMsh(std::string(change.after) + (ends ? tail : ""));
        isExact(message, expected);
        BOOST_TEST(textOf(message, change.path) == (change.value == "\"\"" ? "" : change.value));
        if (ends) BOOST_TEST(rawOf(message, "PV1-2") == "O");
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_set_is_refused_and_changes_nothing) {
    const std::string bytes = withMsh("PID|1||A\r");
    Message message = parsed(bytes);
    BOOST_TEST(failsWith(message.set("PV1-2", "x"), Error::Hl7SegmentMissing));
    BOOST_TEST(failsWith(message.set("PID(2)-2", "x"), Error::Hl7SegmentMissing));
    BOOST_TEST(failsWith(message.set("MSH-1", "x"), Error::Hl7PathNotSettable));
    BOOST_TEST(failsWith(message.set("MSH-2", "x"), Error::Hl7PathNotSettable));
    BOOST_TEST(failsWith(message.set("MSH-18", "GBK"), Error::Hl7PathNotSettable));
    BOOST_TEST(failsWith(message.set(1, {}, "x"), Error::Hl7PathNotSettable));
    BOOST_TEST(failsWith(message.set(1, {.field = Path::kNumberMax + 1}, "x"), Error::Hl7PathNotSettable));
    BOOST_TEST(failsWith(message.set("PID-3", "\xFF"), Error::TextNotInCharset));
    isExact(message, bytes);
    Message no_subcomponents = parsed("MSH|^~\\|HIS\rPID|1\r");
    BOOST_TEST(failsWith(no_subcomponents.set("PID-3.1.2", "x"), Error::Hl7PathNotSettable));
    BOOST_TEST(no_subcomponents.set("PID-3.1.1", "x").ok());
    Message no_escapes = parsed("MSH|^~|HIS\rPID|1\r");
    BOOST_TEST(failsWith(no_escapes.set("PID-3", "a|b"), Error::Hl7NotEscapable));
    BOOST_TEST(no_escapes.set("PID-3", "a\\b").ok());
}

BOOST_AUTO_TEST_CASE(a_message_is_built_from_nothing) {
    auto message = Message::create({}, Charset::Utf8);
    BOOST_REQUIRE(message.ok());
    BOOST_TEST(message->set("MSH-9.1", "ADT").ok());
    BOOST_TEST(message->set("MSH-9.2", "A04").ok());
    BOOST_TEST(message->set("MSH-10", "M1").ok());
    const auto pid = message->appendSegment("PID");
    BOOST_REQUIRE(pid.ok());
    BOOST_TEST(message->set(*pid, {.field = 5, .component = 1}, "张三").ok());
    const std::string expected = "MSH|^~\\&|||||||ADT^A04|M1||||||||UNICODE UTF-8\rPID|||||张三\r";
    isExact(*message, expected);
    BOOST_TEST(textOf(parsed(message->write()), "PID-5.1") == "张三");
}

BOOST_AUTO_TEST_CASE(a_built_message_says_its_charset_in_every_charset) {
    for (const Charset charset : {Charset::Ascii, Charset::Utf8, Charset::Gb18030, Charset::Big5, Charset::Latin1}) {
        const auto message = Message::create({}, charset);
        BOOST_REQUIRE(message.ok());
        BOOST_TEST((parsed(message->write(), Charset::Ascii).charset() == charset));
    }
    BOOST_TEST(failsWith(Message::create({.field = 'a'}, Charset::Utf8), Error::Hl7DelimitersNotValid));
    BOOST_TEST(failsWith(Message::create({.component = Delimiters::kNone}, Charset::Utf8), Error::Hl7DelimitersNotValid));
    BOOST_TEST(failsWith(Message::create({.component = '-'}, Charset::Utf8), Error::Hl7DelimitersNotValid));
}

BOOST_AUTO_TEST_CASE(an_appended_segment_ends_as_the_first_one_does) {
    for (const std::string_view end : {"\r", "\n", "\r\n"}) {
        for (const std::string_view last : {end, std::string_view()}) {
            Message message = parsed("MSH|^~\\&|HIS" + std::string(end) + "PID|1" + std::string(last));
            BOOST_REQUIRE(message.appendSegment("PV1").ok());
            const std::string line_end(end);
            isExact(message, "MSH|^~\\&|HIS" + line_end + "PID|1" + line_end + "PV1" + line_end);
            BOOST_TEST(message.find("PV1").value() == 2U);
        }
    }
    Message message = parsed(withMsh(""));
    for (const std::string_view id : {"pv1", "PV", "PV12", "1PV", "MSH", "P|1", ""}) {
        BOOST_TEST(failsWith(message.appendSegment(id), Error::Hl7SegmentIdNotValid));
    }
}

BOOST_AUTO_TEST_CASE(a_message_object_can_be_filled_again_even_from_its_own_bytes) {
    Message message = parsed(withMsh("PID|1||A\r"));
    BOOST_TEST(message.assign(withMsh("PID|1||B\rPID|2||C\r"), Charset::Utf8).ok());
    BOOST_TEST(rawOf(message, "PID(2)-3") == "C");
    BOOST_TEST(message.assign(message.write(), Charset::Utf8).ok());
    BOOST_TEST(rawOf(message, "PID-3") == "B");
    BOOST_TEST(failsWith(message.assign("garbage", Charset::Utf8), Error::Hl7NoHeader));
    BOOST_TEST(message.segments() == 0U);
    BOOST_TEST(message.write().empty());
    BOOST_TEST(rawOf(message, "PID-3") == "(absent)");
}

BOOST_AUTO_TEST_CASE(a_hostile_number_of_values_is_refused_and_the_largest_allowed_is_read) {
    const std::string head = "MSH|^~\\&|A\rZZZ|";
    const Message largest = parsed(head + std::string(Message::kNodesMax - 1, '^'));
    BOOST_TEST(largest.count(1, {.field = 1, .repetition = 1}) == Message::kNodesMax);
    BOOST_TEST(failsWith(Message::parse(head + std::string(Message::kNodesMax, '^'), Charset::Utf8), Error::Hl7MessageTooLarge));
    BOOST_TEST(failsWith(Message::parse(std::string(Message::kBytesMax + 1, 'x'), Charset::Utf8), Error::Hl7MessageTooLarge));
    std::string lines = "MSH|^~\\&\r";
    for (std::size_t i = 0; i < Message::kNodesMax; ++i) lines += "A\r";
    BOOST_TEST(failsWith(Message::parse(lines, Charset::Utf8), Error::Hl7MessageTooLarge));
    Message full = largest;
    BOOST_TEST(failsWith(full.set("ZZZ-2", "x"), Error::Hl7MessageTooLarge));
    BOOST_TEST(failsWith(full.appendSegment("ZZZ"), Error::Hl7MessageTooLarge));
    BOOST_TEST(failsWith(full.set("ZZZ-1(2).2", "x"), Error::Hl7MessageTooLarge));
}

BOOST_AUTO_TEST_SUITE_END()
