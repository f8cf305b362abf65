#include "adapters/ehealth_card/platform.h"

#include <fmt/format.h>

#include "adapters/ehealth_card/reading.h"

namespace adapters::ehealth_card {

namespace core = hub::core;
using kit::Token;
using kit::TokenAnswer;

namespace {

constexpr std::size_t kRequestIdSize = 32;
constexpr std::size_t kTheirTextMax = 1024;

void writeMembers(core::JsonWriter& out, const Members& members) {
    for (const auto& [name, value] : members) {
        out.key(name);
        out.string(value);
    }
}

std::string bodyOf(const Members& common, const std::string& sign, const Members& request) {
    core::JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    out.key("commonIn");
    out.beginObject();
    writeMembers(out, common);
    out.key("sign");
    out.string(sign);
    out.endObject();
    out.key("req");
    out.beginObject();
    writeMembers(out, request);
    out.endObject();
    out.endObject();
    return out.text();
}

}  // namespace

Platform::Platform(PlatformAccount account, kit::HttpClient& client, const core::Clock& clock)
    : account_(std::move(account)),
      client_(client),
      clock_(clock),
      ids_(clock),
      token_(
          "appToken", [this] { return fetchToken(); }, clock) {}

Answer Platform::call(std::string_view method, const Members& request, const std::string& request_id, Resend resend) {
    const auto exchanged = [&](const std::string& token) { return exchange(method, request, request_id, token, resend); };
    const auto isRefused = [](const Exchanged& one) {
        const auto* heard = std::get_if<Heard>(&one);
        return heard != nullptr && heard->code == kTokenNotValid;
    };
    return judged(token_.call(exchanged, isRefused), request);
}

TokenAnswer Platform::fetchToken() {
    constexpr std::size_t kTokenBytesMax = 1024;
    constexpr std::int64_t kSecondsMax = 30 * 24 * 3600;
    constexpr auto kMargin = std::chrono::minutes(1);  // so that none expires on its way
    const core::MonoTime asked_at = clock_.mono();
    const Members request{{"appId", account_.app}};
    const Answer answer = judged(exchange("getAppToken", request, newRequestId(), /*token=*/"", Resend::WhenUnanswered), request);
    if (const auto* none = std::get_if<kit::NoAnswer>(&answer)) return *none;
    if (const auto* refusal = std::get_if<hub::contract::Refusal>(&answer))  // of no person's request: never passed on as a "no"
        return kit::mayHaveActed(notValid("resultCode", refusal->their_code + " has no meaning for getAppToken"));
    const core::JsonValue content = std::get<Reply>(answer).content;
    core::Result<std::string> text = textIn(content, "appToken", kTokenBytesMax);
    if (!text.ok()) return kit::mayHaveActed(text.failure());
    const core::Result<std::int64_t> seconds = numberIn(content, "expiresIn", 1, kSecondsMax);
    if (!seconds.ok()) return kit::mayHaveActed(seconds.failure());
    return Token{core::Sensitive<std::string>(std::move(*text)), asked_at + (std::chrono::seconds(*seconds) - kMargin)};
}

Platform::Exchanged Platform::exchange(std::string_view method, const Members& request, const std::string& request_id,
                                       const std::string& token, Resend resend) {
    HUB_ASSERT(request_id.size() == kRequestIdSize);
    const Members common{{"appToken", token},
                         {"requestId", request_id},
                         {"hospitalId", account_.hospital},
                         {"timestamp", std::to_string(clock_.utc().ms / 1000)},
                         {"channelNum", "0"}};
    const std::string sign = signOf(common, request, account_.secret);
    auto posted = post(client_, fmt::format("/healthcard/{}", method), bodyOf(common, sign, request), resend);
    if (auto* none = std::get_if<kit::NoAnswer>(&posted)) return std::move(*none);
    auto& document = std::get<core::JsonDocument>(posted);
    const std::optional<core::JsonValue> out = document.root().member("commonOut");
    if (!out || !out->isObject()) return kit::mayHaveActed(notValid("commonOut", "is missing"));
    const core::Result<std::string> answered = textIn(*out, "requestId", kRequestIdSize);
    if (!answered.ok()) return kit::mayHaveActed(answered.failure());
    if (*answered != request_id) return kit::mayHaveActed(notValid("requestId", "is another"));
    const std::optional<core::JsonValue> code = out->member("resultCode");
    const std::optional<std::int64_t> number = code ? code->integer() : std::nullopt;
    if (!number) return kit::mayHaveActed(notValid("resultCode", "is no whole number"));
    return Heard{std::move(document), *number};
}

Answer Platform::judged(Exchanged exchanged, const Members& request) {
    if (auto* none = std::get_if<kit::NoAnswer>(&exchanged)) return std::move(*none);
    auto& [document, code] = std::get<Heard>(exchanged);
    if (code != 0) {
        const core::Result<std::optional<std::string>> text = optionalTextIn(*document.root().member("commonOut"), "errMsg", kTheirTextMax);
        std::vector<std::string_view> members;
        for (const auto& [name, value] : request) members.push_back(name);
        return platformSays(code, text.ok() ? text->value_or("") : "", members);
    }
    const std::optional<core::JsonValue> content = document.root().member("rsp");
    if (!content || !content->isObject()) return kit::mayHaveActed(notValid("rsp", "is missing"));
    return Reply{std::move(document), *content};
}

std::string Platform::newRequestId() {
    std::string id;
    for (const std::uint8_t byte : ids_.next<core::Id<struct RequestTag>>().bits.bytes) id += fmt::format("{:02x}", byte);
    return id;
}

core::Result<std::string> requestIdOf(std::string_view wire_id) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    if (wire_id.empty() || wire_id.size() > kRequestIdSize || wire_id.find_first_not_of(kPlain) != std::string_view::npos)
        return core::Failure(core::Error::RequestNotWritable, "our number is not of the platform's form");
    return fmt::format("{:0<32}", wire_id);
}

}  // namespace adapters::ehealth_card
