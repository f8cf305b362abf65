#include "adapters/nhsa/counter_wire.h"

#include <fmt/format.h>

#include "adapters/kit/base64.h"
#include "adapters/kit/json_reading.h"
#include "adapters/kit/settings_checks.h"
#include "adapters/kit/sha256.h"
#include "adapters/nhsa/exchange.h"
#include "adapters/nhsa/number_texts.h"
#include "adapters/nhsa/words.h"

namespace adapters::nhsa {

namespace core = hub::core;
using kit::NoAnswer;
using kit::Token;
using kit::TokenAnswer;

namespace {

constexpr std::string_view kWithoutPerson = "3";  // opter_type of a sign-in: no one stands at it

/// How long the day in Shanghai still is.
core::Duration leftOfDay(core::UtcTime now) {
    constexpr std::chrono::hours kShanghai(8);
    const core::Duration local = core::Duration(now.ms) + kShanghai;
    return std::chrono::floor<std::chrono::days>(local) + std::chrono::days(1) - local;
}

/// Nothing when the member is no text. Empty for null.
std::optional<std::string> textOrNull(core::JsonValue content, std::string_view name) {
    const std::optional<core::JsonValue> value = content.member(name);
    if (!value || value->isNull()) return std::string();
    const std::optional<std::string_view> text = value->string();
    if (!text) return std::nullopt;
    return std::string(*text);
}

}  // namespace

CounterWire::CounterWire(const Settings& settings, core::Sensitive<std::string> access_secret, std::optional<SmKeys> sm,
                         kit::HttpClient& client, const core::Clock& clock)
    : settings_(settings),
      access_secret_(std::move(access_secret)),
      sm_(std::move(sm)),
      client_(client),
      clock_(clock),
      ids_(clock),
      sign_in_(
          "sign_no", [this] { return signIn(); }, clock) {}

Answer CounterWire::call(const CounterCall& call) {
    const auto isRefused = [](const Exchanged& one) {
        const auto* heard = std::get_if<Heard>(&one);
        return heard != nullptr && heard->code == kSignInNotValid;
    };
    return judged(sign_in_.call([&](const std::string& sign_no) { return exchange(call, sign_no); }, isRefused), call.infno);
}

TokenAnswer CounterWire::signIn() {
    const CounterSettings& counter = *settings_.counter;
    core::JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    putObject(out, "signIn", [&] {
        put(out, "opter_no", counter.operator_code);
        put(out, "mac", counter.mac);
        put(out, "ip", counter.ip);
    });
    out.endObject();
    const core::MonoTime good_until = clock_.mono() + leftOfDay(clock_.utc());
    const CounterCall call{"9001", newMsgid(), "", kWithoutPerson, core::Sensitive<std::string>(out.text())};
    const Answer answer = judged(exchange(call, /*sign_no=*/""), call.infno);
    if (const auto* none = std::get_if<NoAnswer>(&answer)) return *none;
    if (const auto* refusal = std::get_if<hub::contract::Refusal>(&answer))  // of no person's request: never passed on as a "no"
        return kit::mayHaveActed(kit::notValid("infcode", refusal->their_code + " has no meaning for a sign-in"));
    const std::optional<core::JsonValue> content = std::get<Reply>(answer).content;
    const std::optional<core::JsonValue> signed_in = content ? content->member("signinoutb") : std::nullopt;
    if (!signed_in) return kit::mayHaveActed(kit::notValid("signinoutb", "is missing"));
    core::Result<std::string> number = kit::textIn(*signed_in, "sign_no", kNumberMax);
    if (!number.ok()) return kit::mayHaveActed(number.failure());
    return Token{core::Sensitive<std::string>(std::move(*number)), good_until};
}

CounterWire::Exchanged CounterWire::exchange(const CounterCall& call, const std::string& sign_no) {
    kit::HttpRequest request;
    request.path = settings_.url.find('/', settings_.url.find("://") + 3) == std::string::npos ? "/" : "";
    request.headers = headers();
    request.body = bodyOf(call, sign_no);
    auto posted = post(client_, std::move(request));
    if (auto* none = std::get_if<NoAnswer>(&posted)) return std::move(*none);
    return heard(std::move(std::get<core::JsonDocument>(posted)));
}

CounterWire::Exchanged CounterWire::heard(core::JsonDocument document) const {
    const core::Result<std::int64_t> code = codeIn(document.root(), "infcode");
    if (!code.ok()) return kit::mayHaveActed(code.failure());
    if (sm_) return opened(std::move(document), *code);
    std::optional<core::JsonValue> output = document.root().member("output");
    if (output && !output->isObject()) output.reset();
    std::string their_text = theirTextIn(document.root(), "err_msg");
    return Heard{std::move(document), output, *code, std::move(their_text)};
}

/// What is not signed by the insurer counts for nothing: it may have acted.
CounterWire::Exchanged CounterWire::opened(core::JsonDocument document, std::int64_t code) const {
    const core::JsonValue root = document.root();
    const std::optional<std::string> output = textOrNull(root, "output");
    if (!output) return kit::mayHaveActed(kit::notValid("output", "is not sealed"));
    const std::string message =
        textOrNull(root, "inf_refmsgid").value_or("") + std::string(root.member("infcode")->string().value_or("")) + *output;
    if (textOrNull(root, "signtype") != "SM2" || !sm_->theirs.verifies(message, textOrNull(root, "cainfo").value_or("")))
        return kit::mayHaveActed(core::Failure(core::Error::ChannelSignatureNotValid, "cainfo is not the insurer's"));
    std::string their_text = theirTextIn(root, "err_msg");
    if (output->empty()) return Heard{std::move(document), std::nullopt, code, std::move(their_text)};
    const std::optional<std::string> sealed = kit::fromBase64(*output);
    const std::optional<std::string> plain = sealed ? sm_->shared.open(*sealed) : std::nullopt;
    if (!plain) return kit::mayHaveActed(kit::notValid("output", "does not open with the shared key"));
    core::Result<core::JsonDocument> inner = parseTexts(*plain);
    if (!inner.ok() || !inner->root().isObject()) return kit::mayHaveActed(kit::notValid("output", "holds no JSON object"));
    const core::JsonValue content = inner->root();
    return Heard{std::move(*inner), content, code, std::move(their_text)};
}

Answer CounterWire::judged(Exchanged exchanged, std::string_view infno) {
    if (auto* none = std::get_if<NoAnswer>(&exchanged)) return std::move(*none);
    auto& [document, content, code, their_text] = std::get<Heard>(exchanged);
    if (code != kDone) return counterSays(code, std::move(their_text), fmt::format("infno {}", infno));
    return Reply{std::move(document), content};
}

std::string CounterWire::bodyOf(const CounterCall& call, const std::string& sign_no) const {
    const CounterSettings& counter = *settings_.counter;
    const std::string inf_time = timeForm().write(clock_.utc());
    const std::string input = sm_ ? kit::toBase64(sm_->shared.seal(call.input.reveal())) : call.input.reveal();
    core::JsonWriter out(core::Exposure::Revealed);
    out.beginObject();
    put(out, "infno", call.infno);
    put(out, "msgid", call.msgid);
    put(out, "mdtrtarea_admvs", counter.area);
    if (!call.insured_area.empty()) put(out, "insuplc_admdvs", call.insured_area);
    put(out, "recer_sys_code", counter.receiver);
    put(out, "infver", "V1.0");
    put(out, "opter_type", call.operator_kind);
    put(out, "opter", counter.operator_code);
    put(out, "opter_name", counter.operator_name);
    put(out, "inf_time", inf_time);
    put(out, "fixmedins_code", settings_.institution);
    put(out, "fixmedins_name", counter.institution_name);
    put(out, "sign_no", sign_no);
    put(out, "signtype", sm_ ? "SM2" : "");
    put(out, "cainfo", sm_ ? sm_->ours.sign(fmt::format("{}{}{}{}", call.infno, call.msgid, inf_time, input)) : "");
    out.key("input");
    sm_ ? out.string(input) : out.raw(input);
    out.endObject();
    return out.text();
}

std::vector<std::pair<std::string, std::string>> CounterWire::headers() {
    const std::string timestamp = std::to_string(clock_.utc().ms / 1000);
    const std::string nonce = ids_.next<core::Id<struct NonceTag>>().text();
    return {{"x-tif-paasid", settings_.counter->access},
            {"x-tif-timestamp", timestamp},
            {"x-tif-nonce", nonce},
            {"x-tif-signature", kit::sha256(timestamp + access_secret_.reveal() + nonce + timestamp).hex()}};
}

bool CounterWire::isMsgid(std::string_view text) {
    constexpr std::size_t kMsgidMax = 30;
    return kit::isPlainWord(text, kMsgidMax) && text.find_first_of("_-") == std::string_view::npos;
}

}  // namespace adapters::nhsa
