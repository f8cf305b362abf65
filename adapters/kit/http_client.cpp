#include "adapters/kit/http_client.h"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/String.h>
#include <Poco/URI.h>
#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <deque>
#include <mutex>

#include "adapters/kit/http_connection.h"

namespace adapters::kit {

namespace core = hub::core;

namespace {

core::Failure urlNotValid(std::string_view what) { return core::Failure(core::Error::SettingsNotValid, fmt::format("/url: {}", what)); }

core::Failure tlsNotUsable(std::string_view what) { return core::Failure(core::Error::TlsFilesNotUsable, std::string(what)); }

core::Result<Poco::Net::Context::Ptr> contextOf(const TlsFiles& files) {
    if (files.certificate_file.has_value() != files.key_file.has_value()) return tlsNotUsable("certificate and key are needed together");
    try {
        Poco::Net::initializeSSL();  // counted by POCO; a process keeps it until it ends
        Poco::Net::Context::Params params;
        params.caLocation = files.authority_file;
        params.certificateFile = files.certificate_file.value_or("");
        params.privateKeyFile = files.key_file.value_or("");
        params.verificationMode = Poco::Net::Context::VERIFY_STRICT;
        params.loadDefaultCAs = false;
        Poco::Net::Context::Ptr context(new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, params));
        context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
        if (files.key_file && SSL_CTX_check_private_key(context->sslContext()) != 1)
            return tlsNotUsable("certificate and key do not belong together");
        return context;
    } catch (const Poco::Exception& exception) {
        return tlsNotUsable(exception.displayText());
    }
}

/// What would let a value out of its place in the request.
bool breaksLine(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos; }

bool isWritable(const HttpRequest& request) {
    return !breaksLine(request.method) && !breaksLine(request.path) && request.path.find(' ') == std::string::npos &&
           std::none_of(request.headers.begin(), request.headers.end(),
                        [](const auto& header) { return breaksLine(header.first) || breaksLine(header.second); });
}

}  // namespace

std::optional<std::string_view> HttpAnswer::header(std::string_view name) const {
    for (const auto& [one, value] : headers) {
        if (Poco::icompare(one, std::string(name)) == 0) return value;
    }
    return std::nullopt;
}

class HttpClient::State {
  public:
    State(HttpPeer peer, const HttpLimits& limits, const core::Clock& clock) : peer_(std::move(peer)), limits_(limits), clock_(clock) {}

    HttpResult call(const HttpRequest& request) {
        if (!isWritable(request)) return NoAnswer{core::Failure(core::Error::RequestNotWritable, "a line break or blank in it"), true};
        const Deadline deadline(clock_, limits_.answer_within);
        if (std::unique_ptr<HttpConnection> kept = takeKept()) {
            HttpConnection::Ended ended = HttpConnection::Ended::Answered;
            HttpResult result = kept->exchange(request, deadline, limits_.answer_bytes_max, ended);
            const bool again = ended == HttpConnection::Ended::NothingWritten ||
                               (ended == HttpConnection::Ended::NothingAnswered && request.repeatable && deadline.left().count() > 0);
            if (!again) return keep(std::move(kept), std::move(result));
        }
        core::Result<std::unique_ptr<HttpConnection>> fresh = HttpConnection::open(peer_, deadline, limits_.connect_within, open_);
        if (!fresh.ok()) return NoAnswer{fresh.failure(), true};
        HttpConnection::Ended ended = HttpConnection::Ended::Answered;
        HttpResult result = (*fresh)->exchange(request, deadline, limits_.answer_bytes_max, ended);
        return keep(std::move(*fresh), std::move(result));
    }

    void stop() { open_.stop(); }

  private:
    struct Kept {
        std::unique_ptr<HttpConnection> connection;
        core::MonoTime until;
    };

    /// One that is neither too old nor closed by the peer meanwhile, the latest used first; null when there is none.
    std::unique_ptr<HttpConnection> takeKept() {
        const std::lock_guard lock(mutex_);
        while (!kept_.empty()) {
            Kept last = std::move(kept_.back());
            kept_.pop_back();
            if (clock_.mono() < last.until && last.connection->isQuiet()) return std::move(last.connection);
        }
        return nullptr;
    }

    HttpResult keep(std::unique_ptr<HttpConnection> connection, HttpResult result) {
        if (!std::holds_alternative<HttpAnswer>(result) || !connection->mayBeKept()) return result;
        const std::lock_guard lock(mutex_);
        kept_.push_back({std::move(connection), clock_.mono() + limits_.idle_for});
        if (kept_.size() > limits_.idle_connections_max) kept_.pop_front();
        return result;
    }

    const HttpPeer peer_;
    const HttpLimits limits_;
    const core::Clock& clock_;
    OpenSockets open_;
    std::mutex mutex_;       // guards kept_
    std::deque<Kept> kept_;  // after open_: they leave it when they close
};

HttpClient::HttpClient(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpClient::~HttpClient() = default;

core::Result<std::unique_ptr<HttpClient>> HttpClient::make(const std::string& url, const std::optional<TlsFiles>& tls,
                                                           const HttpLimits& limits, const core::Clock& clock) {
    HttpPeer peer;
    try {
        const Poco::URI uri(url);
        if (uri.getScheme() != "http" && uri.getScheme() != "https") return urlNotValid("expected http://… or https://…");
        if (uri.getHost().empty() || !uri.getUserInfo().empty() || !uri.getRawQuery().empty() || !uri.getFragment().empty())
            return urlNotValid("expected a host and at most a port and a path");
        if ((uri.getScheme() == "https") != tls.has_value()) return urlNotValid("https needs TLS files, and http has none");
        peer.host = uri.getHost();
        peer.port = uri.getPort();
        peer.base_path = uri.getPathEtc();
        peer.port_is_usual = uri.getPort() == (tls ? 443 : 80);
    } catch (const Poco::Exception&) {
        return urlNotValid("it is not a URL");
    }
    if (tls) {
        const core::Result<Poco::Net::Context::Ptr> context = contextOf(*tls);
        if (!context.ok()) return context.failure();
        peer.tls = *context;
    }
    return std::unique_ptr<HttpClient>(new HttpClient(std::make_unique<State>(std::move(peer), limits, clock)));
}

HttpResult HttpClient::call(const HttpRequest& request) { return state_->call(request); }

void HttpClient::stop() { state_->stop(); }

}  // namespace adapters::kit
