#include "adapters/sim/ehealth_card/calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "adapters/sim/ehealth_card/signature.h"

namespace adapters::sim::ehealth_card {

using hub::core::JsonDocument;
using hub::core::JsonValue;
using hub::core::JsonWriter;
using hub::core::Result;

namespace {

constexpr std::string_view kCardPath = "/healthcard/";
constexpr std::string_view kVoucherPath = "/ecard/decode";
constexpr std::size_t kRequestIdLength = 32;
constexpr std::size_t kTimestampLengthMax = 12;  // far beyond any clock, far below what overflows
constexpr std::size_t kDayLength = 10;
constexpr std::int64_t kClockDifferenceMaxS = 300;
constexpr int kSignWrong = 1001;
constexpr int kTokenNotValid = 1002;
constexpr int kTimestampAway = 1003;
constexpr int kMemberMissing = 1004;
constexpr int kVoucherFailed = -1;

int codeOf(Outcome outcome, Protocol protocol) {
    const bool is_card = protocol == Protocol::Card;
    switch (outcome) {
        case Outcome::Done:
            return 0;
        case Outcome::NotFound:
            return is_card ? 2001 : 1;
        case Outcome::Expired:
            return is_card ? 2002 : 2;
        case Outcome::Used:
            return is_card ? 2003 : 3;
        case Outcome::NotTogether:
            HUB_ASSERT(is_card);
            return 3001;
    }
    HUB_ASSERT(false);
}

std::string_view textOf(Outcome outcome) {
    switch (outcome) {
        case Outcome::Done:
            return "成功";
        case Outcome::NotFound:
            return "码或卡不存在";
        case Outcome::Expired:
            return "码已过期";
        case Outcome::Used:
            return "码已使用";
        case Outcome::NotTogether:
            return "姓名与证件号不一致";
    }
    HUB_ASSERT(false);
}

Reply refusedAs(const Reply& blank, Outcome outcome) {
    return refused(blank, codeOf(outcome, blank.protocol), std::string(textOf(outcome)));
}

Reply missing(const Reply& blank, std::string_view name) {
    return refused(blank, blank.protocol == Protocol::Card ? kMemberMissing : kVoucherFailed, fmt::format("缺少或不正确：{}", name));
}

/// `write` adds members to the object that is the content.
template <class Write>
Reply done(const Reply& blank, const Write& write) {
    JsonWriter out(hub::core::Exposure::Revealed);
    const auto text = [&](std::string_view name, std::string_view value) {
        out.key(name);
        out.string(value);
    };
    out.beginObject();
    write(out, text);
    out.endObject();
    Reply reply = refused(blank, 0, "");
    reply.content = out.text();
    return reply;
}

void number(JsonWriter& out, std::string_view name, std::int64_t value) {
    out.key(name);
    out.integer(value);
}

std::optional<std::int64_t> secondsOf(std::string_view text) {
    std::int64_t seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool good = problem == std::errc() && end == text.data() + text.size() && text.size() <= kTimestampLengthMax;
    return good ? std::optional(seconds) : std::nullopt;
}

bool isDay(std::string_view text) { return text.size() == kDayLength && Date::parse(text).ok(); }
bool isGender(std::string_view text) { return hub::core::enumFromName<Gender>(text).has_value(); }

Certificate certificateIn(Members& req) {
    Certificate certificate;
    certificate.type = req.text("idType", isIdType);
    certificate.number = req.text("idNumber");
    return certificate;
}

/// The object of that name, if there is one.
std::optional<JsonValue> objectIn(const Result<JsonDocument>& document, std::string_view name) {
    if (!document.ok()) return std::nullopt;
    const auto found = document->root().member(name);
    return found && found->isObject() ? found : std::nullopt;
}

/// Echoes what the request names, whatever else is wrong with it.
Reply blankReply(Method method, const Result<JsonDocument>& document) {
    Reply blank;
    if (method == Method::Decode) {
        blank.protocol = Protocol::Voucher;
        if (document.ok() && document->root().isObject()) blank.echo = Members(document->root()).textIfAny("orgId");
    } else if (const auto common_in = objectIn(document, "commonIn")) {
        blank.echo = Members(*common_in).textIfAny("requestId");
    }
    return blank;
}

}  // namespace

std::optional<Method> methodOf(const common::HttpRequest& request) {
    if (request.method != "POST") return std::nullopt;
    if (request.path == kVoucherPath) return Method::Decode;
    if (!request.path.starts_with(kCardPath)) return std::nullopt;
    const auto method = hub::core::enumFromName<Method>(std::string_view(request.path).substr(kCardPath.size()));
    return method == Method::Decode ? std::nullopt : method;
}

Reply Calls::busyAnswer(Method method, const std::string& body) { return busy(blankReply(method, JsonDocument::parse(body))); }

Reply Calls::answer(Method method, const std::string& body) {
    Call call{.method = std::string(hub::core::enumName(method)), .request_id = {}, .caller = {}, .body = body, .result = {}};
    Reply reply = method == Method::Decode ? voucherAnswer(body, call) : cardAnswer(method, body, call);
    call.result = *reply.result;
    platform_.note(call);
    return reply;
}

Reply Calls::cardAnswer(Method method, const std::string& body, Call& call) {
    const Result<JsonDocument> document = JsonDocument::parse(body);
    const Reply blank = blankReply(method, document);
    call.request_id = blank.echo;
    const auto common_in = objectIn(document, "commonIn");
    if (!common_in) return missing(blank, "commonIn");
    const auto req = objectIn(document, "req");
    if (!req) return missing(blank, "req");
    if (const std::optional<Reply> refusal = refusedEnvelope(method, blank, *common_in, *req, call)) return *refusal;
    Members members(*req);
    switch (method) {
        case Method::GetAppToken:
            return appToken(blank, members);
        case Method::VerifyRealName:
            return verification(blank, members);
        case Method::RegisterHealthCard:
            return registration(blank, members);
        case Method::GetDynamicQrCode:
            return dynamicCode(blank, members);
        case Method::GetHealthCardByQrCode:
            return cardByCode(blank, members);
        case Method::Decode:
            break;
    }
    HUB_ASSERT(false);
}

std::optional<Reply> Calls::refusedEnvelope(Method method, const Reply& blank, JsonValue common_in, JsonValue req, Call& call) {
    Members members(common_in);
    members.text("requestId", [](std::string_view text) { return text.size() == kRequestIdLength; });
    call.caller = members.text("hospitalId");
    const std::string timestamp = members.text("timestamp");
    members.text("channelNum", [](std::string_view text) { return text == "0"; });
    const std::string sign = members.text("sign");
    const std::string token = members.textOrEmpty("appToken");
    if (!members.missing().empty()) return missing(blank, members.missing());
    if (sign != signatureOf(signedText(common_in, req), settings_.app_secret)) return refused(blank, kSignWrong, "签名错误");
    const std::optional<std::int64_t> seconds = secondsOf(timestamp);
    if (!seconds || std::abs(*seconds - clock_.utc().ms / 1000) > kClockDifferenceMaxS)
        return refused(blank, kTimestampAway, "时间戳超出范围");
    if (method != Method::GetAppToken && !platform_.isGood(token)) return refused(blank, kTokenNotValid, "appToken 无效");
    return std::nullopt;
}

Reply Calls::appToken(const Reply& blank, Members& req) {
    const std::string app = req.text("appId");
    if (!req.missing().empty()) return missing(blank, req.missing());
    // Another application has no secret here, so nothing it signs can be right.
    if (app != settings_.app) return refused(blank, kSignWrong, "签名错误");
    return done(blank, [&](JsonWriter& out, const auto& text) {
        text("appToken", platform_.newToken());
        number(out, "expiresIn", kTokenLife.count());
    });
}

Reply Calls::verification(const Reply& blank, Members& req) {
    const std::string name = req.text("name");
    const Certificate certificate = certificateIn(req);
    if (!req.missing().empty()) return missing(blank, req.missing());
    const RealName result = platform_.verify(name, certificate);
    return done(blank, [&](JsonWriter&, const auto& text) { text("verifyResult", std::to_string(static_cast<int>(result))); });
}

Reply Calls::registration(const Reply& blank, Members& req) {
    NewCard wish;
    wish.name = req.text("name");
    wish.certificate = certificateIn(req);
    req.text("gender", isGender);
    req.text("birthday", isDay);
    wish.phone = req.textIfAny("phone1");
    wish.address = req.textIfAny("address");
    if (!req.missing().empty()) return missing(blank, req.missing());
    const Answer<HeldCard> held = platform_.registerCard(wish);
    if (!held.ok()) return refusedAs(blank, held.outcome);
    return done(blank, [&](JsonWriter&, const auto& text) {
        text("healthCardId", held.value.card.health_card_id);
        text("qrCodeText", held.value.staticCode());
        text("phid", held.value.card.phid);
    });
}

Reply Calls::dynamicCode(const Reply& blank, Members& req) {
    const std::string health_card_id = req.text("healthCardId");
    const Certificate certificate = certificateIn(req);
    req.text("codeType", [](std::string_view text) { return text == "0"; });
    if (!req.missing().empty()) return missing(blank, req.missing());
    const Answer<Code> code = platform_.dynamicCode(health_card_id, certificate);
    if (!code.ok()) return refusedAs(blank, code.outcome);
    return done(blank, [&](JsonWriter& out, const auto& text) {
        text("qrCodeText", code.value.text);
        number(out, "validSeconds", kCodeLife.count());
    });
}

Reply Calls::cardByCode(const Reply& blank, Members& req) {
    const std::string code = req.text("qrCodeText");
    req.text("useScene", isBusinessType);
    if (!req.missing().empty()) return missing(blank, req.missing());
    const Answer<HeldCard> held = platform_.cardByCode(code);
    if (!held.ok()) return refusedAs(blank, held.outcome);
    return done(blank, [&](JsonWriter& out, const auto& text) {
        const auto& [person, card] = held.value;
        out.key("card");
        out.beginObject();
        text("name", person.name);
        text("gender", hub::core::enumName(person.gender));
        text("birthday", person.birthday.text());
        text("idType", person.certificate.type);
        text("idNumber", person.certificate.number);
        text("phone1", card.phone);
        text("address", card.address);
        text("healthCardId", card.health_card_id);
        text("phid", card.phid);
        out.endObject();
    });
}

Reply Calls::voucherAnswer(const std::string& body, Call& call) {
    const Result<JsonDocument> document = JsonDocument::parse(body);
    const Reply blank = blankReply(Method::Decode, document);
    call.caller = blank.echo;
    const auto data = objectIn(document, "data");
    if (!data) return missing(blank, "data");
    Members whole(document->root());
    whole.text("transType", [](std::string_view text) { return text == "ec.query"; });
    whole.text("orgId");
    if (!whole.missing().empty()) return missing(blank, whole.missing());
    Members members(*data);
    const std::string code = members.text("ecQrCode");
    members.text("businessType", isBusinessType);
    for (const char* name : {"operatorId", "operatorName", "officeId", "officeName", "deviceType"}) members.textOrEmpty(name);
    if (!members.missing().empty()) return missing(blank, members.missing());
    return presence(blank, code);
}

Reply Calls::presence(const Reply& blank, const std::string& ec_qr_code) {
    const Answer<Presence> present = platform_.decode(ec_qr_code);
    if (!present.ok()) return refusedAs(blank, present.outcome);
    return done(blank, [&](JsonWriter&, const auto& text) {
        const auto& [person, code] = present.value;
        text("userName", person.name);
        text("idType", person.certificate.type);
        text("idNo", person.certificate.number);
        text("gender", person.gender == Gender::Male ? "1" : "2");
        text("birthday", person.birthday.text());
        text("ecToken", code.ec_token);
        text("insuOrg", settings_.insured_area);
        text("ecIndexNo", fmt::format("EC{:018}", person.id));
        text("ecQrCode", code.text);
        text("chnlId", "SIM");
    });
}

}  // namespace adapters::sim::ehealth_card
