// 2201 to 2203 and 24xx.
#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;

namespace {

std::string cancelInput(Bench& bench, std::string_view mdtrt_id, std::string_view certno, std::string_view ipt_otp_no = "OP0001") {
    return wrapped("data", object({{"psn_no", bench.psnNo(certno)}, {"mdtrt_id", mdtrt_id}, {"ipt_otp_no", ipt_otp_no}}));
}

std::string dischargeInput(Bench& bench, std::string_view mdtrt_id, std::string_view certno, std::string_view insutype = "310") {
    const std::string info = object({{"mdtrt_id", mdtrt_id},
                                     {"psn_no", bench.psnNo(certno)},
                                     {"insutype", insutype},
                                     {"endtime", "2030-01-02 09:20:00"},
                                     {"dscg_dept_codg", "A03"},
                                     {"dscg_dept_name", "测试内科"},
                                     {"dscg_way", "1"}});
    const std::string diagnoses = member(bench.admissionInput(certno), "diseinfo");
    return "{\"dscginfo\":" + info + ",\"diseinfo\":" + diagnoses + "}";
}

std::string changeInput(Bench& bench, std::string_view mdtrt_id, std::string_view certno) {
    const std::string input = bench.admissionInput(certno);
    return replaced(replaced(input, "\"mdtrtinfo\":{", "\"adminfo\":{\"mdtrt_id\":\"" + std::string(mdtrt_id) + "\","),
                    "\"adm_bed\":\"12\"", "\"adm_bed\":\"13\"");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visits)

BOOST_AUTO_TEST_CASE(a_visit_is_opened_for_somebody_who_is_there_and_pays_in_their_area) {
    Bench bench;
    const Said said = bench.ask("2201", bench.visitInput(kZhao));
    BOOST_TEST(said.code == "0");
    BOOST_TEST(member(said.output, "data.psn_no") == bench.psnNo(kZhao));
    BOOST_TEST(member(said.output, "data.ipt_otp_no") == "OP0001");
    BOOST_TEST(!member(said.output, "data.mdtrt_id").empty());
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kSun, "310")) == "1103");  // does not pay
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kSun, "390")) == "0");
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kZhao, "390")) == "1103");  // has none
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kQian, "390")) == "1104");
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kQian, "390"), {.area = "379800"}) == "0");
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kZhao), {.area = ""}) == "1004");
    BOOST_TEST(bench.codeOf("2201", replaced(bench.visitInput(kZhao), "\"mdtrt_cert_no\":\"" + std::string(kZhao),
                                             "\"mdtrt_cert_no\":\"" + std::string(kSun))) == "1102");
    BOOST_TEST(bench.codeOf("2201", replaced(bench.visitInput(kZhao), bench.psnNo(kZhao), "1")) == "1101");
    for (const char* name : {"psn_no", "insutype", "begntime", "mdtrt_cert_type", "mdtrt_cert_no", "ipt_otp_no", "atddr_no", "dr_name",
                             "dept_code", "dept_name", "caty"}) {
        const Said missing = bench.ask(
            "2201", replaced(bench.visitInput(kZhao), "\"" + std::string(name) + "\":\"", "\"x\":\"\",\"y_" + std::string(name) + "\":\""));
        BOOST_TEST(missing.code == "1004", name);
        BOOST_TEST(member(missing.body, "err_msg") == "缺少或不正确：input.data." + std::string(name));
    }
}

