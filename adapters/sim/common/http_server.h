#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/sim/common/faults.h"
#include "adapters/sim/common/waiting.h"
#include "hub/core/clock.h"
#include "hub/core/describe.h"
#include "hub/core/result.h"

namespace adapters::sim::common {

/// Name and value, in the order of the message.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
    std::string method;
    std::string path;   ///< without the query
    std::string query;  ///< as written after '?', empty for none
    std::string content_type;
    std::string soap_action;  ///< the header as it came, with its quotes
    std::string body;
    HttpHeaders headers = {};

    /// Of the first header of that name, in any case; empty when there is none.
    std::string_view header(std::string_view name) const;
};

struct HttpAnswer {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body = {};  ///< 204 has none, and no content type
    Delivery delivery = Delivery::Once;
    HttpHeaders headers = {};
};

/// What a server shows of itself, in PEM. Empty: it speaks without TLS.
struct TlsFiles {
    static constexpr std::string_view kTypeName = "TlsFiles";
    std::string certificate_file;
    std::string key_file;

    bool on() const { return !certificate_file.empty() || !key_file.empty(); }

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("certificate_file", self.certificate_file, "certificate in PEM; empty for plain HTTP");
        field("key_file", self.key_file, "its private key in PEM");
    }
};

/// A small HTTP/1.1 server on 127.0.0.1 for simulators: a thread a connection, at most 64, requests of at most 4 MiB (413 past it).
class HttpServer {
  public:
    /// Called on many threads at once. What it throws is answered with 500 and the text.
    using Handler = std::function<HttpAnswer(const HttpRequest&, Waiting&)>;

    /// `clock` outlives the server.
    HttpServer(Handler handler, const hub::core::Clock& clock, TlsFiles tls = {});

    /// As stop().
    ~HttpServer();

    /// Port 0 takes a free one; the answer is the port it listens on. Also: SimNotListening, SimNotValid (the files of TLS). REQUIRES: not
    /// started.
    hub::core::Result<std::uint16_t> start(std::uint16_t port);

    /// Ends waiting calls and connections. The second call does nothing.
    void stop();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace adapters::sim::common
