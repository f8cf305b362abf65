#include "adapters/cli/demo/http.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timespan.h>

#include "adapters/cli/channel_keys.h"

namespace adapters::cli::demo {

using hub::core::Result;

namespace {

constexpr int kAnswerWithinS = 30;
constexpr std::size_t kKeyLength = 26;

}  // namespace

struct Http::Session {
    explicit Session(std::int32_t port) : session("127.0.0.1", static_cast<Poco::UInt16>(port)) {
        session.setKeepAlive(true);
        session.setTimeout(Poco::Timespan(kAnswerWithinS, 0));
    }
    Poco::Net::HTTPClientSession session;
};

Http::Http(std::int32_t port) : session_(std::make_unique<Session>(port)) {}
Http::~Http() = default;

Result<Answer> Http::call(const std::string& method, const std::string& path, const std::string& token, const std::string& json,
                          const Fields& fields) {
    Poco::Net::HTTPRequest request(method, path, Poco::Net::HTTPMessage::HTTP_1_1);
    if (!token.empty()) request.set("Authorization", "Bearer " + token);
    request.set("Accept-Language", "zh-CN");
    for (const auto& [name, value] : fields) request.set(name, value);
    if (method != "GET") {
        request.set("Idempotency-Key", randomText(kKeyLength));
        request.setContentType("application/json");
        request.setContentLength(static_cast<std::streamsize>(json.size()));
    }
    try {
        session_->session.sendRequest(request) << json;
        Poco::Net::HTTPResponse response;
        Answer answer;
        Poco::StreamCopier::copyToString(session_->session.receiveResponse(response), answer.body);
        answer.status = static_cast<int>(response.getStatus());
        return answer;
    } catch (const Poco::Exception& problem) {
        session_->session.reset();
        return hub::core::Failure(hub::core::Error::HubNotAnswering, method + " " + path + " " + problem.displayText());
    }
}

std::string textIn(const std::string& json, std::string_view name) {
    const auto document = hub::core::JsonDocument::parse(json);
    if (!document.ok()) return {};
    const auto member = document->root().member(name);
    return member && member->string() ? std::string(*member->string()) : std::string();
}

std::int64_t numberIn(const std::string& json, std::string_view name) {
    const auto document = hub::core::JsonDocument::parse(json);
    if (!document.ok()) return 0;
    const auto member = document->root().member(name);
    return member && member->integer() ? *member->integer() : 0;
}

}  // namespace adapters::cli::demo
