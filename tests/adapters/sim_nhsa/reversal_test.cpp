// 2601: before, after and twice, for each call that writes.
#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;

namespace {

std::string of(Bench& bench, std::string_view visit, std::initializer_list<std::pair<std::string_view, std::string_view>> more = {}) {
    std::string text = object({{"mdtrt_id", visit}, {"psn_no", bench.psnNo(kZhao)}});
    for (const auto& [name, value] : more) text = replaced(text, "{", "{\"" + std::string(name) + "\":\"" + std::string(value) + "\",");
    return wrapped("data", text);
}

std::string dischargeInput(Bench& bench, std::string_view visit) {
    return R"({"dscginfo":)" +
           object({{"mdtrt_id", visit},
                   {"psn_no", bench.psnNo(kZhao)},
                   {"insutype", "310"},
                   {"endtime", "2030-01-02 09:20:00"},
                   {"dscg_dept_codg", "A03"},
                   {"dscg_dept_name", "测试内科"},
                   {"dscg_way", "1"}}) +
           R"(,"diseinfo":)" + member(bench.admissionInput(kZhao), "diseinfo") + "}";
}

std::string stateOf(Bench& bench, std::string_view visit) {
    const std::string all = member(bench.books("visit"), "visit");
    for (int i = 0; member(all, std::to_string(i)) != "(absent)"; ++i) {
        const std::string row = member(all, std::to_string(i));
        if (member(row, "mdtrt_id") == visit) return member(row, "state") + " " + member(row, "med_type");
    }
    return "(none)";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reversal)

BOOST_AUTO_TEST_CASE(a_call_that_is_reversed_before_it_arrives_is_refused_when_it_does) {
    Bench bench;
    const std::string msgid = bench.nextMsgid();
    BOOST_TEST(bench.reverse(kZhao, msgid, "2201").code == "0");
    BOOST_TEST(bench.reverse(kZhao, msgid, "2201").code == "0");
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kZhao), {.msgid = msgid}) == "2602");
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kZhao), {.msgid = msgid}) == "9003");
    BOOST_TEST(bench.rows("visit") == 0);
    // The number alone is not the call.
    const std::string other = bench.nextMsgid();
    BOOST_TEST(bench.reverse(kZhao, other, "2207").code == "0");
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kZhao), {.msgid = other}) == "0");
}

