#include "hub/api/http/metrics.h"

#include "hub/core/assert.h"

namespace hub::api::http {

void Counters::responded(int status) {
    const auto hundreds = static_cast<std::size_t>(status) / 100;
    HUB_ASSERT(hundreds >= 1 && hundreds < responses_.size());
    ++responses_.at(hundreds);
}

void Counters::refused(core::Error error) { ++refused_.at(static_cast<std::size_t>(error)); }

Metrics Counters::read() const {
    Metrics metrics;
    metrics.connections_open = connections_open;
    metrics.connections_accepted = connections_accepted;
    metrics.connections_evicted = connections_evicted;
    metrics.handshakes_failed = handshakes_failed;
    metrics.clients_gone = clients_gone;
    metrics.requests = requests;
    metrics.streams_open = streams_open;
    metrics.streams_cut_off = streams_cut_off;
    metrics.bytes_in = bytes_in;
    metrics.bytes_out = bytes_out;
    for (std::size_t i = 0; i < responses_.size(); ++i) metrics.responses.at(i) = responses_.at(i);
    for (std::size_t i = 0; i < refused_.size(); ++i) {
        if (const std::uint64_t count = refused_.at(i)) metrics.refused.emplace(static_cast<core::Error>(i), count);
    }
    return metrics;
}

}  // namespace hub::api::http
