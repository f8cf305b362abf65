#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "adapters/sim/common/http_server.h"
#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::sim::hl7 {

/// What leaves for one message: bytes as they are written, frame included.
struct Outcome {
    std::string bytes;
    common::Delivery delivery = common::Delivery::Once;
    bool close_after = false;
};

/// Listens for MLLP on 127.0.0.1: a thread a connection, at most 64, messages of at most 1 MiB, answered in the order they come.
class Listener {
  public:
    /// Called with the bytes between VT and FS, on many threads at once; `waiting` as in HttpServer.
    using Handler = std::function<Outcome(const std::string& message, common::Waiting& waiting)>;

    /// `clock` outlives the listener.
    Listener(Handler handler, const hub::core::Clock& clock);
    /// As stop().
    ~Listener();

    /// Port 0 takes a free one; the answer is the port it listens on. Also: SimNotListening. REQUIRES: not started.
    hub::core::Result<std::uint16_t> start(std::uint16_t port);

    /// Ends waiting calls and connections. The second call does nothing.
    void stop();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace adapters::sim::hl7
