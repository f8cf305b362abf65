#include "adapters/cli/bench/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace adapters::cli::bench {

namespace {

constexpr int kBacklog = 1024;

sockaddr_in addressOf(const std::string& host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    return address;
}

int newSocket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

void neverWait(int descriptor) {
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    return *this;
}

void Socket::close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

Socket Socket::connect(std::uint16_t port, const std::string& from) {
    Socket socket(newSocket());
    if (!socket.open()) return socket;
    // The port is chosen when it is known where to: else all connections of an address would need a port each.
    const int on = 1;
    setsockopt(socket.descriptor_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
    const sockaddr_in ours = addressOf(from, 0);
    const sockaddr_in theirs = addressOf("127.0.0.1", port);
    if (bind(socket.descriptor_, reinterpret_cast<const sockaddr*>(&ours), sizeof(ours)) != 0 ||
        ::connect(socket.descriptor_, reinterpret_cast<const sockaddr*>(&theirs), sizeof(theirs)) != 0) {
        socket.close();
        return socket;
    }
    neverWait(socket.descriptor_);
    return socket;
}

Socket Socket::listen() {
    Socket socket(newSocket());
    if (!socket.open()) return socket;
    const sockaddr_in ours = addressOf("127.0.0.1", 0);
    if (bind(socket.descriptor_, reinterpret_cast<const sockaddr*>(&ours), sizeof(ours)) != 0 ||
        ::listen(socket.descriptor_, kBacklog) != 0) {
        socket.close();
        return socket;
    }
    neverWait(socket.descriptor_);
    return socket;
}

Socket Socket::accept() const {
    Socket socket(::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC));
    if (socket.open()) neverWait(socket.descriptor_);
    return socket;
}

std::uint16_t Socket::port() const {
    sockaddr_in address{};
    socklen_t size = sizeof(address);
    getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

bool Socket::send(std::string_view bytes) const {
    return ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

bool Socket::receive(std::string& into) const {
    std::array<char, 16384> buffer{};
    const ssize_t count = recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (count > 0) into.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

}  // namespace adapters::cli::bench
