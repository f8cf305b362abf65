#include "adapters/hl7_mllp/listener.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "adapters/codec/hl7v2/header.h"
#include "hub/core/text.h"

namespace adapters::hl7_mllp {

namespace core = hub::core;
using codec::charset::Charset;
using codec::hl7v2::AckCode;
using codec::hl7v2::AckError;
using codec::hl7v2::ErrorCondition;
using codec::hl7v2::Header;
using codec::mllp::Event;
using codec::mllp::EventKind;
using namespace std::chrono_literals;

namespace {

constexpr int kBacklog = 128;
constexpr core::Duration kSettle = 200ms;  // after FS without CR, and after bytes without VT: nothing more is coming
constexpr int kSendSeconds = 10;           // a peer that does not take its answer
constexpr int kAcceptPauseMs = 100;        // when the system has no sockets left

template <class T>
void set(int socket, int level, int option, const T& value) {
    setsockopt(socket, level, option, &value, sizeof(value));
}

/// "10.1.2.3", without the port.
std::string nameOf(const sockaddr_storage& address, socklen_t size) {
    std::array<char, NI_MAXHOST> host{};
    const int failed = getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, host.data(), host.size(), nullptr, 0, NI_NUMERICHOST);
    return failed == 0 ? host.data() : "?";
}

bool sendAll(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

core::Failure notWhole(std::string_view what, std::size_t bytes) {
    return core::Failure(core::Error::MllpFrameNotWhole, fmt::format("{}, {} bytes", what, bytes));
}

}  // namespace

void keepAlive(int socket) {
    set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(socket, IPPROTO_TCP, TCP_KEEPIDLE, 60);
    set(socket, IPPROTO_TCP, TCP_KEEPINTVL, 10);
    set(socket, IPPROTO_TCP, TCP_KEEPCNT, 3);
}

/// One connection from its first byte to its last. On its own thread.
class Listener::Session {
  public:
    Session(Listener& listener, Connection& connection)
        : listener_(listener), connection_(connection), decoder_(static_cast<std::size_t>(*listener.settings_.message_kib_max) * 1024) {}

    void run() {
        std::array<char, 16 * 1024> buffer{};
        for (;;) {
            pollfd ready{connection_.socket, POLLIN, 0};
            const int count = poll(&ready, 1, static_cast<int>(std::max(patience(), core::Duration(1)).count()));
            if (count < 0 && errno == EINTR) continue;
            if (count == 0) {
                if (!settles()) return giveUp();
                decoder_.idle(events_);
            } else {
                const ssize_t size = recv(connection_.socket, buffer.data(), buffer.size(), 0);
                if (size <= 0) {
                    decoder_.close(events_);
                    handleAll();
                    return;
                }
                feed({buffer.data(), static_cast<std::size_t>(size)});
            }
            if (!handleAll()) return;
        }
    }

  private:
    /// Whether a short silence says that what came is whole.
    bool settles() const { return decoder_.endPending() || (decoder_.pendingBytes() > 0 && !decoder_.inFrame()); }

    core::Duration patience() const {
        if (settles()) return kSettle;
        if (!decoder_.inFrame()) return *listener_.settings_.idle;
        const auto left = std::chrono::duration_cast<core::Duration>(frame_end_ - listener_.clock_.mono());
        return std::min(*listener_.settings_.pause_in_frame, std::max(left, core::Duration(0)));
    }

    void feed(std::string_view bytes) {
        const bool was_inside = decoder_.inFrame();
        decoder_.feed(bytes, events_);
        if (decoder_.inFrame() && (!was_inside || !events_.empty()))
            frame_end_ = listener_.clock_.mono() + *listener_.settings_.frame_within;
        slow_ = was_inside && events_.empty() && decoder_.inFrame() && listener_.clock_.mono() >= frame_end_;
    }

    void giveUp() const {
        if (decoder_.inFrame()) listener_.noticeTo(connection_, notWhole("a pause inside a message", decoder_.pendingBytes()));
    }

    /// False: the connection is over.
    bool handleAll() {
        bool goes_on = true;
        for (const Event& event : events_) goes_on = goes_on && handle(event);
        events_.clear();
        if (slow_) giveUp();
        return goes_on && !slow_;
    }

