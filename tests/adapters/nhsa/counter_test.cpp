#include <fmt/format.h>

#include "tests/adapters/nhsa/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using namespace tests::nhsa;
using core::Error;
using tests::troubleOf;
using tests::conformance::Fault;

VisitRegister::Request registration(VisitKind kind) {
    VisitRegister::Request request;
    request.visit = visitOf(kind);
    request.visit.visit.clear();
    request.credential = voucher();
    request.began_at = {kGoldenMs};
    request.department = "D1";
    request.department_name = "内科";
    request.doctor = "DR1";
    request.doctor_name = "医师甲";
    request.bed = "12";
    request.diagnoses = {diagnosisOf(true), diagnosisOf(false)};
    return request;
}

SettlementRevoke::Request revocation(std::int64_t fen) {
    SettlementRevoke::Request request;
    request.visit = visitOf();
    request.number = fmt::format("L{}", fen);
    request.credential = voucher();
    request.settled = amountsOf(fen, 0, 0, 0);
    return request;
}

const std::string kTwoDiagnoses =
    R"("diseinfo":[{"diag_type":"1","diag_srt_no":"1","diag_code":"J00","diag_name":"感冒","diag_dept":"D1","dise_dor_no":"DR1",)"
    R"("dise_dor_name":"医师甲","diag_time":"2030-01-02 09:30:00","vali_flag":"1","maindiag_flag":"1"},)"
    R"({"diag_type":"1","diag_srt_no":"2","diag_code":"R05","diag_name":"咳嗽","diag_dept":"D1","dise_dor_no":"DR1",)"
    R"("dise_dor_name":"医师甲","diag_time":"2030-01-02 09:30:00","vali_flag":"1","maindiag_flag":"0"}])";

/// An output of a settlement of 10.00 with one member put in place of another.
std::string settled(std::string_view from = "", std::string_view to = "") {
    const std::string output = fmt::format(
        R"({{"setlinfo":{{"psn_no":"P370200000001","mdtrt_id":"M0001","medfee_sumamt":10,"fund_pay_sumamt":"4.00","acct_pay":3,)"
        R"("psn_cash_pay":"2.00","hosp_part_amt":1,"acct_mulaid_pay":"0","setl_id":"L1","setl_time":"2030-01-02 09:30:00",)"
        R"("medins_setl_id":"{}"}},"setldetail":[{{"fund_pay_type":"310100","fund_payamt":4}}]}})",
        kMsgid);
    return from.empty() ? output : replaced(output, from, to);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_person_is_found_with_every_insurance_also_those_that_do_not_pay) {
    CounterBench bench;
    InsuredFind::Request request;
    request.credential = {CredentialKind::Certificate, core::Sensitive<std::string>(tests::conformance::numberOf(7)), std::nullopt};
    request.name = core::Sensitive(core::PersonName{tests::conformance::nameOf(7)});
    const auto outcome = bench.call<InsuredFind>(request);
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(outcome.result->insured_number.reveal() == "P00007");
    BOOST_TEST(outcome.result->person.name.reveal().text == tests::conformance::nameOf(7));
    BOOST_TEST((outcome.result->person.sex == Sex::Female));
    BOOST_TEST(outcome.result->person.birth_date->reveal().text() == "1990-03-01");
    BOOST_TEST((outcome.result->person.certificate->kind == CertificateKind::ResidentId));
    const auto& insurances = outcome.result->insurances;
    BOOST_REQUIRE(insurances.size() == 2U);
    BOOST_TEST(
        (insurances[0].type == "310" && insurances[0].person_type == "11" && insurances[0].active && insurances[0].area == "370200"));
    BOOST_TEST(insurances[0].balance->fen() == 45050);
    BOOST_TEST((insurances[1].type == "390" && !insurances[1].active && insurances[1].area == "370100" && !insurances[1].balance));
    BOOST_TEST(bench.insurer.lastInput("1101") ==
               fmt::format(R"({{"data":{{"mdtrt_cert_type":"02","mdtrt_cert_no":"{0}","card_sn":"","psn_cert_type":"01","certno":"{0}",)"
                           R"("psn_name":"{1}"}}}})",
                           tests::conformance::numberOf(7), tests::conformance::nameOf(7)));
    BOOST_TEST(!holds(bench.insurer.lastCall("1101").body, "insuplc_admdvs"));  // nobody is named by psn_no yet

    request.credential = {CredentialKind::SocialSecurityCard, core::Sensitive<std::string>("C00000007"), "SN1"};
    request.name.reset();
    BOOST_TEST((bench.call<InsuredFind>(request).ending == Ending::Done));
    BOOST_TEST(
        bench.insurer.lastInput("1101") ==
        R"({"data":{"mdtrt_cert_type":"03","mdtrt_cert_no":"C00000007","card_sn":"SN1","psn_cert_type":"","certno":"","psn_name":""}})");
}

