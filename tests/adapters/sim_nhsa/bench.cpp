#include "tests/adapters/sim_nhsa/bench.h"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "adapters/sim/common/base64.h"
#include "adapters/sim/common/digest.h"
#include "adapters/sim/nhsa/seal.h"
#include "hub/core/describe.h"

namespace tests::nhsa {

namespace {

constexpr std::string_view kPaasSecret = "sim-paas-secret";

std::string diagnosis(std::string_view main) {
    return object({{"diag_type", "1"},
                   {"diag_srt_no", "1"},
                   {"diag_code", "J00.x00"},
                   {"diag_name", "急性上呼吸道感染"},
                   {"diag_dept", "A03"},
                   {"dise_dor_no", "D379900000001"},
                   {"dise_dor_name", "测试医师"},
                   {"diag_time", "2030-01-02 09:00:00"},
                   {"vali_flag", "1"},
                   {"maindiag_flag", main}});
}

}  // namespace

std::string dataFile(const std::string& name) {
    std::ifstream in("tests/data/sim_nhsa/" + name, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in, name);
    return {std::istreambuf_iterator<char>(in), {}};
}

sim::NhsaSettings goodSettings() {
    sim::NhsaSettings settings;
    settings.counter.secret = kPaasSecret;
    settings.mobile.app_secret = "sim-app-secret";
    return settings;
}

sim::NhsaSettings sealedSettings() {
    sim::NhsaSettings settings = goodSettings();
    settings.sm.on = true;
    settings.sm.counter_key = "SIM-SM4-KEY-0016";
    settings.sm.hospital_public_key = dataFile("keys/hospital_public.pem");
    settings.sm.private_key = dataFile("keys/insurer_private.pem");
    return settings;
}

std::string member(std::string_view json, std::string_view path) {
    const auto document = sim::parsedWithTexts(json);
    if (!document.ok()) return "(no JSON)";
    std::optional<hub::core::JsonValue> value = document->root();
    while (value && !path.empty()) {
        const std::size_t dot = path.find('.');
        const std::string name(path.substr(0, dot));
        if (value->isArray()) {
            const auto index = static_cast<std::size_t>(std::stoul(name));
            value = index < value->size() ? std::optional(value->at(index)) : std::nullopt;
        } else {
            value = value->member(name);
        }
        path = dot == path.npos ? std::string_view() : path.substr(dot + 1);
    }
    if (!value) return "(absent)";
    if (value->isNull()) return "null";
    if (value->isObject() || value->isArray()) return sim::canonical(*value);
    return std::string(value->string().value_or("(other)"));
}

std::int64_t fen(std::string_view json, std::string_view path) {
    const std::string text = member(json, path);
    const bool negative = text.starts_with('-');
    const std::optional<Money> amount = sim::amountFrom(std::string_view(text).substr(negative ? 1 : 0));
    BOOST_REQUIRE_MESSAGE(amount, std::string(path) + " is " + text);
    return negative ? -amount->fen() : amount->fen();
}

std::string object(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
    hub::core::JsonWriter out(hub::core::Exposure::Revealed);
    out.beginObject();
    for (const auto& [name, value] : members) {
        out.key(name);
        out.string(value);
    }
    out.endObject();
    return out.text();
}

std::string wrapped(std::string_view name, std::string_view json) { return fmt::format(R"({{"{}":{}}})", name, json); }

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t place = text.find(from);
    BOOST_REQUIRE_MESSAGE(place != text.npos, std::string(from));
    return text.replace(place, from.size(), to);
}

Bench::Bench(sim::NhsaSettings given) : Door(1), settings(std::move(given)) {
    settings.folder = folder.path();
    start();
    addPeople();
}

void Bench::start() {
    auto made = sim::NhsaSimulator::make(settings, faults, clock);
    BOOST_REQUIRE(made.ok());
    simulator = *std::move(made);
    const auto started = simulator->start();
    BOOST_REQUIRE(started.ok());
    port = *started;
}

void Bench::restart() {
    simulator.reset();
    start();
}

