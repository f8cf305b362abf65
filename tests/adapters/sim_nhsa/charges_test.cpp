// 2204 and 2205, 2301 and 2302.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;

namespace {

std::string revokeInput(Bench& bench, std::string_view visit, std::string_view batch, std::string_view certno = kZhao) {
    return wrapped("data", object({{"mdtrt_id", visit}, {"psn_no", bench.psnNo(certno)}, {"chrg_bchno", batch}}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(charges)

BOOST_AUTO_TEST_CASE(what_the_insurer_says_of_a_line_comes_to_the_line) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const Said said = bench.upload(visit, kZhao,
                                   {{kTable, "1", "100.00", "100.00"},
                                    {kLimited, "2", "125.00", "250.00"},
                                    {kShared, "1", "33.35", "33.35"},
                                    {kOwn, "1", "8.00", "8.00"},
                                    {kStent, "1", "85.00", "85.00"}});
    BOOST_TEST(said.code == "0");
    const auto line = [&](int index) {
        const std::string at = "result." + std::to_string(index) + ".";
        const auto part = [&](const char* name) { return fen(said.output, at + name); };
        BOOST_TEST(part("fulamt_ownpay_amt") + part("overlmt_amt") + part("preselfpay_amt") + part("inscp_scp_amt") ==
                   part("det_item_fee_sumamt"));
        return fmt::format("{} {} {} {} {} {}", member(said.output, at + "chrgitm_lv"), member(said.output, at + "pric_uplmt_amt"),
                           part("fulamt_ownpay_amt"), part("overlmt_amt"), part("preselfpay_amt"), part("inscp_scp_amt"));
    };
    BOOST_TEST(line(0) == "01 0.00 0 0 0 10000");
    BOOST_TEST(line(1) == "01 120.00 0 1000 0 24000");
    BOOST_TEST(line(2) == "02 0.00 0 0 334 3001");  // 333.5 fen of one's own
    BOOST_TEST(line(3) == "03 0.00 800 0 0 0");
    BOOST_TEST(line(4) == "01 80.00 0 500 0 8000");
}

BOOST_AUTO_TEST_CASE(lines_come_to_their_amounts_or_none_is_taken) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const auto code = [&](std::string_view count, std::string_view price, std::string_view amount) {
        return bench.upload(visit, kZhao, {TestLine(), {kTable, count, price, amount}}).code;
    };
    BOOST_TEST(code("3", "0.333333", "1.00") == "0");
    BOOST_TEST(code("3", "0.333333", "0.99") == "2101");
    BOOST_TEST(code("1.5", "0.01", "0.02") == "0");  // half a fen up
    BOOST_TEST(code("1.5", "0.01", "0.01") == "2101");
    BOOST_TEST(code("1", "12.34", "12.35") == "2101");
    BOOST_TEST(code("1", "12.34", "12.345") == "1004");
    BOOST_TEST(code("1", "12.34", "12.340") == "0");
    BOOST_TEST(code("1.00001", "1", "1") == "1004");
    BOOST_TEST(code("-1", "1", "-1") == "1004");
    BOOST_TEST(bench.rows("line") == 6);  // both lines of three
    const std::string input = bench.linesInput(visit, kZhao, {TestLine()});
    std::string numbers = replaced(input, R"("det_item_fee_sumamt":"100.00")", R"("det_item_fee_sumamt":100.0)");
    numbers = replaced(replaced(numbers, R"("cnt":"1")", R"("cnt":1)"), R"("pric":"100.00")", R"("pric":1e2)");
    BOOST_TEST(bench.codeOf("2204", numbers) == "1004");
    BOOST_TEST(bench.codeOf("2204", replaced(numbers, "1e2", "100")) == "0");
}

BOOST_AUTO_TEST_CASE(a_line_has_an_item_of_the_list_and_a_number_of_its_own) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    BOOST_TEST(bench.upload(visit, kZhao, {{"nothing", "1", "1.00", "1.00"}}).code == "2102");
    const std::string input = bench.linesInput(visit, kZhao, {TestLine()});
    BOOST_TEST(bench.codeOf("2204", input) == "0");
    BOOST_TEST(bench.codeOf("2204", input) == "2103");
    BOOST_TEST(bench.codeOf("2205", revokeInput(bench, visit, "B1")) == "0");
    BOOST_TEST(bench.codeOf("2204", input) == "0");  // it does not stand any more
    const std::string one = member(input, "feedetail.0");
    const std::string twice = wrapped("feedetail", "[" + replaced(one, "\"L", "\"M") + "," + replaced(one, "\"L", "\"M") + "]");
    BOOST_TEST(bench.codeOf("2204", twice) == "2103");
    // Another visit has numbers of its own.
    const std::string other = bench.visit(kZhao);
    BOOST_TEST(bench.codeOf("2204", replaced(input, visit, other)) == "0");
}

BOOST_AUTO_TEST_CASE(a_call_takes_a_hundred_lines_and_not_one_more) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    BOOST_TEST(bench.upload(visit, kZhao, std::vector<TestLine>(100)).code == "0");
    BOOST_TEST(bench.upload(visit, kZhao, std::vector<TestLine>(101)).code == "1004");
    BOOST_TEST(bench.codeOf("2204", wrapped("feedetail", "[]")) == "1004");
    BOOST_TEST(bench.rows("line") == 100);
}

