#include "tests/adapters/nhsa/toy_counter.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <cstdlib>

#include "adapters/kit/base64.h"
#include "hub/core/digest.h"
#include "hub/core/money.h"
#include "tests/adapters/nhsa/golden.h"

namespace tests::nhsa {

namespace core = hub::core;
using adapters::kit::fromBase64;
using adapters::kit::toBase64;

namespace {

bool writes(const std::string& infno) {
    return (infno.starts_with("22") || infno.starts_with("23") || infno.starts_with("24") || infno == "2601") && infno != "2206" &&
           infno != "2303";
}

std::string settlement(const std::string& number, std::int64_t fen, core::JsonValue of, const std::string& more = "") {
    return fmt::format(R"({{"setlinfo":{{"psn_no":"{0}","mdtrt_id":"{1}","medfee_sumamt":"{2}","fund_pay_sumamt":"{2}","acct_pay":"0.00",)"
                       R"("psn_cash_pay":"0.00","hosp_part_amt":"0.00","acct_mulaid_pay":"0.00","setl_id":"{3}"{4}}},)"
                       R"("setldetail":[{{"fund_pay_type":"310100","fund_pay_type_name":"统筹","fund_payamt":"{2}"}}]}})",
                       memberOf(of, "psn_no"), memberOf(of, "mdtrt_id"), yuan(fen), number, more);
}

std::int64_t fenOf(std::string number) {
    std::erase_if(number, [](char c) { return c < '0' || c > '9'; });
    return std::atoll(number.c_str());
}

/// The first member, which holds what is asked.
core::JsonValue dataOf(core::JsonValue input) { return *input.member(input.memberNames().front()); }

}  // namespace

std::string memberOf(core::JsonValue in, std::string_view name) {
    const std::optional<core::JsonValue> value = in.member(name);
    if (!value) return "";
    if (const auto number = value->integer()) return std::to_string(*number);
    return std::string(value->string().value_or(""));
}

std::string signatureOf(const std::string& timestamp, const std::string& secret, const std::string& nonce) {
    const std::string message = timestamp + secret + nonce + timestamp;
    core::Digest digest;
    EVP_Digest(message.data(), message.size(), digest.bytes.data(), nullptr, EVP_sha256(), nullptr);
    return digest.hex();
}

std::string yuan(std::int64_t fen) { return core::Money::fromFen(fen).yuan(); }

std::string ToyCounter::nameOf(const HttpCall& call) const {
    const auto root = core::JsonDocument::parse(call.body);
    return root.ok() ? memberOf(root->root(), "infno") : "";
}

void ToyCounter::sayCode(const std::string& infno, const std::string& code, const std::string& text) { say(infno, said(code, "", text)); }

void ToyCounter::sayOutput(const std::string& infno, const std::string& output) { say(infno, said("0", output, "")); }

ToyCounter::Said ToyCounter::said(const std::string& code, const std::string& output, const std::string& text) const {
    const std::string number = "370200203001020930000000000001";
    std::string signature;
    std::string written = output.empty() ? "null" : output;
    if (keys_) {
        const std::string sealed = output.empty() ? "" : toBase64(keys_->shared.seal(output));
        signature = keys_->ours.sign(number + code + sealed);
        if (!sealed.empty()) written = '"' + sealed + '"';
    }
    return {200, fmt::format(R"({{"infcode":{},"inf_refmsgid":"{}","refmsg_time":"20300102093000100","respond_time":"20300102093000200",)"
                             R"("err_msg":"{}","output":{},"signtype":"{}","cainfo":"{}"}})",
                             code, number, text, written, keys_ ? "SM2" : "", signature)};
}

std::optional<std::string> ToyCounter::inputOf(const std::string& body) const {
    const auto document = core::JsonDocument::parse(body);
    if (!keys_) {
        const std::size_t begin = body.find(R"("input":)") + std::string_view(R"("input":)").size();
        return body.substr(begin, body.size() - 1 - begin);
    }
    const auto sealed = fromBase64(memberOf(document->root(), "input"));
    return sealed ? keys_->shared.open(*sealed) : std::nullopt;
}

std::string ToyCounter::lastInput(const std::string& infno) const { return inputOf(lastCall(infno).body).value_or("sealed"); }

bool ToyCounter::isFromUs(const HttpCall& call, core::JsonValue root) {
    const std::string timestamp = call.header("x-tif-timestamp");
    const std::string nonce = call.header("x-tif-nonce");
    const bool is_known = call.header("x-tif-paasid") == kAccess &&
                          call.header("x-tif-signature") == signatureOf(timestamp, kAccessSecret, nonce) && nonce.size() <= 64 &&
                          nonces_.insert(nonce).second && std::llabs(std::atoll(timestamp.c_str()) - clock_.utc().ms / 1000) <= 300;
    if (!is_known || !keys_) return is_known && memberOf(root, "signtype").empty();
    const std::string text = memberOf(root, "infno") + memberOf(root, "msgid") + memberOf(root, "inf_time") + memberOf(root, "input");
    return memberOf(root, "signtype") == "SM2" && keys_->theirs.verifies(text, memberOf(root, "cainfo"));
}

ToyCounter::Said ToyCounter::answerTo(const std::string& infno, const HttpCall& call) {
    const auto root = core::JsonDocument::parse(call.body);
    if (!root.ok() || !isFromUs(call, root->root())) return {401, ""};
    const std::optional<std::string> input = inputOf(call.body);
    const auto asked = core::JsonDocument::parse(input.value_or(""));
    if (!asked.ok()) return {401, ""};
    if (infno != "9001" && !sign_ins_.contains(memberOf(root->root(), "sign_no"))) return said("1001", "", "synthetic");
    if (writes(infno) && !msgids_.insert(memberOf(root->root(), "msgid")).second) return said("9003", "", "synthetic");
    const std::string output = outputOf(infno, root->root(), asked->root());
    return output == "2301" ? said("2301", "", "synthetic") : said("0", output, "");
}

std::string ToyCounter::outputOf(const std::string& infno, core::JsonValue root, core::JsonValue input) {
    const core::JsonValue data = dataOf(input);
    if (infno == "2601") {
        if (reversed_.insert(memberOf(data, "omsgid") + memberOf(data, "oinfno")).second) countEffect();
        return "";
    }
    if (writes(infno)) countEffect();
    if (infno == "9001") {
        const std::string number = fmt::format("sign-in-{}", ++sign_ins_given_);
        sign_ins_.insert(number);
        return fmt::format(R"({{"signinoutb":{{"sign_time":"2030-01-02 09:30:00","sign_no":"{}"}}}})", number);
    }
    if (infno == "1101") {
        const std::string certificate = memberOf(data, "mdtrt_cert_no");
        const int person = std::atoi(certificate.substr(certificate.size() < 5 ? 0 : certificate.size() - 5).c_str());
        return fmt::format(
            R"({{"baseinfo":{{"psn_no":"P{0:05}","psn_cert_type":"01","certno":"{1}","psn_name":"{2}","gend":"2",)"
            R"("brdy":"1990-03-01"}},"insuinfo":[{{"balc":450.5,"insutype":"310","psn_type":"11","psn_insu_stas":"1",)"
            R"("insuplc_admdvs":"370200"}},{{"insutype":390,"psn_type":"15","psn_insu_stas":2,"insuplc_admdvs":"370100"}}]}})",
            person, conformance::numberOf(person), conformance::nameOf(person));
    }
    if (infno == "2201")
        return fmt::format(R"({{"data":{{"mdtrt_id":"M{0}","psn_no":"{0}","ipt_otp_no":"{1}"}}}})", memberOf(data, "psn_no"),
                           memberOf(data, "ipt_otp_no"));
    if (infno == "2401") return fmt::format(R"({{"result":{{"mdtrt_id":"A{}"}}}})", memberOf(data, "psn_no"));
    if (infno == "2204" || infno == "2301") {
        std::string rows;
        for (std::size_t i = 0; i < data.size(); ++i)
            rows += fmt::format(R"({}{{"feedetl_sn":"{}","det_item_fee_sumamt":"{}","fulamt_ownpay_amt":"0","overlmt_amt":"0",)"
                                R"("preselfpay_amt":"0.10","inscp_scp_amt":"0.90","chrgitm_lv":"02"}})",
                                i == 0 ? "" : ",", memberOf(data.at(i), "feedetl_sn"), memberOf(data.at(i), "det_item_fee_sumamt"));
        return fmt::format(R"({{"result":[{}]}})", rows);
    }
    if (infno == "2206" || infno == "2303") return settlement("", fenOf(memberOf(data, "medfee_sumamt")), data);
    if (infno == "2207" || infno == "2304") {
        const std::int64_t fen = fenOf(memberOf(data, "medfee_sumamt"));
        return settlement(fmt::format("L{}", fen), fen, data, fmt::format(R"(,"medins_setl_id":"{}")", memberOf(root, "msgid")));
    }
    const std::string number = memberOf(data, "setl_id");
    if (infno == "2208" || infno == "2305") return settlement(fmt::format("R{}", fenOf(number)), -fenOf(number), data);
    if (infno == "5203") return number == "L0" ? "2301" : settlement(number, fenOf(number), data, R"(,"refd_setl_flag":0)");
    if (infno == "3201")
        return fmt::format(R"({{"stmtinfo":{{"stmt_rslt":"0","stmt_rslt_dscr":"sum {}"}}}})", memberOf(data, "medfee_sumamt"));
    return "";
}

}  // namespace tests::nhsa
