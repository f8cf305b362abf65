#include "tests/adapters/conformance/tcp_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "hub/core/assert.h"

namespace tests {

std::string TcpConnection::read() {
    std::array<char, 4096> buffer{};
    const ssize_t count = recv(socket_, buffer.data(), buffer.size(), 0);
    return count <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(count));
}

std::string TcpConnection::readUntil(std::string_view end) {
    std::string text;
    while (text.find(end) == std::string::npos) {
        const std::string more = read();
        if (more.empty()) break;
        text += more;
    }
    return text;
}

void TcpConnection::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void TcpConnection::resetOnClose() {
    const linger at_once{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

void TcpServer::start() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    HUB_ASSERT(listener_ >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    HUB_ASSERT(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    HUB_ASSERT(listen(listener_, 64) == 0);
    socklen_t size = sizeof(address);
    HUB_ASSERT(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept(); });
}

void TcpServer::accept() {
    for (int socket = 0; (socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
        const int at_once = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once));
        const std::lock_guard lock(mutex_);
        open_.insert(socket);
        threads_.emplace_back([this, socket] {
            TcpConnection connection(socket);
            serve_(connection);
            const std::lock_guard closing(mutex_);
            open_.erase(socket);
            close(socket);
        });
    }
}

void TcpServer::stop() {
    if (!acceptor_.joinable()) return;
    shutdown(listener_, SHUT_RDWR);  // wakes accept()
    acceptor_.join();
    close(listener_);
    {
        const std::lock_guard lock(mutex_);
        for (const int socket : open_) shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();  // nobody adds one any more
}

}  // namespace tests
