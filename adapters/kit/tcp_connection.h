#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/kit/deadline.h"
#include "adapters/kit/open_sockets.h"
#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::kit {

/// One TCP connection; each exchange on it is under a deadline. Closed with the object. One thread; OpenSockets::stop() ends what blocks.
class TcpConnection {
  public:
    /// `open` outlives the connection. Nothing of a request has left when it fails: PeerNotReached. Only the system's name look-up is
    /// not under the deadline.
    static hub::core::Result<TcpConnection> open(const std::string& host, std::uint16_t port, Deadline deadline, OpenSockets& open);

    ~TcpConnection();
    TcpConnection(TcpConnection&&) noexcept;
    TcpConnection& operator=(TcpConnection&&) noexcept;

    /// The next exchange on the same connection. What open() was given counts for the first one.
    void begin(Deadline deadline);

    /// False until a byte of this exchange was handed to the network.
    bool mayHaveLeft() const;

    /// Something has come, or the peer has closed, or it does so within this time. Before an exchange, true means that the connection
    /// is of no use any more.
    bool readable(hub::core::Duration within);

    /// All of it. Also: PeerAnswerLost; some of it may have left.
    hub::core::Result<void> send(std::string_view bytes);

    /// What has come, at most 16 KiB; empty when the peer has closed in order. Also: PeerAnswerLost.
    hub::core::Result<std::string> receive();

  private:
    class State;
    explicit TcpConnection(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace adapters::kit
