#include "adapters/sim/nhsa/mobile.h"

#include <algorithm>
#include <array>

#include "adapters/sim/common/text.h"
#include "adapters/sim/nhsa/mobile_calls.h"

namespace adapters::sim::nhsa {

using common::HttpAnswer;
using common::HttpRequest;
using hub::core::JsonWriter;
using hub::core::Result;

namespace {

constexpr std::string_view kPrefix = "/org/local/api/hos/";
constexpr std::string_view kVersion = "2.0.1";
constexpr std::int64_t kClockDifferenceMaxMs = 300'000;

HttpAnswer nobody() { return {.status = 401, .body = "unauthorized"}; }

std::string_view methodOf(const HttpRequest& request) {
    const std::string_view path(request.path);
    if (request.method != "POST" || !path.starts_with(kPrefix)) return {};
    return path.substr(kPrefix.size());
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What is signed: those that are not empty, sorted by name.
std::string signedText(Pairs pairs, std::string_view app_secret) {
    std::ranges::sort(pairs);
    std::string text;
    for (const auto& [name, value] : pairs) {
        if (value.empty()) continue;
        if (!text.empty()) text += '&';
        text.append(name).append("=").append(value);
    }
    return text.append("&key=").append(app_secret);
}

std::string textOf(JsonValue whole, std::string_view name) {
    const auto member = whole.member(name);
    return std::string(member ? member->string().value_or("") : "");
}

bool isNow(std::string_view timestamp, UtcTime now) {
    const std::optional<std::int64_t> ms = common::wholeNumber(timestamp);
    return ms && *ms >= now.ms - kClockDifferenceMaxMs && *ms <= now.ms + kClockDifferenceMaxMs;
}

}  // namespace

MobileChain::MobileChain(Insurer& insurer, std::optional<SmKeys> keys)
    : insurer_(insurer), keys_(std::move(keys)), key_(mobileKey(insurer.settings.mobile.app_id, insurer.settings.mobile.app_secret)) {}

bool MobileChain::has(const HttpRequest& request) const { return isMobileMethod(methodOf(request)); }

std::variant<Asked, HttpAnswer> MobileChain::open(const HttpRequest& request) {
    Result<JsonDocument> whole = parsedWithTexts(request.body);
    if (!whole.ok() || !whole->root().isObject()) return HttpAnswer{.status = 400, .body = "no JSON object"};
    Asked asked;
    asked.operation = methodOf(request);
    asked.whole.emplace(*std::move(whole));
    if (!keys_) return asked;
    const JsonValue root = asked.whole->root();
    const std::optional<std::string> sealed = fromUpperHex(textOf(root, "encData"));
    const std::optional<std::string> opened = sealed ? sm4Opened(key_, *sealed) : std::nullopt;
    if (!opened) return nobody();
    Result<JsonDocument> document = parsedWithTexts(*opened);
    if (!document.ok()) return nobody();
    Pairs pairs{{"data", canonical(document->root())}};
    constexpr std::array<std::string_view, 4> kUnsigned{"signData", "encData", "extra", "data"};
    for (const std::string_view name : root.memberNames()) {
        if (std::ranges::find(kUnsigned, name) == kUnsigned.end()) pairs.emplace_back(name, textOf(root, name));
    }
    const bool sm = textOf(root, "encType") == "SM4" && textOf(root, "signType") == "SM2";
    if (!sm || textOf(root, "appId") != insurer_.settings.mobile.app_id) return nobody();
    if (!keys_->hospital.verify(signedText(pairs, insurer_.settings.mobile.app_secret), textOf(root, "signData"))) return nobody();
    asked.opened.emplace(*std::move(document));
    return asked;
}

Reply MobileChain::answer(const Asked& asked) {
    return *insurer_.inOneGo([&]() -> Result<Reply> { return answered(asked); });
}

Reply MobileChain::answered(const Asked& asked) {
    Missing missing;
    Members whole(missing, asked.whole->root(), NameStyle::Snake);
    whole.oneOf("appId", {insurer_.settings.mobile.app_id});
    whole.oneOf("version", {kVersion});
    whole.text("timestamp", [&](std::string_view text) { return isNow(text, insurer_.clock.utc()); });
    if (!keys_) {
        whole.oneOf("encType", {"plain"});
        whole.oneOf("signType", {"plain"});
    }
    const std::optional<JsonValue> data = asked.input("data");
    MobileCalls calls(insurer_);
    const Outcome outcome =
        insurer_.part([&]() -> Outcome { return calls.answer(asked.operation, Members(missing, data, NameStyle::Camel, "data")); });
    Reply reply = refused(outcome.ok() ? refusal(Code::Done) : outcome.refusal());
    if (outcome.ok()) {
        reply.output = outcome->json;
        reply.subject = outcome->subject;
    }
    insurer_.messages.note({asked.operation, {}, calls.hospital(), data ? canonical(*data) : std::string(), reply.result_text});
    return reply;
}

Reply MobileChain::refused(const common::Refusal& refusal) const {
    return {.result = codeJson(AmountStyle::Number, refusal.code),
            .result_text = refusal.code,
            .message = refusal.message,
            .output = {},
            .subject = {}};
}

std::string MobileChain::written(const Reply& reply, const common::FaultRule* bad) {
    const MobileSettings& settings = insurer_.settings.mobile;
    const std::string timestamp = std::to_string(insurer_.clock.utc().ms);
    const std::string enc_type = keys_ ? "SM4" : "plain";
    const std::string sign_type = keys_ ? "SM2" : "plain";
    std::string signature;
    if (keys_ && !(bad != nullptr && bad->text == "missing")) {
        Pairs pairs{{"code", reply.result_text}, {"message", reply.message}, {"appId", settings.app_id},
                    {"timestamp", timestamp},    {"encType", enc_type},      {"signType", sign_type}};
        if (!reply.output.empty()) pairs.emplace_back("data", canonical(parsedWithTexts(reply.output)->root()));
        signature = keys_->own.sign(signedText(pairs, bad != nullptr ? std::string_view("other") : settings.app_secret));
    }
    JsonWriter out(hub::core::Exposure::Revealed);
    const auto text = [&](std::string_view name, std::string_view value) {
        out.key(name);
        out.string(value);
    };
    const auto number = [&](std::string_view name, std::string_view value) {
        out.key(name);
        out.raw(value);
    };
    out.beginObject();
    if (reply.result) number("code", *reply.result);
    text("message", reply.message);
    text("appId", settings.app_id);
    number("timestamp", timestamp);
    text("encType", enc_type);
    text("signType", sign_type);
    text("signData", signature);
    if (!reply.output.empty() && keys_) text("encData", upperHex(sm4Sealed(key_, reply.output)));
    if (!reply.output.empty() && !keys_) number("data", reply.output);
    out.endObject();
    return out.text();
}

}  // namespace adapters::sim::nhsa
