#include <fstream>
#include <sstream>

#include "adapters/hl7_mllp/events.h"
#include "tests/adapters/hl7_mllp/outbound_bench.h"
#include "tests/support/failures.h"

// patient.update (ADT^A31) and patient.merge (ADT^A40): what is said, what each answer means, and what comes back of it.

namespace {

namespace core = hub::core;
using namespace hub::contract;
using adapters::codec::charset::Charset;
using adapters::codec::hl7v2::Message;
using core::Error;
using tests::frame;
using tests::InboundBench;
using tests::metaOf;
using tests::MllpClient;
using tests::OutboundBench;
using tests::patient;
using tests::saidBy;
using tests::Written;

/// A file of tests/data/hl7_mllp as it is on the wire.
std::string golden(const std::string& name) {
    std::ostringstream content;
    content << std::ifstream("tests/data/hl7_mllp/" + name, std::ios::binary).rdbuf();
    std::string bytes = content.str();
    BOOST_REQUIRE_MESSAGE(!bytes.empty(), name);
    for (char& byte : bytes) byte = byte == '\n' ? '\r' : byte;
    return bytes;
}

PersonDetails person() {
    PersonDetails person;
    person.name = core::Sensitive(core::PersonName{"测试甲"});
    person.sex = Sex::Male;
    person.birth_date = core::Sensitive(*core::Date::parse("1990-01-01"));
    person.certificate = Certificate{CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{"379999199001019015"})};
    person.phone = core::Sensitive(core::PhoneNumber{"13900000001"});
    person.address = core::Sensitive(std::string("测试路 1 号"));
    return person;
}

PatientUpdate::Request update() { return {patient("P100001"), person()}; }
PatientMerge::Request merge() { return {patient("P100001"), patient("P100002"), person()}; }

std::string segmentOf(const std::string& message, const std::string& id) {
    const std::size_t begin = message.find("\r" + id + "|") + 1;
    return message.substr(begin, message.find('\r', begin) - begin);
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_update_is_an_a31_as_it_was_written_by_hand) {
    BOOST_TEST(*Written().messages.update(metaOf("OC0000000000000031"), update()) == golden("01_update.request.hl7"));
}

BOOST_AUTO_TEST_CASE(a_merge_is_an_a40_as_it_was_written_by_hand) {
    BOOST_TEST(*Written().messages.merge(metaOf("OC0000000000000040"), merge()) == golden("02_merge.request.hl7"));
}

BOOST_AUTO_TEST_CASE(what_is_not_known_of_a_person_is_not_written_over_what_the_hospital_knows) {
    PatientUpdate::Request request{patient(), {}};
    request.person.name = core::Sensitive(core::PersonName{"测试甲"});
    BOOST_TEST(segmentOf(*Written().messages.update(metaOf("OC1"), request), "PID") == "PID|1||P1^^^SIM^PI||测试甲");
    request.person.sex = Sex::NotStated;
    BOOST_TEST(segmentOf(*Written().messages.update(metaOf("OC1"), request), "PID") == "PID|1||P1^^^SIM^PI||测试甲|||O");
    PatientMerge::Request both{patient(), patient("P2"), {}};
    both.person.name = request.person.name;
    BOOST_TEST(segmentOf(*Written().messages.merge(metaOf("OC1"), both), "PID") == "PID|1||P1^^^SIM^PI||测试甲");
}

BOOST_AUTO_TEST_CASE(both_files_of_a_merge_have_the_type_of_number_that_the_hospital_declares) {
    const std::string message = *Written(R"(,"local_number_types":["MR","PI"])").messages.merge(metaOf("OC1"), merge());
    BOOST_TEST(segmentOf(message, "PID").starts_with("PID|1||P100001^^^SIM^MR|"));
    BOOST_TEST(segmentOf(message, "MRG") == "MRG|P100002^^^SIM^MR");
}

BOOST_AUTO_TEST_CASE(a_certificate_that_the_hospital_has_no_type_for_is_not_sent_without_it) {
    PatientUpdate::Request request = update();
    request.person.certificate->kind = CertificateKind::TaiwanPass;
    BOOST_TEST(tests::failsWith(Written().messages.update(metaOf("OC1"), request), Error::CodeNotMapped));
    const Written declared(R"(,"certificate_types":[{"theirs":"TWP","ours":"taiwan_pass"}])");
    BOOST_TEST(declared.messages.update(metaOf("OC1"), request)->find("~379999199001019015^^^^TWP|") != std::string::npos);
    OutboundBench bench;
    BOOST_TEST((bench.call<PatientUpdate>(request).ending == Ending::NotReached));
    BOOST_TEST(bench.toy.messages().empty());
}

BOOST_AUTO_TEST_CASE(a_merge_takes_two_files) {
    const Written written;
    PatientMerge::Request request = merge();
    request.merged = request.local_patient;
    BOOST_TEST(tests::failsWith(written.messages.merge(metaOf("OC1"), request), Error::RequestNotWritable));
    request.merged = patient("");
    BOOST_TEST(tests::failsWith(written.messages.merge(metaOf("OC1"), request), Error::RequestNotWritable));
    request = merge();
    request.local_patient = patient("");
    BOOST_TEST(tests::failsWith(written.messages.merge(metaOf("OC1"), request), Error::RequestNotWritable));
}

BOOST_AUTO_TEST_CASE(an_accepted_update_and_merge_are_done_once_however_often_they_are_sent) {
    OutboundBench bench;
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST((bench.call<PatientUpdate>(update(), "W1").ending == Ending::Done));
        BOOST_TEST((bench.call<PatientMerge>(merge(), "W2").ending == Ending::Done));
    }
    const std::vector<std::string> sent = bench.toy.messages();
    BOOST_REQUIRE(sent.size() == 4U);
    BOOST_TEST(sent[0] == sent[2]);
    BOOST_TEST(sent[1] == sent[3]);
    BOOST_TEST(bench.toy.effects() == 2);
}

