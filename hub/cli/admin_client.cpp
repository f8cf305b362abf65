#include "hub/cli/admin_client.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timespan.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "hub/core/json.h"

namespace hub::cli {

namespace {

constexpr int kAnswerWithinS = 30;

core::Result<std::string> adminSocket(const std::filesystem::path& data) {
    std::ifstream stream(data / "ports.json");
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return core::Failure(core::Error::HubNotRunning, data.string());
    const core::Result<core::JsonDocument> document = core::JsonDocument::parse(text.str());
    if (!document.ok()) return core::Failure(core::Error::HubNotRunning, data.string());
    const auto admin = document->root().member("admin");
    if (!admin || !admin->string()) return core::Failure(core::Error::HubNotRunning, data.string());
    return std::string(*admin->string());
}

}  // namespace

core::Result<AdminAnswer> askHub(const std::filesystem::path& data, const std::string& method, const std::string& path,
                                 const std::string& json) {
    return askHub(data, method, path, json, {});
}

core::Result<AdminAnswer> askHub(const std::filesystem::path& data, const std::string& method, const std::string& path,
                                 const std::string& json, const AdminFields& fields) {
    for (const auto& [name, value] : fields) {
        if (std::ranges::any_of(value, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }))
            return core::Failure(core::Error::OptionNotValid, name);
    }
    const core::Result<std::string> where = adminSocket(data);
    if (!where.ok()) return where.failure();
    Poco::Net::StreamSocket socket;
    try {
        socket.connect(Poco::Net::SocketAddress(Poco::Net::SocketAddress::UNIX_LOCAL, *where));
    } catch (const Poco::Exception&) {
        return core::Failure(core::Error::HubNotRunning, data.string());
    }
    try {
        Poco::Net::HTTPClientSession session(socket);
        session.setTimeout(Poco::Timespan(kAnswerWithinS, 0));
        Poco::Net::HTTPRequest request(method, path, Poco::Net::HTTPMessage::HTTP_1_1);
        request.setHost("localhost");
        request.setContentType("application/json");
        request.setContentLength(static_cast<int>(json.size()));
        for (const auto& [name, value] : fields) request.set(name, value);
        session.sendRequest(request) << json;
        Poco::Net::HTTPResponse response;
        AdminAnswer answer;
        Poco::StreamCopier::copyToString(session.receiveResponse(response), answer.body);
        answer.status = static_cast<int>(response.getStatus());
        return answer;
    } catch (const Poco::Exception&) {
        return core::Failure(core::Error::HubNotAnswering, data.string());
    }
}

}  // namespace hub::cli