    bool handle(const Event& event) {
        switch (event.kind) {
            case EventKind::Frame:
                return answer(listener_.handle(connection_, event.bytes));
            case EventKind::EmptyFrame:
                return true;
            case EventKind::Oversize: {
                listener_.noticeTo(connection_, notWhole("a message past the limit", event.bytes.size()));
                const AckError too_large{ErrorCondition::InternalError};
                answer({refusal(event.bytes, Charset::Utf8, listener_.clock_, AckCode::AR, {too_large}), false});
                return false;
            }
            case EventKind::Unframed:
                listener_.noticeTo(connection_, notWhole("a message without VT", event.bytes.size()));
                return false;
            case EventKind::Junk:
            case EventKind::PartialRestarted:
            case EventKind::PartialAtClose:
                listener_.noticeTo(connection_, notWhole("bytes outside a whole message", event.count));
                return true;
        }
        return false;
    }

    bool answer(const Reply& reply) const { return sendAll(connection_.socket, reply.bytes) && !reply.close; }

    Listener& listener_;
    Connection& connection_;
    codec::mllp::Decoder decoder_;
    std::vector<Event> events_;
    core::MonoTime frame_end_;
    bool slow_ = false;
};

core::Result<std::unique_ptr<Listener>> Listener::open(const Listen& settings, std::uint16_t port, bool only_one) {
    const std::string where = fmt::format("{}:{}", *settings.address, port);
    addrinfo hints{};
    hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(settings.address->c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
        return core::Failure(core::Error::MllpNotListening, where + ": not an address");
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> address(found, freeaddrinfo);
    const int socket = ::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket >= 0) set(socket, SOL_SOCKET, SO_REUSEADDR, 1);
    if (socket < 0 || bind(socket, address->ai_addr, address->ai_addrlen) != 0 || listen(socket, kBacklog) != 0) {
        const std::string why = std::strerror(errno);
        if (socket >= 0) close(socket);
        return core::Failure(core::Error::MllpNotListening, where + ": " + why);
    }
    sockaddr_storage bound{};
    socklen_t size = sizeof(bound);
    getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size);
    const std::uint16_t bound_port = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&bound)->sin6_port
                                                                       : reinterpret_cast<const sockaddr_in*>(&bound)->sin_port);
    std::unique_ptr<Listener> listener(new Listener(settings, socket, bound_port, only_one));
    listener->acceptor_ = std::thread([raw = listener.get()] { raw->accept(); });
    return listener;
}

Listener::Listener(const Listen& settings, int socket, std::uint16_t port, bool only_one)
    : settings_(settings), socket_(socket), port_(port), only_one_(only_one) {}

Listener::~Listener() {
    stopping_ = true;
    shutdown(socket_, SHUT_RDWR);  // wakes accept()
    acceptor_.join();
    close(socket_);
    {
        const std::lock_guard lock(mutex_);
        for (const Connection& connection : connections_) {
            if (!connection.over) shutdown(connection.socket, SHUT_RDWR);
        }
    }
    for (Connection& connection : connections_) connection.thread.join();  // nobody adds one any more
}

void Listener::accept() {
    while (!stopping_) {
        sockaddr_storage address{};
        socklen_t size = sizeof(address);
        const int socket = accept4(socket_, reinterpret_cast<sockaddr*>(&address), &size, SOCK_CLOEXEC);
        if (socket >= 0) {
            admit(socket, nameOf(address, size));
        } else if (!stopping_ && errno != EINTR && errno != ECONNABORTED) {
            poll(nullptr, 0, kAcceptPauseMs);
        }
    }
}

void Listener::admit(int socket, const std::string& peer) {
    keepAlive(socket);
    set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    set(socket, SOL_SOCKET, SO_SNDTIMEO, timeval{kSendSeconds, 0});
    std::unique_lock lock(mutex_);
    for (auto old = connections_.begin(); old != connections_.end();) {
        if (old->over) old->thread.join();  // it has nothing left to do
        old = old->over ? connections_.erase(old) : std::next(old);
    }
    const auto of_peer = std::count_if(connections_.begin(), connections_.end(), [&](const Connection& one) { return one.peer == peer; });
    if (std::cmp_greater_equal(connections_.size(), *settings_.connections_max) ||
        std::cmp_greater_equal(of_peer, *settings_.connections_per_peer_max)) {
        const core::Failure refused(core::Error::MllpTooManyConnections,
                                    fmt::format("{} of {}, {} in all", of_peer, peer, connections_.size()));
        lock.unlock();
        close(socket);
        return noticeTo({}, refused);
    }
    Connection& connection = connections_.emplace_back();
    connection.socket = socket;
    connection.peer = peer;
    connection.thread = std::thread([this, &connection] {
        Session(*this, connection).run();
        const std::lock_guard closing(mutex_);
        connection.over = true;
        connection.last.reset();
        close(connection.socket);
    });
}