BOOST_AUTO_TEST_CASE(a_merge_ends_as_its_answer_says) {
    const struct {
        std::string answer;
        Ending ending;
    } kCases[] = {
        {frame("MSA|AA|{id}"), Ending::Done},
        {frame("MSA|CA|{id}") + frame("MSA|AA|{id}"), Ending::Done},
        {frame("MSA|AE|{id}|?|||E07"), Ending::Refused},
        {frame("MSA|AR|{id}|?|||E11"), Ending::Refused},
        {frame("MSA|CR|{id}"), Ending::Refused},
        {frame("MSA|AE|{id}|?|||X1"), Ending::Unknown},
        {frame("MSA|CA|{id}"), Ending::Unknown},  // the application has not said a word
        {frame("MSA|AA|OTHER"), Ending::Unknown},
        {"\x0Bnot hl7\x1C\r", Ending::Unknown},
    };
    for (const auto& row : kCases) {
        OutboundBench bench(R"(,"answer_within":"200ms")");
        bench.toy.answerNextWith(row.answer);
        bench.toy.answerNextWith(row.answer);
        BOOST_TEST((bench.call<PatientMerge>(merge(), "W1").ending == row.ending), row.answer);
        if (row.ending == Ending::Unknown) continue;  // its connection may be waiting for the rest
        BOOST_TEST((bench.call<PatientUpdate>(update(), "W2").ending == row.ending), row.answer);
    }
    OutboundBench bench;
    bench.toy.answerNextWith(frame("MSA|AE|{id}|?|||E07"));
    BOOST_TEST((bench.call<PatientMerge>(merge()).refusal->reason == RefusalReason::NoSuchPatient));
}

BOOST_AUTO_TEST_CASE(a_lost_answer_leaves_a_merge_open_and_the_second_send_brings_the_first_answer) {
    OutboundBench bench;
    bench.toy.fail(tests::conformance::Fault::LoseAnswer, 1);
    BOOST_TEST((bench.call<PatientMerge>(merge()).ending == Ending::Unknown));
    BOOST_TEST((handlerOf<PatientMerge>(bench.instance())->inquire(metaOf("W1"), merge()).finding == Finding::CannotTell));
    BOOST_TEST((bench.call<PatientMerge>(merge()).ending == Ending::Done));
    BOOST_TEST(bench.toy.effects() == 1);
}

BOOST_AUTO_TEST_CASE(both_promise_the_same_answer_to_a_second_send_and_no_question) {
    OutboundBench bench;
    int found = 0;
    for (const Capability& capability : bench.instance().capabilities()) {
        if (capability.operation != PatientUpdate::kName && capability.operation != PatientMerge::kName) continue;
        ++found;
        BOOST_TEST((capability.asks_by == AsksBy::Nothing));
        BOOST_TEST((capability.repeat == Repeat::SameAnswer));
    }
    BOOST_TEST(found == 2);
}

BOOST_AUTO_TEST_CASE(a_hospital_without_merges_still_has_updates) {
    OutboundBench bench(R"(,"not_offered":["patient.merge"])");
    BOOST_TEST((handlerOf<PatientMerge>(bench.instance()) == nullptr));
    BOOST_TEST((bench.call<PatientUpdate>(update()).ending == Ending::Done));
    OutboundBench other(R"(,"not_offered":["patient.update","patient.create"])");
    BOOST_TEST((handlerOf<PatientUpdate>(other.instance()) == nullptr));
    BOOST_TEST((handlerOf<PatientCreate>(other.instance()) == nullptr));
    BOOST_TEST((other.call<PatientMerge>(merge()).ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(a_hospitals_own_a40_about_our_merge_says_that_merge_and_nothing_else) {
    InboundBench bench;
    MllpClient his(bench.port());
    const std::string answer = his.ask(golden("11_merge.push.hl7"));
    BOOST_TEST(saidBy(answer) == "AA SIM0000000000000001");
    BOOST_TEST(his.ask(golden("11_merge.push.hl7")) == answer);
    BOOST_REQUIRE(bench.host.kept().size() == 1U);
    const std::vector<Event> events = bench.host.kept()[0].events;
    BOOST_REQUIRE(events.size() == 1U);
    BOOST_TEST(events[0].type == PatientMerged::kEvent);
    BOOST_TEST(events[0].local_patient.reveal().text == merge().local_patient.reveal().text);
    BOOST_TEST(core::fromJson<PatientMerged>(events[0].content.reveal())->merged.reveal().text == merge().merged.reveal().text);
}

BOOST_AUTO_TEST_CASE(our_own_messages_that_come_back_are_not_taken_even_at_a_port_that_takes_every_sender) {
    InboundPolicy own_port;
    own_port.port = 0;
    for (const InboundPolicy& policy : {InboundPolicy(), own_port}) {
        InboundBench bench(policy);
        MllpClient his(bench.port());
        BOOST_TEST(saidBy(his.ask(golden("02_merge.request.hl7"))) == "AR OC0000000000000040");
        BOOST_TEST(saidBy(his.ask(golden("01_update.request.hl7"))) == "AR OC0000000000000031");
        BOOST_TEST(bench.host.kept().empty());
        BOOST_TEST(bench.host.notices().size() == 2U);
        BOOST_TEST(tests::failsWith(core::Result<void>(bench.host.notices().at(0)), Error::Hl7SenderUnknown));
    }
}
