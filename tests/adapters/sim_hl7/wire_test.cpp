// The hospital on its ports: faults, the messages it sends by itself, the side door.
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <thread>

#include "adapters/codec/mllp/decoder.h"
#include "adapters/codec/mllp/frame.h"
#include "tests/adapters/sim_hl7/bench.h"
#include "tests/support/raw_http.h"

using tests::hl7::fromHub;
using tests::hl7::read;
using tests::hl7::verdict;
namespace common = tests::hl7::common;
namespace mllp = adapters::codec::mllp;
using common::FaultKind;

namespace {

std::string framed(const std::string& message) { return *mllp::frame(message); }

/// A connection that takes MLLP apart; what comes that is no frame is kept as it is.
class Line {
  public:
    explicit Line(Poco::Net::StreamSocket socket) : socket_(std::move(socket)) { socket_.setReceiveTimeout(Poco::Timespan(10, 0)); }
    explicit Line(std::uint16_t port) : Line(Poco::Net::StreamSocket(Poco::Net::SocketAddress("127.0.0.1", port))) {}

    void send(const std::string& bytes) { socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size())); }

    /// The next frame; "(closed)" when there comes none.
    std::string frame() {
        while (frames_.empty()) {
            char piece[4096];
            int count = 0;
            try {
                count = socket_.receiveBytes(piece, sizeof piece);
            } catch (const Poco::Net::ConnectionResetException&) {
                return "(closed)";
            }
            if (count <= 0) return "(closed)";
            decoder_.feed({piece, static_cast<std::size_t>(count)}, frames_);
        }
        std::string bytes = frames_.front().bytes;
        frames_.erase(frames_.begin());
        return bytes;
    }
    std::string ask(const std::string& message) {
        send(framed(message));
        return frame();
    }
    Poco::Net::StreamSocket& socket() { return socket_; }

  private:
    Poco::Net::StreamSocket socket_;
    mllp::Decoder decoder_{1024 * 1024};
    std::vector<mllp::Event> frames_;
};

/// A hospital that runs, and a hub that it sends to when told.
struct Fixture {
    tests::sim::Folder folder;
    tests::sim::HandClock clock;
    common::Faults faults{1};
    Poco::Net::ServerSocket hub{Poco::Net::SocketAddress("127.0.0.1", 0)};
    std::unique_ptr<tests::hl7::sim::Hl7Simulator> simulator;
    tests::hl7::sim::Ports ports;
    int asked = 0;

