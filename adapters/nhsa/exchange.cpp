#include "adapters/nhsa/exchange.h"

#include <fmt/format.h>

#include <charconv>

#include "adapters/kit/json_reading.h"
#include "adapters/nhsa/number_texts.h"

namespace adapters::nhsa {

namespace core = hub::core;

std::variant<core::JsonDocument, kit::NoAnswer> post(kit::HttpClient& client, kit::HttpRequest request) {
    constexpr int kOk = 200;
    constexpr int kUnauthorized = 401;
    request.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    request.headers.emplace_back("Accept", "application/json");
    request.headers.emplace_back("User-Agent", "onecard-hub");
    kit::HttpResult result = client.call(request);
    if (auto* none = std::get_if<kit::NoAnswer>(&result)) return std::move(*none);
    const auto& answer = std::get<kit::HttpAnswer>(result);
    const std::string status = fmt::format("status {}", answer.status);
    if (answer.status == kUnauthorized) return kit::didNotAct(core::Failure(core::Error::ChannelRefusesOurSignature, status));
    if (answer.status != kOk) return kit::mayHaveActed(core::Failure(core::Error::ChannelInTrouble, status));
    core::Result<core::JsonDocument> document = parseTexts(answer.body);
    if (!document.ok() || !document->root().isObject())
        return kit::mayHaveActed(core::Failure(core::Error::PeerAnswerNotValid, "its body is no JSON object"));
    return std::move(*document);
}

core::Result<std::int64_t> codeIn(core::JsonValue content, std::string_view name) {
    constexpr std::size_t kDigitsMax = 18;
    const core::Result<std::string> text = kit::textIn(content, name, kDigitsMax);
    if (!text.ok()) return text.failure();
    std::int64_t code = 0;
    const char* const end = text->data() + text->size();
    const auto [stop, problem] = std::from_chars(text->data(), end, code);
    if (problem != std::errc() || stop != end) return kit::notValid(name, "is no whole number");
    return code;
}

std::string theirTextIn(core::JsonValue content, std::string_view name) {
    constexpr std::size_t kTextMax = 1024;
    const core::Result<std::optional<std::string>> text = kit::optionalTextIn(content, name, kTextMax);
    return text.ok() ? text->value_or("") : "";
}

}  // namespace adapters::nhsa