core::Result<std::shared_ptr<Receiver>> Listener::receiverOf(std::string_view bytes) const {
    const std::optional<Header> header = Header::find(bytes, Charset::Utf8);
    const std::lock_guard lock(mutex_);
    if (only_one_ && !receivers_.empty()) return receivers_.front();
    for (const std::shared_ptr<Receiver>& receiver : receivers_) {
        if (header && receiver->knows(header->component(3, 1), header->component(4, 1))) return receiver;
    }
    constexpr std::size_t kShown = 40;
    if (!header) return core::Failure(core::Error::Hl7SenderUnknown, "no MSH");
    return core::Failure(core::Error::Hl7SenderUnknown, fmt::format("{}|{}", core::shapeOf(header->component(3, 1).substr(0, kShown)),
                                                                    core::shapeOf(header->component(4, 1).substr(0, kShown))));
}

Reply Listener::handle(Connection& connection, std::string_view bytes) {
    const core::Result<std::shared_ptr<Receiver>> receiver = receiverOf(bytes);
    if (!receiver.ok()) {
        ++unknown_senders_;
        noticeTo(connection, receiver.failure());
        const AckError unknown{ErrorCondition::UnknownKey, "MSH", 1, {.field = 3}};
        return {refusal(bytes, Charset::Utf8, clock_, AckCode::AR, {unknown}), false};
    }
    {
        const std::lock_guard lock(mutex_);
        connection.last = *receiver;
    }
    return (*receiver)->take(bytes);
}

void Listener::noticeTo(const Connection& connection, const core::Failure& what) const {
    std::vector<std::shared_ptr<Receiver>> told;
    {
        const std::lock_guard lock(mutex_);
        told = connection.last ? std::vector{connection.last} : receivers_;
    }
    for (const std::shared_ptr<Receiver>& receiver : told) receiver->notice(what);
}

core::Result<void> Listener::add(std::shared_ptr<Receiver> receiver) {
    const std::lock_guard lock(mutex_);
    for (const std::shared_ptr<Receiver>& other : receivers_) {
        for (const Party& party : receiver->senders()) {
            if (!other->knows(party.application, party.facility)) continue;
            const std::string who = party.application + "|" + party.facility;
            return core::Failure(core::Error::SettingsNotValid, "/senders: " + who + " is another counterparty's at this port");
        }
    }
    receivers_.push_back(std::move(receiver));
    return {};
}

void Listener::remove(const Receiver& receiver) {
    const std::lock_guard lock(mutex_);
    std::erase_if(receivers_, [&](const std::shared_ptr<Receiver>& one) { return one.get() == &receiver; });
    for (const Connection& connection : connections_) {
        if (!connection.over && connection.last.get() == &receiver) shutdown(connection.socket, SHUT_RDWR);
    }
}

Listeners::Place::~Place() {
    {
        const std::lock_guard lock(all_.mutex_);  // so that nobody joins a listener that is about to go
        listener_->remove(*receiver_);
    }
    receiver_->stop();
}

core::Result<std::unique_ptr<Listeners::Place>> Listeners::join(const Listen& settings, std::optional<std::uint16_t> own_port,
                                                                std::shared_ptr<Receiver> receiver) {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<Listener> listener;
    std::weak_ptr<Listener>* shared = own_port ? nullptr : &shared_[{*settings.address, *settings.port}];
    if (shared) listener = shared->lock();
    if (!listener) {
        const std::uint16_t port = own_port ? *own_port : static_cast<std::uint16_t>(*settings.port);
        core::Result<std::unique_ptr<Listener>> opened = Listener::open(settings, port, /*only_one=*/own_port.has_value());
        if (!opened.ok()) return opened.failure();
        listener = std::move(*opened);
        if (shared) *shared = listener;
    }
    const core::Result<void> added = listener->add(receiver);
    if (!added.ok()) return added.failure();
    return std::make_unique<Place>(*this, std::move(listener), std::move(receiver));
}

}  // namespace adapters::hl7_mllp
