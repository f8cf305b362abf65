#pragma once

#include <functional>
#include <string>

#include "tests/adapters/conformance/tcp_server.h"

struct ssl_ctx_st;

namespace tests {

/// A TLS server on 127.0.0.1 that answers one request a connection. The files are PEM; with `authority` it wants a certificate of it from
/// its clients.
class TlsServer {
  public:
    struct Files {
        std::string certificate;
        std::string key;
        std::string authority = {};
    };

    /// `answer` makes the whole response of what came first, be it all of the request or not. Any thread.
    TlsServer(const Files& files, std::function<std::string(const std::string& request)> answer);
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::string url() const { return "https://127.0.0.1:" + std::to_string(server_.port()); }

  private:
    void serve(TcpConnection& connection);

    ssl_ctx_st* context_;
    const std::function<std::string(const std::string&)> answer_;
    TcpServer server_;
};

}  // namespace tests
