#include "adapters/cli/bench/mllp_load.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <utility>

#include "adapters/cli/bench/socket.h"

namespace adapters::cli::bench {

using hub::core::MonoTime;

namespace {

constexpr std::string_view kEnd = "\x1C\r";
constexpr auto kAnswersWithin = std::chrono::seconds(20);
constexpr int kWaitMs = 100;
constexpr std::int64_t kFileEvery = 4;  // one message in four tells of a file, the others of a charge

/// A charge of five lines, about 1 KB. The charge and its patient are invented and nobody's.
std::string chargeMessage(const std::string& facility, const std::string& id, std::size_t patient) {
    std::string text = fmt::format(
        "\x0BMSH|^~\\&|HIS|{0}|ONECARD|HUB|20300102093000||DFT^P03^DFT_P03|{1}|P|2.4||||||UNICODE UTF-8\r"
        "EVN|P03|20300102093000\rPID|1||P{2}^^^{0}^PI||测试{3}||19800101|F\rPV1|1|O|D02^^^测试医院||||1003^测试医师||||||||||||V{1}\r",
        facility, id, patient, patient % 1000);
    for (int line = 1; line <= 5; ++line)
        text += fmt::format(
            "FT1|{0}|Q{0}||20300102093000||CG|A0{0}^测试药品{0}号片剂^SIM^{0}|西药|10mg*20片/"
            "盒|2|25.00&CNY|12.50&CNY|D02^测试外科门诊||||A||||"
            "1003^测试医师三||C{1}\r",
            line, id);
    return text + std::string(kEnd);
}

std::string fileMessage(const std::string& facility, const std::string& id, std::size_t patient) {
    return fmt::format(
        "\x0BMSH|^~\\&|HIS|{0}|ONECARD|HUB|20300102093000||ADT^A08^ADT_A01|{1}|P|2.4||||||UNICODE UTF-8\r"
        "EVN|A08|20300102093000\rPID|1||P{2}^^^{0}^PI||测试{3}||19800101|F|||测试省测试市测试区测试路{3}号||13900000000\r"
        "PV1|1|O|D02^^^测试医院||||1003^测试医师||||||||||||V{1}\r{4}",
        facility, id, patient, patient % 1000, kEnd);
}

struct Connection {
    Socket socket;
    std::string facility;
    std::string received;
    std::string id;
    MonoTime sent;
    bool waiting = false;
};

class Sender {
  public:
    Sender(const MllpPlan& plan, const hub::core::Clock& clock) : plan_(plan), clock_(clock), connections_(plan.connections) {}

    MllpResult run() {
        for (std::size_t i = 0; i < connections_.size(); ++i) {
            connections_[i].facility = facilityOf(i % plan_.hospitals);
            connections_[i].socket = Socket::connect(plan_.port);
            if (!connections_[i].socket.open()) ++result_.lost;
        }
        const MonoTime began = clock_.mono();
        end_ = began + std::chrono::nanoseconds(static_cast<std::int64_t>(plan_.seconds * 1e9));
        for (Connection& connection : connections_) send(connection);
        while (waiting_ > 0 && clock_.mono() < end_ + kAnswersWithin) wait();
        result_.lost += waiting_;
        result_.seconds = static_cast<double>((clock_.mono() - began).count()) / 1e9;
        return std::move(result_);
    }

  private:
    void send(Connection& connection) {
        if (!connection.socket.open()) return;
        const std::int64_t number = ++number_;
        const std::size_t patient = static_cast<std::size_t>(number) % plan_.patients;
        connection.id = fmt::format("{}{:010}", plan_.run, number);
        const bool file = number % kFileEvery == 0;
        const std::string message = (file ? fileMessage : chargeMessage)(connection.facility, connection.id, patient);
        result_.bytes += static_cast<std::int64_t>(message.size());
        connection.sent = clock_.mono();
        connection.waiting = connection.socket.send(message);
        if (connection.waiting) {
            ++waiting_;
        } else {
            end(connection);
        }
    }

    void end(Connection& connection) {
        ++result_.lost;
        connection.socket.close();
    }

    void wait() {
        polled_.clear();
        for (const Connection& connection : connections_) polled_.push_back({connection.socket.descriptor(), POLLIN, 0});
        if (poll(polled_.data(), polled_.size(), kWaitMs) <= 0) return;
        for (std::size_t i = 0; i < polled_.size(); ++i) {
            if (polled_[i].revents != 0) take(connections_[i]);
        }
    }

    void take(Connection& connection) {
        if (!connection.socket.receive(connection.received)) {
            if (std::exchange(connection.waiting, false)) --waiting_;
            return end(connection);
        }
        if (!connection.waiting || connection.received.find(kEnd) == std::string::npos) return;
        connection.waiting = false;
        --waiting_;
        const MonoTime now = clock_.mono();
        if (connection.received.find("MSA|AA|" + connection.id) != std::string::npos) {
            result_.ms.push_back(static_cast<double>((now - connection.sent).count()) / 1e6);
        } else {
            ++result_.other;
        }
        connection.received.clear();
        if (now < end_) send(connection);
    }

    const MllpPlan& plan_;
    const hub::core::Clock& clock_;
    std::vector<Connection> connections_;
    std::vector<pollfd> polled_;
    MonoTime end_;
    std::int64_t number_ = 0;
    std::int64_t waiting_ = 0;
    MllpResult result_;
};

}  // namespace

std::string facilityOf(std::size_t hospital) { return fmt::format("SIM{:02}", hospital + 1); }

MllpResult sendMessages(const MllpPlan& plan, const hub::core::Clock& clock) { return Sender(plan, clock).run(); }

}  // namespace adapters::cli::bench
