#include "adapters/bank/signed_calls.h"

#include <fmt/format.h>

namespace adapters::bank {

namespace core = hub::core;

namespace {

constexpr int kOk = 200;
constexpr int kNotSignedRight = 401;
constexpr int kTrouble = 500;

}  // namespace

SignedCalls::SignedCalls(Signer signer, kit::PeerKeys keys, std::unique_ptr<kit::HttpClient> client,
                         std::unique_ptr<kit::HttpClient> statements, const core::Clock& clock)
    : signer_(std::move(signer)),
      keys_(std::move(keys)),
      client_(std::move(client)),
      statements_(std::move(statements)),
      clock_(clock),
      nonces_(clock) {}

Answer SignedCalls::post(std::string_view method, std::string body, std::span<const std::string_view> members,
                         std::string_view absent_code) {
    kit::HttpRequest request;
    request.path = fmt::format("/v1/{}", method);
    request.headers = {{"Content-Type", "application/json"}};
    request.body = std::move(body);
    return call(*client_, std::move(request), members, absent_code);
}

Answer SignedCalls::statement(core::Date day) {
    kit::HttpRequest request;
    request.method = "GET";
    request.path = fmt::format("/v1/statements/{}", day.text());
    return call(*statements_, std::move(request), {}, "not_ready");
}

void SignedCalls::stop() {
    client_->stop();
    statements_->stop();
}

Answer SignedCalls::call(kit::HttpClient& client, kit::HttpRequest request, std::span<const std::string_view> members,
                         std::string_view absent_code) {
    const Moment moment{std::to_string(clock_.utc().ms), nonces_.next<core::Id<struct NonceTag>>().text()};
    for (auto& header : signer_.headers(request.method, request.path, request.body, moment)) request.headers.push_back(std::move(header));
    kit::HttpResult result = client.call(request);
    if (auto* none = std::get_if<kit::NoAnswer>(&result)) return std::move(*none);
    auto& answer = std::get<kit::HttpAnswer>(result);

    const std::string status = fmt::format("status {}", answer.status);
    if (answer.status == kNotSignedRight && !isSigned(answer))
        return kit::didNotAct(core::Failure(core::Error::ChannelRefusesOurSignature, status));
    if (answer.status >= kTrouble && !isSigned(answer))  // of something in between, as a rule
        return kit::mayHaveActed(core::Failure(core::Error::ChannelInTrouble, status));
    const core::Result<core::UtcTime> signed_at = signedAt(answer, moment.nonce, keys_, clock_.utc());
    if (!signed_at.ok()) return kit::mayHaveActed(signed_at.failure());
    if (answer.status == kOk) return Reply{*signed_at, true, std::move(answer.body)};
    if (!absent_code.empty() && says(answer.status, answer.body, absent_code)) return Reply{*signed_at, false, {}};
    return theySay(answer.status, answer.body, members);
}

}  // namespace adapters::bank
