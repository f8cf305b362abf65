#pragma once

// Inside kit only: POCO types do not leave it.

#include <Poco/Net/SecureStreamSocketImpl.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <Poco/Timespan.h>

#include <optional>

#include "adapters/kit/deadline.h"
#include "adapters/kit/open_sockets.h"

namespace adapters::kit {

/// What POCO's sockets do not keep: one deadline over all reads and writes of an exchange, and whether a byte of it may have left.
class Exchange {
  public:
    /// A new exchange on the same connection.
    void begin(Deadline deadline) {
        deadline_ = deadline;
        may_have_left_ = false;
        peer_ended_ = false;
    }

    bool mayHaveLeft() const { return may_have_left_; }
    bool peerEnded() const { return peer_ended_; }

  protected:
    /// Throws Poco::TimeoutException when nothing is left: POCO takes a time-out of zero for "for ever".
    Poco::Timespan left() const;

    void wrote() { may_have_left_ = true; }
    int received(int count) {
        if (count == 0) peer_ended_ = true;
        return count;
    }

  private:
    std::optional<Deadline> deadline_;
    bool may_have_left_ = false;
    bool peer_ended_ = false;
};

/// Both socket kinds are listed with `open` from connect to close. connect() obeys the exchange's deadline, whatever time-out it is
/// given, and throws what POCO throws, also when `open` is stopped.
class PlainExchangeSocket final : public Poco::Net::StreamSocketImpl, public Exchange {
  public:
    explicit PlainExchangeSocket(OpenSockets& open) : open_(open) {}
    ~PlainExchangeSocket() override;

    void connect(const Poco::Net::SocketAddress& address, const Poco::Timespan& within) override;
    int sendBytes(const void* buffer, int length, int flags) override;
    int receiveBytes(void* buffer, int length, int flags) override;
    void close() override;

  private:
    OpenSockets& open_;
};

class SecureExchangeSocket final : public Poco::Net::SecureStreamSocketImpl, public Exchange {
  public:
    SecureExchangeSocket(OpenSockets& open, Poco::Net::Context::Ptr context) : SecureStreamSocketImpl(std::move(context)), open_(open) {}
    ~SecureExchangeSocket() override;

    /// With the handshake, each of whose reads and writes has the time that was left at its start.
    void connect(const Poco::Net::SocketAddress& address, const Poco::Timespan& within) override;
    int sendBytes(const void* buffer, int length, int flags) override;
    int receiveBytes(void* buffer, int length, int flags) override;
    void close() override;

  private:
    OpenSockets& open_;
};

}  // namespace adapters::kit