void Bench::addPeople() {
    const auto add = [&](std::string_view body) {
        const RawAnswer added = control("POST", "people", body);
        BOOST_REQUIRE_MESSAGE(added.status == 200, added.body);
    };
    add(fmt::format(
        R"({{"certno":"{}","psn_name":"赵玕","gend":"1","brdy":"1970-01-01","card_no":"A12345678","card_sn":"S1","civil_servant":true,
            "insurances":[{{"insutype":"310","psn_type":"11","pays":true,"insuplc_admdvs":"379900","balc_fen":50000}}]}})",
        kZhao));
    add(fmt::format(
        R"({{"certno":"{}","psn_name":"钱珅","gend":"2","brdy":"1980-02-02","relatives":["{}"],
            "insurances":[{{"insutype":"390","psn_type":"15","pays":true,"insuplc_admdvs":"379800","balc_fen":0}}]}})",
        kQian, kZhao));
    add(fmt::format(
        R"({{"certno":"{}","psn_name":"孙珏","gend":"2","brdy":"1990-03-03","medical_aid":true,
            "insurances":[{{"insutype":"310","psn_type":"11","pays":false,"insuplc_admdvs":"379900","balc_fen":1000}},
                          {{"insutype":"390","psn_type":"15","pays":true,"insuplc_admdvs":"379900","balc_fen":0}}]}})",
        kSun));
}

RawAnswer Bench::post(std::string_view path, std::string_view body, const common::HttpHeaders& more) {
    std::string head = fmt::format("POST {} HTTP/1.1\r\nHost: sim\r\nConnection: close\r\nContent-Length: {}\r\n", path, body.size());
    for (const auto& [name, value] : more) head += fmt::format("{}: {}\r\n", name, value);
    return RawClient(port).ask(head.append("\r\n").append(body));
}

common::HttpHeaders Bench::headers() {
    const std::string timestamp = std::to_string(clock.utc().ms / 1000);
    const std::string nonce = fmt::format("nonce-{:06}", ++calls_);
    return {{"x-tif-paasid", "SIMPAAS001"},
            {"x-tif-timestamp", timestamp},
            {"x-tif-nonce", nonce},
            {"x-tif-signature", common::toHex(common::sha256(timestamp + std::string(kPaasSecret) + nonce + timestamp))}};
}

std::string Bench::nextMsgid() { return fmt::format("{}{}{:04}", kHospital, sim::digits14(clock.utc()), ++calls_); }

std::string Bench::signNo() {
    if (sign_no_.empty()) {
        const Said said =
            ask("9001", wrapped("signIn", object({{"opter_no", "OP01"}, {"mac", "00"}, {"ip", "127.0.0.1"}})), {.sign_no = ""});
        BOOST_REQUIRE_MESSAGE(said.code == "0", said.body);
        sign_no_ = member(said.output, "signinoutb.sign_no");
    }
    return sign_no_;
}

std::string Bench::request(std::string_view infno, std::string_view input, const Twist& twist) {
    const std::string sign_no = twist.sign_no ? *twist.sign_no : signNo();
    const std::string msgid = twist.msgid.value_or(nextMsgid());
    const std::string time = sim::timeText(clock.utc());
    std::string sealed(input);
    std::string signature;
    if (settings.sm.on) {
        sealed = common::toBase64(sim::sm4Sealed(settings.sm.counter_key, input));
        const auto key = sim::Sm2Key::fromPrivatePem(dataFile("keys/hospital_private.pem"), "key");
        signature = key->sign(std::string(infno) + msgid + time + sealed);
        sealed = "\"" + sealed + "\"";
    }
    std::string body = object({{"infno", infno},
                               {"msgid", msgid},
                               {"mdtrtarea_admvs", kArea},
                               {"insuplc_admdvs", twist.area.value_or(std::string(kArea))},
                               {"recer_sys_code", "SIM"},
                               {"infver", "V1.0"},
                               {"opter_type", "3"},
                               {"opter", "OP01"},
                               {"opter_name", "测试员"},
                               {"inf_time", time},
                               {"fixmedins_code", kHospital},
                               {"fixmedins_name", "模拟医院"},
                               {"sign_no", sign_no},
                               {"signtype", settings.sm.on ? "SM2" : ""},
                               {"cainfo", signature}});
    body.back() = ',';
    body += "\"input\":" + sealed + "}";
    if (twist.body) twist.body(body);
    return body;
}

RawAnswer Bench::postCall(std::string_view infno, std::string_view input, const Twist& twist) {
    const std::string body = request(infno, input, twist);
    common::HttpHeaders with = headers();
    if (twist.headers) twist.headers(with);
    return post(settings.counter.path, body, with);
}