BOOST_AUTO_TEST_CASE(an_answer_about_another_persons_certificate_is_not_taken) {
    CounterBench bench;
    bench.insurer.sayOutput(
        "1101",
        R"({"baseinfo":{"psn_no":"P1","psn_cert_type":"01","certno":"990101199003000019","psn_name":"甲","gend":"1"},"insuinfo":[]})");
    const auto outcome = bench.call<InsuredFind>(
        {{CredentialKind::Certificate, core::Sensitive<std::string>(tests::conformance::numberOf(7)), std::nullopt}, std::nullopt});
    BOOST_TEST((outcome.ending == Ending::Unknown));
    BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::PeerAnswerNotValid));
}

BOOST_AUTO_TEST_CASE(a_visit_is_registered_as_its_kind_is) {
    CounterBench bench;
    const auto outpatient = bench.call<VisitRegister>(registration(VisitKind::Outpatient));
    BOOST_REQUIRE((outpatient.ending == Ending::Done));
    BOOST_TEST(outpatient.result->visit == "MP370200000001");
    BOOST_TEST(bench.insurer.lastInput("2201") ==
               R"({"data":{"psn_no":"P370200000001","insutype":"310","begntime":"2030-01-02 09:30:00","mdtrt_cert_type":"01",)"
               R"("mdtrt_cert_no":"00000000000000000000000000000001","ipt_otp_no":"V0001","atddr_no":"DR1","dr_name":"医师甲",)"
               R"("dept_code":"D1","dept_name":"内科","caty":"D1"}})");
    const auto inpatient = bench.call<VisitRegister>(registration(VisitKind::Inpatient), "H37020000001203001020930000003");
    BOOST_REQUIRE((inpatient.ending == Ending::Done));
    BOOST_TEST(inpatient.result->visit == "AP370200000001");
    BOOST_TEST(bench.insurer.lastInput("2401") ==
               R"({"mdtrtinfo":{"psn_no":"P370200000001","insutype":"310","begntime":"2030-01-02 09:30:00","mdtrt_cert_type":"01",)"
               R"("mdtrt_cert_no":"00000000000000000000000000000001","med_type":"11","ipt_otp_no":"V0001","atddr_no":"DR1",)"
               R"("chfpdr_name":"医师甲","adm_dept_codg":"D1","adm_dept_name":"内科","adm_bed":"12","dscg_maindiag_code":"J00",)"
               R"("dscg_maindiag_name":"感冒"},)" +
                   kTwoDiagnoses + "}");
    BOOST_TEST(holds(bench.insurer.lastCall("2401").body, fmt::format(R"("msgid":"H37020000001203001020930000003")")));
    BOOST_TEST(holds(bench.insurer.lastCall("2401").body, R"("insuplc_admdvs":"370200")"));
}

BOOST_AUTO_TEST_CASE(an_admission_has_exactly_one_main_diagnosis) {
    CounterBench bench;
    for (const int mains : {0, 2}) {
        VisitRegister::Request request = registration(VisitKind::Inpatient);
        for (Diagnosis& one : request.diagnoses) one.main = mains == 2;
        const auto outcome = bench.call<VisitRegister>(request);
        BOOST_TEST((outcome.ending == Ending::NotReached));
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::RequestNotWritable));
    }
    BOOST_TEST(bench.insurer.callsOf("2401") == 0);
}

