#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "hub/api/handler.h"
#include "hub/api/http/metrics.h"
#include "hub/api/http/settings.h"
#include "hub/core/clock.h"

namespace hub::api::http {

/// PEM files, read once.
struct TlsFiles {
    std::string certificate_chain;
    std::string private_key;
    std::string client_authority;              ///< empty: clients are not asked for a certificate
    bool client_certificate_required = false;  ///< else one is checked when it comes
};

struct TcpListener {
    std::string address = "127.0.0.1";  ///< numeric, IPv4 or IPv6
    std::uint16_t port = 0;             ///< 0: any free one
    std::optional<TlsFiles> tls;
};

/// A handler threw, or the loop did: for the log, with the trace of the request if there was one.
using FaultLog = std::function<void(const std::optional<TraceId>& trace, const std::string& what)>;

/// The hub's HTTP/1.1 front: a few event-loop threads hold every connection, read whole requests under limits, and hand them to
/// a bounded pool of workers; idle connections and event streams cost memory only. Refuses in problem+json what is not HTTP, too
/// large, too slow or too much. Public calls: one thread, metrics() any.
class Server {
  public:
    /// `clock`, `ids` and every handler outlive the server; `on_fault` is called on any thread.
    Server(const Settings& settings, const core::Clock& clock, core::IdSource& ids, FaultLog on_fault);

    /// As stop().
    ~Server();

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds at once and says which port; connections wait in the kernel until start(). Before start() only.
    /// Also: HttpCannotListen, TlsFilesNotUsable.
    core::Result<std::uint16_t> listen(const TcpListener& where, Handler& handler);

    /// A socket file that only this user may open, without TLS and limits per peer; a stale file is replaced, and it is removed
    /// at stop(). Before start() only. Also: HttpCannotListen.
    core::Result<void> listenLocally(const std::string& path, Handler& handler);

    void start();

    /// Stops accepting, closes idle connections and streams, lets what runs end within `stop_within`, then cuts it off. Waits
    /// for handlers that are still running, so a handler must end. A Reply kept beyond that goes nowhere. A second call does nothing.
    void stop();

    Metrics metrics() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hub::api::http