BOOST_AUTO_TEST_CASE(a_settlement_is_reversed_once_and_reversed_again_is_done_again) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const Said settled = bench.settled(visit, kZhao);
    BOOST_TEST(bench.balance(kZhao) == 45'000);
    for (int i = 0; i < 2; ++i) {
        const Said reversed = bench.reverse(kZhao, settled.msgid, "2207");
        BOOST_TEST(reversed.code == "0");
        BOOST_TEST(reversed.output == "null");
        BOOST_TEST(bench.balance(kZhao) == 50'000);
        BOOST_TEST(bench.rows("settlement") == 2);
    }
    BOOST_TEST(member(bench.ask("5203", bench.revokeInput(member(settled.output, "setlinfo.setl_id"), visit, kZhao)).output,
                      "setlinfo.refd_setl_flag") == "1");
    BOOST_TEST(bench.codeOf("2207", bench.settleInput(visit, kZhao, "100.00")) == "0");
}

BOOST_AUTO_TEST_CASE(a_settlement_that_was_revoked_has_nothing_left_to_reverse) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const Said settled = bench.settled(visit, kZhao);
    BOOST_TEST(bench.codeOf("2208", bench.revokeInput(member(settled.output, "setlinfo.setl_id"), visit, kZhao)) == "0");
    BOOST_TEST(bench.reverse(kZhao, settled.msgid, "2207").code == "0");
    BOOST_TEST(bench.rows("settlement") == 2);
    BOOST_TEST(bench.balance(kZhao) == 50'000);
}

BOOST_AUTO_TEST_CASE(a_reversed_revocation_makes_the_settlement_good_again) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const Said settled = bench.settled(visit, kZhao);
    const std::string input = bench.revokeInput(member(settled.output, "setlinfo.setl_id"), visit, kZhao);
    const Said revoked = bench.ask("2208", input);
    BOOST_TEST(bench.balance(kZhao) == 50'000);
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(bench.reverse(kZhao, revoked.msgid, "2208").code == "0");
        BOOST_TEST(bench.balance(kZhao) == 45'000);
    }
    BOOST_TEST(member(bench.ask("5203", input).output, "setlinfo.refd_setl_flag") == "0");
    BOOST_TEST(bench.codeOf("2207", bench.settleInput(visit, kZhao, "100.00")) == "2203");
    BOOST_TEST(bench.codeOf("2208", input) == "0");
    BOOST_TEST(bench.balance(kZhao) == 50'000);
}

BOOST_AUTO_TEST_CASE(a_revocation_is_not_reversed_when_its_charges_or_the_money_are_gone) {
    for (const bool money : {true, false}) {
        Bench bench;
        const std::string visit = bench.visit(kZhao);
        const Said settled = bench.settled(visit, kZhao);
        const Said revoked = bench.ask("2208", bench.revokeInput(member(settled.output, "setlinfo.setl_id"), visit, kZhao));
        if (money) {
            bench.control("POST", "balances", R"({"certno":"379999197001017019","balc_fen":4999})");
        } else {
            BOOST_TEST(bench.codeOf("2205", of(bench, visit, {{"chrg_bchno", "B1"}})) == "0");
        }
        BOOST_TEST(bench.reverse(kZhao, revoked.msgid, "2208").code == "2002");
        BOOST_TEST(bench.rows("settlement") == 2);
    }
}

BOOST_AUTO_TEST_CASE(charges_and_their_revocation_are_reversed_unless_something_stands_on_them) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const auto quoted = [&] { return bench.codeOf("2206", bench.settleInput(visit, kZhao, "100.00")); };
    const Said uploaded = bench.upload(visit, kZhao, {TestLine()});
    const Said settled = bench.ask("2207", bench.settleInput(visit, kZhao, "100.00"));
    BOOST_TEST(bench.reverse(kZhao, uploaded.msgid, "2204").code == "2002");
    BOOST_TEST(bench.reverse(kZhao, settled.msgid, "2207").code == "0");
    const Said revoked = bench.ask("2205", of(bench, visit, {{"chrg_bchno", "0000"}}));
    BOOST_TEST(quoted() == "2201");
    BOOST_TEST(bench.reverse(kZhao, revoked.msgid, "2205").code == "0");
    BOOST_TEST(quoted() == "0");
    BOOST_TEST(bench.reverse(kZhao, uploaded.msgid, "2204").code == "0");
    BOOST_TEST(quoted() == "2201");
}

BOOST_AUTO_TEST_CASE(a_revocation_of_charges_stays_when_a_line_of_the_same_number_stands_again) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const std::string lines = bench.linesInput(visit, kZhao, {TestLine()});
    BOOST_TEST(bench.codeOf("2204", lines) == "0");
    const Said revoked = bench.ask("2205", of(bench, visit, {{"chrg_bchno", "B1"}}));
    BOOST_TEST(bench.codeOf("2204", lines) == "0");
    BOOST_TEST(bench.reverse(kZhao, revoked.msgid, "2205").code == "2002");
}

BOOST_AUTO_TEST_CASE(an_opened_visit_is_reversed_when_no_charges_stand) {
    Bench bench;
    const Said opened = bench.ask("2201", bench.visitInput(kZhao));
    const std::string visit = member(opened.output, "data.mdtrt_id");
    const Said uploaded = bench.upload(visit, kZhao, {TestLine()});
    BOOST_TEST(bench.reverse(kZhao, opened.msgid, "2201").code == "2002");
    BOOST_TEST(bench.reverse(kZhao, uploaded.msgid, "2204").code == "0");
    BOOST_TEST(bench.reverse(kZhao, opened.msgid, "2201").code == "0");
    BOOST_TEST(stateOf(bench, visit) == "cancelled ");
    BOOST_TEST(bench.reverse(kZhao, opened.msgid, "2201").code == "0");
}

BOOST_AUTO_TEST_CASE(what_changed_of_a_visit_is_put_back_last_first) {
    Bench bench;
    const Said opened = bench.ask("2201", bench.visitInput(kZhao));
    const std::string visit = member(opened.output, "data.mdtrt_id");
    const Said first = bench.ask("2203", bench.diagnosesInput(visit, kZhao, "11"));
    const Said second = bench.ask("2203", bench.diagnosesInput(visit, kZhao, "14"));
    BOOST_TEST(bench.reverse(kZhao, first.msgid, "2203").code == "2002");
    BOOST_TEST(bench.reverse(kZhao, second.msgid, "2203").code == "0");
    BOOST_TEST(stateOf(bench, visit) == "open 11");
    BOOST_TEST(bench.reverse(kZhao, first.msgid, "2203").code == "0");
    BOOST_TEST(stateOf(bench, visit) == "open ");
    const Said cancelled = bench.ask("2202", of(bench, visit, {{"ipt_otp_no", "OP0001"}}));
    BOOST_TEST(stateOf(bench, visit) == "cancelled ");
    BOOST_TEST(bench.reverse(kZhao, cancelled.msgid, "2202").code == "0");
    BOOST_TEST(stateOf(bench, visit) == "open ");
}

