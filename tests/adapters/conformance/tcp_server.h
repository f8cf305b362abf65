#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tests {

/// One accepted connection. One thread.
class TcpConnection {
  public:
    explicit TcpConnection(int socket) : socket_(socket) {}

    /// What came next; empty when the client closed or the server stops.
    std::string read();
    /// Up to and with `end`; what there was when the client closes before.
    std::string readUntil(std::string_view end);
    void write(std::string_view bytes);
    /// The close that follows is a reset (RST) and not an orderly one.
    void resetOnClose();

    int socket() const { return socket_; }

  private:
    int socket_;
};

/// A server on 127.0.0.1 with a thread for every connection, which is closed when `serve` returns. For tests only: unbounded.
class TcpServer {
  public:
    explicit TcpServer(std::function<void(TcpConnection&)> serve) : serve_(std::move(serve)) {}
    ~TcpServer() { stop(); }
    TcpServer(const TcpServer&) = delete;
    TcpServer& operator=(const TcpServer&) = delete;

    /// Once, on a port of the system's choice.
    void start();
    std::uint16_t port() const { return port_; }

    /// From now on connections are refused; those there are end, and their threads have ended when it returns.
    void stop();

  private:
    void accept();

    std::function<void(TcpConnection&)> serve_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::thread acceptor_;
    std::mutex mutex_;  // guards both below
    std::set<int> open_;
    std::vector<std::thread> threads_;
};

}  // namespace tests
