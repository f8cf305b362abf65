#include <boost/test/unit_test.hpp>

#include "adapters/hl7_mllp/events.h"
#include "tests/adapters/hl7_mllp/inbound_bench.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using adapters::codec::charset::Charset;
using adapters::codec::hl7v2::Message;
using adapters::hl7_mllp::Events;
using adapters::hl7_mllp::eventsOf;
using adapters::hl7_mllp::Settings;
using adapters::hl7_mllp::Words;
using core::Error;

const std::string kPatient = "PID|1||P1^^^SIM^PI||测试乙||19500202|F\r";

Words wordsWith(const std::string& more) {
    const auto read = adapters::kit::readSettings<Settings>(
        R"({"host":"127.0.0.1","port":9100,"senders":[{"application":"HIS","facility":"SIM"}])" + more + "}");
    BOOST_REQUIRE(!read.problems.any());
    return *Words::make(read.value);
}

core::Result<std::optional<Events>> mapped(const std::string& type, const std::string& segments, const std::string& more = "") {
    const core::Result<Message> message = Message::parse(tests::hl7(type, "M1", segments), Charset::Utf8);
    BOOST_REQUIRE(message.ok());
    return eventsOf(*message, wordsWith(more));
}

Events eventsIn(const std::string& type, const std::string& segments, const std::string& more = "") {
    const auto events = mapped(type, segments, more);
    if (!events.ok()) BOOST_FAIL(events.failure().message(core::Language::English));
    BOOST_REQUIRE(events->has_value());
    return **events;
}

template <class Content>
Content contentOf(const Event& event) {
    BOOST_TEST(event.type == Content::kEvent);
    const core::Result<Content> content = core::fromJson<Content>(event.content.reveal());
    BOOST_REQUIRE(content.ok());
    return *content;
}

std::string ft1(int number, std::string_view type, std::string_view quantity, std::string_view amount, std::string_view charge = "A1",
                std::string_view our_payment = "") {
    return "FT1|" + std::to_string(number) + "|Q1|" + std::string(our_payment) + "|20300102093000||" + std::string(type) +
           "|A01^测试片^SIM^" + std::to_string(number) + "|西药|10mg*20|" + std::string(quantity) + "|" + std::string(amount) +
           "&CNY|12.50&CNY|D02^测试外科||||A||||1003^测试医师三||" + std::string(charge) + "\r";
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_new_file_tells_who_it_is_and_which_request_it_answers) {
    const Events events = eventsIn("ADT^A28^ADT_A05",
                                   "PID|1||100007^^^SIM^PI~OC01^^^ONECARD^PT~999999199707070077^^^^NNCHN~62007^^^ONECARD^HC~H9^^^SIM^HC||"
                                   "后来者||19970707|M|||测试路 7 号||13900000007\r");
    BOOST_TEST(events.size() == 1U);
    BOOST_TEST(events[0].local_patient.reveal().text == "100007");
    const auto file = contentOf<PatientUpserted>(events[0]);
    BOOST_TEST(file.person.name.reveal().text == "后来者");
    BOOST_TEST((file.person.sex == Sex::Male));
    BOOST_TEST(file.person.birth_date->reveal().text() == "1997-07-07");
    BOOST_TEST(file.person.phone->reveal().text == "13900000007");
    BOOST_TEST((file.person.certificate->kind == CertificateKind::ResidentId));
    BOOST_TEST(file.our_number.value_or("") == "OC01");
    BOOST_TEST(file.credentials.size() == 2U);
    BOOST_TEST((file.credentials[0].kind == CredentialKind::RegionalCard));
    BOOST_TEST((file.credentials[1].kind == CredentialKind::HospitalCard));
}

BOOST_AUTO_TEST_CASE(a_number_of_another_system_is_not_our_number) {
    const auto file = contentOf<PatientUpserted>(eventsIn("ADT^A08", "PID|1||P1^^^SIM^PI~X1^^^OTHER^PT||甲\r")[0]);
    BOOST_TEST(!file.our_number.has_value());
}

BOOST_AUTO_TEST_CASE(a_file_without_a_number_of_the_declared_type_is_not_taken) {
    BOOST_TEST(tests::failsWith(mapped("ADT^A08", "PID|1||P1^^^SIM^VN||甲\r"), Error::Hl7ContentNotMapped));
    BOOST_TEST(mapped("ADT^A08", "PID|1||P1^^^SIM^VN||甲\r", R"(,"local_number_types":["VN"])").ok());
    BOOST_TEST(tests::failsWith(mapped("ADT^A08", "EVN|A08\r"), Error::Hl7ContentNotMapped));
}

