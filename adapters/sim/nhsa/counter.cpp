#include "adapters/sim/nhsa/counter.h"

#include <fmt/format.h>

#include "adapters/sim/common/base64.h"
#include "adapters/sim/common/digest.h"
#include "adapters/sim/common/text.h"

namespace adapters::sim::nhsa {

using common::HttpAnswer;
using common::HttpRequest;
using hub::core::JsonWriter;
using hub::core::Result;

namespace {

constexpr std::int64_t kClockDifferenceMaxS = 300;
constexpr std::size_t kNonceLengthMax = 64;
constexpr std::size_t kHospitalLength = 12;

bool isHospital(std::string_view text) {
    return text.size() == kHospitalLength && (text[0] == 'H' || text[0] == 'P') && common::isDigits(text.substr(1));
}

/// Without a difference that could overflow.
bool isNear(std::int64_t seconds, std::int64_t now) {
    return seconds >= now - kClockDifferenceMaxS && seconds <= now + kClockDifferenceMaxS;
}

HttpAnswer nobody() { return {.status = 401, .body = "unauthorized"}; }

std::string textOf(const Asked& asked, std::string_view name) {
    const auto member = asked.whole->root().member(name);
    return std::string(member ? member->string().value_or("") : "");
}

Envelope envelopeIn(Members whole, const NhsaSettings& settings, bool sealed) {
    const auto at_most = [](std::size_t length) { return [length](std::string_view text) { return text.size() <= length; }; };
    Envelope envelope;
    envelope.infno = whole.text("infno", isKnown);
    envelope.hospital = whole.text("fixmedins_code", isHospital);
    envelope.msgid = whole.text("msgid", at_most(30));
    whole.oneOf("mdtrtarea_admvs", {settings.area});
    envelope.insuplc_admdvs = whole.textIfAny("insuplc_admdvs", isArea);
    whole.text("recer_sys_code", at_most(10));
    whole.oneOf("infver", {"V1.0"});
    whole.oneOf("opter_type", {"1", "2", "3"});
    envelope.opter = whole.text("opter");
    whole.text("opter_name");
    whole.time("inf_time");
    whole.text("fixmedins_name");
    envelope.sign_no = whole.textIfAny("sign_no");
    // A wrapper that was not agreed on.
    if (!sealed) whole.textIfAny("signtype", [](std::string_view) { return false; });
    return envelope;
}

}  // namespace

bool CounterChain::has(const HttpRequest& request) const {
    return request.method == "POST" && request.path == insurer_.settings.counter.path;
}

bool CounterChain::headersAreGood(const HttpRequest& request) {
    const CounterSettings& settings = insurer_.settings.counter;
    const std::string timestamp(request.header("x-tif-timestamp"));
    const std::string nonce(request.header("x-tif-nonce"));
    const std::optional<std::int64_t> seconds = common::wholeNumber(timestamp);
    if (request.header("x-tif-paasid") != settings.paasid) return false;
    if (!seconds || !isNear(*seconds, insurer_.clock.utc().ms / 1000)) return false;
    if (nonce.empty() || nonce.size() > kNonceLengthMax) return false;
    std::string signed_text = timestamp;
    signed_text.append(settings.secret).append(nonce).append(timestamp);
    if (request.header("x-tif-signature") != common::toHex(common::sha256(signed_text))) return false;
    // Last: what is wrong in something else does not use it up.
    return *insurer_.inOneGo([&]() -> Result<bool> { return insurer_.messages.takeNonce(nonce); });
}

std::variant<Asked, HttpAnswer> CounterChain::open(const HttpRequest& request) {
    if (!headersAreGood(request)) return nobody();
    Result<JsonDocument> whole = parsedWithTexts(request.body);
    if (!whole.ok() || !whole->root().isObject()) return HttpAnswer{.status = 400, .body = "no JSON object"};
    Asked asked;
    asked.whole.emplace(*std::move(whole));
    asked.operation = textOf(asked, "infno");
    asked.number = textOf(asked, "msgid");
    if (!keys_) return asked;
    const std::string input = textOf(asked, "input");
    const std::string text = asked.operation + asked.number + textOf(asked, "inf_time") + input;
    if (textOf(asked, "signtype") != "SM2" || !keys_->hospital.verify(text, textOf(asked, "cainfo"))) return nobody();
    const std::optional<std::string> sealed = common::fromBase64(input);
    const std::optional<std::string> opened = sealed ? sm4Opened(insurer_.settings.sm.counter_key, *sealed) : std::nullopt;
    if (!opened) return nobody();
    Result<JsonDocument> document = parsedWithTexts(*opened);
    if (!document.ok()) return nobody();
    asked.opened.emplace(*std::move(document));
    return asked;
}

Reply CounterChain::answer(const Asked& asked) {
    return *insurer_.inOneGo([&]() -> Result<Reply> { return answered(asked); });
}

Outcome CounterChain::called(const Members& input, const Envelope& envelope) {
    if (input.missing().any()) return refusal(Code::NotValid, input.missing().name());
    Messages& messages = insurer_.messages;
    if (envelope.infno != "9001" && !messages.isSignedIn(envelope.sign_no, envelope.hospital)) return refusal(Code::NotSignedIn);
    const bool writes = isWrite(envelope.infno);
    if (writes && messages.message(envelope.msgid)) return refusal(Code::MessageUsed);
    std::string psn_no;
    Outcome outcome = insurer_.part([&]() -> Outcome {
        if (writes && messages.isFenced(envelope.msgid, envelope.infno)) return refusal(Code::ReversedBefore);
        CounterCalls calls(insurer_, envelope);
        Outcome done = calls.answer(input);
        psn_no = calls.psnNo();
        return done;
    });
    const std::string infcode = outcome.ok() ? refusal(Code::Done).code : outcome.refusal().code;
    if (writes) messages.take({envelope.msgid, envelope.infno, psn_no, infcode, {}});
    return outcome;
}

Reply CounterChain::answered(const Asked& asked) {
    Missing missing;
    const Envelope envelope = envelopeIn(Members(missing, asked.whole->root(), NameStyle::Snake), insurer_.settings, keys_.has_value());
    // An envelope that is not whole says so first.
    const std::optional<JsonValue> input = asked.input("input");
    const Outcome outcome = called(Members(missing, input, NameStyle::Snake, "input"), envelope);
    Reply reply = refused(outcome.ok() ? refusal(Code::Done) : outcome.refusal());
    if (outcome.ok()) {
        reply.message.clear();
        reply.output = outcome->json;
        reply.subject = outcome->subject;
    }
    insurer_.messages.note(
        {asked.operation, asked.number, envelope.hospital, input ? canonical(*input) : std::string(), reply.result_text});
    return reply;
}

Reply CounterChain::refused(const common::Refusal& refusal) const {
    return {
        .result = codeJson(amounts(), refusal.code), .result_text = refusal.code, .message = refusal.message, .output = {}, .subject = {}};
}

std::string CounterChain::written(const Reply& reply, const common::FaultRule* bad) {
    const UtcTime now = insurer_.clock.utc();
    const std::int64_t number = *insurer_.inOneGo([&]() -> Result<std::int64_t> { return ++answers_; });
    const std::string refmsgid = fmt::format("{}{}{:010}", insurer_.settings.area, digits14(now), number);
    std::string output = reply.output;
    std::string signature;
    if (keys_) {
        if (!output.empty()) output = common::toBase64(sm4Sealed(insurer_.settings.sm.counter_key, output));
        std::string text = refmsgid;
        text.append(reply.result_text).append(output);
        if (bad != nullptr) text += " ";
        signature = bad != nullptr && bad->text == "missing" ? std::string() : keys_->own.sign(text);
    }
    JsonWriter out(hub::core::Exposure::Revealed);
    const auto text = [&](std::string_view name, std::string_view value) {
        out.key(name);
        out.string(value);
    };
    out.beginObject();
    if (reply.result) {
        out.key("infcode");
        out.raw(*reply.result);
    }
    text("inf_refmsgid", refmsgid);
    text("refmsg_time", digits17(now));
    text("respond_time", digits17(now));
    text("err_msg", reply.message);
    out.key("output");
    if (output.empty()) {
        out.null();
    } else if (keys_) {
        out.string(output);
    } else {
        out.raw(output);
    }
    text("signtype", keys_ ? "SM2" : "");
    text("cainfo", signature);
    out.endObject();
    return out.text();
}

}  // namespace adapters::sim::nhsa
