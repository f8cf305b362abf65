#pragma once

#include <cstddef>

#include "hub/core/clock.h"

namespace hub::api::http {

/// How long the front waits for a client; each is measured with the server's Clock and seen at the next tick.
struct Deadlines {
    core::Duration handshake{10'000};  ///< TLS, from the connection on
    core::Duration head{10'000};       ///< from the first byte of a request to the end of its header
    core::Duration body{30'000};       ///< from the end of the header to the end of the body
    core::Duration idle{75'000};       ///< between two requests; clients keep theirs shorter
    core::Duration answer{120'000};    ///< for the handler; then the client gets AnswerTooLate
    core::Duration write{30'000};      ///< for a whole answer, and a second more for each 16 KiB of it
    core::Duration linger{2'000};      ///< for the client to close after the last answer
};

/// What one address may have and do; an IPv6 address counts with its /64. A hospital behind one address needs more: configured.
struct PeerLimits {
    std::size_t connections = 512;
    std::size_t half_read = 64;  ///< TLS handshakes and requests that have begun and not ended
    double connections_per_second = 100;
    double connections_burst = 200;
    double requests_per_second = 500;
    double requests_burst = 1000;
};

struct Settings {
    std::size_t loops = 1;  ///< event-loop threads; a second one pays off when TLS handshakes fill the first
    std::size_t workers = 64;
    std::size_t queue_max = 256;  ///< requests that wait for a worker; past it HubBusy
    std::size_t connections_max = 12'000;
    std::size_t target_bytes_max = 8 * 1024;
    std::size_t head_bytes_max = 16 * 1024;
    std::size_t fields_max = 100;
    std::size_t stream_bytes_max = 64 * 1024;  ///< unread bytes after which a stream's reader is cut off; the kernel holds as much again
    core::Duration stream_comment_every{15'000};
    core::Duration tick{100};            ///< real time between two looks at the deadlines
    core::Duration stop_within{10'000};  ///< what runs at stop() has this long to end
    Deadlines deadlines;
    PeerLimits peer;
};

}  // namespace hub::api::http
