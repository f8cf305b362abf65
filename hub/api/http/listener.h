#pragma once

#include <memory>
#include <string>

#include "hub/api/handler.h"
#include "hub/api/http/tls.h"

namespace hub::api::http {

/// A listening socket and what its connections get. Closes the socket and removes its file at the end.
class Listener {
  public:
    /// Also: HttpCannotListen.
    static core::Result<std::unique_ptr<Listener>> tcp(const TcpListener& where, std::unique_ptr<TlsContext> tls, Handler& handler);
    static core::Result<std::unique_ptr<Listener>> local(const std::string& path, Handler& handler);

    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    int socket() const { return socket_; }
    std::uint16_t port() const;
    Handler& handler() const { return handler_; }
    const TlsContext* tls() const { return tls_.get(); }
    bool isLocal() const { return !path_.empty(); }

    /// The next connection, non-blocking, with the peer's numeric address; -1 with errno when there is none.
    int accept(std::string& address) const;

  private:
    Listener(int socket, std::unique_ptr<TlsContext> tls, Handler& handler) : socket_(socket), tls_(std::move(tls)), handler_(handler) {}

    int socket_;
    std::string path_;  // of a local socket
    std::unique_ptr<TlsContext> tls_;
    Handler& handler_;
};

}  // namespace hub::api::http
