// 1101: who somebody is, by what they show.
#include <boost/test/unit_test.hpp>

#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;
using namespace std::chrono_literals;

namespace {

using Texts = std::initializer_list<std::pair<std::string_view, std::string_view>>;

Said find(Bench& bench, Texts data) { return bench.ask("1101", wrapped("data", object(data))); }

}  // namespace

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(all_insurances_of_a_person_are_told) {
    Bench bench;
    const Said said = find(bench, {{"mdtrt_cert_type", "02"}, {"mdtrt_cert_no", kSun}});
    BOOST_TEST(member(said.output, "baseinfo") == R"({"brdy":"1990-03-03","certno":"379999199003039039","gend":"2","psn_cert_type":"01",)"
                                                  R"("psn_name":"孙珏","psn_no":")" +
                                                      bench.psnNo(kSun) + R"("})");
    BOOST_TEST(member(said.output, "insuinfo") ==
               R"([{"balc":"10.00","insuplc_admdvs":"379900","insutype":"310","psn_insu_stas":"2","psn_type":"11"},)"
               R"({"balc":"0.00","insuplc_admdvs":"379900","insutype":"390","psn_insu_stas":"1","psn_type":"15"}])");
}

BOOST_AUTO_TEST_CASE(a_person_is_found_by_voucher_certificate_or_card) {
    Bench bench;
    const std::string token = bench.voucher(kZhao);
    const auto found = [&](Texts data) { return member(find(bench, data).output, "baseinfo.certno"); };
    BOOST_TEST(found({{"mdtrt_cert_type", "01"}, {"mdtrt_cert_no", token}}) == kZhao);
    BOOST_TEST(found({{"mdtrt_cert_type", "02"}, {"mdtrt_cert_no", kZhao}}) == kZhao);
    BOOST_TEST(found({{"mdtrt_cert_type", "03"}, {"mdtrt_cert_no", "A12345678"}, {"card_sn", "S1"}}) == kZhao);
    const auto code = [&](Texts data) { return find(bench, data).code; };
    BOOST_TEST(code({{"mdtrt_cert_type", "03"}, {"mdtrt_cert_no", "A12345678"}, {"card_sn", "S2"}}) == "1102");
    BOOST_TEST(code({{"mdtrt_cert_type", "03"}, {"mdtrt_cert_no", "A12345678"}}) == "1004");
    BOOST_TEST(code({{"mdtrt_cert_type", "03"}, {"mdtrt_cert_no", "A12345679"}, {"card_sn", "S1"}}) == "1101");
    BOOST_TEST(code({{"mdtrt_cert_type", "01"}, {"mdtrt_cert_no", kZhao}}) == "1101");
    BOOST_TEST(code({{"mdtrt_cert_type", "02"}, {"mdtrt_cert_no", token}}) == "1101");
    BOOST_TEST(code({{"mdtrt_cert_type", "04"}, {"mdtrt_cert_no", kZhao}}) == "1004");
    BOOST_TEST(code({{"mdtrt_cert_type", "02"}, {"mdtrt_cert_no", ""}}) == "1004");
}

BOOST_AUTO_TEST_CASE(a_voucher_is_good_until_its_last_second) {
    Bench bench;
    const std::string token = bench.voucher(kZhao);
    const auto code = [&] { return find(bench, {{"mdtrt_cert_type", "01"}, {"mdtrt_cert_no", token}}).code; };
    bench.clock.advance(1800s - 1ms);
    BOOST_TEST(code() == "0");
    bench.clock.advance(1ms);
    BOOST_TEST(code() == "1101");
}

BOOST_AUTO_TEST_CASE(a_name_or_certificate_of_somebody_else_is_refused) {
    Bench bench;
    const auto code = [&](std::string_view name, std::string_view certno, std::string_view kind) {
        return find(bench,
                    {{"mdtrt_cert_type", "02"}, {"mdtrt_cert_no", kZhao}, {"psn_name", name}, {"certno", certno}, {"psn_cert_type", kind}})
            .code;
    };
    BOOST_TEST(code("赵玕", kZhao, "01") == "0");
    BOOST_TEST(code("", "", "") == "0");
    BOOST_TEST(code("钱珅", kZhao, "01") == "1102");
    BOOST_TEST(code("赵玕", kQian, "01") == "1102");
    BOOST_TEST(code("赵玕", kZhao, "03") == "1102");
}

BOOST_AUTO_TEST_CASE(numbers_are_written_as_numbers_where_that_is_set) {
    sim::NhsaSettings settings = goodSettings();
    settings.amounts = sim::AmountStyle::Number;
    Bench bench(settings);
    const Said said = find(bench, {{"mdtrt_cert_type", "02"}, {"mdtrt_cert_no", kZhao}});
    BOOST_TEST(said.body.find(R"("infcode":0,)") != std::string::npos);
    BOOST_TEST(said.body.find(R"("balc":500,)") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
