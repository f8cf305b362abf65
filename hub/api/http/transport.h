#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "hub/api/http/tls.h"

namespace hub::api::http {

enum class IoStatus { Done, WantRead, WantWrite, Closed };

struct Io {
    IoStatus status;
    std::size_t bytes = 0;
};

/// A connected, non-blocking socket, with or without TLS on it; the socket itself is the caller's and outlives this.
/// Never blocks and never raises SIGPIPE in a thread that has blocked it. One thread.
class Transport {
  public:
    explicit Transport(int socket) : socket_(socket) {}

    /// Speaks TLS from now on. Before anything else, once.
    void secure(const TlsContext& context);

    bool secured() const { return tls_ != nullptr; }

    /// REQUIRES: secured().
    Io handshake();

    /// Closed: the peer has ended its side, or the connection is broken. With TLS, bytes may be left of which the socket does not
    /// tell: read until WantRead before waiting for it.
    Io read(char* into, std::size_t size);
    Io write(std::string_view bytes);

    /// We have said all; the peer may still send.
    void endWriting();

    /// RFC 2253, UTF-8; empty without a verified certificate.
    std::string certificateSubject() const;

  private:
    struct FreeTls {
        void operator()(ssl_st* session) const;
    };

    Io tlsOutcome(int result);

    int socket_;
    bool broken_ = false;
    std::unique_ptr<ssl_st, FreeTls> tls_;
};

}  // namespace hub::api::http
