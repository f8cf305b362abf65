#include "adapters/cli/bench/crowd.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
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

Crowd::Crowd(const Plan& plan, const hub::core::Clock& clock)
    : plan_(plan), clock_(clock), events_(epoll_create1(EPOLL_CLOEXEC)), peers_(plan.idle + plan.slow) {
    const hub::core::MonoTime now = clock.mono();
    // Evenly over a second: peers that have nothing to do with each other do not send at the same moment.
    const auto place = [&](std::size_t i, std::size_t of) {
        return now + std::chrono::nanoseconds(kByteEvery) * static_cast<std::int64_t>(i) / static_cast<std::int64_t>(of);
    };
    for (std::size_t i = 0; i < peers_.size(); ++i) {
        peers_[i].from = addressOf(i % plan.addresses);
        peers_[i].slow = i >= plan.idle;
        due_.emplace(peers_[i].slow ? place(i - plan.idle, plan.slow) : place(i, plan.idle), i);
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
        while (!leaving_ && !due_.empty() && due_.begin()->first <= clock_.mono()) {
            const std::size_t number = due_.extract(due_.begin()).mapped();
            peers_[number].socket.open() ? sendByte(number) : come(number);
        }
        const int count = epoll_wait(events_, ready.data(), static_cast<int>(ready.size()), waitMs());
        for (int i = 0; i < count; ++i) look(ready.at(static_cast<std::size_t>(i)).data.u64);
    }
    for (Peer& peer : peers_) peer.socket.close();
}

int Crowd::waitMs() const {
    if (due_.empty()) return kLookEveryMs;
    const std::int64_t ms = (due_.begin()->first - clock_.mono()).count() / 1'000'000 + 1;
    return static_cast<int>(std::clamp<std::int64_t>(ms, 0, kLookEveryMs));
}

void Crowd::sendByte(std::size_t number) {
    if (!peers_[number].socket.send("x")) return leave(number);
    due_.emplace(clock_.mono() + kByteEvery, number);
}

void Crowd::come(std::size_t number) {
    Peer& peer = peers_[number];
    peer.socket = Socket::connect(plan_.port, peer.from);
    const bool sent = peer.socket.open() && peer.socket.send(peer.slow ? kSlowRequest : "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = number;
    if (!sent || epoll_ctl(events_, EPOLL_CTL_ADD, peer.socket.descriptor(), &event) != 0) return leave(number);
    peer.there = peer.slow;
    if (!peer.slow) return;
    ++slow_;
    due_.emplace(clock_.mono() + kByteEvery, number);
}

void Crowd::look(std::size_t number) {
    Peer& peer = peers_[number];
    std::string received;
    if (!peer.socket.receive(received)) return leave(number);
    if (received.empty()) return;
    if (peer.slow) {
        ++slow_answered_;
        return leave(number);
    }
    if (statusOf(received) != 200) return leave(number);
    if (!peer.there) ++idle_;
    peer.there = true;
}

void Crowd::leave(std::size_t number) {
    Peer& peer = peers_[number];
    ++turned_away_;
    if (peer.there) --(peer.slow ? slow_ : idle_);
    peer.there = false;
    peer.socket.close();
    std::erase_if(due_, [&](const auto& entry) { return entry.second == number; });
    due_.emplace(clock_.mono() + kAgainAfter, number);
}

}  // namespace adapters::cli::bench
