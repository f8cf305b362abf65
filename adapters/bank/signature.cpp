#include "adapters/bank/signature.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace adapters::bank {

namespace core = hub::core;

namespace {

constexpr core::Duration kSkewMax = std::chrono::seconds(300);

core::Failure notToBeTrusted(std::string_view what) { return core::Failure(core::Error::ChannelSignatureNotValid, std::string(what)); }

std::optional<core::UtcTime> timeOf(std::string_view milliseconds) {
    constexpr std::size_t kDigitsMax = 15;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(milliseconds.data(), milliseconds.data() + milliseconds.size(), value);
    if (error != std::errc() || end != milliseconds.data() + milliseconds.size() || milliseconds.size() > kDigitsMax) return std::nullopt;
    return core::UtcTime{value};
}

}  // namespace

std::vector<std::pair<std::string, std::string>> Signer::headers(std::string_view method, std::string_view path, std::string_view body,
                                                                 const Moment& moment) const {
    return {{"Bank-Client", client},
            {"Bank-Serial", serial},
            {"Bank-Time", moment.milliseconds},
            {"Bank-Nonce", moment.nonce},
            {"Bank-Signature", key.sign(kit::linesOf({method, path, moment.milliseconds, moment.nonce, body}))}};
}

bool isSigned(const kit::HttpAnswer& answer) { return answer.header("Bank-Signature").has_value(); }

core::Result<core::UtcTime> signedAt(const kit::HttpAnswer& answer, std::string_view nonce, const kit::PeerKeys& keys, core::UtcTime now) {
    const auto header = [&](std::string_view name) { return answer.header(name).value_or(std::string_view()); };
    if (!isSigned(answer)) return notToBeTrusted("there is none");
    const kit::RsaPublicKey* key = keys.find(header("Bank-Serial"));
    if (key == nullptr) return notToBeTrusted("it is by a key whose serial is not in the settings");
    if (header("Bank-Nonce") != nonce) return notToBeTrusted("it is of another request");
    const std::optional<core::UtcTime> signed_at = timeOf(header("Bank-Time"));
    if (!signed_at) return notToBeTrusted("it has no time");
    const std::string status = std::to_string(answer.status);
    if (!key->verifies(kit::linesOf({status, header("Bank-Time"), nonce, answer.body}), header("Bank-Signature")))
        return notToBeTrusted("it does not fit what was sent");
    const core::Duration skew = now - *signed_at;
    if (skew > kSkewMax || skew < -kSkewMax) return notToBeTrusted(fmt::format("its time is {} ms from ours", skew.count()));
    return *signed_at;
}

}  // namespace adapters::bank
