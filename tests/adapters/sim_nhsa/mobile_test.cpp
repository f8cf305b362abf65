// The mobile chain: orders uploaded, settled, refunded and revoked.
#include <boost/test/unit_test.hpp>

#include "adapters/sim/nhsa/seal.h"
#include "tests/adapters/sim_nhsa/mobile_bench.h"

using namespace tests::nhsa;
using namespace std::chrono_literals;

namespace {

void checkSums(const std::string& output) {
    const auto part = [&](const char* name) { return fen(output, name); };
    std::int64_t detail = 0;
    for (int i = 0; member(output, "setlDetail." + std::to_string(i)) != "(absent)"; ++i)
        detail += fen(output, "setlDetail." + std::to_string(i) + ".fundPayamt");
    BOOST_TEST(part("feeSumamt") == part("ownPayAmt") + part("psnAcctPay") + part("fundPay"));
    BOOST_TEST(detail == part("fundPay") - part("hospPartAmt"));
    BOOST_TEST(part("acctMulaidPay") <= part("psnAcctPay"));
}

sim::NhsaSettings slow() {
    sim::NhsaSettings settings = goodSettings();
    settings.mobile.processing_ms = 10'000;
    return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mobile)

BOOST_AUTO_TEST_CASE(an_order_is_uploaded_settled_and_found) {
    for (const bool sealed : {false, true}) {
        MobileBench bench(sealed ? sealedSettings() : goodSettings());
        const auto order = bench.uploaded(kZhao, "ORD-1", "185.00", {TestLine(), {kStent, "1", "85.00", "85.00"}});
        BOOST_TEST(!order.mdtrt_id.empty());
        BOOST_TEST(bench.ordStas(order, kZhao) == "1");
        const Said paid = bench.tell("pay_order", bench.payData(order, kZhao));
        BOOST_TEST(paid.code == "0");
        checkSums(paid.output);
        BOOST_TEST(member(paid.output, "ordStas") == "6");
        BOOST_TEST(fen(paid.output, "feeSumamt") == 18'500);
        BOOST_TEST(fen(paid.output, "hospPartAmt") == 500);
        BOOST_TEST(fen(paid.output, "psnAcctPay") == 9'000);  // half of 180.00, which is all deductible
        BOOST_TEST(fen(paid.output, "fundPay") == 9'500);
        BOOST_TEST(bench.balance(kZhao) == 41'000);
        const Said found = bench.tell("query_order_info", bench.queryData(order, kZhao));
        checkSums(found.output);
        BOOST_TEST(member(found.output, "setlType") == "HI");
        BOOST_TEST(member(found.output, "medOrgOrd") == "ORD-1");
        BOOST_TEST(member(found.output, "orgBizSer") == "BIZ-" + order.pay_ord_id);
        BOOST_TEST(member(found.output, "feeSumamt") == member(paid.output, "feeSumamt"));
    }
}

BOOST_AUTO_TEST_CASE(a_request_that_does_not_open_or_verify_is_nobodys) {
    MobileBench bench(sealedSettings());
    const auto order = bench.uploaded(kZhao, "ORD-1");
    const auto status = [&](const MobileBench::Change& change) {
        return bench.postMobile("query_order_info", bench.queryData(order, kZhao), change).status;
    };
    BOOST_TEST(status({}) == 200);
    BOOST_TEST(status([](auto& body) { body = replaced(body, "\"encData\":\"", "\"encData\":\"00"); }) == 401);
    BOOST_TEST(status([](auto& body) {
                   std::string sealed = member(body, "encData");
                   for (char& one : sealed) one = static_cast<char>(std::tolower(static_cast<unsigned char>(one)));
                   body = replaced(body, member(body, "encData"), sealed);
               }) == 401);
    BOOST_TEST(status([](auto& body) { body = replaced(body, "\"signData\":\"M", "\"signData\":\"N"); }) == 401);
    BOOST_TEST(status([](auto& body) { body = replaced(body, "2.0.1", "2.0.2"); }) == 401);
    BOOST_TEST(status([](auto& body) { body = replaced(body, "SIMAPP0000000001", "SIMAPP0000000002"); }) == 401);
    BOOST_TEST(status([](auto& body) { body = replaced(body, "\"encType\":\"SM4\"", "\"encType\":\"plain\""); }) == 401);
    BOOST_TEST(status([](auto& body) { body = replaced(body, "\"extra\":\"\"", "\"extra\":\"not signed\""); }) == 200);
    const auto other = sim::Sm2Key::fromPrivatePem(dataFile("keys/other_private.pem"), "key");
    BOOST_TEST(status([&](auto& body) { body = replaced(body, member(body, "signData"), other->sign("x")); }) == 401);
}

BOOST_AUTO_TEST_CASE(the_envelope_is_of_now_and_of_the_application) {
    MobileBench bench;
    const auto order = bench.uploaded(kZhao, "ORD-1");
    const auto code = [&](std::string_view from, std::string_view to) {
        return bench.tell("query_order_info", bench.queryData(order, kZhao), [&](auto& body) { body = replaced(body, from, to); }).code;
    };
    const std::string now = std::to_string(bench.clock.utc().ms);
    const auto at = [&](std::int64_t by_ms) { return code(now, std::to_string(bench.clock.utc().ms + by_ms)); };
    BOOST_TEST(at(300'000) == "0");
    BOOST_TEST(at(300'001) == "1004");
    BOOST_TEST(at(-300'000) == "0");
    BOOST_TEST(at(-300'001) == "1004");
    BOOST_TEST(code("\"timestamp\":\"" + now + "\"", "\"timestamp\":" + now) == "0");
    BOOST_TEST(code("2.0.1", "2.0.0") == "1004");
    BOOST_TEST(code("SIMAPP0000000001", "SIMAPP0000000002") == "1004");
    BOOST_TEST(code("\"encType\":\"plain\"", "\"encType\":\"SM4\"") == "1004");
    BOOST_TEST(code("\"data\":", "\"other\":") == "1004");
    BOOST_TEST(bench.post("/org/local/api/hos/query_order_info", "[").status == 400);
    BOOST_TEST(bench.post("/org/local/api/hos/other", "{}").status == 404);
}

BOOST_AUTO_TEST_CASE(the_same_number_uploaded_again_is_the_first_order) {
    MobileBench bench;
    const auto order = bench.uploaded(kZhao, "ORD-1");
    const auto again = bench.uploaded(kZhao, "ORD-1", "999.00");  // whatever it says
    BOOST_TEST(again.pay_ord_id == order.pay_ord_id);
    BOOST_TEST(again.pay_token == order.pay_token);
    BOOST_TEST(bench.uploaded(kZhao, "ORD-2").pay_ord_id != order.pay_ord_id);
    BOOST_TEST(bench.rows("line") == 2);
    bench.restart();
    BOOST_TEST(bench.uploaded(kZhao, "ORD-1").pay_ord_id == order.pay_ord_id);
}

BOOST_AUTO_TEST_CASE(an_upload_names_one_person_who_is_there_and_pays) {
    MobileBench bench;
    const std::string data = bench.uploadData(kZhao, "ORD-1");
    const auto code = [&](std::string_view from, std::string_view to) { return bench.mobileCode("uldFeeInfo", replaced(data, from, to)); };
    BOOST_TEST(code("\"userName\":\"赵玕\"", "\"userName\":\"钱珅\"") == "1102");
    BOOST_TEST(code("\"idNo\":\"" + std::string(kZhao), "\"idNo\":\"" + std::string(kSun)) == "1102");
    BOOST_TEST(code("\"psnNo\":\"" + bench.psnNo(kZhao), "\"psnNo\":\"" + bench.psnNo(kSun)) == "1102");
    BOOST_TEST(code("\"ecToken\":\"", "\"ecToken\":\"0") == "1101");
    BOOST_TEST(code("\"insutype\":\"310\"", "\"insutype\":\"390\"") == "1103");
    BOOST_TEST(code("\"insuCode\":\"379900\"", "\"insuCode\":\"379800\"") == "1004");
    BOOST_TEST(code("\"medType\":\"11\"", "\"medType\":\"21\"") == "1004");
    BOOST_TEST(code("\"idType\":\"01\"", "\"idType\":\"02\"") == "1004");
    BOOST_TEST(code("\"medfeeSumamt\":\"100.00\"", "\"medfeeSumamt\":\"100.01\"") == "2101");
    BOOST_TEST(code("\"pric\":\"100.00\"", "\"pric\":\"100.01\"") == "2101");
    BOOST_TEST(code("\"medListCodg\":\"", "\"medListCodg\":\"x") == "2102");
    BOOST_TEST(code("\"mdtrtId\":\"\"", "\"mdtrtId\":\"1\"") == "1004");
    BOOST_TEST(bench.rows("visit") == 0);  // nothing of a refused upload stays
    BOOST_TEST(bench.mobileCode("uldFeeInfo", data) == "0");
    const std::string by_number =
        replaced(bench.uploadData(kZhao, "ORD-2"), "\"ecToken\":\"", "\"payAuthNo\":\"" + bench.payAuthNo(kZhao) + "\",\"x\":\"");
    BOOST_TEST(bench.mobileCode("uldFeeInfo", by_number) == "0");
    const Said missing = bench.tell("uldFeeInfo", replaced(bench.uploadData(kZhao, "ORD-3"), "\"ecToken\"", "\"x\""));
    BOOST_TEST(missing.code == "1004");
    BOOST_TEST(member(missing.body, "message") == "缺少或不正确：data.ecToken");
}

BOOST_AUTO_TEST_CASE(an_order_may_be_of_a_visit_that_was_opened_at_the_counter) {
    MobileBench bench;
    const std::string visit = bench.visit(kZhao);
    const std::string data = replaced(bench.uploadData(kZhao, "ORD-1"), "\"mdtrtId\":\"\"", "\"mdtrtId\":\"" + visit + "\"");
    BOOST_TEST(member(bench.tell("uldFeeInfo", data).output, "mdtrtId") == visit);
    const std::string same_batch = replaced(bench.uploadData(kZhao, "ORD-2"), "\"mdtrtId\":\"\"", "\"mdtrtId\":\"" + visit + "\"");
    BOOST_TEST(bench.mobileCode("uldFeeInfo", same_batch) == "2304");
    BOOST_TEST(bench.mobileCode("uldFeeInfo", replaced(same_batch, "\"chrgBchno\":\"B1\"", "\"chrgBchno\":\"B2\"")) == "0");
}

BOOST_AUTO_TEST_CASE(an_order_is_being_settled_until_its_time) {
    MobileBench bench(slow());
    const auto order = bench.uploaded(kZhao, "ORD-1");
    const Said paid = bench.tell("pay_order", bench.payData(order, kZhao));
    BOOST_TEST(member(paid.output, "ordStas") == "2");
    checkSums(paid.output);
    bench.clock.advance(10s - 1ms);
    BOOST_TEST(bench.ordStas(order, kZhao) == "2");
    BOOST_TEST(bench.mobileCode("refund_Order", bench.refundData(order, kZhao, "R1", "HI", "0.00", "50.00", "50.00", "100.00")) == "2304");
    bench.clock.advance(1ms);
    BOOST_TEST(bench.ordStas(order, kZhao) == "6");
    const Said again = bench.tell("pay_order", bench.payData(order, kZhao));
    BOOST_TEST(member(again.output, "ordStas") == "6");
    BOOST_TEST(bench.rows("settlement") == 1);
}

BOOST_AUTO_TEST_CASE(an_order_waits_for_its_life_and_not_longer) {
    MobileBench bench;
    const auto order = bench.uploaded(kZhao, "ORD-1");
    bench.clock.advance(7200s - 1ms);
    BOOST_TEST(bench.ordStas(order, kZhao) == "1");
    bench.clock.advance(1ms);
    BOOST_TEST(bench.ordStas(order, kZhao) == "15");
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(order, kZhao)) == "2304");
}

BOOST_AUTO_TEST_CASE(a_payment_is_of_the_order_by_its_person) {
    MobileBench bench;
    const auto order = bench.uploaded(kZhao, "ORD-1");
    const std::string data = bench.payData(order, kZhao);
    const auto code = [&](std::string_view from, std::string_view to) { return bench.mobileCode("pay_order", replaced(data, from, to)); };
    BOOST_TEST(code(order.pay_ord_id, "x") == "2301");
    BOOST_TEST(code("\"payToken\":\"", "\"payToken\":\"0") == "2301");
    BOOST_TEST(code(kHospital, "H37990000002") == "2301");
    BOOST_TEST(code("\"chrgBchno\":\"B1\"", "\"chrgBchno\":\"B2\"") == "1004");
    BOOST_TEST(code(order.mdtrt_id, "x") == "1004");
    BOOST_TEST(code("\"ecToken\":\"", "\"ecToken\":\"" + bench.voucher(kSun) + "\",\"x\":\"") == "1102");
    BOOST_TEST(bench.mobileCode("query_order_info", bench.queryData(order, kSun)) == "1102");
    bench.clock.advance(1800s);
    BOOST_TEST(bench.mobileCode("pay_order", data) == "1101");
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(order, kZhao)) == "0");
}

BOOST_AUTO_TEST_CASE(a_revoked_order_is_never_settled_and_a_settled_one_is_undone_the_same_day) {
    MobileBench bench(slow());
    const auto early = bench.uploaded(kZhao, "ORD-1");
    const Said revoked = bench.tell("revoke_order", bench.revokeData(early));
    BOOST_TEST(member(revoked.output, "ordStas") == "8");
    BOOST_TEST(member(revoked.output, "payOrdId") == early.pay_ord_id);
    BOOST_TEST(bench.mobileCode("revoke_order", bench.revokeData(early)) == "2302");
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(early, kZhao)) == "2302");
    BOOST_TEST(bench.ordStas(early, kZhao) == "8");

    const auto meanwhile = bench.uploaded(kZhao, "ORD-2");
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(meanwhile, kZhao)) == "0");
    BOOST_TEST(bench.balance(kZhao) == 45'000);
    BOOST_TEST(bench.mobileCode("revoke_order", bench.revokeData(meanwhile)) == "0");
    BOOST_TEST(bench.balance(kZhao) == 50'000);
    bench.clock.advance(10s);
    BOOST_TEST(bench.ordStas(meanwhile, kZhao) == "8");

    const auto settled = bench.uploaded(kZhao, "ORD-3");
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(settled, kZhao)) == "0");
    bench.clock.advance(14h + 29min + 49s);  // 23:59:59
    BOOST_TEST(bench.ordStas(settled, kZhao) == "6");
    const auto next_day = bench.uploaded(kZhao, "ORD-4");
    BOOST_TEST(bench.mobileCode("revoke_order", bench.revokeData(settled)) == "0");
    BOOST_TEST(bench.ordStas(settled, kZhao) == "8");
    BOOST_TEST(bench.mobileCode("revoke_order", object({{"payOrdId", "x"}, {"payToken", "x"}, {"orgCodg", kHospital}})) == "2301");
    BOOST_TEST(bench.ordStas(next_day, kZhao) == "1");
}

BOOST_AUTO_TEST_CASE(an_order_settled_yesterday_is_refunded_and_not_revoked) {
    MobileBench bench;
    const auto order = bench.uploaded(kZhao, "ORD-1");
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(order, kZhao)) == "0");
    bench.clock.advance(14h + 30min);  // 00:00 of the next day
    BOOST_TEST(bench.mobileCode("revoke_order", bench.revokeData(order)) == "2304");
    BOOST_TEST(bench.mobileCode("refund_Order", bench.refundData(order, kZhao, "R1", "HI", "0.00", "50.00", "50.00", "100.00")) == "0");
    BOOST_TEST(bench.ordStas(order, kZhao) == "9");
    BOOST_TEST(member(bench.books("settlement"), "settlement.1.day") == "2030-01-03");
}

BOOST_AUTO_TEST_CASE(a_refund_gives_the_insurance_back_as_a_whole_and_cash_in_parts) {
    MobileBench bench;
    bench.control("POST", "balances", R"({"certno":"379999197001017019","balc_fen":2000})");
    const auto order = bench.uploaded(kZhao, "ORD-1");  // fund 50.00, account 20.00, cash 30.00
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(order, kZhao)) == "0");
    BOOST_TEST(member(bench.tell("query_order_info", bench.queryData(order, kZhao)).output, "setlType") == "ALL");
    int number = 0;
    const auto refund = [&](std::string_view type, std::string_view cash, std::string_view account, std::string_view fund,
                            std::string_view total) {
        return bench.mobileCode("refund_Order",
                                bench.refundData(order, kZhao, "R" + std::to_string(++number), type, cash, account, fund, total));
    };
    BOOST_TEST(refund("ALL", "30.00", "20.00", "50.00", "100.01") == "2101");
    BOOST_TEST(refund("ALL", "30.01", "20.00", "50.00", "100.01") == "2305");
    BOOST_TEST(refund("ALL", "29.99", "20.00", "50.00", "99.99") == "2101");
    BOOST_TEST(refund("HI", "0.00", "20.01", "50.00", "70.01") == "2305");
    BOOST_TEST(refund("HI", "0.00", "20.00", "49.99", "69.99") == "2101");
    BOOST_TEST(refund("HI", "1.00", "20.00", "50.00", "71.00") == "1004");
    BOOST_TEST(refund("CASH", "1.00", "1.00", "0.00", "2.00") == "1004");
    BOOST_TEST(refund("CASH", "10.00", "0.00", "0.00", "10.00") == "0");
    BOOST_TEST(bench.ordStas(order, kZhao) == "6");
    BOOST_TEST(refund("CASH", "20.01", "0.00", "0.00", "20.01") == "2305");
    BOOST_TEST(bench.balance(kZhao) == 0);
    BOOST_TEST(refund("HI", "0.00", "20.00", "50.00", "70.00") == "0");
    BOOST_TEST(bench.balance(kZhao) == 2'000);
    BOOST_TEST(bench.ordStas(order, kZhao) == "9");
    BOOST_TEST(refund("HI", "0.00", "20.00", "50.00", "70.00") == "2302");
    BOOST_TEST(refund("CASH", "20.00", "0.00", "0.00", "20.00") == "0");
    BOOST_TEST(refund("CASH", "0.01", "0.00", "0.00", "0.01") == "2302");
    BOOST_TEST(bench.mobileCode("revoke_order", bench.revokeData(order)) == "2302");
}

BOOST_AUTO_TEST_CASE(the_same_refund_again_is_the_first) {
    MobileBench bench;
    const auto order = bench.uploaded(kZhao, "ORD-1");
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(order, kZhao)) == "0");
    const Said first = bench.tell("refund_Order", bench.refundData(order, kZhao, "R1", "ALL", "0.00", "50.00", "50.00", "100.00"));
    BOOST_TEST(member(first.output, "refStatus") == "SUCC");
    const Said again = bench.tell("refund_Order", bench.refundData(order, kZhao, "R1", "ALL", "0.00", "50.00", "50.00", "100.00"));
    BOOST_TEST(again.output == first.output);
    BOOST_TEST(bench.rows("mobile_refund") == 1);
    BOOST_TEST(bench.mobileCode("refund_Order", bench.refundData(order, kZhao, "R2", "ALL", "0.00", "50.00", "50.00", "100.00")) == "2302");
}

BOOST_AUTO_TEST_CASE(an_order_can_end_without_being_settled) {
    MobileBench bench(slow());
    const auto order = bench.uploaded(kZhao, "ORD-1");
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(order, kZhao)) == "0");
    const auto end = [&](std::string_view state) {
        return bench.control("POST", "orders/end", R"({"payOrdId":")" + order.pay_ord_id + R"(","ordStas":)" + std::string(state) + "}")
            .status;
    };
    BOOST_TEST(end("6") == 422);
    BOOST_TEST(end("14") == 200);
    BOOST_TEST(bench.ordStas(order, kZhao) == "14");
    BOOST_TEST(bench.balance(kZhao) == 50'000);
    BOOST_TEST(end("16") == 409);
    BOOST_TEST(bench.mobileCode("revoke_order", bench.revokeData(order)) == "2304");
    BOOST_TEST(bench.mobileCode("pay_order", bench.payData(order, kZhao)) == "2304");
    BOOST_TEST(bench.control("POST", "orders/end", R"({"payOrdId":"x","ordStas":14})").status == 404);
}

BOOST_AUTO_TEST_SUITE_END()
