#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_trancode/caller.h"

using namespace tests::sim;

namespace {

std::string publish(Hospital& hospital, const common::Report& report) {
    const Reply reply = hospital.control("POST", "/_sim/reports", hub::core::toJson(report, hub::core::Exposure::Revealed));
    BOOST_REQUIRE_MESSAGE(reply.status == 200, reply.body);
    return std::string(*hub::core::JsonDocument::parse(reply.body)->root().member("number")->string());
}

common::Report bloodCount(const std::string& number, const std::string& value) {
    common::Report report;
    report.number = number;
    report.kind = common::ReportKind::Lab;
    report.patient_id = 100001;
    report.visit_kind = "1";
    report.name = "全血";
    report.values = {{.name = "白细胞", .value = value, .unit = "10^9/L", .flag = "H", .range = "3.5-9.5"},
                     {.name = "血红蛋白", .value = "140", .unit = "g/L", .flag = "", .range = "130-175"}};
    return report;
}

Answer labList(Hospital& hospital, const std::string& visit_kind) {
    return hospital.call("7003", withRange({{"PatientID", "100001"}, {"VisitType", visit_kind}, {"PrintFlag", ""}, {"IdCardNum", ""}}));
}

std::string firstResult(Hospital& hospital, const std::string& number) {
    return fieldOf(hospital.call("7004", {{"PatientID", "100001"}, {"VisitType", "1"}, {"LabBillNo", number}}).items().at(0), "ItemResult");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(report_rules)

BOOST_AUTO_TEST_CASE(a_published_lab_report_is_listed_with_its_values) {
    Hospital hospital;
    BOOST_TEST(labList(hospital, "").items().empty());
    const std::string number = publish(hospital, bloodCount("", "12.1"));
    BOOST_TEST(fieldOf(labList(hospital, "").items().at(0), "LabBillNo") == number);
    BOOST_TEST(labList(hospital, "1").items().size() == 1);
    BOOST_TEST(labList(hospital, "3").items().empty());
    BOOST_TEST(firstResult(hospital, number) == "12.1");
    BOOST_TEST(hospital.call("7001", withRange({{"PatientID", "100001"}, {"PrintFlag", ""}})).items().empty());
}

BOOST_AUTO_TEST_CASE(a_correction_replaces_the_values_under_the_same_number) {
    Hospital hospital;
    const std::string number = publish(hospital, bloodCount("", "12.1"));
    BOOST_TEST(publish(hospital, bloodCount(number, "9.1")) == number);
    BOOST_TEST(labList(hospital, "").items().size() == 1);
    BOOST_TEST(firstResult(hospital, number) == "9.1");
}

BOOST_AUTO_TEST_CASE(an_exam_report_has_findings_and_conclusion) {
    Hospital hospital;
    common::Report exam;
    exam.kind = common::ReportKind::Exam;
    exam.patient_id = 100001;
    exam.visit_kind = "1";
    exam.name = "胸部 CT";
    exam.part = "胸部";
    exam.findings = "所见 <正常> & 清晰";
    exam.conclusion = "未见异常";
    const std::string number = publish(hospital, exam);
    BOOST_TEST(hospital.call("7001", withRange({{"PatientID", "100001"}, {"PrintFlag", ""}})).items().size() == 1);
    const auto detail = hospital.call("7002", {{"PatientID", "100001"}, {"VisitType", ""}, {"ExamBillNo", number}}).items();
    BOOST_TEST(fieldOf(detail.at(0), "ExamImgDesc") == "所见 <正常> & 清晰");
    BOOST_TEST(hospital.call("7002", {{"PatientID", "100002"}, {"VisitType", ""}, {"ExamBillNo", number}}).items().empty());
}

BOOST_AUTO_TEST_CASE(visits_and_the_pharmacy_queue_follow_from_receipts) {
    Hospital hospital;
    const std::string bill = hospital.raiseCharge(100002);
    const Tags holder{{"CardType", "1"}, {"CardNum", "C00000002"}, {"PatientId", "100002"}};
    hospital.call("3005", card(100002, {{"Amt", "36.25"}, {"OrderNo", "O1"}, {"PayType", "22"}}));
    BOOST_TEST(hospital.call("5002", holder).items().empty());
    hospital.call("3007", {{"PatientID", "100002"}, {"ApplyNoSet", bill}, {"Cost", "36.25"}});
    BOOST_TEST(hospital.call("5002", holder).items().size() == 1);
    const auto visits = hospital.call("5003", withRange(card(100002))).items();
    BOOST_REQUIRE(visits.size() == 1);
    BOOST_TEST(fieldOf(visits.front(), "NullahNumber") == hospital.books.charge(bill)->visit_number);
    BOOST_TEST(fieldOf(visits.front(), "Cost") == "36.25");
}

BOOST_AUTO_TEST_SUITE_END()