// Table: what each operation is called for each kind of visit, and the input that is only a few members.
BOOST_AUTO_TEST_CASE(each_kind_of_visit_has_its_calls) {
    CounterBench bench;
    int serial = 100;
    for (const VisitKind kind : {VisitKind::Outpatient, VisitKind::Inpatient}) {
        const bool out = kind == VisitKind::Outpatient;
        const auto next = [&] { return fmt::format("H37020000001203001020930000{}", ++serial); };
        BOOST_TEST((bench.call<VisitCancel>({visitOf(kind)}, next()).ending == Ending::Done));
        BOOST_TEST(bench.insurer.lastInput(out ? "2202" : "2404") ==
                   (out ? R"({"data":{"psn_no":"P370200000001","mdtrt_id":"M0001","ipt_otp_no":"V0001"}})"
                        : R"({"data":{"psn_no":"P370200000001","mdtrt_id":"M0001"}})"));
        BOOST_TEST((bench.call<ChargesRevoke>({visitOf(kind), std::nullopt}, next()).ending == Ending::Done));
        BOOST_TEST(bench.insurer.lastInput(out ? "2205" : "2302") ==
                   (out ? R"({"data":{"mdtrt_id":"M0001","chrg_bchno":"0000","psn_no":"P370200000001"}})"
                        : R"({"data":{"mdtrt_id":"M0001","chrg_bchno":"0000","psn_no":"P370200000001","feedetl_sn":"0000"}})"));
        BOOST_TEST((bench.call<ChargesRevoke>({visitOf(kind), "B7"}, next()).ending == Ending::Done));
        BOOST_TEST(bench.insurer.lastInput(out ? "2205" : "2302") ==
                   R"({"data":{"mdtrt_id":"M0001","chrg_bchno":"B7","psn_no":"P370200000001"}})");
        SettlementOf of = settlementOf(1005);
        of.visit = visitOf(kind);
        of.use_account = false;
        BOOST_TEST((bench.call<SettlementQuote>({of}).ending == Ending::Done));
        BOOST_TEST(holds(bench.insurer.lastInput(out ? "2206" : "2303"), R"("acct_used_flag":"0","insutype":"310"}})"));
        const auto confirmed = bench.call<SettlementConfirm>({of, std::nullopt, std::nullopt}, next());
        BOOST_REQUIRE((confirmed.ending == Ending::Done));
        BOOST_TEST(confirmed.result->settlement.number == "L1005");
        BOOST_TEST(holds(bench.insurer.lastInput(out ? "2207" : "2304"), R"("medfee_sumamt":"10.05")"));
        BOOST_TEST(holds(bench.insurer.lastInput(out ? "2207" : "2304"), R"("invono":"")"));
        SettlementRevoke::Request revoke = revocation(1005);
        revoke.visit = visitOf(kind);
        const auto revoked = bench.call<SettlementRevoke>(revoke, next());
        BOOST_REQUIRE((revoked.ending == Ending::Done));
        BOOST_TEST((revoked.result->revocation.state == SettlementState::Revoked));
        BOOST_TEST(revoked.result->revocation.number == "R1005");
        BOOST_TEST(revoked.result->revocation.amounts.total.fen() == -1005);
        BOOST_TEST(revoked.result->revocation.amounts.funds.at(0).amount.fen() == -1005);
        BOOST_TEST(bench.insurer.lastInput(out ? "2208" : "2305") ==
                   R"({"data":{"setl_id":"L1005","mdtrt_id":"M0001","psn_no":"P370200000001"}})");
    }
}

