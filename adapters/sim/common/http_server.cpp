#include "adapters/sim/common/http_server.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/String.h>
#include <Poco/ThreadPool.h>
#include <fmt/format.h>

#include <array>
#include <optional>
#include <sstream>

namespace adapters::sim::common {

using hub::core::Duration;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr int kThreadsMax = 64;
constexpr std::size_t kBodyMax = std::size_t{4} << 20;
constexpr int kBacklog = 128;

/// Of TLS 1.2 or later; asks nobody for a certificate.
Result<Poco::Net::ServerSocket> secureListener(const TlsFiles& files) {
    if (files.certificate_file.empty() || files.key_file.empty())
        return Failure(Error::SimNotValid, "tls: certificate_file and key_file are needed together");
    try {
        Poco::Net::initializeSSL();  // counted by POCO; a process keeps it until it ends
        Poco::Net::Context::Params params;
        params.certificateFile = files.certificate_file;
        params.privateKeyFile = files.key_file;
        params.verificationMode = Poco::Net::Context::VERIFY_NONE;
        Poco::Net::Context::Ptr context(new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, params));
        context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
        return Poco::Net::ServerSocket(Poco::Net::SecureServerSocket(context));
    } catch (const Poco::Exception& problem) {
        return Failure(Error::SimNotValid, "tls: " + problem.displayText());
    }
}

/// No body when it is longer than the limit.
std::optional<std::string> bodyOf(std::istream& stream) {
    std::string body;
    std::array<char, 16384> piece{};
    while (stream.read(piece.data(), piece.size()) || stream.gcount() > 0) {
        body.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
        if (body.size() > kBodyMax) return std::nullopt;
    }
    return body;
}

HttpRequest requestOf(const Poco::Net::HTTPServerRequest& request, std::string body) {
    const std::string& uri = request.getURI();
    const std::size_t question = uri.find('?');
    return {.method = request.getMethod(),
            .path = uri.substr(0, question),
            .query = question == std::string::npos ? std::string() : uri.substr(question + 1),
            .content_type = request.getContentType(),
            .soap_action = request.get("SOAPAction", ""),
            .body = std::move(body),
            .headers = HttpHeaders(request.begin(), request.end())};
}

using OnRequest = std::function<void(Poco::Net::HTTPServerRequestImpl&, Poco::Net::HTTPServerResponse&)>;

class RequestHandler final : public Poco::Net::HTTPRequestHandler {
  public:
    explicit RequestHandler(const OnRequest& on_request) : on_request_(on_request) {}

    void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override {
        on_request_(static_cast<Poco::Net::HTTPServerRequestImpl&>(request), response);
    }

  private:
    const OnRequest& on_request_;
};

class RequestHandlers final : public Poco::Net::HTTPRequestHandlerFactory {
  public:
    explicit RequestHandlers(OnRequest on_request) : on_request_(std::move(on_request)) {}

    Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
        return std::make_unique<RequestHandler>(on_request_).release();  // POCO deletes it
    }

  private:
    const OnRequest on_request_;
};

}  // namespace

struct HttpServer::State {
    Handler handler;
    const hub::core::Clock& clock;
    const TlsFiles tls;
    StopSign stop;
    Poco::ThreadPool threads{1, kThreadsMax};
    Poco::Net::ServerSocket listener;
    std::unique_ptr<Poco::Net::HTTPServer> server;

    State(Handler on_request, const hub::core::Clock& time, TlsFiles files)
        : handler(std::move(on_request)), clock(time), tls(std::move(files)) {}

    HttpAnswer answer(Poco::Net::HTTPServerRequest& request) {
        std::optional<std::string> body = bodyOf(request.stream());
        if (!body) return {.status = 413, .body = "at most 4 MiB"};
        ClockWaiting waiting(clock, stop);
        try {
            return handler(requestOf(request, *std::move(body)), waiting);
        } catch (const std::exception& problem) {  // the root of this thread
            return {.status = 500, .body = problem.what()};
        }
    }

    void deliver(const HttpAnswer& answer, Poco::Net::HTTPServerRequestImpl& request, Poco::Net::HTTPServerResponse& response) {
        if (answer.delivery == Delivery::Silence) awaitGone(request.socket(), stop);
        if (answer.delivery == Delivery::Reset || answer.delivery == Delivery::Silence) {
            Poco::Net::StreamSocket socket = request.detachSocket();
            socket.setLinger(true, 0);
            socket.close();
            return;
        }
        response.setStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(answer.status));
        response.setReason(Poco::Net::HTTPResponse::getReasonForStatus(response.getStatus()));
        for (const auto& [name, value] : answer.headers) response.set(name, value);
        if (answer.status == Poco::Net::HTTPResponse::HTTP_NO_CONTENT) {
            response.send();
        } else {
            response.setContentType(answer.content_type);
            response.sendBuffer(answer.body.data(), answer.body.size());
        }
        if (answer.delivery != Delivery::Twice) return;
        std::ostringstream head;
        response.write(head);
        const std::string again = head.str() + answer.body;
        request.socket().sendBytes(again.data(), static_cast<int>(again.size()));
    }
};

std::string_view HttpRequest::header(std::string_view name) const {
    for (const auto& [one, value] : headers) {
        if (Poco::icompare(one, std::string(name)) == 0) return value;
    }
    return {};
}

HttpServer::HttpServer(Handler handler, const hub::core::Clock& clock, TlsFiles tls)
    : state_(std::make_unique<State>(std::move(handler), clock, std::move(tls))) {}

HttpServer::~HttpServer() { stop(); }

Result<std::uint16_t> HttpServer::start(std::uint16_t port) {
    HUB_ASSERT(state_->server == nullptr);
    if (state_->tls.on()) {
        Result<Poco::Net::ServerSocket> secure = secureListener(state_->tls);
        if (!secure.ok()) return secure.failure();
        state_->listener = *secure;
    }
    try {
        Poco::Net::ServerSocket& listener = state_->listener;
        listener.bind(Poco::Net::SocketAddress("127.0.0.1", port), /*reuseAddress=*/true, /*reusePort=*/false);
        listener.listen(kBacklog);
        Poco::Net::HTTPServerParams::Ptr parameters = new Poco::Net::HTTPServerParams;
        parameters->setMaxThreads(kThreadsMax);
        parameters->setThreadIdleTime(Poco::Timespan(0, 100'000));  // a thread that misses the stop waits as long as this
        parameters->setKeepAliveTimeout(Poco::Timespan(2, 0));      // a waiting connection holds a thread
        const OnRequest on_request = [state = state_.get()](auto& request, auto& response) {
            state->deliver(state->answer(request), request, response);
        };
        state_->server = std::make_unique<Poco::Net::HTTPServer>(new RequestHandlers(on_request), state_->threads, listener, parameters);
        state_->server->start();
        return listener.address().port();
    } catch (const Poco::Exception& problem) {
        return Failure(Error::SimNotListening, fmt::format("127.0.0.1:{}: {}", port, problem.displayText()));
    }
}

void HttpServer::stop() {
    if (state_->server == nullptr) return;
    state_->stop.stop();
    state_->listener.impl()->shutdownReceive();  // the accepting thread looks up at once instead of within a quarter of a second
    state_->server->stopAll(/*abortCurrent=*/true);
    state_->threads.joinAll();
    state_->server.reset();
}

}  // namespace adapters::sim::common
