#pragma once

#include <string>

#include "hub/api/message.h"
#include "hub/core/clock.h"

namespace hub::api::http {

/// What the connection adds to a response.
struct Framing {
    TraceId trace;
    core::UtcTime now;
    bool close = false;           ///< the last one on this connection
    bool say_keep_alive = false;  ///< HTTP/1.0 does not take it for granted
    bool endless = false;         ///< ends with the connection
};

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7).
std::string httpDate(core::UtcTime time);

/// The status line and all fields with the empty line behind them; the body is not in it.
std::string writeHead(const Response& response, const Framing& framing);

/// Whether the status has a body at all: not 1xx, 204, 304.
bool mayHaveBody(int status);

}  // namespace hub::api::http