BOOST_AUTO_TEST_CASE(a_sex_that_nobody_declared_is_not_guessed) {
    const std::string segments = "PID|1||P1^^^SIM^PI||甲|||男\r";
    BOOST_TEST(tests::failsWith(mapped("ADT^A08", segments), Error::CodeNotMapped));
    const std::string rows = R"(,"sexes":[{"theirs":"男","ours":"male"}])";
    BOOST_TEST((contentOf<PatientUpserted>(eventsIn("ADT^A08", segments, rows)[0]).person.sex == Sex::Male));
}

BOOST_AUTO_TEST_CASE(a_merge_names_the_file_that_stays_and_the_one_that_is_gone) {
    const Events events = eventsIn("ADT^A40", "PID|1||P2^^^SIM^PI||甲\rMRG|P1^^^SIM^PI\r");
    BOOST_TEST(events[0].local_patient.reveal().text == "P2");
    BOOST_TEST(contentOf<PatientMerged>(events[0]).merged.reveal().text == "P1");
    BOOST_TEST(tests::failsWith(mapped("ADT^A40", "PID|1||P2^^^SIM^PI||甲\rMRG|P2^^^SIM^PI\r"), Error::Hl7ContentNotMapped));
}

BOOST_AUTO_TEST_CASE(a_merge_of_two_pairs_keeps_them_apart) {
    const Events events = eventsIn("ADT^A40", "PID|1||P2^^^SIM^PI\rMRG|P1^^^SIM^PI\rPID|1||P4^^^SIM^PI\rMRG|P3^^^SIM^PI\r");
    BOOST_TEST(events.size() == 2U);
    BOOST_TEST(events[1].local_patient.reveal().text == "P4");
    BOOST_TEST(contentOf<PatientMerged>(events[1]).merged.reveal().text == "P3");
}

BOOST_AUTO_TEST_CASE(the_lines_of_a_charge_add_up_to_its_total) {
    const Events events =
        eventsIn("DFT^P03", kPatient + "PV1|1|O|||||||||||||||||V2\r" + ft1(1, "CG", "2.5", "31.25") + ft1(2, "CG", "1", "5.00"));
    BOOST_TEST(events.size() == 1U);
    const Charge charge = contentOf<ChargeCreated>(events[0]).charge;
    BOOST_TEST(charge.key == "A1");
    BOOST_TEST(charge.total.fen() == 3625);
    BOOST_TEST(charge.visit.value_or("") == "V2");
    BOOST_TEST(charge.department == "D02");
    BOOST_TEST(charge.department_name == "测试外科");
    BOOST_TEST(charge.doctor_name.value_or("") == "测试医师三");
    BOOST_TEST(charge.lines.size() == 2U);
    BOOST_TEST(charge.lines[0].key.value_or("") == "1");
    BOOST_TEST(charge.lines[0].quantity->text == "2.5");
    BOOST_TEST(charge.lines[1].amount.fen() == 500);
    BOOST_TEST(charge.version.size() == 32U);
}

BOOST_AUTO_TEST_CASE(the_version_of_a_charge_changes_with_its_lines_and_with_nothing_else) {
    const auto versionOf = [](const std::string& segments) {
        return contentOf<ChargeCreated>(eventsIn("DFT^P03", kPatient + segments)[0]).charge.version;
    };
    const std::string first = versionOf(ft1(1, "CG", "2", "25.00"));
    BOOST_TEST(versionOf("EVN|P03|20300103\r" + ft1(1, "CG", "2", "25.00")) == first);
    BOOST_TEST(versionOf(ft1(1, "CG", "3", "25.00")) != first);
    BOOST_TEST(versionOf(ft1(1, "CG", "2", "25.01")) != first);
    BOOST_TEST(versionOf(ft1(1, "CG", "2", "25.00") + ft1(2, "CG", "1", "1.00")) != first);
}

BOOST_AUTO_TEST_CASE(a_charge_is_cancelled_only_when_all_its_lines_are_zero) {
    BOOST_TEST(contentOf<ChargeCancelled>(eventsIn("DFT^P03", kPatient + ft1(1, "CG", "0", "0.00") + ft1(2, "CG", "0.0", "0.00"))[0]).key ==
               "A1");
    const Events one_left = eventsIn("DFT^P03", kPatient + ft1(1, "CG", "0", "0.00") + ft1(2, "CG", "1", "5.00"));
    BOOST_TEST(contentOf<ChargeCreated>(one_left[0]).charge.total.fen() == 500);
}

BOOST_AUTO_TEST_CASE(a_declared_type_cancels_a_charge) {
    const std::string rows = R"(,"transaction_types":[{"theirs":"AJ","ours":"charge_cancel"}])";
    BOOST_TEST(contentOf<ChargeCancelled>(eventsIn("DFT^P03", kPatient + ft1(1, "AJ", "1", "5.00"), rows)[0]).key == "A1");
}

