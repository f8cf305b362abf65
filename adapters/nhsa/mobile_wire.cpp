#include "adapters/nhsa/mobile_wire.h"

#include <fmt/format.h>

#include "adapters/kit/json_reading.h"
#include "adapters/kit/sorted_members.h"
#include "adapters/nhsa/canonical.h"
#include "adapters/nhsa/exchange.h"
#include "adapters/nhsa/number_texts.h"
#include "adapters/nhsa/words.h"

namespace adapters::nhsa {

namespace core = hub::core;
using core::JsonDocument;
using core::JsonValue;

namespace {

constexpr std::string_view kVersion = "2.0.1";
constexpr std::string_view kPlain = "plain";

/// As it stands there, text or digits; empty when it is neither.
std::string textOf(JsonValue root, std::string_view name) {
    const std::optional<JsonValue> value = root.member(name);
    return value ? std::string(value->string().value_or("")) : std::string();
}

std::string signedText(kit::TextMembers members, const core::Sensitive<std::string>& secret) {
    return fmt::format("{}&key={}", kit::sortedMembers(std::move(members)), secret.reveal());
}

}  // namespace

MobileWire::MobileWire(const Settings& settings, core::Sensitive<std::string> app_secret, std::optional<SmKeys> sm, kit::HttpClient& client,
                       const core::Clock& clock)
    : app_(settings.mobile->app), app_secret_(std::move(app_secret)), sm_(std::move(sm)), client_(client), clock_(clock) {}

Answer MobileWire::call(std::string_view method, const core::Sensitive<std::string>& data, Resend resend) {
    kit::HttpRequest request;
    request.path = fmt::format("/org/local/api/hos/{}", method);
    request.body = bodyOf(data.reveal());
    request.repeatable = resend == Resend::WhenUnanswered;
    auto posted = post(client_, std::move(request));
    if (auto* none = std::get_if<kit::NoAnswer>(&posted)) return std::move(*none);
    return heard(std::move(std::get<JsonDocument>(posted)), method);
}

std::string MobileWire::bodyOf(const std::string& data) const {
    const std::int64_t timestamp = clock_.utc().ms;
    core::JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    put(out, "appId", app_);
    put(out, "version", kVersion);
    out.key("timestamp");
    out.integer(timestamp);
    put(out, "encType", sm_ ? "SM4" : kPlain);
    put(out, "signType", sm_ ? "SM2" : kPlain);
    put(out, "signData",
        sm_ ? sm_->ours.sign(signedText({{"appId", app_},
                                         {"version", std::string(kVersion)},
                                         {"timestamp", std::to_string(timestamp)},
                                         {"encType", "SM4"},
                                         {"signType", "SM2"},
                                         {"data", data}},
                                        app_secret_))
            : "");
    if (sm_) {
        put(out, "encData", toUpperHex(sm_->shared.seal(data)));
    } else {
        out.key("data");
        out.raw(data);
    }
    put(out, "extra", "");
    out.endObject();
    return out.text();
}

Answer MobileWire::heard(JsonDocument document, std::string_view method) const {
    const JsonValue root = document.root();
    const core::Result<std::int64_t> code = codeIn(root, "code");
    if (!code.ok()) return kit::mayHaveActed(code.failure());
    if (textOf(root, "appId") != app_) return kit::mayHaveActed(kit::notValid("appId", "is another"));
    std::optional<JsonValue> content = root.member("data");
    if (sm_) {
        core::Result<std::optional<JsonDocument>> data = opened(root);
        if (!data.ok()) return kit::mayHaveActed(data.failure());
        if (const auto why = notTrusted(root, *data)) return kit::mayHaveActed(*why);
        content = *data ? std::optional((**data).root()) : std::nullopt;
        if (*code == kDone && *data) return Reply{std::move(**data), content};
    }
    if (*code != kDone) return mobileSays(*code, theirTextIn(root, "message"), std::string(method));
    if (content && !content->isObject()) content.reset();
    return Reply{std::move(document), content};
}

/// Nothing when the answer encloses nothing. Also: PeerAnswerNotValid.
core::Result<std::optional<JsonDocument>> MobileWire::opened(JsonValue root) const {
    const std::string sealed_text = textOf(root, "encData");
    if (sealed_text.empty()) return std::optional<JsonDocument>();
    const std::optional<std::string> sealed = fromHex(sealed_text);
    const std::optional<std::string> plain = sealed ? sm_->shared.open(*sealed) : std::nullopt;
    if (!plain) return kit::notValid("encData", "does not open with the application's key");
    core::Result<JsonDocument> data = parseTexts(*plain);
    if (!data.ok() || !data->root().isObject()) return kit::notValid("encData", "holds no JSON object");
    return std::optional(std::move(*data));
}

std::optional<core::Failure> MobileWire::notTrusted(JsonValue root, const std::optional<JsonDocument>& data) const {
    kit::TextMembers members;
    for (const std::string_view name : root.memberNames()) {
        if (name != "signData" && name != "encData" && name != "extra" && name != "data") members.emplace_back(name, textOf(root, name));
    }
    if (data) members.emplace_back("data", canonical(data->root()));
    if (textOf(root, "signType") == "SM2" && sm_->theirs.verifies(signedText(std::move(members), app_secret_), textOf(root, "signData")))
        return std::nullopt;
    return core::Failure(core::Error::ChannelSignatureNotValid, "signData is not the insurer's");
}

}  // namespace adapters::nhsa
