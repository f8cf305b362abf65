#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_nhsa/bench.h"
#include "tests/support/failures.h"

using namespace tests::nhsa;
using hub::core::Error;

namespace {

std::string person(std::string_view insurance) {
    return R"({"certno":"1","psn_name":"测试","gend":"1","insurances":[)" + std::string(insurance) + "]}";
}

constexpr const char* kEmployee = R"({"insutype":"310","psn_type":"11","pays":true,"insuplc_admdvs":"379900","balc_fen":1})";

}  // namespace

BOOST_AUTO_TEST_SUITE(control)

BOOST_AUTO_TEST_CASE(a_person_added_again_is_as_said_last) {
    Bench bench;
    const std::string psn_no = bench.psnNo(kZhao);
    BOOST_TEST(bench.control("POST", "people", R"({"certno":"379999197001017019","psn_name":"赵改","insurances":[]})").status == 200);
    BOOST_TEST(bench.rows("person") == 3);
    BOOST_TEST(bench.psnNo(kZhao) == psn_no);
    const Said said = bench.ask("1101", wrapped("data", object({{"mdtrt_cert_type", "02"}, {"mdtrt_cert_no", kZhao}})));
    BOOST_TEST(member(said.output, "baseinfo.psn_name") == "赵改");
    BOOST_TEST(member(said.output, "insuinfo.0.psn_insu_stas") == "2");  // not named any more: it does not pay
}

BOOST_AUTO_TEST_CASE(people_who_cannot_be_are_refused) {
    Bench bench;
    const auto status = [&](const std::string& body) { return bench.control("POST", "people", body).status; };
    BOOST_TEST(status(person(kEmployee)) == 200);
    BOOST_TEST(status(replaced(person(kEmployee), "\"310\"", "\"340\"")) == 422);
    BOOST_TEST(status(replaced(person(kEmployee), "\"310\"", "\"390\"")) == 422);  // has no account
    BOOST_TEST(status(replaced(person(kEmployee), "379900", "37990")) == 422);
    BOOST_TEST(status(replaced(person(kEmployee), "\"balc_fen\":1", "\"balc_fen\":-1")) == 422);
    BOOST_TEST(status(replaced(person(kEmployee), "\"certno\":\"1\"", "\"certno\":\"\"")) == 422);
    BOOST_TEST(status(replaced(person(kEmployee), "\"测试\"", "\"\"")) == 422);
    BOOST_TEST(status(replaced(person(kEmployee), "\"gend\":\"1\"", "\"gend\":\"3\"")) == 422);
    BOOST_TEST(status(replaced(person(kEmployee), "\"gend\":\"1\"", "\"gend\":\"1\",\"relatives\":[\"1\"]")) == 422);
    BOOST_TEST(status(replaced(person(kEmployee), "\"gend\":\"1\"", "\"gend\":\"1\",\"relatives\":[\"379999198002028028\"]")) == 422);
    BOOST_TEST(status(replaced(person(kEmployee), "\"gend\":\"1\"", "\"gend\":\"1\",\"relatives\":[\"379999197001017019\"]")) == 200);
    BOOST_TEST(status("{") != 200);
    BOOST_TEST(bench.rows("person") == 4);
}

BOOST_AUTO_TEST_CASE(vouchers_balances_and_items_are_of_what_is_there) {
    Bench bench;
    const auto status = [&](const char* path, const std::string& body) { return bench.control("POST", path, body).status; };
    BOOST_TEST(status("vouchers", R"({"certno":"1"})") == 404);
    BOOST_TEST(bench.voucher(kZhao) != bench.voucher(kZhao));
    BOOST_TEST(status("balances", R"({"certno":"379999197001017019","balc_fen":7})") == 200);
    BOOST_TEST(bench.balance(kZhao) == 7);
    BOOST_TEST(status("balances", R"({"certno":"379999197001017019","balc_fen":-1})") == 422);
    BOOST_TEST(status("balances", R"({"certno":"379999198002028028","balc_fen":1})") == 404);  // no account
    const std::string item =
        R"({"med_list_codg":"NEW","chrgitm_lv":"02","price_limit_fen":0,"own_first_per_mille":1000,"hospital_bears":false})";
    BOOST_TEST(status("items", item) == 200);
    BOOST_TEST(status("items", replaced(item, "1000", "1001")) == 422);
    BOOST_TEST(status("items", replaced(item, "\"price_limit_fen\":0", "\"price_limit_fen\":-1")) == 422);
    BOOST_TEST(status("items", replaced(item, "\"NEW\"", "\"\"")) == 422);
    const std::string visit = bench.visit(kZhao);
    const Said said = bench.upload(visit, kZhao, {{"NEW", "1", "3.00", "3.00"}});
    BOOST_TEST(fen(said.output, "result.0.preselfpay_amt") == 300);
}

