#include "adapters/sim/hl7/listener.h"

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnection.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/ThreadPool.h>
#include <fmt/format.h>

#include <array>
#include <vector>

#include "adapters/codec/mllp/decoder.h"

namespace adapters::sim::hl7 {

using codec::mllp::Decoder;
using codec::mllp::Event;
using codec::mllp::EventKind;
using common::Delivery;
using common::StopSign;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr int kConnectionsMax = 64;
constexpr int kBacklog = 128;
constexpr std::size_t kMessageBytesMax = 1024 * 1024;
constexpr int kLookUs = 20'000;

/// What every connection needs.
struct Service {
    const Listener::Handler& handler;
    const hub::core::Clock& clock;
    const StopSign& stop;
};

class Connection final : public Poco::Net::TCPServerConnection {
  public:
    Connection(const Poco::Net::StreamSocket& socket, const Service& service) : Poco::Net::TCPServerConnection(socket), service_(service) {}

    void run() override {
        try {
            serve();
        } catch (const Poco::Exception&) {  // the caller is gone
        }
    }

  private:
    void serve() {
        std::array<char, 16384> piece{};
        std::vector<Event> events;
        while (!service_.stop.stopped()) {
            if (!socket().poll(Poco::Timespan(0, kLookUs), Poco::Net::Socket::SELECT_READ)) {
                decoder_.idle(events);  // a frame that ended with FS alone
            } else {
                const int count = socket().receiveBytes(piece.data(), static_cast<int>(piece.size()));
                if (count <= 0) return;
                decoder_.feed({piece.data(), static_cast<std::size_t>(count)}, events);
            }
            for (const Event& event : events) {
                if (event.kind == EventKind::Frame && !answer(event.bytes)) return;
            }
            events.clear();
        }
    }

    /// False when the connection is over.
    bool answer(const std::string& message) {
        common::ClockWaiting waiting(service_.clock, service_.stop);
        const Outcome outcome = service_.handler(message, waiting);
        if (outcome.delivery == Delivery::Silence) common::awaitGone(socket(), service_.stop);
        if (outcome.delivery == Delivery::Reset || outcome.delivery == Delivery::Silence) {
            socket().setLinger(true, 0);
            socket().close();
            return false;
        }
        const int times = outcome.delivery == Delivery::Twice ? 2 : 1;
        for (int i = 0; i < times; ++i) socket().sendBytes(outcome.bytes.data(), static_cast<int>(outcome.bytes.size()));
        return !outcome.close_after;
    }

    const Service& service_;
    Decoder decoder_{kMessageBytesMax};
};

class Connections final : public Poco::Net::TCPServerConnectionFactory {
  public:
    explicit Connections(const Service& service) : service_(service) {}
    Poco::Net::TCPServerConnection* createConnection(const Poco::Net::StreamSocket& socket) override {
        return std::make_unique<Connection>(socket, service_).release();  // POCO deletes it
    }

  private:
    const Service& service_;
};

}  // namespace

struct Listener::State {
    Handler handler;
    StopSign stop;
    Service service;
    Poco::ThreadPool threads{1, kConnectionsMax};
    Poco::Net::ServerSocket socket;
    std::unique_ptr<Poco::Net::TCPServer> server;

    State(Handler on_message, const hub::core::Clock& clock) : handler(std::move(on_message)), service{handler, clock, stop} {}
};

Listener::Listener(Handler handler, const hub::core::Clock& clock) : state_(std::make_unique<State>(std::move(handler), clock)) {}
Listener::~Listener() { stop(); }

Result<std::uint16_t> Listener::start(std::uint16_t port) {
    HUB_ASSERT(state_->server == nullptr);
    try {
        state_->socket.bind(Poco::Net::SocketAddress("127.0.0.1", port), /*reuseAddress=*/true, /*reusePort=*/false);
        state_->socket.listen(kBacklog);
        Poco::Net::TCPServerParams::Ptr parameters = new Poco::Net::TCPServerParams;
        parameters->setMaxThreads(kConnectionsMax);
        parameters->setThreadIdleTime(Poco::Timespan(0, 100'000));
        state_->server =
            std::make_unique<Poco::Net::TCPServer>(new Connections(state_->service), state_->threads, state_->socket, parameters);
        state_->server->start();
        return state_->socket.address().port();
    } catch (const Poco::Exception& problem) {
        return Failure(Error::SimNotListening, fmt::format("127.0.0.1:{}: {}", port, problem.displayText()));
    }
}

void Listener::stop() {
    if (state_->server == nullptr) return;
    state_->stop.stop();
    state_->socket.impl()->shutdownReceive();  // the accepting thread looks up at once
    state_->server->stop();
    state_->threads.joinAll();
    state_->server.reset();
}

}  // namespace adapters::sim::hl7
