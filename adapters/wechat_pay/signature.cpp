#include "adapters/wechat_pay/signature.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace adapters::wechat_pay {

namespace core = hub::core;

namespace {

constexpr core::Duration kSkewMax = std::chrono::minutes(5);

core::Failure notValid(std::string_view what) { return core::Failure(core::Error::ChannelSignatureNotValid, std::string(what)); }

std::optional<core::UtcTime> timeOf(std::string_view seconds) {
    constexpr std::size_t kDigitsMax = 12;  // leaves room for milliseconds
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
    if (error != std::errc() || end != seconds.data() + seconds.size() || seconds.size() > kDigitsMax) return std::nullopt;
    return core::UtcTime{value * 1000};
}

}  // namespace

std::string Signer::authorization(std::string_view method, std::string_view path, std::string_view body, const Moment& moment) const {
    const std::string signature = key.sign(kit::linesOf({method, path, moment.seconds, moment.nonce, body}));
    return fmt::format(R"(WECHATPAY2-SHA256-RSA2048 mchid="{}",nonce_str="{}",timestamp="{}",serial_no="{}",signature="{}")", merchant,
                       moment.nonce, moment.seconds, serial, signature);
}

core::Result<PlatformKeys> PlatformKeys::read(const std::vector<kit::PeerKeySetting>& keys) {
    core::Result<kit::PeerKeys> read = kit::PeerKeys::read(keys);
    if (!read.ok()) return read.failure();
    return PlatformKeys(std::move(*read));
}

core::Result<core::UtcTime> PlatformKeys::verify(const std::optional<ChannelSignature>& signature, std::string_view body,
                                                 core::UtcTime now) const {
    if (!signature) return notValid("there is none");
    const kit::RsaPublicKey* key = keys_.find(signature->serial);
    if (key == nullptr) return notValid("it is by a key whose serial is not in the settings");
    const std::optional<core::UtcTime> signed_at = timeOf(signature->seconds);
    if (!signed_at) return notValid("it has no time");
    if (!key->verifies(kit::linesOf({signature->seconds, signature->nonce, body}), signature->signature))
        return notValid("it does not fit what was sent");
    const core::Duration skew = now - *signed_at;
    if (skew > kSkewMax || skew < -kSkewMax) return notValid(fmt::format("its time is {} s from ours", skew.count() / 1000));
    return *signed_at;
}

}  // namespace adapters::wechat_pay
