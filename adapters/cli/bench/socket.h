#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::cli::bench {

/// A TCP connection to a port of this machine that never makes its thread wait, or none. Moves; one thread.
class Socket {
  public:
    Socket() = default;
    explicit Socket(int descriptor) : descriptor_(descriptor) {}
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;
    ~Socket() { close(); }

    /// `from`: any 127.x.y.z is ours, and another peer to the hub. Not open when it is refused.
    static Socket connect(std::uint16_t port, const std::string& from = "127.0.0.1");

    /// Listens on 127.0.0.1, on a port of the system's choice.
    static Socket listen();
    /// The next connection that waits; not open when there is none.
    Socket accept() const;
    std::uint16_t port() const;

    bool open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }
    void close();

    /// Few bytes, all of them or false: a bench never has more on the way than the kernel holds.
    bool send(std::string_view bytes) const;

    /// Adds what has come to `into`. False when the other side has closed.
    bool receive(std::string& into) const;

  private:
    int descriptor_ = -1;
};

}  // namespace adapters::cli::bench
