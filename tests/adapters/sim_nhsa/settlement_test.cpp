// 2206 to 2208, 5203, 3201: what is settled, revoked, found and summed up.
#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;
using namespace std::chrono_literals;

namespace {

std::string sumsInput(std::string_view total, std::string_view fund, std::string_view account, std::string_view count,
                      std::string_view from = "2030-01-02", std::string_view to = "2030-01-02") {
    return wrapped("data", object({{"insutype", "310"},
                                   {"clr_type", "11"},
                                   {"setl_optins", "379900"},
                                   {"stmt_begndate", from},
                                   {"stmt_enddate", to},
                                   {"medfee_sumamt", total},
                                   {"fund_pay_sumamt", fund},
                                   {"acct_pay", account},
                                   {"fixmedins_setl_cnt", count}}));
}

std::string agreed(Bench& bench, std::string_view input) { return member(bench.ask("3201", input).output, "stmtinfo.stmt_rslt"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(settlement)

BOOST_AUTO_TEST_CASE(a_quote_keeps_nothing_and_a_settlement_says_the_same) {
    for (const bool includes : {false, true}) {
        sim::NhsaSettings settings = goodSettings();
        settings.fund_includes_acct = includes;
        Bench bench(settings);
        const std::string visit = bench.visit(kZhao);
        BOOST_TEST(bench.upload(visit, kZhao, {{kTable, "1", "350.00", "350.00"}, {kStent, "1", "85.00", "85.00"}}).code == "0");
        const std::string input = bench.settleInput(visit, kZhao, "435.00");
        const Said quote = bench.ask("2206", input);
        BOOST_TEST(quote.code == "0");
        checkSums(quote.output, includes);
        BOOST_TEST(member(quote.output, "setlinfo.setl_id") == "(absent)");
        BOOST_TEST(bench.ask("2206", input).output == quote.output);
        BOOST_TEST(bench.rows("settlement") == 0);
        BOOST_TEST(bench.balance(kZhao) == 50'000);
        const Said settled = bench.ask("2207", input);
        BOOST_TEST(settled.code == "0");
        checkSums(settled.output, includes);
        BOOST_TEST(member(settled.output, "setldetail") == member(quote.output, "setldetail"));
        for (const char* name : {"medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay", "act_pay_dedc", "balc"})
            BOOST_TEST(member(settled.output, std::string("setlinfo.") + name) == member(quote.output, std::string("setlinfo.") + name),
                       name);
        BOOST_TEST(member(settled.output, "setlinfo.medins_setl_id") == settled.msgid);
        BOOST_TEST(member(settled.output, "setlinfo.clr_optins") == "379900");
        BOOST_TEST(member(settled.output, "setlinfo.clr_type") == "11");
        BOOST_TEST(member(settled.output, "setlinfo.setl_time") == "2030-01-02 09:30:00");
        // 430.00 in scope: 200.00 are the deductible's, 161.00 the fund's, half of 269.00 the supplement's, 5.00 the hospital's.
        BOOST_TEST(fen(settled.output, "setlinfo.act_pay_dedc") == 20'000);
        BOOST_TEST(fen(settled.output, "setlinfo.hifp_pay") == 16'100);
        BOOST_TEST(fen(settled.output, "setlinfo.cvlserv_pay") == 13'450);
        BOOST_TEST(fen(settled.output, "setlinfo.hosp_part_amt") == 500);
        BOOST_TEST(fen(settled.output, "setlinfo.acct_pay") == 13'450);
        BOOST_TEST(fen(settled.output, "setlinfo.fund_pay_sumamt") == (includes ? 43'000 : 29'550));
        BOOST_TEST(bench.balance(kZhao) == 36'550);
    }
}

BOOST_AUTO_TEST_CASE(the_account_is_used_only_where_it_may_be) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    BOOST_TEST(bench.upload(visit, kZhao, {TestLine()}).code == "0");
    const auto quote = [&](std::string_view flag) {
        return bench.ask("2206", bench.settleInput(visit, kZhao, "100.00", "310", "B1", "11", flag));
    };
    BOOST_TEST(fen(quote("1").output, "setlinfo.acct_pay") == 5'000);
    BOOST_TEST(fen(quote("0").output, "setlinfo.acct_pay") == 0);
    BOOST_TEST(fen(quote("0").output, "setlinfo.psn_cash_pay") == 5'000);
    BOOST_TEST(quote("2").code == "1004");
}

BOOST_AUTO_TEST_CASE(a_relatives_account_pays_as_mutual_aid) {
    Bench bench;
    const std::string visit = bench.visit(kQian, "390");
    const Said settled = bench.settled(visit, kQian, "390");
    checkSums(settled.output, /*fund_includes_acct=*/false);
    BOOST_TEST(fen(settled.output, "setlinfo.acct_pay") == 10'000);
    BOOST_TEST(fen(settled.output, "setlinfo.acct_mulaid_pay") == 10'000);
    BOOST_TEST(fen(settled.output, "setlinfo.balc") == 0);
    BOOST_TEST(bench.balance(kZhao) == 40'000);
    const Said revoked =
        bench.ask("2208", bench.revokeInput(member(settled.output, "setlinfo.setl_id"), visit, kQian), bench.areaTwist(kQian));
    BOOST_TEST(fen(revoked.output, "setlinfo.acct_mulaid_pay") == -10'000);
    BOOST_TEST(bench.balance(kZhao) == 50'000);
}

BOOST_AUTO_TEST_CASE(what_is_settled_is_the_batchs_sum_once_by_somebody_who_pays) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const auto code = [&](std::string_view total, std::string_view batch = "B1") {
        return bench.codeOf("2207", bench.settleInput(visit, kZhao, total, "310", batch));
    };
    BOOST_TEST(code("100.00") == "2201");
    BOOST_TEST(bench.upload(visit, kZhao, {TestLine()}).code == "0");
    BOOST_TEST(code("100.01") == "2202");
    BOOST_TEST(code("99.99") == "2202");
    BOOST_TEST(code("100.00", "B2") == "2201");
    BOOST_TEST(code("100.00") == "0");
    BOOST_TEST(code("100.00") == "2203");
    BOOST_TEST(bench.codeOf("2206", bench.settleInput(visit, kZhao, "100.00")) == "2203");
    BOOST_TEST(bench.rows("settlement") == 1);
    const std::string input = bench.settleInput(visit, kZhao, "100.00");
    BOOST_TEST(bench.codeOf("2206", replaced(input, "\"psn_setlway\":\"01\"", "\"psn_setlway\":\"02\"")) == "1004");
    BOOST_TEST(bench.codeOf("2206", replaced(input, "\"insutype\":\"310\"", "\"insutype\":\"390\"")) == "1004");
    BOOST_TEST(bench.codeOf("2206", replaced(input, "\"mdtrt_cert_no\":\"" + std::string(kZhao),
                                             "\"mdtrt_cert_no\":\"" + std::string(kSun))) == "1102");
    BOOST_TEST(bench.codeOf("2206", input, {.area = "379800"}) == "1104");
    BOOST_TEST(bench.codeOf("2206", replaced(input, visit, "1")) == "2001");
}

BOOST_AUTO_TEST_CASE(a_settlement_needs_diagnoses_a_good_voucher_and_an_insurance_that_pays) {
    Bench bench;
    const std::string visit = member(bench.ask("2201", bench.visitInput(kZhao)).output, "data.mdtrt_id");
    BOOST_TEST(bench.upload(visit, kZhao, {TestLine()}).code == "0");
    std::string input = bench.settleInput(visit, kZhao, "100.00");
    BOOST_TEST(bench.codeOf("2207", input) == "2002");
    BOOST_TEST(bench.codeOf("2203", bench.diagnosesInput(visit, kZhao)) == "0");
    const std::string token = bench.voucher(kZhao);
    input = replaced(input, "\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"" + std::string(kZhao),
                     "\"mdtrt_cert_type\":\"01\",\"mdtrt_cert_no\":\"" + token);
    BOOST_TEST(bench.codeOf("2206", input) == "0");
    bench.clock.advance(1800s);
    BOOST_TEST(bench.codeOf("2207", input) == "1101");
    bench.control("POST", "people",
                  R"({"certno":"379999197001017019","psn_name":"赵玕","insurances":[{"insutype":"310","psn_type":"11","pays":false,)"
                  R"("insuplc_admdvs":"379900","balc_fen":50000}]})");
    BOOST_TEST(bench.codeOf("2207", bench.settleInput(visit, kZhao, "100.00")) == "1103");
}

BOOST_AUTO_TEST_CASE(a_revocation_is_the_settlement_with_the_other_sign_and_a_number_of_its_own) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const Said settled = bench.settled(visit, kZhao);
    const std::string setl_id = member(settled.output, "setlinfo.setl_id");
    BOOST_TEST(bench.codeOf("2208", bench.revokeInput("1", visit, kZhao)) == "2301");
    BOOST_TEST(bench.codeOf("2208", bench.revokeInput(setl_id, "1", kZhao)) == "2301");
    BOOST_TEST(bench.codeOf("2208", bench.revokeInput(setl_id, visit, kSun)) == "2301");
    BOOST_TEST(bench.codeOf("2305", bench.revokeInput(setl_id, visit, kZhao)) == "2301");
    const Said revoked = bench.ask("2208", bench.revokeInput(setl_id, visit, kZhao));
    BOOST_TEST(revoked.code == "0");
    checkSums(revoked.output, /*fund_includes_acct=*/false);
    for (const char* name :
         {"medfee_sumamt", "inscp_scp_amt", "act_pay_dedc", "fund_pay_sumamt", "acct_pay", "psn_cash_pay", "psn_part_amt"})
        BOOST_TEST(fen(revoked.output, std::string("setlinfo.") + name) == -fen(settled.output, std::string("setlinfo.") + name), name);
    BOOST_TEST(member(revoked.output, "setlinfo.setl_id") != setl_id);
    BOOST_TEST(member(revoked.output, "setlinfo.medins_setl_id") == revoked.msgid);
    BOOST_TEST(bench.balance(kZhao) == 50'000);
    BOOST_TEST(bench.codeOf("2208", bench.revokeInput(setl_id, visit, kZhao)) == "2302");
    BOOST_TEST(bench.codeOf("2208", bench.revokeInput(member(revoked.output, "setlinfo.setl_id"), visit, kZhao)) == "2301");
    // The charges may be settled again.
    BOOST_TEST(bench.codeOf("2207", bench.settleInput(visit, kZhao, "100.00")) == "0");
}

BOOST_AUTO_TEST_CASE(a_settlement_is_found_with_what_became_of_it) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const Said settled = bench.settled(visit, kZhao);
    const std::string setl_id = member(settled.output, "setlinfo.setl_id");
    const auto find = [&](std::string_view id, std::string_view certno = kZhao) {
        return bench.ask("5203", bench.revokeInput(id, visit, certno));
    };
    BOOST_TEST(member(find(setl_id).output, "setlinfo.refd_setl_flag") == "0");
    BOOST_TEST(member(find(setl_id).output, "setlinfo.acct_pay") == member(settled.output, "setlinfo.acct_pay"));
    BOOST_TEST(find("1").code == "2301");
    BOOST_TEST(find(setl_id, kSun).code == "2301");
    const Said revoked = bench.ask("2208", bench.revokeInput(setl_id, visit, kZhao));
    BOOST_TEST(member(find(setl_id).output, "setlinfo.refd_setl_flag") == "1");
    BOOST_TEST(fen(find(member(revoked.output, "setlinfo.setl_id")).output, "setlinfo.medfee_sumamt") == -10'000);
    bench.restart();
    BOOST_TEST(member(find(setl_id).output, "setlinfo.refd_setl_flag") == "1");
}

BOOST_AUTO_TEST_CASE(a_cleared_day_is_not_revoked_and_the_next_day_is) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const Said settled = bench.settled(visit, kZhao);
    const std::string input = bench.revokeInput(member(settled.output, "setlinfo.setl_id"), visit, kZhao);
    bench.control("POST", "cleared", R"({"day":"2030-01-01"})");
    bench.control("POST", "cleared", R"({"day":"2030-01-03"})");
    BOOST_TEST(bench.control("POST", "cleared", R"({"day":"2030-01-02"})").status == 200);
    BOOST_TEST(bench.codeOf("2208", input) == "2204");
    BOOST_TEST(bench.reverse(kZhao, settled.msgid, "2207").code == "2204");
    BOOST_TEST(bench.balance(kZhao) == 45'000);
}

BOOST_AUTO_TEST_CASE(a_clearing_day_begins_at_its_cut) {
    sim::NhsaSettings settings = goodSettings();
    settings.day_cut_min = 570;  // 09:30
    Bench bench(settings);
    const std::string visit = bench.visit(kZhao);
    bench.settled(visit, kZhao);
    BOOST_TEST(agreed(bench, sumsInput("100.00", "50.00", "50.00", "1")) == "0");
    BOOST_TEST(agreed(bench, sumsInput("0.00", "0.00", "0.00", "0", "2030-01-01", "2030-01-01")) == "0");
    settings.day_cut_min = 571;
    Bench later(settings);
    later.settled(later.visit(kZhao), kZhao);
    BOOST_TEST(agreed(later, sumsInput("100.00", "50.00", "50.00", "1", "2030-01-01", "2030-01-01")) == "0");
    BOOST_TEST(agreed(later, sumsInput("100.00", "50.00", "50.00", "1")) == "1");
}

BOOST_AUTO_TEST_CASE(sums_agree_to_the_fen_and_count_revocations) {
    for (const bool includes : {false, true}) {
        sim::NhsaSettings settings = goodSettings();
        settings.fund_includes_acct = includes;
        Bench bench(settings);
        const std::string visit = bench.visit(kZhao);
        const Said settled = bench.settled(visit, kZhao);
        const std::string fund = includes ? "100.00" : "50.00";
        BOOST_TEST(agreed(bench, sumsInput("100.00", fund, "50.00", "1")) == "0");
        BOOST_TEST(agreed(bench, sumsInput("100.01", fund, "50.00", "1")) == "1");
        BOOST_TEST(agreed(bench, sumsInput("100.00", includes ? "50.00" : "100.00", "50.00", "1")) == "1");
        BOOST_TEST(agreed(bench, sumsInput("100.00", fund, "49.99", "1")) == "1");
        BOOST_TEST(agreed(bench, sumsInput("100.00", fund, "50.00", "2")) == "1");
        bench.clock.advance(24h);
        const auto again = [&](std::string_view infno, std::string_view input) {
            const std::string sign_in = wrapped("signIn", object({{"opter_no", "OP01"}, {"mac", "00"}, {"ip", "127.0.0.1"}}));
            return bench.ask(infno, input, {.sign_no = member(bench.ask("9001", sign_in, {.sign_no = ""}).output, "signinoutb.sign_no")});
        };
        BOOST_TEST(again("2208", bench.revokeInput(member(settled.output, "setlinfo.setl_id"), visit, kZhao)).code == "0");
        const auto result = [&](std::string_view input) { return member(again("3201", input).output, "stmtinfo.stmt_rslt"); };
        BOOST_TEST(result(sumsInput("100.00", fund, "50.00", "1")) == "0");
        BOOST_TEST(result(sumsInput("-100.00", "-" + fund, "-50.00", "1", "2030-01-03", "2030-01-03")) == "0");
        BOOST_TEST(result(sumsInput("0.00", "0.00", "0.00", "2", "2030-01-02", "2030-01-03")) == "0");
        BOOST_TEST(again("3201", sumsInput("0.00", "0.00", "0.00", "2", "2030-01-02", "2030-02-30")).code == "1004");
    }
}

BOOST_AUTO_TEST_SUITE_END()
