#include "adapters/ehealth_card/exchange.h"

#include <fmt/format.h>

namespace adapters::ehealth_card {

namespace core = hub::core;

std::variant<core::JsonDocument, kit::NoAnswer> post(kit::HttpClient& client, std::string path, std::string body, Resend resend) {
    constexpr int kOk = 200;
    const auto mayHaveActed = [](core::Error error, std::string place) {
        return kit::mayHaveActed(core::Failure(error, std::move(place)));
    };
    kit::HttpRequest request;
    request.path = std::move(path);
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"Accept", "application/json"}, {"User-Agent", "onecard-hub"}};
    request.body = std::move(body);
    request.repeatable = resend == Resend::WhenUnanswered;
    kit::HttpResult result = client.call(request);
    if (auto* none = std::get_if<kit::NoAnswer>(&result)) return std::move(*none);
    const auto& answer = std::get<kit::HttpAnswer>(result);
    if (answer.status != kOk) return mayHaveActed(core::Error::ChannelInTrouble, fmt::format("status {}", answer.status));
    core::Result<core::JsonDocument> document = core::JsonDocument::parse(answer.body);
    if (!document.ok() || !document->root().isObject()) return mayHaveActed(core::Error::PeerAnswerNotValid, "its body is no JSON object");
    return std::move(*document);
}

}  // namespace adapters::ehealth_card
