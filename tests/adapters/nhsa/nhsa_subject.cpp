#include "tests/adapters/nhsa/nhsa_subject.h"

#include <fmt/format.h>

#include "tests/adapters/nhsa/golden.h"
#include "tests/adapters/nhsa/toy_counter.h"
#include "tests/adapters/nhsa/toy_mobile.h"

namespace tests::nhsa {

using adapters::nhsa::Chain;
using conformance::Example;

namespace {

std::string escaped(const std::string& text) {
    std::string json;
    for (const char c : text) json += c == '\n' ? std::string("\\n") : std::string(1, c);
    return json;
}

std::string visitOf(int number, const std::string& visit) {
    return fmt::format(R"("visit":{{"kind":"outpatient","insured_number":"P{0:05}","insured_area":"370200","insurance":"310",)"
                       R"("care_type":"11","visit":"{1}","hospital_visit":"V{0:05}"}})",
                       number, visit);
}

std::string amountsOf(int fen) {
    return fmt::format(
        R"({{"total_fen":{0},"fund_fen":{0},"account_fen":0,"cash_fen":0,"hospital_part_fen":0,"mutual_aid_fen":0,"funds":[]}})", fen);
}

std::string linesOf(int number, int count) {
    std::string lines;
    for (int i = 1; i <= count; ++i)
        lines += fmt::format(R"({}{{"key":"K{:05}_{}","national_item":"N1","hospital_item":"H1","unit_price":"0.5","quantity":"2",)"
                             R"("amount_fen":100,"department":"D1","department_name":"内科","doctor":"DR1","doctor_name":"医师甲",)"
                             R"("at_ms":1893547800000}})",
                             i == 1 ? "" : ",", number, i);
    return lines;
}

std::optional<Example> counterExample(std::string_view operation, int number) {
    const int fen = 1000 + number;
    const std::string visit = visitOf(number, fmt::format("MP{:05}", number));
    const std::string person = fmt::format(R"("credential":{{"kind":"certificate","number":"{}"}})", conformance::numberOf(number));
    const std::string of = fmt::format(R"("of":{{{},{},"batch":"B1","total_fen":{},"use_account":true}})", visit, person, fen);
    if (operation == "insured.find") return Example{fmt::format("{{{}}}", person), conformance::nameOf(number)};
    if (operation == "visit.register")
        return Example{fmt::format(R"({{{},{},"began_at_ms":1893547800000,"department":"D1","department_name":"内科","doctor":"DR1",)"
                                   R"("doctor_name":"医师甲","diagnoses":[]}})",
                                   visit, person),
                       fmt::format(R"("visit":"MP{:05}")", number)};
    if (operation == "visit.cancel") return Example{fmt::format("{{{}}}", visit), "{}"};
    if (operation == "charges.upload")
        return Example{fmt::format(R"({{{},{},"batch":"B1","diagnoses":[{{"code":"J00","name":"感冒","main":true,"department":"D1",)"
                                   R"("doctor":"DR1","doctor_name":"医师甲","at_ms":1893547800000}}],"lines":[{}],"total_fen":10100}})",
                                   visit, person, linesOf(number, 101)),
                       fmt::format("K{:05}_101", number)};
    if (operation == "charges.revoke") return Example{fmt::format(R"({{{},"batch":"B1"}})", visit), "{}"};
    if (operation == "settlement.quote") return Example{fmt::format("{{{}}}", of), fmt::format(R"("total_fen":{})", fen)};
    if (operation == "settlement.confirm") return Example{fmt::format("{{{}}}", of), fmt::format(R"("number":"L{}")", fen)};
    if (operation == "settlement.revoke")
        return Example{fmt::format(R"({{{},"number":"L{}",{},"settled":{}}})", visit, fen, person, amountsOf(fen)),
                       fmt::format(R"("number":"R{}")", fen)};
    if (operation == "settlement.find")
        return Example{fmt::format(R"({{{},"number":"L{}"}})", visit, fen), fmt::format(R"("number":"L{}")", fen)};
    if (operation == "call.reverse")
        return Example{fmt::format(R"({{{},"operation":"settlement.confirm","wire_id":"{}"}})", visit, fen), "{}"};
    if (operation == "statement.check")
        return Example{fmt::format(R"({{"insurance":"310","clearing_type":"11","clearing_office":"370200","from":"2030-01-02",)"
                                   R"("to":"2030-01-02","total_fen":{},"fund_fen":0,"account_fen":0,"settlements":1}})",
                                   fen),
                       "sum " + yuan(fen)};
    return std::nullopt;
}

std::optional<Example> mobileExample(std::string_view operation, int number) {
    const int fen = 1000 + number;
    const std::string visit = visitOf(number, "");  // the upload gives its number
    const std::string voucher = fmt::format(R"("credential":{{"kind":"insurance_voucher","number":"{:032}"}})", number);
    const std::string order = fmt::format(R"("order":{{"number":"ORD{0}","token":"TOK{0}"}})", fen);
    const std::string person = fmt::format(R"("name":"{}","certificate":{{"kind":"resident_id","number":"{}"}})",
                                           conformance::nameOf(number), conformance::numberOf(number));
    const std::string number_holds = fmt::format(R"("number":"ORD{}")", fen);
    if (operation == "charges.upload")
        return Example{fmt::format(R"({{{},{},{},"batch":"B1","diagnoses":[{{"code":"J00","name":"感冒","main":true,"department":"D1",)"
                                   R"("doctor":"DR1","doctor_name":"医师甲","at_ms":1893547800000}}],"lines":[{}],"total_fen":{}}})",
                                   visit, voucher, person, linesOf(number, 2), fen),
                       number_holds};
    if (operation == "settlement.confirm")
        return Example{fmt::format(R"({{"of":{{{},{},"batch":"B1","total_fen":{},"use_account":true,{}}}}})", visit, voucher, fen, order),
                       number_holds};
    if (operation == "settlement.revoke")
        return Example{fmt::format(R"({{{},"number":"ORD{}",{},{},"settled":{}}})", visit, fen, voucher, order, amountsOf(fen)),
                       fmt::format(R"("number":"RFORD{}")", fen)};
    if (operation == "settlement.find") return Example{fmt::format(R"({{{},"number":"ORD{}",{},{}}})", visit, fen, order, person), "{}"};
    if (operation == "call.reverse")
        return Example{fmt::format(R"({{{},"operation":"settlement.confirm","wire_id":"X{}",{}}})", visit, fen, order), "{}"};
    return std::nullopt;
}

}  // namespace

std::string NhsaSubject::settingsJson(Chain chain, const std::string& url, hub::core::Duration within, bool sealed) {
    const bool is_counter = chain == Chain::Counter;
    const std::string of_chain =
        is_counter
            ? fmt::format(R"("counter":{{"institution_name":"示例医院","area":"370200","receiver":"ONECARD","operator_code":"OP001",)"
                          R"("operator_name":"一卡通","mac":"02-00-00-00-00-01","ip":"192.0.2.1","access":"{}",)"
                          R"("access_secret":{{"secret":"nhsa.secret"}},"upload_calls":2}})",
                          kAccess)
            : fmt::format(R"("mobile":{{"app":"{}","app_secret":{{"secret":"nhsa.app"}}}})", kApp);
    const std::string sm =
        fmt::format(R"(,"sm":{{"private_key":{{"secret":"nhsa.private"}},"insurer_key":"{}"{}}})",
                    escaped(goldenFile("keys/insurer_public.pem")), is_counter ? R"(,"shared_key":{"secret":"nhsa.shared"})" : "");
    return fmt::format(R"({{"chain":"{}","url":"{}","institution":"{}",{}{},"answer_within":"{}ms"}})", is_counter ? "counter" : "mobile",
                       url, kInstitution, of_chain, sealed ? sm : "", within.count());
}

std::map<std::string, std::string> NhsaSubject::keys() {
    return {{"nhsa.secret", kAccessSecret},
            {"nhsa.app", kAppSecret},
            {"nhsa.private", goldenFile("keys/hospital_private.pem")},
            {"nhsa.shared", goldenFile("keys/shared_key.txt")}};
}

std::unique_ptr<conformance::Peer> NhsaSubject::peer(std::string_view) const {
    if (chain_ == Chain::Mobile) return std::make_unique<ToyMobile>(clock_, goldenKeys("insurer", "hospital", mobileKey()));
    return std::make_unique<ToyCounter>(clock_, tries_ping_, goldenKeys("insurer", "hospital", counterKey()));
}

hub::contract::InstanceSettings NhsaSubject::settings(const conformance::Peer& peer, std::string_view charset,
                                                      hub::core::Duration within) const {
    return {"SIM001", std::string(charset), settingsJson(chain_, static_cast<const HttpPeer&>(peer).url(), within, /*sealed=*/true)};
}

std::optional<Example> NhsaSubject::example(std::string_view operation, int number) const {
    tries_ping_ = operation == "ping";
    if (operation == "ping") return Example{"{}", "{}"};
    return chain_ == Chain::Mobile ? mobileExample(operation, number) : counterExample(operation, number);
}

}  // namespace tests::nhsa