// Table: the earlier call of a reversal by the word and step of the hub.
BOOST_AUTO_TEST_CASE(a_reversal_names_the_earlier_call) {
    const struct {
        const char* operation;
        const char* outpatient;
        const char* inpatient;
    } rows[] = {{"visit.register", "2201", "2401"},
                {"visit.cancel", "2202", "2404"},
                {"charges.upload", "2204", "2301"},
                {"charges.upload/lines_2", "2204", "2301"},
                {"charges.upload/diagnoses", "2203", ""},
                {"charges.revoke", "2205", "2302"},
                {"settlement.confirm", "2207", "2304"},
                {"settlement.revoke", "2208", "2305"},
                {"settlement.confirm/lines_1", "", ""},
                {"charges.upload/other", "", ""},
                {"settlement.quote", "", ""},
                {"call.reverse", "", ""},
                {"", "", ""}};
    CounterBench bench;
    for (const auto& row : rows) {
        for (const VisitKind kind : {VisitKind::Outpatient, VisitKind::Inpatient}) {
            const std::string infno = kind == VisitKind::Outpatient ? row.outpatient : row.inpatient;
            BOOST_TEST_CONTEXT(row.operation << " " << infno) {
                const auto outcome = bench.call<CallReverse>({visitOf(kind), row.operation, kMsgid, std::nullopt}, "of any form");
                BOOST_TEST((outcome.ending == (infno.empty() ? Ending::NotReached : Ending::Done)));
                if (infno.empty()) {
                    BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::RequestNotWritable));
                } else {
                    BOOST_TEST(bench.insurer.lastInput("2601") ==
                               fmt::format(R"({{"data":{{"psn_no":"P370200000001","omsgid":"{}","oinfno":"{}"}}}})", kMsgid, infno));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reversal_that_is_sent_again_has_a_number_of_its_own) {
    CounterBench bench;
    const CallReverse::Request request{visitOf(), "settlement.confirm", kMsgid, std::nullopt};
    for (int i = 0; i < 2; ++i) BOOST_TEST((bench.call<CallReverse>(request).ending == Ending::Done));
    BOOST_TEST(bench.insurer.callsOf("2601") == 2);  // the toy takes a number once
    BOOST_TEST(bench.insurer.effects() == 1);
}

BOOST_AUTO_TEST_CASE(a_settlement_is_found_revoked_or_not_there) {
    CounterBench bench;
    const SettlementFind::Request request{visitOf(), "L1005", std::nullopt, std::nullopt, std::nullopt};
    const auto found = bench.call<SettlementFind>(request);
    BOOST_REQUIRE((found.ending == Ending::Done && found.result->settlement.has_value()));
    BOOST_TEST((found.result->settlement->state == SettlementState::Settled));
    bench.insurer.sayOutput("5203", settled(R"("setl_id":"L1")", R"("setl_id":"L1005","refd_setl_flag":1)"));
    const auto revoked = bench.call<SettlementFind>(request);
    BOOST_REQUIRE((revoked.ending == Ending::Done));
    BOOST_TEST((revoked.result->settlement->state == SettlementState::Revoked));
    const auto none = bench.call<SettlementFind>({visitOf(), "L0", std::nullopt, std::nullopt, std::nullopt});
    BOOST_TEST((none.ending == Ending::Done && !none.result->settlement.has_value()));
    for (const std::string& output : {settled(), settled(R"("setl_id":"L1")", R"("setl_id":"L1005","refd_setl_flag":"2")")}) {
        bench.insurer.sayOutput("5203", output);
        BOOST_TEST((bench.call<SettlementFind>(request).ending == Ending::Unknown), output);
    }
}

BOOST_AUTO_TEST_CASE(sums_are_compared_for_a_clearing_office) {
    CounterBench bench;
    StatementCheck::Request request;
    request.insurance = "310";
    request.clearing_type = "11";
    request.clearing_office = "370200";
    request.from = {2030, 1, 1};
    request.to = {2030, 1, 2};
    request.total = core::Money::fromFen(1005);
    request.fund = core::Money::fromFen(905);
    request.account = core::Money::fromFen(100);
    request.settlements = 3;
    const auto agrees = bench.call<StatementCheck>(request);
    BOOST_REQUIRE((agrees.ending == Ending::Done));
    BOOST_TEST((agrees.result->agrees && agrees.result->their_text == "sum 10.05"));
    BOOST_TEST(
        bench.insurer.lastInput("3201") ==
        R"({"data":{"insutype":"310","clr_type":"11","setl_optins":"370200","stmt_begndate":"2030-01-01","stmt_enddate":"2030-01-02",)"
        R"("medfee_sumamt":"10.05","fund_pay_sumamt":"9.05","acct_pay":"1.00","fixmedins_setl_cnt":"3"}})");
    bench.insurer.sayOutput("3201", R"({"stmtinfo":{"stmt_rslt":1,"stmt_rslt_dscr":null}})");
    const auto differs = bench.call<StatementCheck>(request);
    BOOST_TEST((differs.ending == Ending::Done && !differs.result->agrees));
    for (const char* output : {R"({"stmtinfo":{"stmt_rslt":2}})", R"({"stmtinfo":{}})", "{}"}) {
        bench.insurer.sayOutput("3201", output);
        BOOST_TEST((bench.call<StatementCheck>(request).ending == Ending::Unknown), output);
    }
}

// Table: answers that say "done" about something that was not asked, or that cannot be read.
BOOST_AUTO_TEST_CASE(a_settlement_that_is_not_the_one_asked_for_is_unknown) {
    const std::tuple<const char*, const char*, Error> rows[] = {
        {"P370200000001", "P370200000002", Error::PeerAnswerNotValid},
        {R"("psn_no":"P370200000001",)", "", Error::PeerAnswerNotValid},
        {"M0001", "M0002", Error::PeerAnswerNotValid},
        {R"("medfee_sumamt":10,)", R"("medfee_sumamt":10.01,)", Error::ChannelAmountDiffers},
        {R"("medfee_sumamt":10,)", R"("medfee_sumamt":"9.99",)", Error::ChannelAmountDiffers},
        {R"("medfee_sumamt":10,)", R"("medfee_sumamt":-10,)", Error::ChannelAmountDiffers},
        {R"("medfee_sumamt":10,)", R"("medfee_sumamt":10.001,)", Error::PeerAnswerNotValid},
        {R"("medfee_sumamt":10,)", "", Error::PeerAnswerNotValid},
        {R"("acct_pay":3,)", R"("acct_pay":"3.0x",)", Error::PeerAnswerNotValid},
        {R"("hosp_part_amt":1,)", "", Error::PeerAnswerNotValid},
        {R"("acct_mulaid_pay":"0",)", R"("acct_mulaid_pay":null,)", Error::PeerAnswerNotValid},
        {R"("setl_id":"L1",)", "", Error::PeerAnswerNotValid},
        {"H37020000001203001020930000002", "H37020000001203001020930000003", Error::PeerAnswerNotValid},
        {"2030-01-02 09:30:00", "2030-02-30 09:30:00", Error::ValueNotInForm},
        {R"("fund_payamt":4)", R"("fund_payamt":4.005)", Error::PeerAnswerNotValid},
        {R"("fund_pay_type":"310100",)", "", Error::PeerAnswerNotValid},
        {R"("setldetail":[)", R"("setldetail":7,"x":[)", Error::PeerAnswerNotValid},
        {R"("setlinfo")", R"("other")", Error::PeerAnswerNotValid},
    };
    for (const auto& [from, to, error] : rows) {
        BOOST_TEST_CONTEXT(from << " -> " << to) {
            CounterBench bench;
            bench.insurer.sayOutput("2207", settled(from, to));
            const auto outcome = bench.call<SettlementConfirm>({settlementOf(1000), std::nullopt, std::nullopt});
            BOOST_TEST((outcome.ending == Ending::Unknown));
            BOOST_TEST(tests::failsWith(troubleOf(outcome), error));
            BOOST_TEST(!outcome.result.has_value());
        }
    }
    CounterBench bench;
    bench.insurer.sayOutput("2207", settled(R"("setldetail")", R"("other")"));
    const auto outcome = bench.call<SettlementConfirm>({settlementOf(1000), std::nullopt, std::nullopt});
    BOOST_TEST((outcome.ending == Ending::Done && outcome.result->settlement.amounts.funds.empty()));
}

BOOST_AUTO_TEST_CASE(sums_that_do_not_add_up_are_carried_as_they_are) {
    CounterBench bench;
    bench.insurer.sayOutput("2207", settled(R"("fund_pay_sumamt":"4.00")", R"("fund_pay_sumamt":"4.01")"));
    const auto outcome = bench.call<SettlementConfirm>({settlementOf(1000), std::nullopt, std::nullopt});
    BOOST_REQUIRE((outcome.ending == Ending::Done));  // whether they add up is the hub's to say
    BOOST_TEST(outcome.result->settlement.amounts.fund.fen() == 401);
}

BOOST_AUTO_TEST_CASE(a_revocation_takes_back_all_of_it_under_a_number_of_its_own) {
    for (const auto& [from, to] :
         {std::pair(R"("medfee_sumamt":10,)", R"("medfee_sumamt":-9.99,)"),
          std::pair(R"("medfee_sumamt":10,)", R"("medfee_sumamt":10.00,)"),
          std::pair(R"("medfee_sumamt":10,"fund_pay_sumamt":"4.00")", R"("medfee_sumamt":-10,"fund_pay_sumamt":"x")"),
          std::pair("M0001", "M0002")}) {
        CounterBench bench;
        bench.insurer.sayOutput("2208", settled(from, to));
        BOOST_TEST((bench.call<SettlementRevoke>(revocation(1000)).ending == Ending::Unknown), to);
    }
    CounterBench bench;
    bench.insurer.sayOutput("2208", replaced(settled(R"("medfee_sumamt":10,)", R"("medfee_sumamt":-10,)"), "\"L1\"", "\"L1000\""));
    BOOST_TEST((bench.call<SettlementRevoke>(revocation(1000)).ending == Ending::Unknown));
    bench.insurer.sayOutput("2208", settled(R"("medfee_sumamt":10,)", R"("medfee_sumamt":-10,)"));
    BOOST_TEST((bench.call<SettlementRevoke>(revocation(1000)).ending == Ending::Done));
}

// Table: everything that is no whole answer leaves a write open.
BOOST_AUTO_TEST_CASE(a_write_without_a_whole_answer_is_unknown) {
    const std::tuple<int, std::string, Error> rows[] = {
        {500, "", Error::ChannelInTrouble},
        {404, "", Error::ChannelInTrouble},
        {201, R"({"infcode":0,"output":null})", Error::ChannelInTrouble},
        {302, "", Error::ChannelInTrouble},
        {200, "", Error::PeerAnswerNotValid},
        {200, "<html>", Error::PeerAnswerNotValid},
        {200, "[]", Error::PeerAnswerNotValid},
        {200, "{}", Error::PeerAnswerNotValid},
        {200, R"({"infcode":null})", Error::PeerAnswerNotValid},
        {200, R"({"infcode":"0x"})", Error::PeerAnswerNotValid},
        {200, R"({"infcode":0.0})", Error::PeerAnswerNotValid},
        {200, R"({"infcode":0,"output":null})", Error::PeerAnswerNotValid},
        {200, R"({"infcode":0,"output":"sealed"})", Error::PeerAnswerNotValid},
        {200, R"({"infcode":0,"output":{},"x":")" + std::string(1024 * 1024, ' ') + "\"}", Error::PeerAnswerTooLarge},
    };
    CounterBench bench;
    for (const auto& [status, body, error] : rows) {
        BOOST_TEST_CONTEXT(status << " " << body.substr(0, 100)) {
            bench.insurer.say("2207", {status, body});
            const auto outcome = bench.call<SettlementConfirm>({settlementOf(1000), std::nullopt, std::nullopt});
            BOOST_TEST((outcome.ending == Ending::Unknown));
            BOOST_TEST(tests::failsWith(troubleOf(outcome), error));
        }
    }
    for (const Fault fault : {Fault::LoseAnswer, Fault::ResetBeforeActing, Fault::ResetAfterActing}) {
        bench.insurer.fail("2207", fault);
        const auto outcome = bench.call<SettlementConfirm>({settlementOf(1000), std::nullopt, std::nullopt});
        BOOST_TEST((outcome.ending == Ending::Unknown));
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::PeerAnswerLost));
    }
}

