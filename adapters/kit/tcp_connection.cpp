#include "adapters/kit/tcp_connection.h"

#include <Poco/Exception.h>
#include <Poco/Net/StreamSocket.h>
#include <fmt/format.h>

#include <array>

#include "adapters/kit/exchange_socket.h"

namespace adapters::kit {

namespace core = hub::core;

class TcpConnection::State {
  public:
    explicit State(OpenSockets& open) : socket(new PlainExchangeSocket(open)) {}

    /// As held by `socket`, which owns it.
    PlainExchangeSocket& exchange() { return static_cast<PlainExchangeSocket&>(*socket.impl()); }

    Poco::Net::StreamSocket socket;
};

TcpConnection::TcpConnection(std::unique_ptr<State> state) : state_(std::move(state)) {}
TcpConnection::~TcpConnection() = default;
TcpConnection::TcpConnection(TcpConnection&&) noexcept = default;
TcpConnection& TcpConnection::operator=(TcpConnection&&) noexcept = default;

core::Result<TcpConnection> TcpConnection::open(const std::string& host, std::uint16_t port, Deadline deadline, OpenSockets& open) {
    try {
        auto state = std::make_unique<State>(open);
        state->exchange().begin(deadline);
        state->socket.connect(Poco::Net::SocketAddress(host, port), Poco::Timespan(deadline.left().count() * Poco::Timespan::MILLISECONDS));
        state->socket.setNoDelay(true);
        return TcpConnection(std::move(state));
    } catch (const Poco::Exception& exception) {
        return core::Failure(core::Error::PeerNotReached, fmt::format("{}:{}: {}", host, port, exception.displayText()));
    }
}

void TcpConnection::begin(Deadline deadline) { state_->exchange().begin(deadline); }

bool TcpConnection::mayHaveLeft() const { return state_->exchange().mayHaveLeft(); }

bool TcpConnection::readable(core::Duration within) {
    try {
        return state_->socket.poll(Poco::Timespan(within.count() * Poco::Timespan::MILLISECONDS), Poco::Net::Socket::SELECT_READ);
    } catch (const Poco::Exception&) {
        return true;  // it is broken, which reading will tell
    }
}

core::Result<void> TcpConnection::send(std::string_view bytes) {
    try {
        state_->socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
        return {};
    } catch (const Poco::Exception& exception) {
        return core::Failure(core::Error::PeerAnswerLost, fmt::format("while sending: {}", exception.displayText()));
    }
}

core::Result<std::string> TcpConnection::receive() {
    std::array<char, 16 * 1024> buffer{};
    try {
        const int count = state_->socket.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
        return std::string(buffer.data(), static_cast<std::size_t>(count));
    } catch (const Poco::Exception& exception) {
        return core::Failure(core::Error::PeerAnswerLost, fmt::format("while waiting for the answer: {}", exception.displayText()));
    }
}

}  // namespace adapters::kit
