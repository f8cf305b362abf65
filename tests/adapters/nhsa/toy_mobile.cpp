#include "tests/adapters/nhsa/toy_mobile.h"

#include <fmt/format.h>

#include <cstdlib>

#include "adapters/nhsa/canonical.h"
#include "adapters/nhsa/number_texts.h"
#include "tests/adapters/nhsa/golden.h"
#include "tests/adapters/nhsa/toy_counter.h"

namespace tests::nhsa {

namespace core = hub::core;
using adapters::nhsa::canonical;
using adapters::nhsa::fromHex;
using adapters::nhsa::parseTexts;
using adapters::nhsa::toUpperHex;

namespace {

/// Over all members but those that are not signed, and the data.
std::string signedText(core::JsonValue root, const std::string& data) {
    std::map<std::string, std::string> members;
    for (const std::string_view name : root.memberNames()) {
        if (name != "signData" && name != "encData" && name != "extra" && name != "data" && !memberOf(root, name).empty())
            members[std::string(name)] = memberOf(root, name);
    }
    if (!data.empty()) members["data"] = canonical(parseTexts(data)->root());
    std::string text;
    for (const auto& [name, value] : members) text.append(name).append("=").append(value).append("&");
    return text + "key=" + kAppSecret;
}

}  // namespace

std::optional<std::string> ToyMobile::dataIn(const std::string& body) const {
    const auto document = core::JsonDocument::parse(body);
    if (!document.ok()) return std::nullopt;
    if (!keys_) {
        const auto data = document->root().member("data");
        return data ? std::optional(canonical(*data)) : std::nullopt;
    }
    const auto sealed = fromHex(memberOf(document->root(), "encData"));
    const auto data = sealed ? keys_->shared.open(*sealed) : std::nullopt;
    const bool is_signed = data && keys_->theirs.verifies(signedText(document->root(), *data), memberOf(document->root(), "signData"));
    return is_signed ? data : std::nullopt;
}

std::string ToyMobile::lastData(const std::string& method) const { return dataIn(lastCall(method).body).value_or("sealed"); }

ToyMobile::Said ToyMobile::said(int code, const std::string& data, const std::string& text) const {
    const std::string begin = fmt::format(R"({{"code":{},"message":"{}","appId":"{}","timestamp":{},"encType":"{}","signType":"{}")", code,
                                          text, kApp, clock_.utc().ms, keys_ ? "SM4" : "plain", keys_ ? "SM2" : "plain");
    if (!keys_) return {200, fmt::format(R"({},"signData":""{}{}}})", begin, data.empty() ? "" : R"(,"data":)", data)};
    const auto root = core::JsonDocument::parse(begin + "}");
    return {200, fmt::format(R"({},"signData":"{}","encData":"{}"}})", begin, keys_->ours.sign(signedText(root->root(), data)),
                             data.empty() ? "" : toUpperHex(keys_->shared.seal(data)))};
}

std::string ToyMobile::told(const std::string& number) const {
    const auto order = orders_.find(number);
    const Order known = order == orders_.end() ? Order{} : order->second;
    const std::string total = yuan(std::atoll(number.substr(3).c_str()));
    return fmt::format(R"({{"payOrdId":"{0}","ordStas":"{1}","orgBizSer":"{2}","feeSumamt":"{3}","ownPayAmt":"0.00","psnAcctPay":"0.00",)"
                       R"("fundPay":"{3}","setlDetail":[{{"fundPayType":"310100","fundPayTypeName":"统筹","fundPayamt":"{3}"}}],)"
                       R"("acctMulaidPay":"0.00","hospPartAmt":"0.00","setlType":"ALL","traceTime":""}})",
                       number, known.stage, known.our_number, total);
}

ToyMobile::Said ToyMobile::answerTo(const std::string& method, const HttpCall& call) {
    const std::optional<std::string> opened = dataIn(call.body);
    if (!opened) return {401, ""};
    const auto document = core::JsonDocument::parse(*opened);
    const core::JsonValue data = document->root();
    const std::string number = memberOf(data, "payOrdId");
    if (method == "uldFeeInfo") {
        if (uploads_.insert(memberOf(data, "medOrgOrd")).second) countEffect();
        std::string fen = memberOf(data, "medfeeSumamt");
        std::erase(fen, '.');
        return said(0, fmt::format(R"({{"payOrdId":"ORD{0}","payToken":"TOK{0}","mdtrtId":"M{0}"}})", fen), "");
    }
    if (!number.starts_with("ORD")) return said(2301, "", "synthetic");
    if (method == "pay_order") {
        Order& order = orders_[number];
        if (order.stage == "8") return said(2302, "", "synthetic");
        if (order.stage != "6") {
            countEffect();
            order = {"6", memberOf(data, "orgBizSer")};
        }
        return said(0, told(number), "");
    }
    if (method == "refund_Order") {
        if (refunds_.insert(memberOf(data, "appRefdSn")).second) countEffect();
        return said(0, fmt::format(R"({{"refStatus":"SUCC","refdSn":"RF{}"}})", number), "");
    }
    if (method == "revoke_order") {
        Order& order = orders_[number];
        if (order.stage == "8") return said(2302, "", "synthetic");
        countEffect();
        order.stage = std::string("8");  // GCC 12 warns of a bare literal
        return said(0, fmt::format(R"({{"payOrdId":"{}","ordStas":"8"}})", number), "");
    }
    return said(0, told(number), "");
}

}  // namespace tests::nhsa