Said Bench::ask(std::string_view infno, std::string_view input, const Twist& twist) {
    Twist whole = twist;
    if (!whole.msgid) whole.msgid = nextMsgid();
    const RawAnswer answer = postCall(infno, input, whole);
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.status << " " << answer.body);
    Said said{member(answer.body, "infcode"), member(answer.body, "output"), answer.body, *whole.msgid};
    if (settings.sm.on) {
        const auto key = sim::Sm2Key::fromPublicPem(dataFile("keys/insurer_public.pem"), "key");
        const std::string sealed = said.output == "null" ? "" : said.output;
        BOOST_TEST(key->verify(member(answer.body, "inf_refmsgid") + said.code + sealed, member(answer.body, "cainfo")), infno);
        if (!sealed.empty()) said.output = *sim::sm4Opened(settings.sm.counter_key, *common::fromBase64(sealed));
    }
    return said;
}

std::string Bench::psnNo(std::string_view certno) {
    const std::string all = member(books("person"), "person");
    for (int i = 0;; ++i) {
        const std::string row = member(all, std::to_string(i));
        BOOST_REQUIRE(row != "(absent)");
        if (member(row, "certno") == certno) return member(row, "psn_no");
    }
}

std::string Bench::voucher(std::string_view certno) {
    return member(control("POST", "vouchers", object({{"certno", certno}})).body, "ecToken");
}

std::string Bench::payAuthNo(std::string_view certno) {
    return member(control("POST", "vouchers", object({{"certno", certno}})).body, "payAuthNo");
}

std::string Bench::visitInput(std::string_view certno, std::string_view insutype) {
    return wrapped("data", object({{"psn_no", psnNo(certno)},
                                   {"insutype", insutype},
                                   {"begntime", "2030-01-02 09:00:00"},
                                   {"mdtrt_cert_type", "02"},
                                   {"mdtrt_cert_no", certno},
                                   {"ipt_otp_no", "OP0001"},
                                   {"atddr_no", "D379900000001"},
                                   {"dr_name", "测试医师"},
                                   {"dept_code", "A03"},
                                   {"dept_name", "测试内科"},
                                   {"caty", "A03"}}));
}

std::string Bench::diagnosesInput(std::string_view mdtrt_id, std::string_view certno, std::string_view med_type) {
    const std::string info = object({{"mdtrt_id", mdtrt_id},
                                     {"psn_no", psnNo(certno)},
                                     {"med_type", med_type},
                                     {"begntime", "2030-01-02 09:00:00"},
                                     {"dise_codg", "J00.x00"},
                                     {"dise_name", "急性上呼吸道感染"}});
    return fmt::format(R"({{"mdtrtinfo":{},"diseinfo":[{}]}})", info, diagnosis("1"));
}

std::string Bench::visit(std::string_view certno, std::string_view insutype, std::string_view med_type) {
    const Said opened = ask("2201", visitInput(certno, insutype), areaTwist(certno));
    BOOST_REQUIRE_MESSAGE(opened.code == "0", opened.body);
    const std::string mdtrt_id = member(opened.output, "data.mdtrt_id");
    BOOST_REQUIRE(codeOf("2203", diagnosesInput(mdtrt_id, certno, med_type), areaTwist(certno)) == "0");
    return mdtrt_id;
}

std::string Bench::admissionInput(std::string_view certno, std::string_view insutype) {
    const std::string info = object({{"psn_no", psnNo(certno)},
                                     {"insutype", insutype},
                                     {"begntime", "2030-01-02 09:00:00"},
                                     {"mdtrt_cert_type", "02"},
                                     {"mdtrt_cert_no", certno},
                                     {"med_type", "21"},
                                     {"ipt_otp_no", "IP0001"},
                                     {"atddr_no", "D379900000001"},
                                     {"chfpdr_name", "测试医师"},
                                     {"adm_dept_codg", "A03"},
                                     {"adm_dept_name", "测试内科"},
                                     {"adm_bed", "12"},
                                     {"dscg_maindiag_code", "J00.x00"},
                                     {"dscg_maindiag_name", "急性上呼吸道感染"}});
    return fmt::format(R"({{"mdtrtinfo":{},"diseinfo":[{},{}]}})", info, diagnosis("1"), diagnosis("0"));
}

std::string Bench::admission(std::string_view certno, std::string_view insutype) {
    const Said admitted = ask("2401", admissionInput(certno, insutype), areaTwist(certno));
    BOOST_REQUIRE_MESSAGE(admitted.code == "0", admitted.body);
    return member(admitted.output, "result.mdtrt_id");
}

