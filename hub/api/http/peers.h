#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "hub/api/http/settings.h"

namespace hub::api::http {

enum class Entrance { Open, TooFast, TooMany, Full };

/// Who is connected how often and how fast, by address. Any thread.
class PeerTable {
  public:
    PeerTable(const PeerLimits& limits, std::size_t connections_max) : limits_(limits), connections_max_(connections_max) {}

    /// Open: the connection counts until disconnect(). Full: the house is full, not the address.
    Entrance connect(const std::string& address, core::MonoTime now);
    void disconnect(const std::string& address);

    /// When the house is full: the address with the most connections, if it has at least two more than `address`. Taking one from
    /// it brings the two closer, so an address that holds many cannot keep one with few out, and equals do not chase each other.
    std::optional<std::string> whoGivesWay(const std::string& address) const;

    /// A request (or handshake) that has begun and not ended. False past the limit; then endHalf() is not called.
    bool beginHalf(const std::string& address);
    void endHalf(const std::string& address);

    bool takeRequest(const std::string& address, core::MonoTime now);

    /// Forgets addresses that have no connection and whose allowances are full again.
    void sweep(core::MonoTime now);

    std::size_t known() const;

  private:
    /// Tokens flow in at a rate, up to a burst; each action takes one.
    struct Allowance {
        double tokens;
        core::MonoTime at;

        double available(double per_second, double burst, core::MonoTime now) const;
        bool take(double per_second, double burst, core::MonoTime now);
    };
    struct Peer {
        std::size_t connections = 0;
        std::size_t half_read = 0;
        Allowance new_connections;
        Allowance requests;
    };

    const PeerLimits limits_;
    const std::size_t connections_max_;
    mutable std::mutex mutex_;  // guards both below
    std::size_t connections_ = 0;
    std::unordered_map<std::string, Peer> peers_;
};

/// What an address counts as: itself, or the /64 of an IPv6 address, which one household or one attacker has whole.
std::string peerKey(const std::string& address);

}  // namespace hub::api::http
