#include <utility>

#include "hub/api/http/loop.h"

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <csignal>

#include "hub/api/http/connection.h"
#include "hub/api/http/response_writer.h"
#include "hub/core/exception.h"

namespace hub::api::http {

namespace {

constexpr std::size_t kScratchBytes = 64 * 1024;
constexpr int kAcceptsInARow = 64;  // then those who are in have their turn
constexpr core::Duration kSweepEvery{10'000};

/// The listening socket as this loop waits for it; each loop has its own handle of it.
int duplicate(int socket) {
    const int copy = dup(socket);
    if (copy < 0) throw core::Exception("no file descriptor left for a listening socket");
    return copy;
}

}  // namespace

struct Loop::Door {
    Door(boost::asio::io_context& context, const Listener& behind) : listener(behind), socket(context, duplicate(behind.socket())) {}

    const Listener& listener;
    boost::asio::posix::stream_descriptor socket;
    bool waits = false;
};

Loop::Loop(Front& front, const std::vector<std::unique_ptr<Listener>>& listeners)
    : front_(front), context_(1), ticker_(context_), scratch_(kScratchBytes) {
    mailbox_ = std::make_shared<Mailbox>([this](core::Task task) { boost::asio::post(context_, std::move(task)); });
    for (const auto& listener : listeners) doors_.push_back(std::make_unique<Door>(context_, *listener));
}

Loop::~Loop() { mailbox_->close(); }

void Loop::start() {
    for (const auto& door : doors_) waitForConnection(*door);
    waitForTick();
    thread_ = std::thread([this] { run(); });
}

void Loop::drain() {
    mailbox_->post([this] { beginDrain(); });
}

void Loop::join() {
    if (thread_.joinable()) thread_.join();
    mailbox_->close();
}

void Loop::run() {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);  // OpenSSL writes without MSG_NOSIGNAL
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    while (true) {
        try {
            context_.run();
            return;
        } catch (const std::exception& fault) {
            front_.on_fault(std::nullopt, fault.what());  // the connection concerned ends with its deadline
        }
    }
}

void Loop::waitForConnection(Door& door) {
    if (std::exchange(door.waits, true)) return;
    door.socket.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this, &door](const boost::system::error_code& error) {
        if (error) return;  // the door may be gone
        door.waits = false;
        acceptSome(door);
    });
}

void Loop::acceptSome(Door& door) {
    if (draining_) return;
    for (int i = 0; i < kAcceptsInARow; ++i) {
        std::string address;
        const int socket = door.listener.accept(address);
        if (socket >= 0) {
            admit(door, socket, address);
        } else if (errno == EAGAIN) {
            break;
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            return;  // would be told again and again: the next tick tries again
        }
    }
    waitForConnection(door);
}

void Loop::admit(const Door& door, int socket, const std::string& address) {
    std::string key;
    if (!door.listener.isLocal()) {
        key = peerKey(address);
        const core::MonoTime now = front_.clock.mono();
        Entrance entrance = front_.peers.connect(key, now);
        if (entrance == Entrance::Full && makeRoomFor(key)) entrance = front_.peers.connect(key, now);
        switch (entrance) {
            case Entrance::Open:
                break;
            case Entrance::TooFast:
                return turnAway(door, socket, core::Error::PeerTooFast);
            case Entrance::TooMany:
                return turnAway(door, socket, core::Error::PeerTooManyConnections);
            case Entrance::Full:
                return turnAway(door, socket, core::Error::HubFull);
        }
    }
    const auto connection = std::make_shared<Connection>(*this, door.listener, socket, address, key);
    connections_.emplace(connection.get(), connection);
    connection->start();
}

/// Ends what the greediest address has least use for: what would have ended first by itself.
bool Loop::makeRoomFor(const std::string& key) {
    const std::optional<std::string> greedy = front_.peers.whoGivesWay(key);
    if (!greedy) return false;
    std::shared_ptr<Connection> chosen;
    for (const auto& [pointer, connection] : connections_) {
        if (connection->peerKey() != *greedy || !connection->mayGiveWay()) continue;
        if (!chosen || connection->deadline() < chosen->deadline()) chosen = connection;
    }
    if (!chosen) return false;
    chosen->close();
    ++front_.counters.connections_evicted;
    return true;
}

/// Says why as far as that costs nothing. Whoever has sent something already may see a reset instead.
void Loop::turnAway(const Door& door, int socket, core::Error error) {
    front_.counters.refused(error);
    if (door.listener.tls() == nullptr) {
        const TraceId trace = front_.ids.next<TraceId>();
        const Response response = problem(core::Failure(error), core::Language::Chinese, trace);
        front_.counters.responded(response.status);
        const std::string bytes = writeHead(response, {trace, front_.clock.utc(), /*close=*/true}) + response.body;
        send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        shutdown(socket, SHUT_WR);
    }
    ::close(socket);
}

void Loop::waitForTick() {
    ticker_.expires_after(front_.settings.tick);
    ticker_.async_wait([this](const boost::system::error_code& error) {
        if (!error) tick();
    });
}

void Loop::tick() {
    const core::MonoTime now = front_.clock.mono();
    const bool out_of_time = draining_ && now >= drained_by_;
    std::vector<std::shared_ptr<Connection>> due;  // a connection that ends leaves connections_
    if (out_of_time) {
        for (const auto& [pointer, connection] : connections_) due.push_back(connection);
    } else {
        for (const auto& [when, pointer] : looks_) {
            if (when > now) break;
            due.push_back(connections_.at(pointer));
        }
    }
    for (const auto& connection : due) {
        if (out_of_time) {
            connection->close();
        } else {
            connection->lookAtDeadline(now);
        }
    }
    if (now >= sweep_at_) {
        front_.peers.sweep(now);
        sweep_at_ = now + kSweepEvery;
    }
    for (const auto& door : doors_) waitForConnection(*door);
    if (!draining_ || !connections_.empty()) waitForTick();
}

void Loop::beginDrain() {
    if (std::exchange(draining_, true)) return;
    drained_by_ = front_.clock.mono() + front_.settings.stop_within;
    doors_.clear();
    std::vector<std::shared_ptr<Connection>> all;
    for (const auto& [pointer, connection] : connections_) all.push_back(connection);
    for (const auto& connection : all) connection->drain();
    endWhenEmpty();
}

void Loop::look(const Connection& connection, core::MonoTime when) {
    looks_.erase({connection.lookAt(), &connection});
    looks_.emplace(when, &connection);
}

void Loop::remove(const Connection& connection) {
    looks_.erase({connection.lookAt(), &connection});
    connections_.erase(&connection);
    endWhenEmpty();
}

/// Without connections, doors and ticks the context runs out of work, and the thread ends.
void Loop::endWhenEmpty() {
    if (draining_ && connections_.empty()) ticker_.cancel();
}

}  // namespace hub::api::http