std::string Bench::linesInput(std::string_view mdtrt_id, std::string_view certno, const std::vector<TestLine>& lines,
                              std::string_view batch) {
    const std::string psn_no = psnNo(certno);
    std::string list;
    for (const TestLine& line : lines) {
        const std::string sn = fmt::format("L{:05}", ++lines_);
        if (!list.empty()) list += ',';
        list += object({{"feedetl_sn", sn},
                        {"mdtrt_id", mdtrt_id},
                        {"psn_no", psn_no},
                        {"chrg_bchno", batch},
                        {"rxno", ""},
                        {"fee_ocur_time", "2030-01-02 09:10:00"},
                        {"med_list_codg", line.item},
                        {"medins_list_codg", "H-1"},
                        {"det_item_fee_sumamt", line.amount},
                        {"cnt", line.count},
                        {"pric", line.price},
                        {"bilg_dept_codg", "A03"},
                        {"bilg_dept_name", "测试内科"},
                        {"bilg_dr_codg", "D379900000001"},
                        {"bilg_dr_name", "测试医师"}});
    }
    return wrapped("feedetail", "[" + list + "]");
}

Said Bench::upload(std::string_view mdtrt_id, std::string_view certno, const std::vector<TestLine>& lines, std::string_view batch) {
    return ask("2204", linesInput(mdtrt_id, certno, lines, batch), areaTwist(certno));
}

std::string Bench::settleInput(std::string_view mdtrt_id, std::string_view certno, std::string_view total, std::string_view insutype,
                               std::string_view batch, std::string_view med_type, std::string_view acct_used_flag) {
    return wrapped("data", object({{"psn_no", psnNo(certno)},
                                   {"mdtrt_cert_type", "02"},
                                   {"mdtrt_cert_no", certno},
                                   {"med_type", med_type},
                                   {"medfee_sumamt", total},
                                   {"psn_setlway", "01"},
                                   {"mdtrt_id", mdtrt_id},
                                   {"chrg_bchno", batch},
                                   {"acct_used_flag", acct_used_flag},
                                   {"insutype", insutype},
                                   {"invono", ""}}));
}

Said Bench::settled(std::string_view mdtrt_id, std::string_view certno, std::string_view insutype) {
    BOOST_REQUIRE(upload(mdtrt_id, certno, {TestLine()}).code == "0");
    const Said said = ask("2207", settleInput(mdtrt_id, certno, "100.00", insutype), areaTwist(certno));
    BOOST_REQUIRE_MESSAGE(said.code == "0", said.body);
    return said;
}

std::string Bench::revokeInput(std::string_view setl_id, std::string_view mdtrt_id, std::string_view certno) {
    return wrapped("data", object({{"setl_id", setl_id}, {"mdtrt_id", mdtrt_id}, {"psn_no", psnNo(certno)}}));
}

Said Bench::reverse(std::string_view certno, std::string_view omsgid, std::string_view oinfno, const Twist& twist) {
    Twist here = twist;
    if (!here.area) here.area = areaOf(certno);
    return ask("2601", wrapped("data", object({{"psn_no", psnNo(certno)}, {"omsgid", omsgid}, {"oinfno", oinfno}})), here);
}

std::int64_t Bench::balance(std::string_view certno) {
    const Said said = ask("1101", wrapped("data", object({{"mdtrt_cert_type", "02"}, {"mdtrt_cert_no", certno}})));
    BOOST_REQUIRE(member(said.output, "insuinfo.0.insutype") == "310");
    return fen(said.output, "insuinfo.0.balc");
}

void checkSums(const std::string& output, bool fund_includes_acct) {
    const auto part = [&](const char* name) { return fen(output, std::string("setlinfo.") + name); };
    const std::int64_t total = part("medfee_sumamt");
    const std::int64_t account = part("acct_pay");
    const std::int64_t fund = part("fund_pay_sumamt");
    const std::int64_t eight = part("hifp_pay") + part("cvlserv_pay") + part("hifes_pay") + part("hifmi_pay") + part("hifob_pay") +
                               part("maf_pay") + part("hifdm_pay") + part("oth_pay");
    std::int64_t detail = 0;
    for (int i = 0; member(output, "setldetail." + std::to_string(i)) != "(absent)"; ++i)
        detail += fen(output, "setldetail." + std::to_string(i) + ".fund_payamt");
    BOOST_TEST(part("fulamt_ownpay_amt") + part("overlmt_selfpay") + part("preselfpay_amt") + part("inscp_scp_amt") == total);
    BOOST_TEST(part("psn_part_amt") == account + part("psn_cash_pay"));
    BOOST_TEST(total == fund + part("hosp_part_amt") + (fund_includes_acct ? part("psn_cash_pay") : part("psn_part_amt")));
    BOOST_TEST(eight == (fund_includes_acct ? fund - account : fund));
    BOOST_TEST(detail == eight);
    BOOST_TEST(std::abs(part("acct_mulaid_pay")) <= std::abs(account));
}

}  // namespace tests::nhsa