BOOST_AUTO_TEST_CASE(a_members_place_is_named) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    for (const char* name : {"feedetl_sn", "mdtrt_id", "psn_no", "chrg_bchno", "fee_ocur_time", "med_list_codg", "medins_list_codg",
                             "det_item_fee_sumamt", "cnt", "pric", "bilg_dept_codg", "bilg_dept_name", "bilg_dr_codg", "bilg_dr_name"}) {
        const std::string input = bench.linesInput(visit, kZhao, {TestLine()});
        const Said said = bench.ask("2204", replaced(input, "\"" + std::string(name) + "\":", "\"x_" + std::string(name) + "\":"));
        BOOST_TEST(member(said.body, "err_msg") == "缺少或不正确：input.feedetail[0]." + std::string(name));
    }
    BOOST_TEST(bench.codeOf("2204", bench.linesInput(visit, kZhao, {TestLine()}, "0000")) == "1004");
}

BOOST_AUTO_TEST_CASE(settled_charges_are_not_revoked_and_their_batch_takes_no_more) {
    Bench bench;
    const std::string visit = bench.visit(kZhao);
    const Said settled = bench.settled(visit, kZhao);
    BOOST_TEST(bench.upload(visit, kZhao, {TestLine()}, "B1").code == "2203");
    BOOST_TEST(bench.upload(visit, kZhao, {TestLine()}, "B2").code == "0");
    BOOST_TEST(bench.codeOf("2205", revokeInput(bench, visit, "B1")) == "2002");
    BOOST_TEST(bench.codeOf("2205", revokeInput(bench, visit, "0000")) == "0");  // what is not settled
    BOOST_TEST(bench.codeOf("2206", bench.settleInput(visit, kZhao, "100.00", "310", "B2")) == "2201");
    BOOST_TEST(bench.codeOf("2208", bench.revokeInput(member(settled.output, "setlinfo.setl_id"), visit, kZhao)) == "0");
    BOOST_TEST(bench.codeOf("2205", revokeInput(bench, visit, "B1")) == "0");
    BOOST_TEST(bench.codeOf("2205", revokeInput(bench, visit, "B1")) == "0");  // nothing is left to do
}

BOOST_AUTO_TEST_CASE(an_inpatients_lines_are_revoked_one_by_one_by_batch_or_all) {
    Bench bench;
    const std::string visit = bench.admission(kZhao);
    const std::string input = bench.linesInput(visit, kZhao, {TestLine(), TestLine()});
    BOOST_TEST(bench.codeOf("2301", input) == "0");
    BOOST_TEST(bench.codeOf("2301", bench.linesInput(visit, kZhao, {TestLine()}, "B2")) == "0");
    const auto revoke = [&](std::string_view sn, std::string_view batch) {
        return bench.codeOf(
            "2302",
            wrapped("data", object({{"mdtrt_id", visit}, {"psn_no", bench.psnNo(kZhao)}, {"feedetl_sn", sn}, {"chrg_bchno", batch}})));
    };
    const auto quoted = [&](std::string_view total, std::string_view batch) {
        return bench.codeOf("2303", bench.settleInput(visit, kZhao, total, "310", batch, "21"));
    };
    BOOST_TEST(revoke(member(input, "feedetail.0.feedetl_sn"), "") == "0");
    BOOST_TEST(quoted("100.00", "B1") == "0");
    BOOST_TEST(revoke("0000", "B1") == "0");
    BOOST_TEST(quoted("100.00", "B1") == "2201");
    BOOST_TEST(quoted("100.00", "B2") == "0");
    BOOST_TEST(revoke("0000", "") == "0");
    BOOST_TEST(quoted("100.00", "B2") == "2201");
}

BOOST_AUTO_TEST_SUITE_END()
