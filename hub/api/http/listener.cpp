#include "hub/api/http/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace hub::api::http {

namespace {

constexpr int kBacklog = 1024;

/// Any address the front knows, as the socket calls take it.
union Address {
    sockaddr any;
    sockaddr_in ipv4;
    sockaddr_in6 ipv6;
    sockaddr_un local;
};

struct Place {
    Address address{};
    socklen_t size = 0;
};

core::Failure cannotListen(const std::string& where, const std::string& why) {
    return core::Failure(core::Error::HttpCannotListen, where + ": " + why);
}

core::Failure cannotListen(const std::string& where) { return cannotListen(where, std::strerror(errno)); }

std::optional<Place> tcpPlace(const TcpListener& where) {
    Place place;
    if (inet_pton(AF_INET, where.address.c_str(), &place.address.ipv4.sin_addr) == 1) {
        place.address.ipv4.sin_family = AF_INET;
        place.address.ipv4.sin_port = htons(where.port);
        place.size = sizeof place.address.ipv4;
    } else if (inet_pton(AF_INET6, where.address.c_str(), &place.address.ipv6.sin6_addr) == 1) {
        place.address.ipv6.sin6_family = AF_INET6;
        place.address.ipv6.sin6_port = htons(where.port);
        place.size = sizeof place.address.ipv6;
    } else {
        return std::nullopt;
    }
    return place;
}

std::optional<Place> localPlace(const std::string& path) {
    Place place;
    if (path.empty() || path.size() >= sizeof place.address.local.sun_path) return std::nullopt;
    place.address.local.sun_family = AF_UNIX;
    path.copy(static_cast<char*>(place.address.local.sun_path), path.size());
    place.size = sizeof place.address.local;
    return place;
}

/// Open, bound and listening, or -1 with errno.
int listenAt(const Place& place) {
    const int made = ::socket(place.address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made < 0) return -1;
    const int on = 1;
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (place.address.any.sa_family == AF_UNIX) fchmod(made, S_IRUSR | S_IWUSR);  // Linux: the file is born with these rights
    if (::bind(made, &place.address.any, place.size) == 0 && ::listen(made, kBacklog) == 0) return made;
    const int error = errno;
    close(made);
    errno = error;
    return -1;
}

std::string addressText(const Address& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.any.sa_family == AF_INET) {
        inet_ntop(AF_INET, &address.ipv4.sin_addr, text.data(), text.size());
    } else if (address.any.sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&address.ipv6.sin6_addr)) {
        inet_ntop(AF_INET, &address.ipv6.sin6_addr.s6_addr[12], text.data(), text.size());
    } else if (address.any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &address.ipv6.sin6_addr, text.data(), text.size());
    } else {
        return "local";
    }
    return text.data();
}

/// True when someone answers at the socket file: then it is not stale.
bool isAlive(const Place& place) {
    const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const bool alive = made >= 0 && (connect(made, &place.address.any, place.size) == 0 || errno == EAGAIN);
    if (made >= 0) close(made);
    return alive;
}

}  // namespace

core::Result<std::unique_ptr<Listener>> Listener::tcp(const TcpListener& where, std::unique_ptr<TlsContext> tls, Handler& handler) {
    const std::string name = where.address + ":" + std::to_string(where.port);
    const std::optional<Place> place = tcpPlace(where);
    if (!place) return cannotListen(name, "not a numeric address");
    const int socket = listenAt(*place);
    if (socket < 0) return cannotListen(name);
    return std::unique_ptr<Listener>(new Listener(socket, std::move(tls), handler));
}

core::Result<std::unique_ptr<Listener>> Listener::local(const std::string& path, Handler& handler) {
    const std::optional<Place> place = localPlace(path);
    if (!place) return cannotListen(path, "the path of a socket has 1 to 107 bytes");
    struct stat file {};
    if (lstat(path.c_str(), &file) == 0) {
        if (!S_ISSOCK(file.st_mode)) return cannotListen(path, "a file that is no socket stands there");
        if (isAlive(*place)) return cannotListen(path, "another process listens there");
        unlink(path.c_str());
    }
    const int socket = listenAt(*place);
    if (socket < 0) return cannotListen(path);
    std::unique_ptr<Listener> made(new Listener(socket, nullptr, handler));
    made->path_ = path;
    return made;
}

Listener::~Listener() {
    close(socket_);
    if (isLocal()) unlink(path_.c_str());
}

std::uint16_t Listener::port() const {
    Address bound{};
    socklen_t size = sizeof bound;
    HUB_ASSERT(getsockname(socket_, &bound.any, &size) == 0);
    return ntohs(bound.any.sa_family == AF_INET6 ? bound.ipv6.sin6_port : bound.ipv4.sin_port);
}

int Listener::accept(std::string& address) const {
    Address peer{};
    socklen_t size = sizeof peer;
    const int made = accept4(socket_, &peer.any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (made < 0) return -1;
    address = isLocal() ? "local" : addressText(peer);
    const int on = 1;
    if (!isLocal()) setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return made;
}

}  // namespace hub::api::http
