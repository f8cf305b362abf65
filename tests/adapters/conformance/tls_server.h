#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tests/adapters/conformance/http_peer.h"
#include "tests/adapters/conformance/tcp_server.h"

struct ssl_ctx_st;

namespace tests {

/// An https server on 127.0.0.1 that answers every connection once. For tests only.
class TlsServer {
  public:
    struct Files {
        std::string certificate;  ///< PEM, with `key`
        std::string key;
        std::optional<std::string> client_authority = std::nullopt;  ///< clients need a certificate of it
    };

    /// Started at once. `answer` gives the whole response to a call, on a thread of the connection.
    TlsServer(const Files& files, std::function<std::string(const HttpCall&)> answer);
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::string url() const { return "https://127.0.0.1:" + std::to_string(server_.port()); }

  private:
    void serve(TcpConnection& connection);

    ssl_ctx_st* context_;
    const std::function<std::string(const HttpCall&)> answer_;
    TcpServer server_;  // last: its threads use the others
};

}  // namespace tests
