#include "adapters/kit/tcp_connection.h"

#include <boost/test/unit_test.hpp>
#include <future>

#include "tests/adapters/conformance/tcp_server.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using adapters::kit::Deadline;
using adapters::kit::OpenSockets;
using adapters::kit::TcpConnection;
using core::Error;
using namespace std::chrono_literals;

struct House {
    explicit House(std::function<void(tests::TcpConnection&)> serve) : server(std::move(serve)) { server.start(); }

    core::Result<TcpConnection> open(core::Duration within) {
        return TcpConnection::open("127.0.0.1", server.port(), {clock, within}, sockets);
    }

    core::SystemClock clock;
    OpenSockets sockets;
    tests::TcpServer server;
};

void echo(tests::TcpConnection& connection) {
    for (std::string text = connection.read(); !text.empty(); text = connection.read()) connection.write(text);
}

void say_nothing(tests::TcpConnection& connection) {
    while (!connection.read().empty()) continue;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_sent_is_answered) {
    House house(echo);
    core::Result<TcpConnection> connection = house.open(10s);
    BOOST_REQUIRE(connection.ok());
    BOOST_TEST(connection->send("一").ok());
    BOOST_TEST(*connection->receive() == "一");
}

BOOST_AUTO_TEST_CASE(a_port_that_nobody_listens_on_is_not_reached) {
    House house(echo);
    house.server.stop();
    BOOST_TEST(tests::failsWith(house.open(10s), Error::PeerNotReached));
}

BOOST_AUTO_TEST_CASE(a_deadline_that_has_passed_reaches_nobody) {
    House house(echo);
    BOOST_TEST(tests::failsWith(house.open(0s), Error::PeerNotReached));
}

BOOST_AUTO_TEST_CASE(the_deadline_holds_over_all_that_is_received) {
    House house([](tests::TcpConnection& connection) {
        connection.write("a");
        say_nothing(connection);
    });
    core::Result<TcpConnection> connection = house.open(100ms);
    BOOST_REQUIRE(connection.ok());
    BOOST_TEST(*connection->receive() == "a");
    BOOST_TEST(tests::failsWith(connection->receive(), Error::PeerAnswerLost));
    BOOST_TEST(tests::failsWith(connection->send("b"), Error::PeerAnswerLost));
}

BOOST_AUTO_TEST_CASE(an_orderly_end_is_empty_and_a_reset_is_lost) {
    House orderly([](tests::TcpConnection&) {});
    BOOST_TEST(orderly.open(10s)->receive()->empty());
    House rude([](tests::TcpConnection& connection) { connection.resetOnClose(); });
    core::Result<TcpConnection> connection = rude.open(10s);
    BOOST_REQUIRE(connection.ok());
    BOOST_TEST(tests::failsWith(connection->receive(), Error::PeerAnswerLost));
}

BOOST_AUTO_TEST_CASE(stopping_ends_a_read_that_is_blocked_and_lets_nobody_in) {
    std::promise<void> arrived;
    House house([&](tests::TcpConnection& connection) {
        arrived.set_value();
        say_nothing(connection);
    });
    core::Result<TcpConnection> connection = house.open(60s);
    BOOST_REQUIRE(connection.ok());
    std::future<bool> ended = std::async(std::launch::async, [&] { return !connection->receive().ok() || connection->receive()->empty(); });
    arrived.get_future().wait();
    house.sockets.stop();
    BOOST_TEST(ended.get());
    BOOST_TEST(house.sockets.stopped());
    BOOST_TEST(tests::failsWith(house.open(60s), Error::PeerNotReached));
}

BOOST_AUTO_TEST_CASE(a_connection_carries_one_exchange_after_the_other) {
    House house(echo);
    core::Result<TcpConnection> connection = house.open(10s);
    BOOST_REQUIRE(connection.ok());
    for (const char* text : {"一", "二"}) {
        connection->begin({house.clock, 10s});
        BOOST_TEST(!connection->mayHaveLeft());
        BOOST_TEST(connection->send(text).ok());
        BOOST_TEST(connection->mayHaveLeft());
        BOOST_TEST(*connection->receive() == text);
        BOOST_TEST(!connection->readable(0s));
    }
    connection->begin({house.clock, 0s});
    BOOST_TEST(tests::failsWith(connection->send("三"), Error::PeerAnswerLost));
    BOOST_TEST(!connection->mayHaveLeft());
}

BOOST_AUTO_TEST_CASE(what_the_peer_did_meanwhile_is_seen_before_the_next_exchange) {
    House house(echo);
    core::Result<TcpConnection> connection = house.open(10s);
    BOOST_REQUIRE(connection.ok());
    house.server.stop();
    BOOST_TEST(connection->readable(10s));
}
