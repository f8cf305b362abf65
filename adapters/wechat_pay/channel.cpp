#include "adapters/wechat_pay/channel.h"

#include <fmt/format.h>

#include "adapters/wechat_pay/their_codes.h"

namespace adapters::wechat_pay {

namespace core = hub::core;

namespace {

constexpr int kUnauthorized = 401;
constexpr int kTooManyRequests = 429;

/// `text` is theirs and for a refusal only: it may name a person.
Answer without(int status, std::string_view code, std::string text) {
    const TheirCode known = theirCode(code);
    const std::string place = fmt::format("status {} {}", status, shownCode(code));
    switch (known.verdict) {
        case Verdict::Refused:
            return hub::contract::Refusal{known.reason, shownCode(code), core::Sensitive<std::string>(std::move(text))};
        case Verdict::Busy:
            return kit::didNotAct(core::Failure(core::Error::ChannelBusy, place));
        case Verdict::NotTrusted:
            return kit::didNotAct(core::Failure(core::Error::ChannelRefusesOurSignature, place));
        case Verdict::Unclear:
            return kit::mayHaveActed(core::Failure(core::Error::ChannelInTrouble, place));
    }
    HUB_ASSERT(false);
}

std::string memberText(const core::Result<core::JsonDocument>& document, std::string_view name) {
    const std::optional<core::JsonValue> value = document.ok() ? document->root().member(name) : std::nullopt;
    return value ? std::string(value->string().value_or("")) : std::string();
}

}  // namespace

Channel::Channel(Signer signer, PlatformKeys keys, std::string asked_serial, std::unique_ptr<kit::HttpClient> client,
                 const core::Clock& clock)
    : signer_(std::move(signer)),
      keys_(std::move(keys)),
      asked_serial_(std::move(asked_serial)),
      client_(std::move(client)),
      clock_(clock),
      nonces_(clock) {}

Moment Channel::moment() { return {std::to_string(clock_.utc().ms / 1000), nonces_.next<core::Id<struct NonceTag>>().text()}; }

Answer Channel::call(const std::string& method, const std::string& path, const std::string& body, std::string_view absent_code) {
    kit::HttpRequest request;
    request.method = method;
    request.path = path;
    request.headers = {{"Authorization", signer_.authorization(method, path, body, moment())},
                       {"Accept", "application/json"},
                       {"User-Agent", "onecard-hub"},  // the channel turns away who has none
                       {"Wechatpay-Serial", asked_serial_}};
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    request.body = body;
    request.repeatable = method == "GET";
    const kit::HttpResult result = client_->call(request);
    if (const auto* none = std::get_if<kit::NoAnswer>(&result)) return *none;
    return read(std::get<kit::HttpAnswer>(result), absent_code);
}

Answer Channel::read(const kit::HttpAnswer& answer, std::string_view absent_code) const {
    if (answer.status >= 500)
        return kit::mayHaveActed(core::Failure(core::Error::ChannelInTrouble, fmt::format("status {}", answer.status)));
    const auto signature = ChannelSignature::of([&](std::string_view name) { return answer.header(name); });
    if (!signature && answer.status == kUnauthorized) return without(answer.status, "SIGN_ERROR", "");
    if (!signature && answer.status == kTooManyRequests) return without(answer.status, "FREQUENCY_LIMITED", "");
    const core::Result<core::UtcTime> signed_at = keys_.verify(signature, answer.body, clock_.utc());
    if (!signed_at.ok()) return kit::mayHaveActed(signed_at.failure());

    Reply reply{*signed_at, true, std::nullopt};
    const bool good = answer.status == 200 || answer.status == 204;
    if (good && answer.body.empty()) return reply;
    core::Result<core::JsonDocument> content = core::JsonDocument::parse(answer.body);
    if (good) {
        if (!content.ok()) return kit::mayHaveActed(core::Failure(core::Error::PeerAnswerNotValid, "its body is not JSON"));
        reply.content = std::move(*content);
        return reply;
    }
    const std::string code = memberText(content, "code");
    if (!absent_code.empty() && isCode(code, absent_code)) {
        reply.there = false;
        return reply;
    }
    return without(answer.status, code, memberText(content, "message"));
}

std::string Channel::payLink(const std::string& app, const std::string& prepay_id) {
    const Moment now = moment();
    const std::string package = "prepay_id=" + prepay_id;
    core::JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    const auto member = [&](std::string_view name, std::string_view value) {
        out.key(name);
        out.string(value);
    };
    member("appId", app);
    member("timeStamp", now.seconds);
    member("nonceStr", now.nonce);
    member("package", package);
    member("signType", "RSA");
    member("paySign", signer_.key.sign(kit::linesOf({app, now.seconds, now.nonce, package})));
    out.endObject();
    return out.text();
}

}  // namespace adapters::wechat_pay
