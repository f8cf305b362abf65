#include <boost/test/unit_test.hpp>

#include "adapters/codec/hl7v2/message.h"
#include "tests/adapters/hl7_mllp/inbound_bench.h"
#include "tests/support/failures.h"

// The wire checklist's cases 70 to 74: what the hospital is answered, and when.

namespace {

namespace core = hub::core;
using adapters::codec::charset::Charset;
using adapters::codec::hl7v2::Message;
using core::Error;
using hub::contract::Acknowledgement;
using hub::contract::InboundPolicy;
using hub::contract::UnmappedType;
using tests::hl7;
using tests::InboundBench;
using tests::MllpClient;
using tests::saidBy;

const std::string kPatient = "PID|1||P1^^^SIM^PI||测试乙||19500202|F\r";

std::string charge(std::string_view id, std::string_view amount = "5.00", std::string_view accept = "", std::string_view application = "") {
    return hl7("DFT^P03^DFT_P03", id, kPatient + "FT1|1|A1||20300102||CG|A01^测试片|||1|" + std::string(amount) + "&CNY||||||||||||A1\r",
               accept, application);
}

std::string textOf(const std::string& answer, const adapters::codec::hl7v2::Path& path) {
    return *Message::parse(answer, Charset::Utf8)->text(path);
}

InboundPolicy policy(Acknowledgement ack, UnmappedType unmapped = UnmappedType::Store) { return {std::nullopt, ack, unmapped}; }

}  // namespace

BOOST_AUTO_TEST_CASE(case_70_the_answer_swaps_sender_and_receiver_and_names_the_message) {
    InboundBench bench;
    MllpClient his(bench.port());
    const std::string answer = his.ask(charge("M1"));
    BOOST_TEST(saidBy(answer) == "AA M1");
    BOOST_TEST(textOf(answer, "MSH-3") == "ONECARD");
    BOOST_TEST(textOf(answer, "MSH-4") == "HUB");
    BOOST_TEST(textOf(answer, "MSH-5") == "HIS");
    BOOST_TEST(textOf(answer, "MSH-11") == "P");
    BOOST_TEST(textOf(answer, "MSH-12") == "2.4");
    BOOST_TEST(textOf(answer, "MSH-10").size() == 20U);
    BOOST_TEST(bench.host.kept().size() == 1U);
    BOOST_TEST(bench.host.kept()[0].message_type == "DFT^P03");
    BOOST_TEST(bench.host.kept()[0].sender == "HIS|SIM");
    BOOST_TEST(bench.host.kept()[0].events.size() == 1U);
}

BOOST_AUTO_TEST_CASE(case_71_enhanced_mode_gives_what_msh_15_and_16_ask_for) {
    InboundBench bench;
    MllpClient his(bench.port());
    his.send(charge("M1", "5.00", "AL", "AL"));
    BOOST_TEST(saidBy(his.receive()) == "CA M1");
    BOOST_TEST(saidBy(his.receive()) == "AA M1");
    BOOST_TEST(saidBy(his.ask(charge("M2", "5.00", "AL", "NE"))) == "CA M2");
    BOOST_TEST(saidBy(his.ask(charge("M3", "5.00", "ER", "SU"))) == "AA M3");
    BOOST_TEST(saidBy(his.ask(charge("M4", "5.001", "ER", "NE"))) == "CE M4");
    his.send(charge("M5", "5.00", "NE", "NE"));  // no word at all: the next answer is the next message's
    BOOST_TEST(saidBy(his.ask(charge("M6"))) == "AA M6");
    BOOST_TEST(bench.host.kept().size() == 5U);
}

BOOST_AUTO_TEST_CASE(case_71_the_hospitals_declaration_goes_before_what_the_message_asks_for) {
    InboundBench original(policy(Acknowledgement::Original));
    BOOST_TEST(saidBy(MllpClient(original.port()).ask(charge("M1", "5.00", "AL", "NE"))) == "AA M1");
    InboundBench enhanced(policy(Acknowledgement::Enhanced));
    BOOST_TEST(saidBy(MllpClient(enhanced.port()).ask(charge("M1"))) == "CA M1");
}

BOOST_AUTO_TEST_CASE(case_72_nothing_is_acknowledged_that_the_hub_does_not_have) {
    for (const Error error : {Error::StorageBusy, Error::CommitUnknown}) {
        InboundBench bench;
        bench.host.failNext(error);
        MllpClient his(bench.port());
        his.send(charge("M1"));
        BOOST_TEST(his.closed());
        BOOST_TEST(bench.host.kept().empty());
    }
    InboundBench broken;
    broken.host.failNext(Error::AdapterFaulted);
    BOOST_TEST(saidBy(MllpClient(broken.port()).ask(charge("M1"))) == "AE M1");
}

BOOST_AUTO_TEST_CASE(case_73_a_repeat_gets_the_first_answer_byte_for_byte) {
    InboundBench bench;
    const std::string first = MllpClient(bench.port()).ask(charge("M1"));
    BOOST_TEST(MllpClient(bench.port()).ask(charge("M1")) == first);
    BOOST_TEST(bench.host.kept().size() == 1U);
}

