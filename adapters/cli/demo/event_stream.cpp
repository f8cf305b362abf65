#include "adapters/cli/demo/event_stream.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timespan.h>

#include <istream>
#include <optional>
#include <utility>

#include "hub/core/json.h"

namespace adapters::cli::demo {

using hub::core::Error;
using hub::core::Failure;
using hub::core::JsonDocument;
using hub::core::Result;

namespace {

constexpr int kSilenceMaxS = 60;  // the hub says something every 15 s

/// What follows "name: " on a line of that name.
std::optional<std::string> valueOf(std::string_view line, std::string_view name) {
    if (!line.starts_with(name) || !line.substr(name.size()).starts_with(":")) return std::nullopt;
    line.remove_prefix(name.size() + 1);
    if (line.starts_with(" ")) line.remove_prefix(1);
    if (line.ends_with("\r")) line.remove_suffix(1);
    return std::string(line);
}

std::map<std::string, std::string> idsIn(const std::string& data) {
    std::map<std::string, std::string> ids;
    const auto document = JsonDocument::parse(data);
    const auto list = document.ok() ? document->root().member("ids") : std::nullopt;
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const auto name = list->at(i).member("name");
        const auto id = list->at(i).member("id");
        if (name && name->string() && id && id->string()) ids.emplace(*name->string(), *id->string());
    }
    return ids;
}

}  // namespace

struct EventStream::Session {
    explicit Session(std::int32_t port) : session("127.0.0.1", static_cast<Poco::UInt16>(port)) {
        session.setTimeout(Poco::Timespan(kSilenceMaxS, 0));
    }
    Poco::Net::HTTPClientSession session;
    std::istream* body = nullptr;  // the session's
};

EventStream::EventStream(std::unique_ptr<Session> session) : session_(std::move(session)) {}
EventStream::EventStream(EventStream&& other) noexcept = default;
EventStream::~EventStream() = default;

Result<EventStream> EventStream::open(std::int32_t port, const std::string& path, const std::string& token) {
    auto session = std::make_unique<Session>(port);
    Poco::Net::HTTPRequest request("GET", path, Poco::Net::HTTPMessage::HTTP_1_1);
    request.set("Authorization", "Bearer " + token);
    try {
        session->session.sendRequest(request);
        Poco::Net::HTTPResponse response;
        session->body = &session->session.receiveResponse(response);
        if (response.getStatus() != Poco::Net::HTTPResponse::HTTP_OK)
            return Failure(Error::HubNotAnswering, path + " " + std::to_string(response.getStatus()));
    } catch (const Poco::Exception& problem) {
        return Failure(Error::HubNotAnswering, path + " " + problem.displayText());
    }
    EventStream stream(std::move(session));
    const Result<Heard> ready = stream.next("ready");  // from here on nothing is missed
    if (!ready.ok()) return ready.failure();
    return stream;
}

Result<Heard> EventStream::next(std::string_view type) {
    Heard heard;
    std::string line;
    try {
        while (std::getline(*session_->body, line)) {
            if (auto named = valueOf(line, "event")) heard.type = std::move(*named);
            if (const auto data = valueOf(line, "data")) heard.ids = idsIn(*data);
            const bool over = line.empty() || line == "\r";
            if (over && heard.type == type) return heard;
            if (over) heard = {};
        }
    } catch (const Poco::Exception& problem) {
        return Failure(Error::HubNotAnswering, "events: " + problem.displayText());
    }
    return Failure(Error::HubNotAnswering, "events: closed before " + std::string(type));
}

}  // namespace adapters::cli::demo
