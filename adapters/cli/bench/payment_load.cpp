#include "adapters/cli/bench/payment_load.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <ctime>
#include <deque>
#include <queue>

#include "adapters/cli/bench/http_text.h"
#include "adapters/cli/bench/socket.h"
#include "adapters/cli/demo/http.h"

namespace adapters::cli::bench {

using hub::core::MonoTime;
using Nanoseconds = std::chrono::nanoseconds;

namespace {

constexpr Nanoseconds kFirstLook = std::chrono::milliseconds(20);
constexpr std::size_t kConnectionsMax = 1'900;  // a POST holds its own for up to three seconds

class Payer {
  public:
    Payer(const PaymentLoadPlan& plan, const std::vector<PaymentToMake>& payments, const hub::core::Clock& clock)
        : plan_(plan), payments_(payments), clock_(clock), begin_(clock.mono()), under_way_(payments.size()) {
        every_ = Nanoseconds(static_cast<std::int64_t>(1e9 / plan.per_second));
    }

    PaymentLoadResult run() {
        MonoTime give_up = begin_ + every_ * static_cast<std::int64_t>(payments_.size()) + plan_.ends_within;
        while (ended_ < payments_.size() && clock_.mono() < give_up) {
            while (next_ < payments_.size() && dueOf(next_) <= clock_.mono()) waiting_.push_back(next_++);
            while (!looks_.empty() && looks_.top().first <= clock_.mono()) {
                waiting_.push_back(looks_.top().second);
                looks_.pop();
            }
            while (!waiting_.empty() && ask(waiting_.front())) waiting_.pop_front();
            wait();
        }
        result_.open = static_cast<std::int64_t>(payments_.size() - ended_);
        result_.seconds = static_cast<double>((last_ - begin_).count()) / 1e9;
        return std::move(result_);
    }

  private:
    struct UnderWay {
        std::string id;  ///< of the payment, once it is known
        Nanoseconds pause = kFirstLook;
    };
    struct Connection {
        Socket socket;
        std::string received;
        std::size_t payment = 0;
        bool asking = false;
    };

    MonoTime dueOf(std::size_t payment) const { return begin_ + every_ * static_cast<std::int64_t>(payment); }

    std::string requestFor(std::size_t payment) const {
        const PaymentToMake& one = payments_[payment];
        const UnderWay& now = under_way_[payment];
        if (!now.id.empty())
            return fmt::format("GET /api/v1/payments/{} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n", now.id,
                               one.token);
        return fmt::format(
            "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nIdempotency-Key: {}\r\nContent-Type: "
            "application/json\r\n"
            "Content-Length: {}\r\n\r\n{}",
            one.path, one.token, one.key, one.json.size(), one.json);
    }

    /// False: no connection is free.
    bool ask(std::size_t payment) {
        if (idle_.empty()) {
            if (connections_.size() >= kConnectionsMax) return false;
            connections_.emplace_back();
            idle_.push_back(connections_.size() - 1);
        }
        Connection& connection = connections_[idle_.back()];
        if (!connection.socket.open()) connection.socket = Socket::connect(plan_.port);
        if (!connection.socket.open() || !connection.socket.send(requestFor(payment))) {
            connection.socket.close();
            return false;  // the next turn tries again
        }
        idle_.pop_back();
        connection.payment = payment;
        connection.asking = true;
        return true;
    }

    void wait() {
        polled_.clear();
        asking_.clear();
        for (std::size_t i = 0; i < connections_.size(); ++i) {
            if (!connections_[i].asking) continue;
            polled_.push_back({connections_[i].socket.descriptor(), POLLIN, 0});
            asking_.push_back(i);
        }
        MonoTime until = clock_.mono() + std::chrono::milliseconds(20);
        if (next_ < payments_.size()) until = std::min(until, dueOf(next_));
        if (!looks_.empty()) until = std::min(until, looks_.top().first);
        const std::int64_t ns = std::max<std::int64_t>((until - clock_.mono()).count(), 0);
        const timespec time{ns / 1'000'000'000, ns % 1'000'000'000};
        if (ppoll(polled_.data(), polled_.size(), &time, nullptr) <= 0) return;
        for (std::size_t i = 0; i < polled_.size(); ++i)
            if (polled_[i].revents != 0) take(asking_[i]);
    }

    void take(std::size_t which) {
        Connection& connection = connections_[which];
        const bool stands = connection.socket.receive(connection.received);
        if (stands && endOfMessage(connection.received) == 0) return;
        if (!stands) {
            connection.socket.close();
            looks_.emplace(clock_.mono() + kFirstLook, connection.payment);  // the same key again finds what was begun
        } else {
            answered(connection.payment, connection.received);
        }
        connection.received.clear();
        connection.asking = false;
        idle_.push_back(which);
    }

    void answered(std::size_t payment, const std::string& received) {
        const int status = statusOf(received);
        const std::string body = received.substr(received.find("\r\n\r\n") + 4);
        UnderWay& now = under_way_[payment];
        const bool later = status == 503 || status == 429;
        if (!later && (status < 200 || status >= 300)) {
            if (result_.refused++ == 0) result_.first_refusal = fmt::format("{} {}", status, body.substr(0, 300));
            ++ended_;
            return;
        }
        if (!later && now.id.empty()) now.id = demo::textIn(body, "payment_id");
        const std::string state = later ? std::string() : demo::textIn(body, "state");
        if (state == "completed") {
            last_ = clock_.mono();
            result_.ms.push_back(static_cast<double>((last_ - dueOf(payment)).count()) / 1e6);
            result_.paid_fen[payments_[payment].hospital] += payments_[payment].total_fen;
            ++ended_;
        } else if (state == "unpaid" || state == "reversed") {
            ++result_.unpaid;
            ++ended_;
        } else {
            looks_.emplace(clock_.mono() + now.pause, payment);
            now.pause = now.pause * 5 / 4;
        }
    }

    const PaymentLoadPlan& plan_;
    const std::vector<PaymentToMake>& payments_;
    const hub::core::Clock& clock_;
    const MonoTime begin_;
    Nanoseconds every_{};
    std::vector<UnderWay> under_way_;
    std::deque<Connection> connections_;
    std::vector<std::size_t> idle_;
    std::deque<std::size_t> waiting_;  // to be asked for now
    using Look = std::pair<MonoTime, std::size_t>;
    std::priority_queue<Look, std::vector<Look>, std::greater<>> looks_;
    std::vector<pollfd> polled_;
    std::vector<std::size_t> asking_;
    std::size_t next_ = 0;
    std::size_t ended_ = 0;
    MonoTime last_ = begin_;
    PaymentLoadResult result_;
};

}  // namespace

PaymentLoadResult payAtPace(const PaymentLoadPlan& plan, const std::vector<PaymentToMake>& payments, const hub::core::Clock& clock) {
    return Payer(plan, payments, clock).run();
}

}  // namespace adapters::cli::bench
