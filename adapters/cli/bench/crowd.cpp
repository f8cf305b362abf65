#include "adapters/cli/bench/crowd.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>

#include "adapters/cli/bench/http_text.h"

namespace adapters::cli::bench {

namespace {

constexpr std::string_view kSlowRequest = "GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
constexpr auto kByteEvery = std::chrono::seconds(1);
constexpr auto kAgainAfter = std::chrono::milliseconds(100);
constexpr int kLookEveryMs = 20;

std::string addressOf(std::size_t number) { return fmt::format("127.{}.{}.{}", 1 + number / 40'000, number / 200 % 200, 1 + number % 200); }

}  // namespace

Crowd::Crowd(const Plan& plan, const hub::core::Clock& clock) : plan_(plan), clock_(clock), events_(epoll_create1(EPOLL_CLOEXEC)) {
    const std::size_t all = plan.idle + plan.slow;
    const hub::core::MonoTime now = clock.mono();
    for (std::size_t i = 0; i < all; ++i) {
        Peer& peer = peers_.emplace_back();
        peer.from = addressOf(i % plan.addresses);
        peer.slow = i >= plan.idle;
        peer.next = now + std::chrono::nanoseconds(kByteEvery) * static_cast<std::int64_t>(i) / static_cast<std::int64_t>(all);
    }
    thread_ = std::thread([this] { run(); });
}

Crowd::~Crowd() {
    leaving_ = true;
    thread_.join();
    ::close(events_);
}

Crowd::Counts Crowd::counts() const { return {idle_, slow_, turned_away_, slow_answered_}; }

void Crowd::run() {
    std::array<epoll_event, 256> ready{};
    while (!leaving_) {
        const hub::core::MonoTime now = clock_.mono();
        for (std::size_t number = 0; number < peers_.size() && !leaving_; ++number) {
            Peer& peer = peers_[number];
            if (peer.next > now || (peer.socket.open() && !peer.slow)) continue;
            if (!peer.socket.open()) {
                come(number);
            } else {
                peer.next = now + kByteEvery;
                if (!peer.socket.send("x")) leave(peer);
            }
        }
        const int count = epoll_wait(events_, ready.data(), static_cast<int>(ready.size()), kLookEveryMs);
        for (int i = 0; i < count; ++i) look(ready.at(static_cast<std::size_t>(i)).data.u64);
    }
    for (Peer& peer : peers_) peer.socket.close();
}

void Crowd::come(std::size_t number) {
    Peer& peer = peers_[number];
    peer.socket = Socket::connect(plan_.port, peer.from);
    peer.next = clock_.mono() + kByteEvery;
    const bool sent = peer.socket.open() && peer.socket.send(peer.slow ? kSlowRequest : "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = number;
    if (!sent || epoll_ctl(events_, EPOLL_CTL_ADD, peer.socket.descriptor(), &event) != 0) return leave(peer);
    peer.there = peer.slow;
    if (peer.slow) ++slow_;
}

void Crowd::look(std::size_t number) {
    Peer& peer = peers_[number];
    std::string received;
    if (!peer.socket.receive(received)) return leave(peer);
    if (received.empty()) return;
    if (peer.slow) {
        ++slow_answered_;
        return leave(peer);
    }
    if (statusOf(received) != 200) return leave(peer);
    if (!peer.there) ++idle_;
    peer.there = true;
}

void Crowd::leave(Peer& peer) {
    ++turned_away_;
    if (peer.there) --(peer.slow ? slow_ : idle_);
    peer.there = false;
    peer.socket.close();
    peer.next = clock_.mono() + kAgainAfter;
}

}  // namespace adapters::cli::bench
