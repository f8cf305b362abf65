#include "adapters/sim/bank/signatures.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "adapters/sim/common/text.h"

namespace adapters::sim::bank {

using common::HttpHeaders;
using common::HttpRequest;
using common::RsaKey;
using hub::core::Duration;
using hub::core::Result;
using namespace std::chrono_literals;

namespace {

constexpr Duration kWindow = 300s;
constexpr Duration kStale = 600s;
constexpr std::size_t kTimeDigitsMax = 15;  // far beyond any clock, far below what overflows
constexpr std::size_t kNonceMin = 16;
constexpr std::size_t kNonceMax = 64;

std::string pathOf(const HttpRequest& request) { return request.query.empty() ? request.path : request.path + "?" + request.query; }

std::optional<hub::core::UtcTime> timeOf(std::string_view text) {
    const std::optional<std::int64_t> ms = text.size() > kTimeDigitsMax ? std::nullopt : common::wholeNumber(text);
    return ms ? std::optional(hub::core::UtcTime{*ms}) : std::nullopt;
}

bool isNonce(std::string_view text) { return text.size() >= kNonceMin && text.size() <= kNonceMax && common::isLettersAndDigits(text); }

}  // namespace

Signatures::Signatures(const BankSettings& settings, const hub::core::Clock& clock, TakeNonce take_nonce, RsaKey client_key,
                       RsaKey bank_key)
    : client_(settings.client.number),
      client_serial_(settings.client.serial),
      bank_serial_(settings.bank.serial),
      clock_(clock),
      take_nonce_(std::move(take_nonce)),
      client_key_(std::move(client_key)),
      bank_key_(std::move(bank_key)) {}

Result<std::unique_ptr<Signatures>> Signatures::make(const BankSettings& settings, const hub::core::Clock& clock, TakeNonce take_nonce) {
    Result<RsaKey> client = RsaKey::fromPublicPem(settings.client.public_key, "client.public_key");
    if (!client.ok()) return client.failure();
    Result<RsaKey> bank = RsaKey::fromPrivatePem(settings.bank.private_key, "bank.private_key");
    if (!bank.ok()) return bank.failure();
    return std::unique_ptr<Signatures>(new Signatures(settings, clock, std::move(take_nonce), *std::move(client), *std::move(bank)));
}

std::optional<std::string> Signatures::refused(const HttpRequest& request) const {
    if (request.header("Bank-Client") != client_) return "Bank-Client";
    if (request.header("Bank-Serial") != client_serial_) return "Bank-Serial";
    const std::string_view time_text = request.header("Bank-Time");
    const std::optional<hub::core::UtcTime> time = timeOf(time_text);
    const hub::core::UtcTime now = clock_.utc();
    if (!time || now - *time > kWindow || *time - now > kWindow) return "Bank-Time";
    const std::string_view nonce = request.header("Bank-Nonce");
    if (!isNonce(nonce)) return "Bank-Nonce";
    const std::string text = fmt::format("{}\n{}\n{}\n{}\n{}\n", request.method, pathOf(request), time_text, nonce, request.body);
    if (!client_key_.verify(text, request.header("Bank-Signature"))) return "Bank-Signature";
    if (!take_nonce_(nonce)) return "Bank-Nonce";
    return std::nullopt;
}

HttpHeaders Signatures::headersOf(int status, std::string_view nonce, std::string_view body, const common::FaultRule* bad) const {
    const std::string how = bad == nullptr ? "" : bad->text.value_or("altered");
    if (how == "absent") return {};
    const std::string time = std::to_string((clock_.utc() + (how == "stale" ? -kStale : Duration(0))).ms);
    const std::string said_nonce = how == "nonce" ? std::string(kNonceMin, 'f') : std::string(nonce);
    const std::string_view end = how == "altered" ? "altered\n" : "\n";
    return {{"Bank-Serial", how == "serial" ? "NOBODYSKEY" : bank_serial_},
            {"Bank-Time", time},
            {"Bank-Nonce", said_nonce},
            {"Bank-Signature", bank_key_.sign(fmt::format("{}\n{}\n{}\n{}{}", status, time, said_nonce, body, end))}};
}

}  // namespace adapters::sim::bank
