#include "adapters/cli/bench/paced_reads.h"

#include <poll.h>

#include <algorithm>
#include <ctime>

#include "adapters/cli/bench/http_text.h"
#include "adapters/cli/bench/socket.h"

namespace adapters::cli::bench {

using hub::core::MonoTime;
using Nanoseconds = std::chrono::nanoseconds;

namespace {

struct Connection {
    Socket socket;
    std::string received;
    MonoTime due;  ///< of the read under way, or of the next one
    std::size_t turn = 0;
    bool asking = false;
};

class Reader {
  public:
    Reader(const ReadPlan& plan, const hub::core::Clock& clock) : plan_(plan), clock_(clock), begin_(clock.mono()) {
        const auto count = static_cast<std::int64_t>(plan.connections);
        connections_.resize(plan.connections);
        for (std::int64_t i = 0; i < count; ++i) {
            connections_[static_cast<std::size_t>(i)].due = begin_ + every_ * i / count;
            connections_[static_cast<std::size_t>(i)].turn = static_cast<std::size_t>(i);
        }
    }

    ReadResult run() {
        for (;;) {
            const MonoTime now = clock_.mono();
            if (now >= end_ + plan_.answers_within) break;
            MonoTime next = end_ + plan_.answers_within;
            bool asking = false;
            for (Connection& connection : connections_) {
                if (!connection.asking && connection.due < end_) {
                    if (connection.due <= now) ask(connection);
                    if (!connection.asking) next = std::min(next, connection.due);
                }
                asking = asking || connection.asking;
            }
            if (!asking && next >= end_) break;
            wait(next - clock_.mono());
        }
        for (const Connection& connection : connections_) result_.lost += connection.asking ? 1 : 0;
        return std::move(result_);
    }

  private:
    void ask(Connection& connection) {
        if (!connection.socket.open()) connection.socket = Socket::connect(plan_.port);
        const std::string& path = plan_.paths[connection.turn++ % plan_.paths.size()];
        connection.asking =
            connection.socket.open() &&
            connection.socket.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + plan_.token + "\r\n\r\n");
        if (!connection.asking) lose(connection);
    }

    void lose(Connection& connection) {
        ++result_.lost;
        connection.socket.close();
        ended(connection);
    }

    void ended(Connection& connection) {
        connection.asking = false;
        connection.received.clear();
        connection.due = connection.due + every_;
    }

    void wait(Nanoseconds within) {
        polled_.clear();
        for (const Connection& connection : connections_) polled_.push_back({connection.socket.descriptor(), POLLIN, 0});
        const std::int64_t ns = std::max<std::int64_t>(within.count(), 0);
        const timespec time{ns / 1'000'000'000, ns % 1'000'000'000};
        if (ppoll(polled_.data(), polled_.size(), &time, nullptr) <= 0) return;
        for (std::size_t i = 0; i < polled_.size(); ++i) {
            if (polled_[i].revents != 0) take(connections_[i]);
        }
    }

    void take(Connection& connection) {
        if (!connection.socket.receive(connection.received)) {
            if (connection.asking) return lose(connection);
            connection.socket.close();
            return;
        }
        if (!connection.asking || endOfMessage(connection.received) == 0) return;
        if (statusOf(connection.received) == 200) {
            result_.ms.push_back(static_cast<double>((clock_.mono() - connection.due).count()) / 1e6);
        } else {
            ++result_.refused;
        }
        ended(connection);
    }

    const ReadPlan& plan_;
    const hub::core::Clock& clock_;
    const Nanoseconds every_{static_cast<std::int64_t>(1e9 * static_cast<double>(plan_.connections) / plan_.per_second)};
    const MonoTime begin_;
    const MonoTime end_ = begin_ + Nanoseconds(static_cast<std::int64_t>(plan_.seconds * 1e9));
    std::vector<Connection> connections_;
    std::vector<pollfd> polled_;
    ReadResult result_;
};

}  // namespace

ReadResult readPaced(const ReadPlan& plan, const hub::core::Clock& clock) { return Reader(plan, clock).run(); }

}  // namespace adapters::cli::bench