BOOST_AUTO_TEST_CASE(case_73_forty_five_bodies_under_one_number_are_all_taken_where_that_is_accepted) {
    InboundBench bench;
    MllpClient his(bench.port());
    for (int i = 0; i < 45; ++i) BOOST_TEST(saidBy(his.ask(charge("M1", std::to_string(i + 1) + ".00"))) == "AA M1");
    BOOST_TEST(bench.host.kept().size() == 45U);
    BOOST_TEST(bench.host.notices().size() == 44U);
    BOOST_TEST(tests::failsWith(core::Result<void>(bench.host.notices().at(0)), Error::Hl7NumberReused));
}

BOOST_AUTO_TEST_CASE(case_73_forty_four_of_them_are_rejected_where_it_is_not) {
    InboundBench bench({}, /*refuses_other_body=*/true);
    MllpClient his(bench.port());
    BOOST_TEST(saidBy(his.ask(charge("M1", "1.00"))) == "AA M1");
    for (int i = 1; i < 45; ++i) {
        const std::string answer = his.ask(charge("M1", std::to_string(i + 1) + ".00"));
        BOOST_TEST(saidBy(answer) == "AR M1");
        BOOST_TEST(textOf(answer, "ERR-3.1") == "205");
    }
    BOOST_TEST(bench.host.kept().size() == 1U);
}

BOOST_AUTO_TEST_CASE(case_74_an_unmapped_type_is_stored_or_rejected_as_declared) {
    InboundBench stores;
    BOOST_TEST(saidBy(MllpClient(stores.port()).ask(hl7("MFN^M05", "M1", "MFI|LOC||UPD|||AL\r"))) == "AA M1");
    BOOST_TEST(stores.host.kept().size() == 1U);
    BOOST_TEST(stores.host.kept()[0].events.empty());

    InboundBench rejects(policy(Acknowledgement::AsAsked, UnmappedType::Reject));
    MllpClient his(rejects.port());
    const std::string type = his.ask(hl7("QRY^A19", "M1", "QRD|1\r"));
    BOOST_TEST(saidBy(type) == "AR M1");
    BOOST_TEST(textOf(type, "ERR-3.1") == "200");
    BOOST_TEST(textOf(type, "ERR-2") == "MSH^1^9^1^1");
    BOOST_TEST(textOf(his.ask(hl7("SIU^S99", "M2", kPatient)), "ERR-3.1") == "201");
    BOOST_TEST(rejects.host.kept().empty());
}

BOOST_AUTO_TEST_CASE(case_74_what_is_missing_or_wrong_is_answered_with_its_condition_and_not_kept) {
    InboundBench bench;
    MllpClient his(bench.port());
    const auto condition = [&](const std::string& message) { return textOf(his.ask(message), "ERR-3.1"); };
    BOOST_TEST(condition(hl7("DFT^P03", "M1", "FT1|1|A1||||CG\r")) == "101");
    BOOST_TEST(condition(hl7("ADT^A08", "M2", "PID|1||P1^^^SIM^PI||甲|||X\r")) == "103");
    BOOST_TEST(condition(charge("M3", "5.001")) == "102");
    BOOST_TEST(condition(hl7("DFT^P03", "", kPatient)) == "101");
    BOOST_TEST(bench.host.kept().empty());
}

BOOST_AUTO_TEST_CASE(a_message_in_gb18030_is_read_and_answered_in_gb18030) {
    InboundBench bench;
    const std::string utf8 = "MSH|^~\\&|HIS|SIM|ONECARD|HUB|20261121080000||ADT^A08|M1|P|2.4||||||GB 18030-2000\rPID|1||P1^^^SIM^PI||頫\r";
    const std::string bytes = *adapters::codec::charset::fromUtf8(Charset::Gb18030, utf8);
    const std::string answer = MllpClient(bench.port()).ask(bytes);
    BOOST_TEST(textOf(answer, "MSH-18") == "GB 18030-2000");
    const auto file = core::fromJson<hub::contract::PatientUpserted>(bench.host.kept().at(0).events.at(0).content.reveal());
    BOOST_TEST(file->person.name.reveal().text == "頫");
    BOOST_TEST(bench.host.kept()[0].body.reveal() == bytes);
}

BOOST_AUTO_TEST_CASE(case_67_bytes_that_are_not_in_the_charset_of_msh_18_are_not_taken) {
    const std::string utf8 =
        "MSH|^~\\&|HIS|SIM|ONECARD|HUB|20261121080000||ADT^A08|M1|P|2.4||||||UNICODE UTF-8\rPID|1||P1^^^SIM^PI||测试患者\r";
    const std::string bytes = *adapters::codec::charset::fromUtf8(Charset::Gb18030, utf8);
    InboundBench bench;
    const std::string answer = MllpClient(bench.port()).ask(bytes);
    BOOST_TEST(saidBy(answer) == "AE M1");
    BOOST_TEST(textOf(answer, "ERR-3.1") == "102");
    BOOST_TEST(bench.host.kept().empty());
    BOOST_TEST(tests::failsWith(core::Result<void>(bench.host.notices().at(0)), Error::Hl7ContentNotMapped));
}

BOOST_AUTO_TEST_CASE(a_number_that_the_inbox_cannot_hold_is_rejected) {
    InboundBench bench;
    MllpClient his(bench.port());
    const std::string longest(200, '9');
    BOOST_TEST(saidBy(his.ask(charge(longest))) == "AA " + longest);
    BOOST_TEST(saidBy(his.ask(charge(longest + "9"))) == "AR " + longest + "9");
    BOOST_TEST(bench.host.kept().size() == 1U);
}
