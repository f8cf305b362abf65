#include "adapters/codec/hl7v2/acknowledgement.h"

#include <array>

#include "adapters/codec/hl7v2/answer.h"
#include "tests/support/failures.h"
#include "tests/unit/codec/messages.h"

// Group E of the wire checklist: acknowledgements. The number in a test's name is the case's.

namespace {

using adapters::codec::hl7v2::AckCode;
using adapters::codec::hl7v2::AckError;
using adapters::codec::hl7v2::AckModes;
using adapters::codec::hl7v2::acknowledge;
using adapters::codec::hl7v2::Acknowledgement;
using adapters::codec::hl7v2::AckWhen;
using adapters::codec::hl7v2::AnswerKind;
using adapters::codec::hl7v2::ErrorCondition;
using adapters::codec::hl7v2::errorFor;
using adapters::codec::hl7v2::Header;
using adapters::codec::hl7v2::headerErrors;
using adapters::codec::hl7v2::isPositive;
using adapters::codec::hl7v2::isWanted;
using adapters::codec::hl7v2::readAnswer;
using hub::core::Error;
using tests::failsWith;
using namespace tests::codec;

const std::string kRequest = "MSH|^~\\&|HIS|HOSP01|HUB|REGION|20260101120000||ADT^A04^ADT_A01|M1|T|2.3.1^CHN||||||UNICODE UTF-8\rPID|1\r";

std::string answerTo(std::string_view request, Acknowledgement what, Charset default_charset = Charset::Utf8) {
    what.control_id = "H1";
    what.sent_at = "20260101120001";
    auto bytes = acknowledge(request, default_charset, what);
    BOOST_REQUIRE_MESSAGE(bytes.ok(), (bytes.ok() ? "" : bytes.failure().message(hub::core::Language::English)));
    return std::move(*bytes);
}

std::string answerTo(std::string_view request, AckCode code) {
    return answerTo(request, Acknowledgement{.code = code, .control_id = {}, .sent_at = {}});
}

Header headerOf(std::string_view bytes) {
    const auto header = Header::find(bytes, Charset::Utf8);
    BOOST_REQUIRE(header.has_value());
    return *header;
}

AckModes modes(std::string_view commit, std::string_view application) {
    const std::string bytes = "MSH|^~\\&|HIS||||||ADT|1|P|2.4|||" + std::string(commit) + "|" + std::string(application) + "\r";
    return AckModes::askedBy(headerOf(bytes));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(acknowledgements)

BOOST_AUTO_TEST_CASE(case_70_an_acknowledgement_goes_back_the_way_the_message_came) {
    BOOST_TEST(answerTo(kRequest, AckCode::AA) ==
               "MSH|^~\\&|HUB|REGION|HIS|HOSP01|20260101120001||ACK^A04^ACK|H1|T|2.3.1^CHN||||||UNICODE UTF-8\rMSA|AA|M1\r");
}

BOOST_AUTO_TEST_CASE(case_70_every_code_is_said_and_read) {
    constexpr std::array<std::pair<AckCode, AnswerKind>, 6> kCodes{{{AckCode::AA, AnswerKind::Accepted},
                                                                    {AckCode::AE, AnswerKind::ApplicationError},
                                                                    {AckCode::AR, AnswerKind::Rejected},
                                                                    {AckCode::CA, AnswerKind::CommitAccepted},
                                                                    {AckCode::CE, AnswerKind::CommitError},
                                                                    {AckCode::CR, AnswerKind::CommitRejected}}};
    for (const auto& [code, kind] : kCodes) {
        const auto answer = readAnswer(answerTo(kRequest, code), "M1", Charset::Utf8);
        BOOST_TEST((answer.kind == kind));
        BOOST_TEST(answer.acknowledges == "M1");
        BOOST_TEST(isPositive(code) == (code == AckCode::AA || code == AckCode::CA));
    }
}

BOOST_AUTO_TEST_CASE(case_70_the_requests_delimiters_are_used) {
    const std::string request = "MSH#$%!@#HIS#A#HUB#B$C#2026##ADT$A04#M1#P#2.4\r";
    const std::string answer = answerTo(request, {.code = AckCode::AE, .control_id = {}, .sent_at = {}, .text = "a#b"});
    BOOST_TEST(answer == "MSH#$%!@#HUB#B$C#HIS#A#20260101120001##ACK$A04#H1#P#2.4\rMSA#AE#M1#a!F!b\r");
}

BOOST_AUTO_TEST_CASE(case_35_an_acknowledgement_ends_with_cr_whatever_ended_the_message) {
    for (const std::string_view end : {"", "\n", "\r\n"}) {
        const std::string answer = answerTo("MSH|^~\\&|HIS|A|HUB|B|2026||ADT^A04|M1|P|2.4" + std::string(end), AckCode::AA);
        BOOST_TEST(answer.ends_with("MSA|AA|M1\r"));
        BOOST_TEST(answer.find('\n') == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(case_38_corrupt_delimiters_are_answered_with_the_usual_ones) {
    const std::string request = "MSH|^~\\\xA6|HIS|A|HUB|B|2026||ADT^A04|M1|P|2.4\r";
    const auto refused = Message::parse(request, Charset::Utf8);
    BOOST_TEST(failsWith(refused, Error::Hl7DelimitersNotValid));
    const std::string answer =
        answerTo(request, {.code = AckCode::AR, .control_id = {}, .sent_at = {}, .errors = {errorFor(refused.failure())}});
    const Message message = parsed(answer);
    BOOST_TEST(rawOf(message, "MSA-1") == "AR");
    BOOST_TEST((message.presence("MSA-2") == adapters::codec::hl7v2::Presence::Absent));
    BOOST_TEST(rawOf(message, "ERR-2") == "MSH^1^2^1");
    BOOST_TEST(rawOf(message, "ERR-3.1") == "102");
}

BOOST_AUTO_TEST_CASE(case_38_bytes_without_any_header_are_answered) {
    for (const std::string_view request : {"", "garbage", "PID|1\r", "MS", "<xml/>"}) {
        BOOST_TEST(answerTo(request, AckCode::AR) == "MSH|^~\\&|||||20260101120001||ACK|H1|P|2.4\rMSA|AR\r");
    }
    BOOST_TEST(answerTo("MSH", AckCode::AR) == "MSH|^~\\&|||||20260101120001||ACK|H1|P|2.4\rMSA|AR\r");
}

BOOST_AUTO_TEST_CASE(case_48_a_message_without_a_type_is_answered) {
    const std::string request = "MSH|^~\\&|HIS|A|HUB|B|2026|||M1|P|2.4\r";
    BOOST_TEST(answerTo(request, AckCode::AR) == "MSH|^~\\&|HUB|B|HIS|A|20260101120001||ACK|H1|P|2.4\rMSA|AR|M1\r");
    const auto errors = headerErrors(parsed(request));
    BOOST_REQUIRE(errors.size() == 1U);
    BOOST_TEST((errors[0].condition == ErrorCondition::RequiredFieldMissing));
    BOOST_TEST(errors[0].place.field == 9U);
    BOOST_TEST(answerTo("MSH|^~\\&|||||||ADT|M1|P|2.4\r", AckCode::AA).find("|ACK|") != std::string::npos);
    BOOST_TEST(answerTo("MSH|^~\\&|||||||ADT^A01|M1|P|2.4\r", AckCode::AA).find("|ACK^A01|") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(case_49_a_control_id_is_echoed_whatever_it_is) {
    const std::string no_id = "MSH|^~\\&|HIS|A|HUB|B|2026||ADT^A04||P|2.4\r";
    BOOST_TEST(answerTo(no_id, AckCode::AR).ends_with("MSA|AR\r"));
    BOOST_TEST(headerErrors(parsed(no_id)).size() == 1U);
    BOOST_TEST(headerErrors(parsed("MSH|^~\\&|HIS\r")).size() == 2U);
    BOOST_TEST(headerErrors(parsed(kRequest)).empty());
    const std::string long_id(40, 'x');
    const std::string request = "MSH|^~\\&|HIS|A|HUB|B|2026||ADT^A04|" + long_id + "|P|2.4\r";
    BOOST_TEST(answerTo(request, AckCode::AA).ends_with("MSA|AA|" + long_id + "\r"));
    BOOST_TEST((readAnswer(answerTo(request, AckCode::AA), long_id, Charset::Utf8).kind == AnswerKind::Accepted));
}

BOOST_AUTO_TEST_CASE(case_69_the_answer_is_in_the_charset_of_the_request) {
    const std::string request = "MSH|^~\\&|HIS|" + gb18030("東區醫院") + "|HUB|B|2026||ADT^A04|M1|P|2.4||||||GBK\r";
    const std::string answer = answerTo(request, {.code = AckCode::AE, .control_id = {}, .sent_at = {}, .text = "患者不存在"});
    const Message message = parsed(answer);
    BOOST_TEST((message.charset() == Charset::Gb18030));
    BOOST_TEST(rawOf(message, "MSH-18") == "GBK");
    BOOST_TEST(textOf(message, "MSH-6") == "東區醫院");
    BOOST_TEST(textOf(message, "MSA-3") == "患者不存在");
    BOOST_TEST(readAnswer(answer, "M1", Charset::Utf8).text.reveal() == "患者不存在");
}

BOOST_AUTO_TEST_CASE(case_69_what_the_requests_charset_cannot_hold_is_refused_not_replaced) {
    for (const std::string_view charset : {"ASCII", "8859/1", "ISO IR87"}) {
        const std::string request = "MSH|^~\\&|HIS|A|HUB|B|2026||ADT^A04|M1|P|2.4||||||" + std::string(charset) + "\r";
        Acknowledgement what{.code = AckCode::AE, .control_id = "H1", .sent_at = "2026", .text = "患者不存在"};
        BOOST_TEST(failsWith(acknowledge(request, Charset::Utf8, what), Error::TextNotInCharset));
        what.text = "no such patient";
        const auto answer = acknowledge(request, Charset::Utf8, what);
        BOOST_REQUIRE(answer.ok());
        BOOST_TEST(answer->find("|" + std::string(charset) + "\r") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(case_71_msh_15_and_16_decide_which_acknowledgements_are_wanted) {
    BOOST_TEST(!modes("", "").enhanced);
    BOOST_TEST((modes("", "").application == AckWhen::Always));
    BOOST_TEST((modes("", "").commit == AckWhen::Never));
    struct Row {
        std::string_view value;
        bool on_success;
        bool on_error;
    };
    for (const Row& row : {Row{"AL", true, true}, {"NE", false, false}, {"ER", false, true}, {"SU", true, false}, {"??", true, true}}) {
        const AckModes commit = modes(row.value, "");
        BOOST_TEST(commit.enhanced);
        BOOST_TEST(isWanted(commit.commit, true) == row.on_success);
        BOOST_TEST(isWanted(commit.commit, false) == row.on_error);
        BOOST_TEST((commit.application == AckWhen::Never));
        const AckModes application = modes("", row.value);
        BOOST_TEST(application.enhanced);
        BOOST_TEST(isWanted(application.application, true) == row.on_success);
        BOOST_TEST(isWanted(application.application, false) == row.on_error);
        BOOST_TEST((application.commit == AckWhen::Never));
    }
}

BOOST_AUTO_TEST_CASE(case_72_an_answer_says_something_about_our_message_only_under_our_control_id) {
    const std::string head = "MSH|^~\\&|HUB|B|HIS|A|2026||ACK|H1|P|2.4\r";
    struct Row {
        std::string bytes;
        AnswerKind kind;
    };
    for (const Row& row : {Row{head + "MSA|AA|M1\r", AnswerKind::Accepted}, Row{head + "MSA|AA|M2\r", AnswerKind::OtherMessage},
                           Row{head + "MSA|AA|m1\r", AnswerKind::OtherMessage}, Row{head + "MSA|AA|\r", AnswerKind::OtherMessage},
                           Row{head + "MSA|AA\r", AnswerKind::OtherMessage}, Row{head + "MSA|XX|M1\r", AnswerKind::UnknownCode},
                           Row{head + "MSA||M1\r", AnswerKind::UnknownCode}, Row{head, AnswerKind::NoAcknowledgement},
                           Row{"OK", AnswerKind::NotHl7}, Row{"", AnswerKind::NotHl7}, Row{head + "MSA|AA|M1\r" + head, AnswerKind::NotHl7},
                           Row{"<?xml version=\"1.0\"?><ACK/>", AnswerKind::Xml}, Row{"\xEF\xBB\xBF <ACK/>", AnswerKind::Xml}}) {
        BOOST_TEST_CONTEXT(row.bytes) { BOOST_TEST((readAnswer(row.bytes, "M1", Charset::Utf8).kind == row.kind)); }
    }
}

BOOST_AUTO_TEST_CASE(case_72_what_the_answer_says_is_read_where_it_stands) {
    const std::string head = "MSH|^~\\&|HUB|B|HIS|A|2026||ACK|H1|P|2.5\rMSA|AE|M1";
    BOOST_TEST(readAnswer(head + "|no such patient\r", "M1", Charset::Utf8).text.reveal() == "no such patient");
    BOOST_TEST(readAnswer(head + "\rERR||PID^1^3|204^Unknown key\r", "M1", Charset::Utf8).text.reveal() == "Unknown key");
    BOOST_TEST(readAnswer(head + "\rERR||PID^1^3|204^Unknown key|||||查无此人\r", "M1", Charset::Utf8).text.reveal() == "查无此人");
    BOOST_TEST(readAnswer(head + "|\xFF\r", "M1", Charset::Utf8).text.reveal().empty());
    BOOST_TEST((readAnswer(head + "|\xFF\r", "M1", Charset::Utf8).kind == AnswerKind::ApplicationError));
}

BOOST_AUTO_TEST_CASE(case_74_an_error_says_where_and_what_in_both_forms) {
    const AckError error{.condition = ErrorCondition::UnsupportedEventCode,
                         .segment = "MSH",
                         .place = {.field = 9, .repetition = 1, .component = 2},
                         .user_message = "事件不支持"};
    const std::string answer = answerTo(kRequest, {.code = AckCode::AR, .control_id = {}, .sent_at = {}, .errors = {error, error}});
    BOOST_TEST(answer.ends_with(
        "MSA|AR|M1\r"
        "ERR|MSH^1^9^201&Unsupported event code&HL70357|MSH^1^9^1^2|201^Unsupported event code^HL70357|E||||事件不支持\r"
        "ERR|MSH^1^9^201&Unsupported event code&HL70357|MSH^1^9^1^2|201^Unsupported event code^HL70357|E||||事件不支持\r"));
}

BOOST_AUTO_TEST_CASE(case_74_every_condition_of_the_table_has_its_number_and_words) {
    for (const int number : {100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207}) {
        const AckError error{.condition = static_cast<ErrorCondition>(number)};
        const Message message = parsed(answerTo(kRequest, {.code = AckCode::AE, .control_id = {}, .sent_at = {}, .errors = {error}}));
        BOOST_TEST(rawOf(message, "ERR-3.1") == std::to_string(number));
        BOOST_TEST(!rawOf(message, "ERR-3.2").empty());
        BOOST_TEST(rawOf(message, "ERR-2").empty());
    }
}

BOOST_AUTO_TEST_CASE(case_74_what_the_parser_refused_has_its_error) {
    const auto condition = [](std::string_view bytes) {
        const auto refused = Message::parse(bytes, Charset::Utf8);
        BOOST_REQUIRE(!refused.ok());
        return errorFor(refused.failure()).condition;
    };
    BOOST_TEST((condition("garbage") == ErrorCondition::SegmentSequence));
    BOOST_TEST((condition(kRequest + kRequest) == ErrorCondition::SegmentSequence));
    BOOST_TEST((condition("MSH|^^|") == ErrorCondition::DataType));
    BOOST_TEST((condition("MSH|^~\\&|||||||ADT|M1|P|2.4||||||KLINGON\r") == ErrorCondition::TableValueNotFound));
    BOOST_TEST((condition(std::string(Message::kBytesMax + 1, ' ')) == ErrorCondition::InternalError));
}

BOOST_AUTO_TEST_CASE(case_74_an_error_is_written_with_short_delimiters_too) {
    const AckError error{.condition = ErrorCondition::UnsupportedMessageType, .segment = "MSH", .place = {.field = 9}};
    const std::string answer = answerTo("MSH|^~\\|HIS\r", {.code = AckCode::AR, .control_id = {}, .sent_at = {}, .errors = {error}});
    BOOST_TEST(answer.ends_with("ERR|MSH^1^9^200|MSH^1^9^1|200^Unsupported message type^HL70357|E\r"));
}

BOOST_AUTO_TEST_SUITE_END()
