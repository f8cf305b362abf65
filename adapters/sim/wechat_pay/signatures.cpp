#include "adapters/sim/wechat_pay/signatures.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <map>

#include "adapters/sim/common/side_door.h"
#include "adapters/sim/wechat_pay/resource.h"
#include "adapters/sim/wechat_pay/wire.h"
#include "hub/core/json.h"

namespace adapters::sim::wechat_pay {

using common::CertificateDates;
using common::Dice;
using common::HttpHeaders;
using common::HttpRequest;
using common::RsaKey;
using hub::core::Error;
using hub::core::Failure;
using hub::core::JsonWriter;
using hub::core::Result;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kScheme = "WECHATPAY2-SHA256-RSA2048";
constexpr std::string_view kAlgorithm = "AEAD_AES_256_GCM";
constexpr hub::core::Duration kWindow = 300s;
constexpr hub::core::Duration kStale = 600s;
constexpr std::size_t kSeenMax = 1'000'000;
constexpr std::size_t kApiKeyBytes = 32;

/// name="value" pairs after the scheme; none when they are not written so.
std::optional<std::map<std::string, std::string, std::less<>>> parametersOf(std::string_view authorization) {
    if (!authorization.starts_with(kScheme) || authorization.size() == kScheme.size() || authorization[kScheme.size()] != ' ')
        return std::nullopt;
    std::string_view rest = authorization.substr(kScheme.size() + 1);
    std::map<std::string, std::string, std::less<>> found;
    while (!rest.empty()) {
        const std::size_t equals = rest.find("=\"");
        const std::size_t end = equals == rest.npos ? rest.npos : rest.find('"', equals + 2);
        if (end == rest.npos) return std::nullopt;
        const std::size_t begin = rest.find_first_not_of(", ");
        if (!found.emplace(rest.substr(begin, equals - begin), rest.substr(equals + 2, end - equals - 2)).second) return std::nullopt;
        rest.remove_prefix(end + 1);
    }
    return found;
}

std::string urlOf(const HttpRequest& request) { return request.query.empty() ? request.path : request.path + "?" + request.query; }

std::optional<hub::core::UtcTime> secondsOf(std::string_view text) {
    std::int64_t seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (problem != std::errc() || end != text.data() + text.size() || text.size() > 10) return std::nullopt;
    return hub::core::UtcTime{seconds * 1000};
}

}  // namespace

Signatures::Signatures(const WechatPaySettings& settings, const hub::core::Clock& clock)
    : merchant_(settings.merchant),
      platform_(settings.platform),
      seed_(settings.seed),
      clock_(clock),
      dice_(settings.seed, fmt::format("nonces {}", clock.utc().ms)) {}

Result<std::unique_ptr<Signatures>> Signatures::make(const WechatPaySettings& settings, const hub::core::Clock& clock) {
    if (settings.platform.api_v3_key.size() != kApiKeyBytes) return Failure(Error::SimNotValid, "platform.api_v3_key must have 32 bytes");
    std::unique_ptr<Signatures> made(new Signatures(settings, clock));
    if (!settings.signatures) return made;
    const Result<RsaKey> merchant = RsaKey::fromPublicPem(settings.merchant.public_key, "merchant.public_key");
    if (!merchant.ok()) return merchant.failure();
    const Result<RsaKey> platform = RsaKey::fromPrivatePem(settings.platform.private_key, "platform.private_key");
    if (!platform.ok()) return platform.failure();
    made->merchant_key_ = *merchant;
    made->platform_key_ = *platform;
    if (!settings.platform.certificate.empty()) {
        const Result<CertificateDates> dates = platform->certificateDates(settings.platform.certificate, "platform.certificate");
        if (!dates.ok()) return dates.failure();
        made->certificate_ = *dates;
    }
    return made;
}

