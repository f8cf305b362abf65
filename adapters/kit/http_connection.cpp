#include "adapters/kit/http_connection.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <istream>

namespace adapters::kit {

namespace core = hub::core;

namespace {

/// Ends the reading of an answer that is not one we take.
struct AnswerRefused {
    core::Failure why;
};

Poco::Timespan timespan(core::Duration duration) {
    return {static_cast<Poco::Timespan::TimeDiff>(duration.count()) * Poco::Timespan::MILLISECONDS};
}

}  // namespace

class HttpConnection::Session final : public Poco::Net::HTTPClientSession {
  public:
    explicit Session(const Poco::Net::StreamSocket& socket) : HTTPClientSession(socket) { setKeepAlive(true); }

  protected:
    int write(const char* buffer, std::streamsize length) override { return HTTPSession::write(buffer, length); }
};

HttpConnection::HttpConnection(const HttpPeer& peer, Poco::Net::StreamSocket& socket, Exchange& exchange)
    : peer_(peer), exchange_(exchange), session_(std::make_unique<Session>(socket)) {}

HttpConnection::~HttpConnection() = default;

core::Result<std::unique_ptr<HttpConnection>> HttpConnection::open(const HttpPeer& peer, Deadline deadline, core::Duration connect_within,
                                                                   OpenSockets& open) {
    try {
        const auto connected = [&](auto* impl) {
            Poco::Net::StreamSocket socket(impl);  // owns it from here on
            impl->begin(deadline);
            socket.connect(Poco::Net::SocketAddress(peer.host, peer.port), timespan(connect_within));
            socket.setNoDelay(true);
            return std::unique_ptr<HttpConnection>(new HttpConnection(peer, socket, *impl));
        };
        if (peer.tls.isNull()) return connected(new PlainExchangeSocket(open));
        auto* secure = new SecureExchangeSocket(open, peer.tls);
        secure->setPeerHostName(peer.host);
        return connected(secure);
    } catch (const Poco::Exception& exception) {
        return core::Failure(core::Error::PeerNotReached, fmt::format("{}:{}: {}", peer.host, peer.port, exception.displayText()));
    }
}

bool HttpConnection::isQuiet() {
    try {
        return !session_->socket().poll(Poco::Timespan(0), Poco::Net::Socket::SELECT_READ | Poco::Net::Socket::SELECT_ERROR);
    } catch (const Poco::Exception&) {
        return false;
    }
}

HttpResult HttpConnection::exchange(const HttpRequest& request, Deadline deadline, std::size_t answer_bytes_max, Ended& ended) {
    exchange_.begin(deadline);
    may_be_kept_ = false;
    const auto failed = [&](core::Error error, std::string_view what, Ended how) -> HttpResult {
        ended = exchange_.mayHaveLeft() ? how : Ended::NothingWritten;
        if (!exchange_.mayHaveLeft()) error = core::Error::PeerNotReached;
        return NoAnswer{core::Failure(error, fmt::format("{}:{}: {}", peer_.host, peer_.port, what)), !exchange_.mayHaveLeft()};
    };
    try {
        HttpAnswer answer = answerOf(request, answer_bytes_max);
        ended = Ended::Answered;
        return answer;
    } catch (const AnswerRefused& refused) {
        return failed(refused.why.error(), refused.why.detail(), Ended::Broken);
    } catch (const Poco::Net::NoMessageException&) {
        return failed(core::Error::PeerAnswerLost, "closed without an answer", Ended::NothingAnswered);
    } catch (const Poco::Net::ConnectionResetException&) {
        return failed(core::Error::PeerAnswerLost, "reset by the peer", Ended::NothingAnswered);
    } catch (const Poco::Net::MessageException&) {
        return failed(core::Error::PeerAnswerNotValid, "the answer is not HTTP", Ended::Broken);
    } catch (const Poco::SyntaxException&) {
        return failed(core::Error::PeerAnswerNotValid, "the answer is not HTTP", Ended::Broken);
    } catch (const Poco::Exception& exception) {
        return failed(core::Error::PeerAnswerLost, exception.displayText(), Ended::Broken);
    }
}

HttpAnswer HttpConnection::answerOf(const HttpRequest& request, std::size_t answer_bytes_max) {
    Poco::Net::HTTPRequest out(request.method, peer_.base_path + request.path, Poco::Net::HTTPMessage::HTTP_1_1);
    if (out.getURI().empty()) out.setURI("/");
    out.set("Host", peer_.port_is_usual ? peer_.host : fmt::format("{}:{}", peer_.host, peer_.port));
    for (const auto& [name, value] : request.headers) out.set(name, value);
    if (!request.body.empty() || request.method != "GET") out.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
    out.setKeepAlive(true);
    std::ostream& sink = session_->sendRequest(out);
    sink.write(request.body.data(), static_cast<std::streamsize>(request.body.size()));
    sink.flush();

    Poco::Net::HTTPResponse in;
    std::istream& source = session_->receiveResponse(in);
    if (session_->networkException() != nullptr) session_->networkException()->rethrow();
    HttpAnswer answer;
    answer.status = in.getStatus();
    for (const auto& [name, value] : in) answer.headers.emplace_back(name, value);

    std::array<char, 16 * 1024> buffer{};
    while (source.good()) {
        source.read(buffer.data(), buffer.size());
        answer.body.append(buffer.data(), static_cast<std::size_t>(source.gcount()));
        if (answer.body.size() > answer_bytes_max)
            throw AnswerRefused{core::Failure(core::Error::PeerAnswerTooLarge, fmt::format("at most {} bytes", answer_bytes_max))};
    }
    if (session_->networkException() != nullptr) session_->networkException()->rethrow();
    const bool has_length = in.getContentLength64() != Poco::Net::HTTPMessage::UNKNOWN_CONTENT_LENGTH;
    const bool has_body = request.method != "HEAD" && answer.status != 204 && answer.status != 304;
    const bool cut = has_body && (in.getChunkedTransferEncoding()
                                      ? exchange_.peerEnded()
                                      : has_length && answer.body.size() < static_cast<std::size_t>(in.getContentLength64()));
    if (cut) throw AnswerRefused{core::Failure(core::Error::PeerAnswerLost, "the answer was cut off")};
    may_be_kept_ = in.getKeepAlive() && !exchange_.peerEnded() && (has_length || in.getChunkedTransferEncoding() || !has_body);
    return answer;
}

}  // namespace adapters::kit