BOOST_AUTO_TEST_CASE(a_visit_is_cancelled_once_and_not_under_charges) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    BOOST_TEST(bench.codeOf("2202", cancelInput(bench, visit, kZhao, "OP0002")) == "2001");
    BOOST_TEST(bench.codeOf("2202", cancelInput(bench, visit, kSun)) == "2001");
    BOOST_TEST(bench.codeOf("2202", cancelInput(bench, "1", kZhao)) == "2001");
    BOOST_TEST(bench.upload(visit, kZhao, {TestLine()}).code == "0");
    BOOST_TEST(bench.codeOf("2202", cancelInput(bench, visit, kZhao)) == "2002");
    const std::string all = wrapped("data", object({{"mdtrt_id", visit}, {"psn_no", bench.psnNo(kZhao)}, {"chrg_bchno", "0000"}}));
    BOOST_TEST(bench.codeOf("2205", all) == "0");
    const Said cancelled = bench.ask("2202", cancelInput(bench, visit, kZhao));
    BOOST_TEST(cancelled.code == "0");
    BOOST_TEST(cancelled.output == "null");
    BOOST_TEST(bench.codeOf("2202", cancelInput(bench, visit, kZhao)) == "2002");
    BOOST_TEST(bench.upload(visit, kZhao, {TestLine()}).code == "2002");
    BOOST_TEST(bench.codeOf("2203", bench.diagnosesInput(visit, kZhao)) == "2002");
}

BOOST_AUTO_TEST_CASE(another_hospital_does_not_see_the_visit) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const std::string sign_in = wrapped("signIn", object({{"opter_no", "OP02"}, {"mac", "00"}, {"ip", "127.0.0.1"}}));
    const auto other = [](std::string& body) {
        for (int i = 0; i < 2; ++i) body = replaced(body, kHospital, "H37990000002");
    };
    const std::string sign_no = member(bench.ask("9001", sign_in, {.sign_no = "", .body = other}).output, "signinoutb.sign_no");
    BOOST_TEST(bench.codeOf("2202", cancelInput(bench, visit, kZhao), {.sign_no = sign_no, .body = other}) == "2001");
}

BOOST_AUTO_TEST_CASE(diagnoses_replace_those_before_and_have_at_most_one_main_one) {
    Bench bench;
    const std::string visit = bench.visit(kZhao, "310", "11");
    const std::string input = bench.diagnosesInput(visit, kZhao, "14");
    BOOST_TEST(bench.codeOf("2203", input) == "0");
    BOOST_TEST(bench.upload(visit, kZhao, {TestLine()}).code == "0");
    BOOST_TEST(bench.codeOf("2206", bench.settleInput(visit, kZhao, "100.00", "310", "B1", "11")) == "1004");
    BOOST_TEST(bench.codeOf("2206", bench.settleInput(visit, kZhao, "100.00", "310", "B1", "14")) == "0");
    const std::string one = member(input, "diseinfo.0");
    BOOST_TEST(bench.codeOf("2203", replaced(input, "\"diseinfo\":[", "\"diseinfo\":[" + one + ",")) == "1004");
    BOOST_TEST(bench.codeOf("2203", bench.diagnosesInput(visit, kZhao, "21")) == "1004");
    BOOST_TEST(bench.codeOf("2203", replaced(input, "\"vali_flag\":\"1\"", "\"vali_flag\":\"0\"")) == "1004");
    BOOST_TEST(bench.codeOf("2203", bench.diagnosesInput("1", kZhao)) == "2001");
}

BOOST_AUTO_TEST_CASE(an_admission_has_exactly_one_main_diagnosis) {
    Bench bench;
    const std::string input = bench.admissionInput(kZhao);
    BOOST_TEST(bench.codeOf("2401", input) == "0");
    BOOST_TEST(bench.codeOf("2401", replaced(input, "\"maindiag_flag\":\"1\"", "\"maindiag_flag\":\"0\"")) == "1004");
    BOOST_TEST(bench.codeOf("2401", replaced(input, "\"maindiag_flag\":\"0\"", "\"maindiag_flag\":\"1\"")) == "1004");
    BOOST_TEST(bench.codeOf("2401", replaced(input, "\"med_type\":\"21\"", "\"med_type\":\"11\"")) == "1004");
    BOOST_TEST(bench.codeOf("2401", bench.admissionInput(kSun, "310")) == "1103");
    BOOST_TEST(bench.codeOf("2401", bench.admissionInput(kQian, "390")) == "1104");
}