BOOST_AUTO_TEST_CASE(two_charges_in_one_message_are_two_events) {
    const Events events = eventsIn("DFT^P03", kPatient + ft1(1, "CG", "1", "5.00", "A1") + ft1(2, "CG", "1", "6.00", "A2"));
    BOOST_TEST(events.size() == 2U);
    BOOST_TEST(contentOf<ChargeCreated>(events[1]).charge.key == "A2");
}

BOOST_AUTO_TEST_CASE(an_amount_that_is_not_whole_fen_is_not_taken) {
    BOOST_TEST(eventsIn("DFT^P03", kPatient + ft1(1, "CG", "1", "5.01")).size() == 1U);
    BOOST_TEST(tests::failsWith(mapped("DFT^P03", kPatient + ft1(1, "CG", "1", "5.001")), Error::MoneyNotYuan));
    BOOST_TEST(tests::failsWith(mapped("DFT^P03", kPatient + ft1(1, "CG", "1", "-5.00")), Error::MoneyNotYuan));
    BOOST_TEST(tests::failsWith(mapped("DFT^P03", kPatient + ft1(1, "CG", "1", "")), Error::Hl7ContentNotMapped));
}

BOOST_AUTO_TEST_CASE(a_bill_of_types_nobody_declared_is_no_event_and_half_of_one_is_refused) {
    const auto none = mapped("DFT^P03", kPatient + ft1(1, "ZZ", "1", "5.00"));
    BOOST_TEST((none.ok() && !none->has_value()));
    BOOST_TEST(tests::failsWith(mapped("DFT^P03", kPatient + ft1(1, "CG", "1", "5.00") + ft1(2, "ZZ", "1", "5.00")), Error::CodeNotMapped));
}

BOOST_AUTO_TEST_CASE(key_and_version_of_a_charge_come_from_declared_fields) {
    const std::string places =
        R"(,"fields":[{"field":"charge.key","places":["PV1-19.1+FT1-4"]},{"field":"charge.version","places":["FT1-2"]}])";
    const Events events = eventsIn("DFT^P03", kPatient + "PV1|1|O|||||||||||||||||V2\r" + ft1(1, "CG", "1", "5.00"), places);
    BOOST_TEST(contentOf<ChargeCreated>(events[0]).charge.key == "V2/20300102093000");
    BOOST_TEST(contentOf<ChargeCreated>(events[0]).charge.version == "Q1");
}

