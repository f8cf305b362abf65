#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>

#include "hub/core/error.h"

namespace hub::api::http {

/// What the front has counted since it was made.
struct Metrics {
    std::uint64_t connections_open = 0;
    std::uint64_t connections_accepted = 0;
    std::uint64_t connections_evicted = 0;  ///< idle ones that made room for another address
    std::uint64_t handshakes_failed = 0;
    std::uint64_t clients_gone = 0;  ///< before their answer
    std::uint64_t requests = 0;      ///< whole, handed to a worker
    std::uint64_t queue_depth = 0;   ///< requests that wait for a worker now
    std::uint64_t streams_open = 0;
    std::uint64_t streams_cut_off = 0;  ///< readers that did not read
    std::uint64_t bytes_in = 0;         ///< without TLS
    std::uint64_t bytes_out = 0;
    std::array<std::uint64_t, 6> responses{};      ///< [4] is 4xx
    std::map<core::Error, std::uint64_t> refused;  ///< by the front itself; only codes that occurred
};

/// The same while they change. Any thread.
class Counters {
  public:
    using Count = std::atomic<std::uint64_t>;

    Count connections_open{0};
    Count connections_accepted{0};
    Count connections_evicted{0};
    Count handshakes_failed{0};
    Count clients_gone{0};
    Count requests{0};
    Count streams_open{0};
    Count streams_cut_off{0};
    Count bytes_in{0};
    Count bytes_out{0};

    void responded(int status);
    void refused(core::Error error);

    /// Each count is right; together they may be a moment apart. queue_depth is the caller's.
    Metrics read() const;

  private:
    std::array<Count, 6> responses_{};
    std::array<Count, core::kErrorCount> refused_{};
};

}  // namespace hub::api::http
