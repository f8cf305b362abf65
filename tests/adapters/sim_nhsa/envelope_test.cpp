// Who is let in: headers, wrapper, sign-in, envelope, and that a msgid is taken once.
#include <boost/test/unit_test.hpp>

#include "adapters/sim/common/base64.h"
#include "adapters/sim/common/digest.h"
#include "adapters/sim/nhsa/seal.h"
#include "tests/adapters/sim_nhsa/bench.h"

using namespace tests::nhsa;
using namespace std::chrono_literals;

namespace {

const std::string kFind = R"({"data":{"mdtrt_cert_type":"02","mdtrt_cert_no":"379999197001017019"}})";

void setHeader(common::HttpHeaders& headers, std::string_view name, std::string value) {
    for (auto& [one, content] : headers) {
        if (one == name) content = std::move(value);
    }
}

std::string headerOf(const common::HttpHeaders& headers, std::string_view name) {
    for (const auto& [one, content] : headers) {
        if (one == name) return content;
    }
    return {};
}

/// Signed anew after a change of timestamp or nonce.
common::HttpHeaders signedHeaders(const std::string& timestamp, const std::string& nonce) {
    return {{"x-tif-paasid", "SIMPAAS001"},
            {"x-tif-timestamp", timestamp},
            {"x-tif-nonce", nonce},
            {"x-tif-signature", common::toHex(common::sha256(timestamp + "sim-paas-secret" + nonce + timestamp))}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(envelope)

BOOST_AUTO_TEST_CASE(a_header_that_is_wrong_is_nobodys) {
    Bench bench;
    const auto status = [&](const std::function<void(common::HttpHeaders&)>& change) {
        return bench.postCall("1101", kFind, {.headers = change}).status;
    };
    BOOST_TEST(status({}) == 200);
    BOOST_TEST(status([](auto& all) { setHeader(all, "x-tif-paasid", "SIMPAAS002"); }) == 401);
    BOOST_TEST(status([](auto& all) { setHeader(all, "x-tif-nonce", headerOf(all, "x-tif-nonce") + "x"); }) == 401);
    BOOST_TEST(status([](auto& all) { setHeader(all, "x-tif-signature", std::string(64, '0')); }) == 401);
    BOOST_TEST(status([](auto& all) {
                   std::string upper = headerOf(all, "x-tif-signature");
                   for (char& one : upper) one = static_cast<char>(std::toupper(static_cast<unsigned char>(one)));
                   setHeader(all, "x-tif-signature", upper);
               }) == 401);
    BOOST_TEST(status([](auto& all) { all.clear(); }) == 401);
    BOOST_TEST(bench.rows("call") == 2);  // the sign-in, and the one that was right
}

BOOST_AUTO_TEST_CASE(a_timestamp_is_good_for_300_seconds_either_way) {
    Bench bench;
    const std::int64_t now = bench.clock.utc().ms / 1000;
    int calls = 0;
    const auto status = [&](const std::string& timestamp) {
        const std::string nonce = "t" + std::to_string(++calls);
        return bench.postCall("1101", kFind, {.headers = [&](auto& all) { all = signedHeaders(timestamp, nonce); }}).status;
    };
    BOOST_TEST(status(std::to_string(now - 300)) == 200);
    BOOST_TEST(status(std::to_string(now - 301)) == 401);
    BOOST_TEST(status(std::to_string(now + 300)) == 200);
    BOOST_TEST(status(std::to_string(now + 301)) == 401);
    for (const char* wrong : {"", "soon", "-1", "9223372036854775807", "99999999999999999999"}) BOOST_TEST(status(wrong) == 401, wrong);
}

BOOST_AUTO_TEST_CASE(a_nonce_is_used_once_and_has_at_most_64_characters) {
    Bench bench;
    const auto status = [&](const std::string& nonce) {
        const std::string timestamp = std::to_string(bench.clock.utc().ms / 1000);
        return bench.postCall("1101", kFind, {.headers = [&](auto& all) { all = signedHeaders(timestamp, nonce); }}).status;
    };
    BOOST_TEST(status("n1") == 200);
    BOOST_TEST(status("n1") == 401);
    BOOST_TEST(status("N1") == 200);
    BOOST_TEST(status(std::string(64, 'n')) == 200);
    BOOST_TEST(status(std::string(65, 'n')) == 401);
    bench.restart();
    BOOST_TEST(status("n1") == 401);
}

BOOST_AUTO_TEST_CASE(a_request_in_the_wrapper_opens_and_verifies_or_is_nobodys) {
    Bench bench(sealedSettings());
    const Said said = bench.ask("1101", kFind);
    BOOST_TEST(said.code == "0");
    BOOST_TEST(member(said.output, "baseinfo.psn_name") == "赵玕");
    BOOST_TEST(bench.codeOf("1101", R"({"data":{"mdtrt_cert_type":"02","mdtrt_cert_no":"1"}})") == "1101");  // null is signed as well
    const auto status = [&](const std::function<void(std::string&)>& change) {
        return bench.postCall("1101", kFind, {.body = change}).status;
    };
    BOOST_TEST(status([](auto& body) { body = replaced(body, "\"infno\":\"1101\"", "\"infno\":\"5203\""); }) == 401);
    BOOST_TEST(status([](auto& body) { body = replaced(body, "2030-01-02 09:30:00", "2030-01-02 09:30:01"); }) == 401);
    BOOST_TEST(status([](auto& body) { body = replaced(body, "\"signtype\":\"SM2\"", "\"signtype\":\"SM3\""); }) == 401);
    BOOST_TEST(status([](auto& body) { body = replaced(body, "\"cainfo\":\"M", "\"cainfo\":\"N"); }) == 401);
    BOOST_TEST(status([](auto& body) { body = replaced(body, "\"input\":\"", "\"input\":\"AAAA"); }) == 401);
    // Signed by somebody else, over what it says; and sealed with another key, signed as it should be.
    const auto anew = [&](const char* key_file, std::string_view sm4_key) {
        return status([=](std::string& body) {
            const std::string input = common::toBase64(sim::sm4Sealed(sm4_key, kFind));
            const auto key = sim::Sm2Key::fromPrivatePem(dataFile(key_file), "key");
            const std::string signature = key->sign(member(body, "infno") + member(body, "msgid") + member(body, "inf_time") + input);
            body = replaced(body, member(body, "cainfo"), signature);
            body = replaced(body, member(body, "input"), input);
        });
    };
    BOOST_TEST(anew("keys/hospital_private.pem", "SIM-SM4-KEY-0016") == 200);
    BOOST_TEST(anew("keys/other_private.pem", "SIM-SM4-KEY-0016") == 401);
    BOOST_TEST(anew("keys/hospital_private.pem", "SIM-SM4-KEY-0017") == 401);
}

BOOST_AUTO_TEST_CASE(without_the_wrapper_nothing_may_look_signed) {
    Bench bench;
    BOOST_TEST(bench.codeOf("1101", kFind,
                            {.body = [](auto& body) { body = replaced(body, "\"signtype\":\"\"", "\"signtype\":\"SM2\""); }}) == "1004");
}

BOOST_AUTO_TEST_CASE(a_member_of_the_envelope_that_is_missing_or_wrong_is_named) {
    Bench bench;
    const auto told = [&](std::string_view from, std::string_view to) {
        const Said said = bench.ask("1101", kFind, {.body = [&](auto& body) { body = replaced(body, from, to); }});
        return said.code + " " + member(said.body, "err_msg");
    };
    const auto names = [&](std::string_view from, std::string_view to, const std::string& name) {
        BOOST_TEST(told(from, to) == "1004 缺少或不正确：" + name, from);
    };
    names("\"infno\":\"1101\"", "\"infno\":\"1102\"", "infno");
    names("\"msgid\":\"", "\"msgid\":\"\",\"x\":\"", "msgid");
    names("\"msgid\":\"H", "\"msgid\":\"XH", "msgid");  // 31 characters
    names("\"mdtrtarea_admvs\":\"379900\"", "\"mdtrtarea_admvs\":\"379901\"", "mdtrtarea_admvs");
    names("\"insuplc_admdvs\":\"379900\"", "\"insuplc_admdvs\":\"3799\"", "insuplc_admdvs");
    names("\"recer_sys_code\":\"SIM\"", "\"recer_sys_code\":\"SIM45678901\"", "recer_sys_code");
    names("\"infver\":\"V1.0\"", "\"infver\":\"1.0\"", "infver");
    names("\"opter_type\":\"3\"", "\"opter_type\":\"4\"", "opter_type");
    names("\"opter\":\"OP01\"", "\"opter\":\"\"", "opter");
    names("\"opter_name\":\"测试员\"", "\"opter_name\":null", "opter_name");
    names("\"inf_time\":\"2030-01-02 09:30:00\"", "\"inf_time\":\"20300102093000\"", "inf_time");
    names("\"fixmedins_code\":\"H37990000001\"", "\"fixmedins_code\":\"X37990000001\"", "fixmedins_code");
    names("\"fixmedins_name\":\"模拟医院\",", "", "fixmedins_name");
    names("\"input\":{\"data\"", "\"output\":{\"data\"", "input");
    names("\"input\":{\"data\":{", "\"input\":{\"data\":[],\"x\":{", "input.data");
    BOOST_TEST(told("\"infver\":\"V1.0\"", "\"infver\":\"V1.0\",\"dev_no\":\"unknown members are ignored\"").starts_with("0 "));
    BOOST_TEST(bench.post("/nhsa", "{", bench.headers()).status == 400);
    BOOST_TEST(bench.post("/other", "{}", bench.headers()).status == 404);
}

BOOST_AUTO_TEST_CASE(a_sign_in_is_good_for_its_day_and_its_hospital) {
    Bench bench;
    BOOST_TEST(bench.codeOf("1101", kFind) == "0");
    BOOST_TEST(bench.codeOf("1101", kFind, {.sign_no = ""}) == "1001");
    BOOST_TEST(bench.codeOf("1101", kFind, {.sign_no = "0000000000000000"}) == "1001");
    BOOST_TEST(bench.codeOf("1101", kFind, {.body = [](std::string& body) {
                                for (int i = 0; i < 2; ++i) body = replaced(body, "H37990000001", "H37990000002");
                            }}) == "1001");
    bench.clock.advance(14h + 29min + 59s);  // 23:59:59
    BOOST_TEST(bench.codeOf("1101", kFind) == "0");
    bench.clock.advance(1s);
    BOOST_TEST(bench.codeOf("1101", kFind) == "1001");
}

BOOST_AUTO_TEST_CASE(signing_in_ends_by_hand) {
    Bench bench;
    BOOST_TEST(bench.codeOf("1101", kFind) == "0");
    bench.control("POST", "sign-ins/end");
    BOOST_TEST(bench.codeOf("1101", kFind) == "1001");
}

BOOST_AUTO_TEST_CASE(a_msgid_is_not_looked_into) {
    Bench bench;
    for (const std::string& msgid : {std::string("7"), std::string("01JGYH8M0000000000A1"), std::string(30, 'z')})
        BOOST_TEST(bench.codeOf("1101", kFind, {.msgid = msgid}) == "0", msgid);
}

BOOST_AUTO_TEST_CASE(a_msgid_is_taken_once_whatever_became_of_the_first) {
    Bench bench;
    const std::string input = bench.visitInput(kZhao);
    const std::string done = bench.nextMsgid();
    BOOST_TEST(bench.codeOf("2201", input, {.msgid = done}) == "0");
    BOOST_TEST(bench.codeOf("2201", input, {.msgid = done}) == "9003");
    BOOST_TEST(bench.codeOf("2202", input, {.msgid = done}) == "9003");
    BOOST_TEST(bench.rows("visit") == 1);
    const std::string refused = bench.nextMsgid();
    BOOST_TEST(bench.codeOf("2201", bench.visitInput(kSun), {.msgid = refused}) == "1103");
    BOOST_TEST(bench.codeOf("2201", input, {.msgid = refused}) == "9003");
    // Nothing was done: the same number may come again.
    const std::string early = bench.nextMsgid();
    BOOST_TEST(bench.codeOf("2201", input, {.msgid = early, .sign_no = "none"}) == "1001");
    BOOST_TEST(bench.codeOf("2201", input, {.msgid = early}) == "0");
    const std::string read = bench.nextMsgid();
    BOOST_TEST(bench.codeOf("1101", kFind, {.msgid = read}) == "0");
    BOOST_TEST(bench.codeOf("1101", kFind, {.msgid = read}) == "0");
    bench.restart();
    BOOST_TEST(bench.codeOf("2201", input, {.msgid = done}) == "9003");
}

BOOST_AUTO_TEST_CASE(an_answer_says_when_and_to_what) {
    Bench bench;
    const Said said = bench.ask("1101", kFind);
    BOOST_TEST(member(said.body, "inf_refmsgid").size() == 30);
    BOOST_TEST(member(said.body, "inf_refmsgid").starts_with("37990020300102093000"));
    BOOST_TEST(member(said.body, "refmsg_time") == "20300102093000000");
    BOOST_TEST(member(said.body, "respond_time") == "20300102093000000");
    BOOST_TEST(member(said.body, "err_msg") == "");
    const Said no = bench.ask("1101", R"({"data":{"mdtrt_cert_type":"02","mdtrt_cert_no":"1"}})");
    BOOST_TEST(no.output == "null");
    BOOST_TEST(member(no.body, "err_msg") != "");
}

BOOST_AUTO_TEST_CASE(tls_is_spoken_where_it_is_set) {
    tests::TestCertificates files;
    files.makeAuthority("authority");
    files.makeSigned("server", "authority", "insurer");
    sim::NhsaSettings settings = goodSettings();
    const tests::sim::Folder folder;
    settings.folder = folder.path();
    settings.tls.certificate_file = files.file("server.pem");
    settings.tls.key_file = files.file("server.key");
    const tests::sim::HandClock clock;
    common::Faults faults(1);
    const auto made = sim::NhsaSimulator::make(settings, faults, clock);
    BOOST_REQUIRE(made.ok());
    const auto port = (*made)->start();
    BOOST_REQUIRE(port.ok());
    tests::RawClient client(*port, {.tls = tests::RawTls{.authority = files.file("authority.pem")}});
    BOOST_TEST(client.ask("GET /_sim/health HTTP/1.1\r\nHost: sim\r\nConnection: close\r\n\r\n").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