BOOST_AUTO_TEST_CASE(every_call_is_in_the_books_with_what_came_of_it) {
    Bench bench;
    bench.visit(kZhao);
    const std::string calls = bench.books("call");
    BOOST_TEST(member(calls, "call.0.operation") == "9001");
    BOOST_TEST(member(calls, "call.1.operation") == "2201");
    BOOST_TEST(member(calls, "call.1.hospital") == kHospital);
    BOOST_TEST(member(calls, "call.1.result") == "0");
    BOOST_TEST(member(bench.books("message"), "message.0.msgid") == member(calls, "call.1.number"));
    for (const char* table : {"person", "insurance", "mutual_aid", "voucher", "item", "nonce", "sign_in", "message", "fence", "visit",
                              "line", "settlement", "account_entry", "year_use", "cleared_day", "mobile_order", "mobile_refund", "call"})
        BOOST_TEST(bench.control("GET", "books").body.find("\"" + std::string(table) + "\":[") != std::string::npos, table);
    BOOST_TEST(bench.control("GET", "books?nothing").status == 404);
}

BOOST_AUTO_TEST_CASE(the_door_has_no_other_paths) {
    Bench bench;
    BOOST_TEST(bench.control("GET", "health").body == R"({"simulator":"nhsa","state":"up","sm":"off"})");
    BOOST_TEST(bench.control("POST", "nobody", "{}").status == 404);
    BOOST_TEST(bench.control("GET", "people").status == 404);
}

BOOST_AUTO_TEST_CASE(settings_are_checked_at_both_sides_of_each_border) {
    const auto with = [](const auto& change) {
        sim::NhsaSettings settings = sealedSettings();
        change(settings);
        return sim::check(settings);
    };
    const auto good = [&](const auto& change) { BOOST_TEST(with(change).ok()); };
    const auto refused = [&](const auto& change) { BOOST_TEST(tests::failsWith(with(change), Error::SimNotValid)); };
    good([](auto& s) { s.port = 65535; });
    refused([](auto& s) { s.port = 65536; });
    refused([](auto& s) { s.port = -1; });
    refused([](auto& s) { s.area = "37990"; });
    refused([](auto& s) { s.clearing_office = "37990X"; });
    good([](auto& s) { s.day_cut_min = 1439; });
    refused([](auto& s) { s.day_cut_min = 1440; });
    refused([](auto& s) { s.day_cut_min = -1; });
    good([](auto& s) { s.voucher_life_s = 1; });
    refused([](auto& s) { s.voucher_life_s = 0; });
    refused([](auto& s) { s.voucher_life_s = 86'401; });
    refused([](auto& s) { s.counter.path = "nhsa"; });
    refused([](auto& s) { s.counter.paasid = ""; });
    refused([](auto& s) { s.counter.secret = ""; });
    refused([](auto& s) { s.mobile.app_id = "SIMAPP000000001"; });  // fifteen
    refused([](auto& s) { s.mobile.app_secret = ""; });
    good([](auto& s) { s.mobile.processing_ms = 86'400'000; });
    refused([](auto& s) { s.mobile.processing_ms = 86'400'001; });
    refused([](auto& s) { s.mobile.processing_ms = -1; });
    refused([](auto& s) { s.mobile.order_life_s = 0; });
    refused([](auto& s) { s.mobile.order_life_s = 86'401; });
    refused([](auto& s) { s.sm.counter_key = "SIM-SM4-KEY-016"; });
    good([](auto& s) {
        s.sm.on = false;
        s.sm.counter_key = "";
    });
}

BOOST_AUTO_TEST_CASE(the_wrapper_needs_its_keys) {
    const tests::sim::Folder folder;
    const tests::sim::HandClock clock;
    common::Faults faults(1);
    const auto refused = [&](const auto& change) {
        sim::NhsaSettings settings = sealedSettings();
        settings.folder = folder.path();
        change(settings);
        return tests::failsWith(sim::NhsaSimulator::make(settings, faults, clock), Error::SimNotValid);
    };
    BOOST_TEST(!refused([](auto&) {}));
    BOOST_TEST(refused([](auto& s) { s.sm.hospital_public_key = ""; }));
    BOOST_TEST(refused([](auto& s) { s.sm.private_key = s.sm.hospital_public_key; }));
    BOOST_TEST(!refused([](auto& s) {
        s.sm.on = false;
        s.sm.private_key = "";
    }));
}

BOOST_AUTO_TEST_SUITE_END()
