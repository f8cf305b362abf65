#include "hub/api/http/peers.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "hub/core/assert.h"

namespace hub::api::http {

namespace {

/// Addresses remembered beyond those connected: without a bound a botnet would fill the memory.
constexpr std::size_t kKnownMax = 100'000;

}  // namespace

double PeerTable::Allowance::available(double per_second, double burst, core::MonoTime now) const {
    const std::chrono::duration<double> passed = now - at;
    return std::min(burst, tokens + passed.count() * per_second);
}

bool PeerTable::Allowance::take(double per_second, double burst, core::MonoTime now) {
    tokens = available(per_second, burst, now);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
}

Entrance PeerTable::connect(const std::string& address, core::MonoTime now) {
    const std::lock_guard lock(mutex_);
    auto found = peers_.find(address);
    if (found == peers_.end()) {
        if (peers_.size() >= kKnownMax) return Entrance::Full;
        const Peer fresh{0, 0, {limits_.connections_burst, now}, {limits_.requests_burst, now}};
        found = peers_.emplace(address, fresh).first;
    }
    Peer& peer = found->second;
    if (peer.connections >= limits_.connections) return Entrance::TooMany;
    if (peer.new_connections.available(limits_.connections_per_second, limits_.connections_burst, now) < 1) return Entrance::TooFast;
    if (connections_ >= connections_max_) return Entrance::Full;
    peer.new_connections.take(limits_.connections_per_second, limits_.connections_burst, now);
    ++peer.connections;
    ++connections_;
    return Entrance::Open;
}

void PeerTable::disconnect(const std::string& address) {
    const std::lock_guard lock(mutex_);
    Peer& peer = peers_.at(address);
    HUB_ASSERT(peer.connections > 0);
    --peer.connections;
    --connections_;
}

std::optional<std::string> PeerTable::whoGivesWay(const std::string& address) const {
    const std::lock_guard lock(mutex_);
    const auto most = std::max_element(peers_.begin(), peers_.end(),
                                       [](const auto& a, const auto& b) { return a.second.connections < b.second.connections; });
    if (most == peers_.end()) return std::nullopt;
    const auto own = peers_.find(address);
    const std::size_t own_connections = own == peers_.end() ? 0 : own->second.connections;
    if (most->second.connections < own_connections + 2) return std::nullopt;
    return most->first;
}

bool PeerTable::beginHalf(const std::string& address) {
    const std::lock_guard lock(mutex_);
    Peer& peer = peers_.at(address);
    if (peer.half_read >= limits_.half_read) return false;
    ++peer.half_read;
    return true;
}

void PeerTable::endHalf(const std::string& address) {
    const std::lock_guard lock(mutex_);
    Peer& peer = peers_.at(address);
    HUB_ASSERT(peer.half_read > 0);
    --peer.half_read;
}

bool PeerTable::takeRequest(const std::string& address, core::MonoTime now) {
    const std::lock_guard lock(mutex_);
    return peers_.at(address).requests.take(limits_.requests_per_second, limits_.requests_burst, now);
}

void PeerTable::sweep(core::MonoTime now) {
    const std::lock_guard lock(mutex_);
    std::erase_if(peers_, [&](const auto& entry) {
        const Peer& peer = entry.second;
        return peer.connections == 0 &&
               peer.new_connections.available(limits_.connections_per_second, limits_.connections_burst, now) >=
                   limits_.connections_burst &&
               peer.requests.available(limits_.requests_per_second, limits_.requests_burst, now) >= limits_.requests_burst;
    });
}

std::size_t PeerTable::known() const {
    const std::lock_guard lock(mutex_);
    return peers_.size();
}

std::string peerKey(const std::string& address) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    std::array<char, INET6_ADDRSTRLEN> text{};
    HUB_ASSERT(inet_ntop(AF_INET6, bytes.data(), text.data(), text.size()) != nullptr);
    return text.data();
}

}  // namespace hub::api::http
