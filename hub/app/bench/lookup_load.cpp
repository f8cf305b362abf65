#include "hub/app/bench/lookup_load.h"

#include <fmt/format.h>
#include <poll.h>

#include <random>
#include <utility>

#include "adapters/cli/bench/http_text.h"
#include "adapters/cli/bench/socket.h"
#include "hub/app/bench/lookup_people.h"

namespace hub::app {

using adapters::cli::bench::endOfMessage;
using adapters::cli::bench::Socket;
using adapters::cli::bench::statusOf;

namespace {

constexpr int kAnswerWithinMs = 10'000;

struct Question {
    LookupPerson who;
    bool by_card = false;
    bool known = false;
};

struct Connection {
    Socket socket;
    std::string received;
    Question question;
    core::MonoTime asked;
};

class Asking {
  public:
    Asking(const LookupLoad& load, const core::Clock& clock)
        : load_(load),
          clock_(clock),
          random_(load.seed),
          began_(clock.mono()),
          end_(began_ + std::chrono::nanoseconds(static_cast<std::int64_t>(load.seconds * 1e9))),
          connections_(load.clients) {}

    LookupAnswers run() {
        for (Connection& connection : connections_) ask(connection);
        while (anybodyAsks()) {
            if (poll(polled_.data(), polled_.size(), kAnswerWithinMs) <= 0) break;
            for (std::size_t i = 0; i < polled_.size(); ++i) {
                if (polled_[i].revents != 0) take(connections_[i]);
            }
        }
        for (const Connection& connection : connections_) answers_.lost += connection.socket.open() ? 1 : 0;  // never answered
        answers_.seconds = static_cast<double>((clock_.mono() - began_).count()) / 1e9;
        return std::move(answers_);
    }

  private:
    bool anybodyAsks() {
        polled_.clear();
        bool any = false;
        for (const Connection& connection : connections_) {
            polled_.push_back({connection.socket.descriptor(), POLLIN, 0});
            any = any || connection.socket.open();
        }
        return any;
    }

    Question next() {
        std::uniform_real_distribution<double> share(0, 1);
        const bool known = share(random_) >= load_.unknown_share;
        const std::uint32_t first = known ? 0 : kLookupPeopleMax;
        const std::uint32_t many = known ? load_.people : kLookupStrangers;
        std::uniform_int_distribution<std::uint32_t> number(first, first + many - 1);
        return {lookupPersonAt(number(random_)), ++turn_ % 2 == 0, known};
    }

    void ask(Connection& connection) {
        if (clock_.mono() >= end_) return connection.socket.close();
        if (!connection.socket.open()) connection.socket = Socket::connect(load_.port);
        connection.question = next();
        const Question& question = connection.question;
        const std::string body = question.by_card ? fmt::format(R"({{"card_number":"{}"}})", question.who.card.number.reveal().text)
                                                  : fmt::format(R"({{"certificate":{{"kind":"resident_id","number":"{}"}}}})",
                                                                question.who.person.details.certificate->number.reveal().text);
        const std::string request = fmt::format(
            "POST /api/v1/people/search HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nStaff-Id: bench\r\nStaff-Role: "
            "window\r\n"
            "Staff-Department: outpatient\r\nIdempotency-Key: {}-{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
            load_.token, load_.seed, turn_, body.size(), body);
        connection.received.clear();
        connection.asked = clock_.mono();
        if (connection.socket.open() && connection.socket.send(request)) return;
        ++answers_.lost;
        connection.socket.close();
    }

    void take(Connection& connection) {
        if (!connection.socket.receive(connection.received)) {
            ++answers_.lost;
            return connection.socket.close();
        }
        if (endOfMessage(connection.received) == 0) return;
        count(connection, static_cast<double>((clock_.mono() - connection.asked).count()) / 1e6);
        ask(connection);
    }

    void count(const Connection& connection, double ms) {
        const Question& question = connection.question;
        const int status = statusOf(connection.received);
        if (status != (question.known ? 200 : 404)) {
            (status == 200 || status == 404 ? answers_.wrong : answers_.lost) += 1;
            return;
        }
        if (question.known && !isMeant(question.who, connection.received)) ++answers_.wrong;
        std::vector<double>& kind = question.by_card ? answers_.by_card_ms : answers_.by_id_ms;
        (question.known ? kind : answers_.unknown_ms).push_back(ms);
    }

    /// Every field of the answer that is about one person alone, and the name as it may be shown.
    static bool isMeant(const LookupPerson& who, std::string_view answer) {
        const auto says = [answer](std::string_view name, std::string_view value) {
            return answer.find(fmt::format(R"("{}":"{}")", name, value)) != std::string_view::npos;
        };
        return says("person_id", who.person.id.text()) && says("card_id", who.card.id.text()) &&
               says("number", who.card.number.reveal().text) && says("name", core::maskedText(who.person.details.name.reveal()));
    }

    const LookupLoad& load_;
    const core::Clock& clock_;
    std::mt19937_64 random_;
    const core::MonoTime began_;
    const core::MonoTime end_;
    std::vector<Connection> connections_;
    std::vector<pollfd> polled_;
    std::uint64_t turn_ = 0;
    LookupAnswers answers_;
};

}  // namespace

LookupAnswers askForPeople(const LookupLoad& load, const core::Clock& clock) { return Asking(load, clock).run(); }

}  // namespace hub::app