    Fixture() {
        auto settings = tests::hl7::settingsIn(folder.path());
        settings.hub.port = hub.address().port();
        auto made = tests::hl7::sim::Hl7Simulator::make(settings, faults, clock);
        BOOST_REQUIRE(made.ok());
        simulator = std::move(*made);
        const auto started = simulator->start();
        BOOST_REQUIRE(started.ok());
        ports = *started;
    }
    void fault(const std::string& operation, FaultKind kind, bool acts = true, const std::string& text = {}) {
        common::FaultRule rule;
        rule.operation = operation;
        rule.kind = kind;
        rule.next = 1;
        rule.acts = acts;
        if (!text.empty()) rule.text = text;
        BOOST_REQUIRE(faults.add(rule).ok());
    }
    std::string openMessage() {
        const std::string number = std::to_string(++asked);
        return fromHub("ADT^A28", "M" + number, {"PID|1||W" + number + "^^^ONECARD^PT~C" + number + "^^^^NNCHN||测试甲||19900101|M"});
    }
    tests::RawAnswer sideDoor(const std::string& method, const std::string& path, const std::string& body = {}) {
        return tests::RawClient(ports.side_door)
            .ask(method + " /_sim/" + path + " HTTP/1.1\r\nHost: sim\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                 body);
    }
    std::size_t rows(const std::string& table) {
        const auto document = hub::core::JsonDocument::parse(sideDoor("GET", "books?" + table).body);
        BOOST_REQUIRE(document.ok());
        return document->root().member(table)->size();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(wire, Fixture)

BOOST_AUTO_TEST_CASE(messages_of_one_connection_are_answered_in_their_order_also_when_they_come_in_one_packet) {
    Line line(ports.mllp);
    const std::string one = openMessage();
    const std::string two = openMessage();
    line.send(framed(one) + framed(two));
    BOOST_TEST(read(line.frame(), "MSA-2") == "M1");
    BOOST_TEST(read(line.frame(), "MSA-2") == "M2");
}

BOOST_AUTO_TEST_CASE(an_answer_is_late_twice_empty_garbage_or_cut_and_the_books_are_right) {
    Line line(ports.mllp);
    fault("A28", FaultKind::AnswerTwice);
    BOOST_TEST(verdict(line.ask(openMessage())) == "AA");
    BOOST_TEST(verdict(line.frame()) == "AA");
    fault("A28", FaultKind::PlainText, true, "系统忙");
    BOOST_TEST(line.ask(openMessage()) == "系统忙");
    fault("A28", FaultKind::HtmlPage);
    BOOST_TEST(line.ask(openMessage()).starts_with("<html>"));
    fault("A28", FaultKind::StackTrace);
    BOOST_TEST(line.ask(openMessage()).starts_with("java."));
    fault("A28", FaultKind::EmptyAnswer);
    BOOST_TEST(line.ask(openMessage()).empty());
    fault("A28", FaultKind::CutAnswer);
    BOOST_TEST(line.ask(openMessage()) == "(closed)");
    BOOST_TEST(rows("patient") == 6U);
}

BOOST_AUTO_TEST_CASE(a_reset_or_a_silence_says_nothing_of_whether_it_acted) {
    fault("A28", FaultKind::Reset);
    BOOST_TEST(Line(ports.mllp).ask(openMessage()) == "(closed)");
    BOOST_TEST(rows("patient") == 1U);
    fault("A28", FaultKind::Reset, /*acts=*/false);
    BOOST_TEST(Line(ports.mllp).ask(openMessage()) == "(closed)");
    BOOST_TEST(rows("patient") == 1U);
    fault("A28", FaultKind::Hang);
    Line line(ports.mllp);
    line.send(framed(openMessage()));
    BOOST_TEST(faults.awaitReached(3, std::chrono::seconds(20)));
    line.socket().shutdownSend();
    BOOST_TEST(line.frame() == "(closed)");
    BOOST_TEST(rows("patient") == 2U);
}

BOOST_AUTO_TEST_CASE(an_answer_says_no_another_amount_an_undefined_code_or_none_though_it_acted) {
    Line line(ports.mllp);
    fault("A28", FaultKind::Refused, true, "E07");
    BOOST_TEST(verdict(line.ask(openMessage())) == "AE E07");
    fault("A28", FaultKind::ProtocolFault);
    BOOST_TEST(verdict(line.ask(openMessage())) == "AE HIS-500");
    fault("A28", FaultKind::OddResult);
    BOOST_TEST(verdict(line.ask(openMessage())) == "ZZ");
    fault("A28", FaultKind::NoResult);
    BOOST_TEST(line.ask(openMessage()).find("MSA") == std::string::npos);
    BOOST_TEST(rows("patient") == 4U);
    const std::string charge =
        R"({"patient_id":1,"visit_number":"","name":"门诊费","doctor":"1001","lines":[{"code":"A","name":"测试项目",)"
        R"("kind":"A","unit":"次","spec":"","price_fen":100,"quantity_hundredths":100,"amount_fen":100}]})";
    const auto pays = [&](const std::string& number, const std::string& of) {
        return line.ask(fromHub("DFT^P03", number,
                                {"PID|1||P100001^^^SIMHL701^PI", "FT1|1|" + number + "||20300102||PY||||1|1.00&CNY||||||||||||" + of}));
    };
    BOOST_TEST(sideDoor("POST", "charges", charge).status == 200);
    fault("PY", FaultKind::WrongAmount);
    BOOST_TEST(read(pays("Z1", "C1000001"), "ZPY-5") == "1.01");
    BOOST_TEST(sideDoor("POST", "charges", charge).status == 200);
    fault("PY", FaultKind::ThirdDecimal);
    BOOST_TEST(read(pays("Z2", "C1000002"), "ZPY-5") == "1.000");
    BOOST_TEST(rows("payment") == 2U);
}

BOOST_AUTO_TEST_CASE(what_it_sends_waits_for_its_answer_and_goes_again_with_the_same_bytes) {
    Line(ports.mllp).ask(openMessage());
    Line(ports.mllp).ask(openMessage());
    std::vector<std::string> heard;
    const auto answers = [&](std::vector<std::string> codes) {
        return std::thread([this, &heard, codes] {
            Line line{Poco::Net::StreamSocket(hub.acceptConnection())};
            for (const std::string& code : codes) {
                heard.push_back(line.frame());
                if (code.empty()) return;  // hangs up without a word
                line.send(
                    framed("MSH|^~\\&|ONECARD|HUB|HIS|X|20300102||ACK|1|P|2.4\rMSA|" + code + "|" + read(heard.back(), "MSH-10") + "\r"));
            }
        });
    };
    std::thread hangs_up = answers({""});
    simulator->sendDue();
    hangs_up.join();
    std::thread then_takes = answers({"AE"});
    simulator->sendDue();
    then_takes.join();
    BOOST_REQUIRE(heard.size() == 2U);
    BOOST_TEST(heard[0] == heard[1]);
    BOOST_TEST(rows("push") == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_taken_or_refused_makes_room_for_the_next_one) {
    for (int i = 0; i < 3; ++i) Line(ports.mllp).ask(openMessage());
    std::vector<std::string> numbers;
    std::thread answering([&] {
        Line line{Poco::Net::StreamSocket(hub.acceptConnection())};
        for (const char* code : {"AA", "AR", "CA"}) {
            numbers.push_back(read(line.frame(), "MSH-10"));
            line.send(framed("MSH|^~\\&|ONECARD|HUB|HIS|X|20300102||ACK|1|P|2.4\rMSA|" + std::string(code) + "|" + numbers.back() + "\r"));
        }
    });
    simulator->sendDue();
    answering.join();
    BOOST_TEST(numbers == (std::vector<std::string>{"SIMHL7010000000001", "SIMHL7010000000002", "SIMHL7010000000003"}),
               boost::test_tools::per_element());
    const std::string books = sideDoor("GET", "books?push").body;
    BOOST_TEST(books.find(R"("state":"refused")") != std::string::npos, books);
    BOOST_TEST(books.find(R"("state":"waiting")") == std::string::npos, books);
}

BOOST_AUTO_TEST_CASE(the_side_door_says_what_is_wrong_with_what_it_is_told) {
    BOOST_TEST(sideDoor("GET", "health").body == R"({"simulator":"hl7","state":"up"})");
    BOOST_TEST(sideDoor("POST", "charges", "{").status == 400);
    BOOST_TEST(sideDoor("POST", "charges/cancel", R"({"number":"C1"})").status == 404);
    BOOST_TEST(sideDoor("POST", "hub", R"({"host":"127.0.0.1","port":0})").status == 422);
    BOOST_TEST(sideDoor("POST", "nothing", "{}").status == 404);
    BOOST_TEST(sideDoor("GET", "books?nothing").status == 404);
    BOOST_TEST(
        sideDoor("POST", "patients",
                 R"({"name":"测试乙","sex":"F","birth_date":"19900101","certificate_type":"NNCHN","certificate_number":"C","phone":""})")
            .body == R"({"id":1,"local_number":"P100001"})");
}

BOOST_AUTO_TEST_SUITE_END()