BOOST_AUTO_TEST_CASE(a_call_reversed_again_does_not_undo_what_came_in_its_place) {
    Bench bench;
    const std::string visit = member(bench.ask("2201", bench.visitInput(kZhao)).output, "data.mdtrt_id");
    const Said first = bench.ask("2203", bench.diagnosesInput(visit, kZhao, "11"));
    BOOST_TEST(bench.reverse(kZhao, first.msgid, "2203").code == "0");
    BOOST_TEST(bench.codeOf("2203", bench.diagnosesInput(visit, kZhao, "14")) == "0");
    BOOST_TEST(bench.reverse(kZhao, first.msgid, "2203").code == "0");
    BOOST_TEST(stateOf(bench, visit) == "open 14");
}

BOOST_AUTO_TEST_CASE(an_inpatients_calls_are_reversed) {
    Bench bench;
    const Said admitted = bench.ask("2401", bench.admissionInput(kZhao));
    const std::string visit = member(admitted.output, "result.mdtrt_id");
    const Said uploaded = bench.ask("2301", bench.linesInput(visit, kZhao, {TestLine()}));
    const Said discharged = bench.ask("2402", dischargeInput(bench, visit));
    const Said settled = bench.ask("2304", bench.settleInput(visit, kZhao, "100.00", "310", "B1", "21"));
    BOOST_TEST(settled.code == "0");
    BOOST_TEST(bench.reverse(kZhao, admitted.msgid, "2401").code == "2002");
    BOOST_TEST(bench.reverse(kZhao, discharged.msgid, "2402").code == "2002");
    BOOST_TEST(bench.reverse(kZhao, settled.msgid, "2304").code == "0");
    BOOST_TEST(bench.reverse(kZhao, discharged.msgid, "2402").code == "0");
    BOOST_TEST(stateOf(bench, visit) == "open 21");
    const Said again = bench.ask("2402", dischargeInput(bench, visit));
    const Said back = bench.ask("2405", of(bench, visit));
    BOOST_TEST(bench.reverse(kZhao, again.msgid, "2402").code == "2002");
    BOOST_TEST(bench.reverse(kZhao, back.msgid, "2405").code == "0");
    BOOST_TEST(stateOf(bench, visit) == "discharged 21");
    BOOST_TEST(bench.codeOf("2405", of(bench, visit)) == "0");
    const Said revoked = bench.ask("2302", of(bench, visit, {{"feedetl_sn", "0000"}}));
    const Said cancelled = bench.ask("2404", of(bench, visit));
    BOOST_TEST(cancelled.code == "0");
    BOOST_TEST(bench.reverse(kZhao, revoked.msgid, "2302").code == "2002");  // the visit is cancelled
    BOOST_TEST(bench.reverse(kZhao, cancelled.msgid, "2404").code == "0");
    BOOST_TEST(bench.reverse(kZhao, revoked.msgid, "2302").code == "0");
    BOOST_TEST(bench.reverse(kZhao, uploaded.msgid, "2301").code == "0");
    BOOST_TEST(bench.reverse(kZhao, admitted.msgid, "2401").code == "0");
}

BOOST_AUTO_TEST_CASE(a_call_that_was_refused_did_nothing_to_reverse) {
    Bench bench;
    const Said refused = bench.ask("2201", bench.visitInput(kSun));
    BOOST_TEST(refused.code == "1103");
    BOOST_TEST(bench.reverse(kSun, refused.msgid, "2201").code == "0");
}

BOOST_AUTO_TEST_CASE(only_a_write_of_the_same_person_is_reversed) {
    Bench bench;
    const Said opened = bench.ask("2201", bench.visitInput(kZhao));
    BOOST_TEST(bench.reverse(kSun, opened.msgid, "2201").code == "1102");
    BOOST_TEST(bench.reverse(kZhao, opened.msgid, "2201", {.area = "379800"}).code == "1104");
    for (const char* wrong : {"2206", "2303", "1101", "9001", "2601", ""})
        BOOST_TEST(bench.reverse(kZhao, opened.msgid, wrong).code == "1004", wrong);
    BOOST_TEST(stateOf(bench, member(opened.output, "data.mdtrt_id")) == "open ");
}

BOOST_AUTO_TEST_CASE(a_fence_outlives_a_restart) {
    Bench bench;
    const std::string msgid = bench.nextMsgid();
    BOOST_TEST(bench.reverse(kZhao, msgid, "2201").code == "0");
    bench.restart();
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kZhao), {.msgid = msgid}) == "2602");
}

BOOST_AUTO_TEST_SUITE_END()