BOOST_AUTO_TEST_CASE(an_inpatient_is_discharged_and_back_and_cancelled_in_order) {
    Bench bench;
    const std::string visit = bench.admission(kZhao);
    const std::string of = wrapped("data", object({{"mdtrt_id", visit}, {"psn_no", bench.psnNo(kZhao)}}));
    BOOST_TEST(bench.codeOf("2405", of) == "2002");
    BOOST_TEST(bench.codeOf("2403", changeInput(bench, visit, kZhao)) == "0");
    BOOST_TEST(bench.books("visit").find("\\\"adm_bed\\\":\\\"13\\\"") != std::string::npos);
    BOOST_TEST(bench.codeOf("2402", dischargeInput(bench, visit, kZhao, "390")) == "1004");
    BOOST_TEST(bench.codeOf("2402", dischargeInput(bench, visit, kZhao)) == "0");
    BOOST_TEST(bench.codeOf("2402", dischargeInput(bench, visit, kZhao)) == "2002");
    BOOST_TEST(bench.codeOf("2403", changeInput(bench, visit, kZhao)) == "2002");
    BOOST_TEST(bench.codeOf("2404", of) == "2002");
    BOOST_TEST(bench.codeOf("2301", bench.linesInput(visit, kZhao, {TestLine()})) == "2002");
    BOOST_TEST(bench.codeOf("2405", of) == "0");
    BOOST_TEST(bench.codeOf("2301", bench.linesInput(visit, kZhao, {TestLine()})) == "0");
    BOOST_TEST(bench.codeOf("2404", of) == "2002");
    const std::string all = wrapped("data", object({{"mdtrt_id", visit}, {"psn_no", bench.psnNo(kZhao)}, {"feedetl_sn", "0000"}}));
    BOOST_TEST(bench.codeOf("2302", all) == "0");
    BOOST_TEST(bench.codeOf("2404", of) == "0");
    BOOST_TEST(bench.codeOf("2404", of) == "2002");
}

BOOST_AUTO_TEST_CASE(a_discharge_that_is_settled_is_not_cancelled) {
    Bench bench;
    const std::string visit = bench.admission(kZhao);
    BOOST_TEST(bench.codeOf("2301", bench.linesInput(visit, kZhao, {TestLine()})) == "0");
    BOOST_TEST(bench.codeOf("2402", dischargeInput(bench, visit, kZhao)) == "0");
    const Said settled = bench.ask("2304", bench.settleInput(visit, kZhao, "100.00", "310", "B1", "21"));
    BOOST_TEST(settled.code == "0");
    const std::string of = wrapped("data", object({{"mdtrt_id", visit}, {"psn_no", bench.psnNo(kZhao)}}));
    BOOST_TEST(bench.codeOf("2405", of) == "2002");
    BOOST_TEST(bench.codeOf("2305", bench.revokeInput(member(settled.output, "setlinfo.setl_id"), visit, kZhao)) == "0");
    BOOST_TEST(bench.codeOf("2405", of) == "0");
}

BOOST_AUTO_TEST_CASE(outpatient_calls_do_not_see_inpatients_nor_the_other_way) {
    Bench bench;
    const std::string out = bench.visit(kZhao);
    const std::string in = bench.admission(kZhao);
    BOOST_TEST(bench.codeOf("2204", bench.linesInput(in, kZhao, {TestLine()})) == "2001");
    BOOST_TEST(bench.codeOf("2301", bench.linesInput(out, kZhao, {TestLine()})) == "2001");
    BOOST_TEST(bench.codeOf("2202", cancelInput(bench, in, kZhao, "IP0001")) == "2001");
    BOOST_TEST(bench.codeOf("2404", wrapped("data", object({{"mdtrt_id", out}, {"psn_no", bench.psnNo(kZhao)}}))) == "2001");
}

BOOST_AUTO_TEST_SUITE_END()