BOOST_AUTO_TEST_CASE(a_refund_that_the_hospital_wants_names_its_lines_and_their_sum) {
    const Events events = eventsIn("DFT^P03", kPatient + ft1(1, "CD", "2", "25.00", "A1", "OC7") + ft1(2, "CD", "1", "5.00", "A1", "OC7"));
    BOOST_TEST(events.size() == 1U);
    const auto request = contentOf<RefundRequested>(events[0]);
    BOOST_TEST(request.charge == "A1");
    BOOST_TEST(request.their_number == "Q1");
    BOOST_TEST(request.amount.fen() == 3000);
    BOOST_TEST(request.lines == (std::vector<std::string>{"1", "2"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_booking_is_known_by_the_number_that_is_declared) {
    const std::string segments = "SCH|OC11|B2|||T6|CHECKED_IN|||||^^^20300102143000^20300102150000||||||||||||||Started\r" + kPatient +
                                 "RGS|1|A\rAIP|1||1001^测试医师一\r";
    const HospitalBooking booking = contentOf<BookingChanged>(eventsIn("SIU^S14", segments)[0]).booking;
    BOOST_TEST(booking.number == "OC11");
    BOOST_TEST(booking.slot == "T6");
    BOOST_TEST(booking.doctor == "1001");
    BOOST_TEST(booking.day.text() == "2030-01-02");
    BOOST_TEST(booking.begin.value_or("") == "14:30");
    BOOST_TEST(booking.end.value_or("") == "15:00");
    BOOST_TEST((booking.state == BookingState::CheckedIn));
    BOOST_TEST(contentOf<BookingChanged>(eventsIn("SIU^S14", segments, R"(,"booking_number":"filler")")[0]).booking.number == "B2");
    BOOST_TEST((contentOf<BookingChanged>(eventsIn("SIU^S15", segments)[0]).booking.state == BookingState::Cancelled));
}

BOOST_AUTO_TEST_CASE(slots_that_are_taken_out_are_one_stop_a_clinic_and_others_are_none) {
    const auto slot = [](std::string_view action, std::string_view number, std::string_view session) {
        return "MFE|" + std::string(action) + "||20300102093000|" + std::string(number) + "|CE\rZSL|" + std::string(number) +
               "|D02^外科|1003^医师三^主治|20300102|" + std::string(session) + "|0800|0830|5|5|10.00|1 层|01|停诊\r";
    };
    const std::string head = "MFI|SLT^号源^SIM||UPD|||AL\r";
    const Events events = eventsIn("MFN^Z01", head + slot("MDC", "T1", "1") + slot("MDC", "T2", "1") + slot("MDC", "T3", "2"));
    BOOST_TEST(events.size() == 2U);
    const ClinicStop stop = contentOf<ClinicStopped>(events[0]).stop;
    BOOST_TEST(stop.department == "D02");
    BOOST_TEST(stop.doctor == "1003");
    BOOST_TEST(stop.day.text() == "2030-01-02");
    BOOST_TEST((stop.session == Session::Morning));
    BOOST_TEST(stop.reason.value_or("") == "停诊");
    BOOST_TEST((contentOf<ClinicStopped>(events[1]).stop.session == Session::Afternoon));
    const auto offered = mapped("MFN^Z01", head + slot("MAD", "T1", "1"));
    BOOST_TEST((offered.ok() && !offered->has_value()));
    BOOST_TEST(tests::failsWith(mapped("MFN^Z01", head + slot("MDC", "T1", "9")), Error::CodeNotMapped));
}

BOOST_AUTO_TEST_CASE(a_report_carries_status_critical_flag_lines_and_comments) {
    const std::string report =
        "OBR|1||L1^SIM|^血常规^SIM|||20300102093000|||||||||||||||20300102093000||LAB|C\r"
        "OBX|1|NM|W^白细胞^SIM||12.3|10\\S\\9/L|3.5-9.5|HH|||C\rNTE|1||已复核\rOBX|2|ED|^报告^SIM||^AP^^Base64^QUJD||||||F\r";
    const Report read = contentOf<ReportPublished>(eventsIn("ORU^R01", kPatient + report)[0]).report;
    BOOST_TEST(read.header.key == "L1");
    BOOST_TEST(read.header.title == "血常规");
    BOOST_TEST((read.header.status == ReportStatus::Corrected));
    BOOST_TEST(read.header.critical);
    BOOST_TEST(read.lines.size() == 1U);
    BOOST_TEST(read.lines[0].value.reveal() == "12.3");
    BOOST_TEST(read.lines[0].unit.value_or("") == "10^9/L");
    BOOST_TEST(read.conclusion->reveal() == "已复核");
}

BOOST_AUTO_TEST_CASE(a_report_of_an_examination_has_findings_and_a_conclusion) {
    const std::string report =
        "OBR|1||E1|^胸部CT^SIM|||20300102093000|||||||||||||||20300102093000||RAD|F\r"
        "OBX|1|TX|FINDINGS^检查所见||清晰。\\.br\\未见实变。||||||F\rOBX|2|TX|IMPRESSION^检查结论||未见异常||||||F\r";
    const Report read = contentOf<ReportPublished>(eventsIn("ORU^R01", kPatient + report)[0]).report;
    BOOST_TEST((read.header.kind == ReportKind::Examination));
    BOOST_TEST(read.findings->reveal() == "清晰。\n未见实变。");
    BOOST_TEST(read.conclusion->reveal() == "未见异常");
    BOOST_TEST(!read.header.critical);
}

BOOST_AUTO_TEST_CASE(reports_of_two_patients_in_one_message_are_not_mixed) {
    const std::string one = "OBR|1||L1|^甲^SIM|||20300102|||||||||||||||20300102||LAB|F\r";
    const std::string two = "PID|2||P9^^^SIM^PI||丙\rOBR|1||L2|^乙^SIM|||20300102|||||||||||||||20300102||LAB|X\r";
    const Events events = eventsIn("ORU^R01", kPatient + "PV1|1|O|||||||||||||||||V1\r" + one + two);
    BOOST_TEST(events.size() == 2U);
    BOOST_TEST(events[0].local_patient.reveal().text == "P1");
    BOOST_TEST(contentOf<ReportPublished>(events[0]).report.header.visit.value_or("") == "V1");
    BOOST_TEST(events[1].local_patient.reveal().text == "P9");
    BOOST_TEST(!contentOf<ReportPublished>(events[1]).report.header.visit.has_value());
    BOOST_TEST((contentOf<ReportPublished>(events[1]).report.header.status == ReportStatus::Withdrawn));
}

BOOST_AUTO_TEST_CASE(a_time_that_does_not_exist_is_not_taken) {
    const std::string report = "OBR|1||L1|^甲^SIM|||20300102|||||||||||||||20300231||LAB|F\r";
    BOOST_TEST(tests::failsWith(mapped("ORU^R01", kPatient + report), Error::Hl7TimestampNotValid));
}