std::optional<std::string> Signatures::refused(const HttpRequest& request) {
    if (!on()) return std::nullopt;
    const auto given = parametersOf(request.header("Authorization"));
    if (!given) return "Authorization";
    for (const std::string_view name : {"mchid", "nonce_str", "signature", "timestamp", "serial_no"}) {
        if (!given->contains(name)) return std::string(name);
    }
    if (given->at("mchid") != merchant_.mchid) return "mchid";
    if (given->at("serial_no") != merchant_.serial) return "serial_no";
    const std::optional<hub::core::UtcTime> time = secondsOf(given->at("timestamp"));
    const hub::core::UtcTime now = clock_.utc();
    if (!time || now - *time > kWindow || *time - now > kWindow) return "timestamp";
    const std::string text =
        fmt::format("{}\n{}\n{}\n{}\n{}\n", request.method, urlOf(request), given->at("timestamp"), given->at("nonce_str"), request.body);
    if (!merchant_key_->verify(text, given->at("signature"))) return "signature";
    if (!isNew(given->at("nonce_str"))) return "nonce_str";
    return std::nullopt;
}

bool Signatures::isNew(const std::string& nonce) {
    const std::lock_guard lock(mutex_);
    const hub::core::UtcTime now = clock_.utc();
    // A request is good up to 300 s before and after its timestamp: for 600 s somebody could send it again.
    while (!seen_.empty() && (now - seen_.front().first > 2 * kWindow || seen_.size() >= kSeenMax)) {
        seen_nonces_.erase(seen_.front().second);
        seen_.pop_front();
    }
    if (!seen_nonces_.insert(nonce).second) return false;
    seen_.emplace_back(now, nonce);
    return true;
}

std::string Signatures::draw(std::size_t characters) {
    const std::lock_guard lock(mutex_);
    return dice_.hex(characters);
}

HttpHeaders Signatures::headersOf(std::string_view body, const common::FaultRule* bad) {
    const std::string how = bad == nullptr ? "" : bad->text.value_or("altered");
    if (!on() || how == "absent") return {};
    const hub::core::Duration age = how == "stale" ? kStale : 0s;
    const std::int64_t time = (clock_.utc() + -age).ms / 1000;
    const std::string nonce = draw(32);
    std::string signature = platform_key_->sign(fmt::format("{}\n{}\n{}\n", time, nonce, body));
    if (how == "altered") signature = platform_key_->sign(fmt::format("{}\n{}\n{}altered\n", time, nonce, body));
    if (how == "probe") signature = "WECHATPAY/SIGNTEST/" + signature;
    return {{"Wechatpay-Timestamp", std::to_string(time)},
            {"Wechatpay-Nonce", nonce},
            {"Wechatpay-Signature", signature},
            {"Wechatpay-Serial", how == "serial" ? "PUB_KEY_ID_0000000000000000000000000000000000" : platform_.serial},
            {"Wechatpay-Signature-Type", std::string(kScheme)}};
}

std::string Signatures::resourceText(std::string_view wire_id, std::string_view original_type, std::string_view text) const {
    const std::string nonce = Dice(seed_, fmt::format("resource {}", wire_id)).hex(12);
    return common::jsonObject({{"original_type", original_type},
                               {"algorithm", kAlgorithm},
                               {"ciphertext", sealResource(platform_.api_v3_key, nonce, original_type, text)},
                               {"associated_data", original_type},
                               {"nonce", nonce}});
}

std::optional<std::string> Signatures::certificatesText() {
    if (!certificate_) return std::nullopt;
    const std::string nonce = draw(12);
    JsonWriter out(hub::core::Exposure::Revealed);
    out.beginObject();
    out.key("serial_no");
    out.string(platform_.serial);
    out.key("effective_time");
    out.string(timeText({certificate_->from_s * 1000}));
    out.key("expire_time");
    out.string(timeText({certificate_->to_s * 1000}));
    out.key("encrypt_certificate");
    out.raw(common::jsonObject({{"algorithm", kAlgorithm},
                                {"nonce", nonce},
                                {"associated_data", "certificate"},
                                {"ciphertext", sealResource(platform_.api_v3_key, nonce, "certificate", platform_.certificate)}}));
    out.endObject();
    return fmt::format(R"({{"data":[{}]}})", out.text());
}

Result<std::string> Signatures::platformKeyText() const {
    if (!on()) return Failure(Error::SimNotPossible, "signatures are off");
    return common::jsonObject({{"serial", platform_.serial}, {"public_key", platform_key_->publicPem()}});
}

}  // namespace adapters::sim::wechat_pay
