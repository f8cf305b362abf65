// The bytes of tests/data/sim_nhsa, made with openssl before there was code.
#include <boost/test/unit_test.hpp>

#include "adapters/sim/common/base64.h"
#include "adapters/sim/nhsa/seal.h"
#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;

namespace {

common::HttpHeaders headersIn(const std::string& name) {
    common::HttpHeaders headers;
    std::string text = dataFile(name);
    for (std::size_t end = text.find("\r\n"); end != text.npos; end = text.find("\r\n")) {
        const std::string line = text.substr(0, end);
        const std::size_t colon = line.find(": ");
        headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        text.erase(0, end + 2);
    }
    return headers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(golden)

BOOST_AUTO_TEST_CASE(a_sign_in_made_by_hand_is_answered_and_one_with_another_secret_is_nobodys) {
    Bench bench;
    const common::HttpHeaders headers = headersIn("01_sign_in.headers");
    const tests::RawAnswer answer = bench.post("/nhsa", dataFile("01_sign_in.request.json"), headers);
    BOOST_TEST(answer.status == 200);
    const std::string sign_no = member(answer.body, "output.signinoutb.sign_no");
    BOOST_TEST(sign_no.size() == 16);
    BOOST_TEST(answer.body ==
               R"({"infcode":"0","inf_refmsgid":"379900203001020930000000000001","refmsg_time":"20300102093000000",)"
               R"("respond_time":"20300102093000000","err_msg":"","output":{"signinoutb":{"sign_time":"2030-01-02 09:30:00","sign_no":")" +
                   sign_no + R"("}},"signtype":"","cainfo":""})");
    sim::NhsaSettings settings = goodSettings();
    settings.counter.secret = "another";
    Bench other(settings);
    BOOST_TEST(other.post("/nhsa", dataFile("01_sign_in.request.json"), headers).status == 401);
}

BOOST_AUTO_TEST_CASE(what_openssl_sealed_and_signed_is_opened) {
    const std::string request = dataFile("02_sign_in_sealed.request.json");
    BOOST_TEST(common::toBase64(sim::sm4Sealed("SIM-SM4-KEY-0016", dataFile("02_sign_in_sealed.input.json"))) == member(request, "input"));
    const auto hospital = sim::Sm2Key::fromPublicPem(dataFile("keys/hospital_public.pem"), "key");
    BOOST_TEST(hospital->verify(dataFile("02_sign_in_sealed.text"), member(request, "cainfo")));
    Bench bench(sealedSettings());
    BOOST_TEST(bench.post("/nhsa", request, headersIn("02_sign_in_sealed.headers")).status == 200);
}

BOOST_AUTO_TEST_CASE(the_mobile_chain_signs_sorted_data_without_blanks) {
    BOOST_TEST(sim::mobileKey("SIMAPP0000000001", "sim-app-secret") == dataFile("03_revoke_order.key"));
    const std::string request = dataFile("03_revoke_order.request.json");
    BOOST_TEST((sim::sm4Opened(dataFile("03_revoke_order.key"), *sim::fromUpperHex(member(request, "encData"))) ==
                dataFile("03_revoke_order.data.json")));
    Bench bench(sealedSettings());
    const tests::RawAnswer answer = bench.post("/org/local/api/hos/revoke_order", request);
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(member(answer.body, "code") == "2301");
    const std::string other = replaced(request, R"("timestamp":"1893547800000")", R"("timestamp":"1893547800001")");
    BOOST_TEST(bench.post("/org/local/api/hos/revoke_order", other).status == 401);
}

BOOST_AUTO_TEST_SUITE_END()