// Border: 1 and 30 letters and digits are sent as they are.
BOOST_AUTO_TEST_CASE(our_number_is_the_msgid_as_it_is_or_is_not_sent) {
    CounterBench bench;
    const SettlementConfirm::Request request{settlementOf(1000), std::nullopt, std::nullopt};
    for (const std::string& number : {std::string(), std::string(31, 'A'), std::string("01JGYH8M_000000000A1"),
                                      std::string("01JGYH8M-000000000A1"), std::string("01JGYH8M 000000000A1"), std::string("编号")}) {
        const auto outcome = bench.call<SettlementConfirm>(request, number);
        BOOST_TEST((outcome.ending == Ending::NotReached), number);
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::RequestNotWritable), number);
    }
    BOOST_TEST(bench.insurer.callsOf("2207") == 0);
    for (const std::string& number : {std::string("7"), std::string(kOurNumber), std::string(30, 'z')}) {
        BOOST_TEST((bench.call<SettlementConfirm>(request, number).ending == Ending::Done), number);
        BOOST_TEST(holds(bench.insurer.lastCall("2207").body, fmt::format(R"("msgid":"{}")", number)), number);
    }
}

BOOST_AUTO_TEST_CASE(only_what_the_insurer_takes_is_shown_to_it) {
    CounterBench bench;
    for (const CredentialKind kind : {CredentialKind::RegionalCard, CredentialKind::HospitalCard, CredentialKind::EhealthCard}) {
        SettlementOf of = settlementOf(1000);
        of.credential.kind = kind;
        for (const auto& trouble :
             {troubleOf(bench.call<SettlementQuote>({of})), troubleOf(bench.call<SettlementConfirm>({of, std::nullopt, std::nullopt})),
              troubleOf(bench.call<InsuredFind>({of.credential, std::nullopt}))})
            BOOST_TEST(tests::failsWith(trouble, Error::RequestNotWritable));
    }
}

BOOST_AUTO_TEST_CASE(who_stands_at_the_call_is_said) {
    CounterBench bench;
    const auto kindSent = [&](const Meta& meta) {
        BOOST_REQUIRE((bench.adapter.call<SettlementQuote>({settlementOf(1000)}, meta).ending == Ending::Done));
        return memberOf(core::JsonDocument::parse(bench.insurer.lastCall("2206").body)->root(), "opter_type");
    };
    Meta meta;
    BOOST_TEST(kindSent(meta) == "3");
    meta.terminal = "K01";
    BOOST_TEST(kindSent(meta) == "2");
    meta.staff_id = "S001";
    BOOST_TEST(kindSent(meta) == "1");
}
