#include "adapters/kit/http_client.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <future>

#include "tests/adapters/conformance/tcp_server.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using adapters::kit::HttpAnswer;
using adapters::kit::HttpClient;
using adapters::kit::HttpLimits;
using adapters::kit::HttpRequest;
using adapters::kit::HttpResult;
using adapters::kit::NoAnswer;
using core::Error;
using tests::TcpConnection;
using namespace std::chrono_literals;

/// A request as the server read it; empty when the connection ended first.
std::string readRequest(TcpConnection& connection) {
    std::string text = connection.readUntil("\r\n\r\n");
    const std::size_t head = text.find("\r\n\r\n");
    const std::size_t at = text.find("Content-Length: ");
    if (head == std::string::npos) return {};
    const std::size_t length = at < head ? std::stoul(text.substr(at + 16)) : 0;
    while (text.size() < head + 4 + length) {
        const std::string more = connection.read();
        if (more.empty()) return {};
        text += more;
    }
    return text;
}

std::string ok(std::string_view body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

/// A server whose n-th connection (from 0) is served by `serve`, and a client of it.
struct House {
    explicit House(std::function<void(TcpConnection&, int)> serve, HttpLimits limits = {})
        : server([this, serve](TcpConnection& connection) { serve(connection, connections++); }) {
        server.start();
        client = *HttpClient::make("http://127.0.0.1:" + std::to_string(server.port()) + "/his", std::nullopt, limits, clock);
    }

    HttpResult call(bool repeatable = false) {
        return client->call({"POST", "/pay?x=1", {{"Content-Type", "text/xml"}}, "<a>一</a>", repeatable});
    }

    std::atomic<int> connections = 0;
    core::SystemClock clock;
    tests::TcpServer server;
    std::unique_ptr<HttpClient> client;
};

void answerOnce(TcpConnection& connection, std::string_view answer) {
    readRequest(connection);
    connection.write(answer);
}

/// That the call ended with `error`, and whether it is sure that nothing was written.
void expectNone(const HttpResult& result, Error error, bool surely_not_written) {
    const NoAnswer* none = std::get_if<NoAnswer>(&result);
    BOOST_REQUIRE(none != nullptr);
    BOOST_TEST(tests::failsWith(core::Result<void>(none->failure), error));
    BOOST_TEST(none->surely_not_written == surely_not_written);
}

std::string bodyOf(const HttpResult& result) {
    const HttpAnswer* answer = std::get_if<HttpAnswer>(&result);
    return answer == nullptr ? std::get<NoAnswer>(result).failure.detail() : answer->body;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_request_arrives_as_it_was_meant_and_its_answer_comes_back) {
    std::promise<std::string> request;
    House house([&](TcpConnection& connection, int) {
        request.set_value(readRequest(connection));
        connection.write("HTTP/1.1 500 Oops\r\nX-Trace: 7\r\nContent-Length: 2\r\n\r\nno");
    });
    const HttpResult result = house.call();
    const std::string text = request.get_future().get();
    BOOST_TEST(text.starts_with("POST /his/pay?x=1 HTTP/1.1\r\n"));
    BOOST_TEST(text.find("Host: 127.0.0.1:" + std::to_string(house.server.port()) + "\r\n") != std::string::npos);
    BOOST_TEST(text.ends_with("<a>一</a>"));
    const HttpAnswer& answer = std::get<HttpAnswer>(result);
    BOOST_TEST(answer.status == 500);
    BOOST_TEST(answer.body == "no");
    BOOST_TEST(*answer.header("x-trace") == "7");
    BOOST_TEST(!answer.header("x-other").has_value());
}

BOOST_AUTO_TEST_CASE(a_connection_is_kept_and_used_again) {
    House house([](TcpConnection& connection, int) {
        while (!readRequest(connection).empty()) connection.write(ok("x"));
    });
    for (int i = 0; i < 5; ++i) BOOST_TEST(bodyOf(house.call()) == "x");
    BOOST_TEST(house.connections == 1);
}

BOOST_AUTO_TEST_CASE(answers_of_every_length_are_read_to_their_end) {
    House house([](TcpConnection& connection, int number) {
        const std::string_view answers[] = {
            "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\n\r\nuntil the end", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"};
        answerOnce(connection, answers[number]);
    });
    BOOST_TEST(bodyOf(house.call()) == "abcde");
    BOOST_TEST(bodyOf(house.call()) == "until the end");
    BOOST_TEST(bodyOf(house.call()) == "");
}

BOOST_AUTO_TEST_CASE(nobody_listening_is_surely_not_written) {
    House house([](TcpConnection&, int) {});
    house.server.stop();
    expectNone(house.call(), Error::PeerNotReached, true);
}

BOOST_AUTO_TEST_CASE(a_name_that_does_not_exist_is_surely_not_written) {
    const core::SystemClock clock;
    const auto client = HttpClient::make("http://no-such-host.invalid/", std::nullopt, {}, clock);
    expectNone((*client)->call({}), Error::PeerNotReached, true);
}

BOOST_AUTO_TEST_CASE(a_deadline_that_passes_while_connecting_is_surely_not_written) {
    House house([](TcpConnection&, int) {}, {.answer_within = 0ms});
    expectNone(house.call(), Error::PeerNotReached, true);
}

BOOST_AUTO_TEST_CASE(a_line_break_in_a_header_or_path_is_not_sent) {
    House house([](TcpConnection& connection, int) { answerOnce(connection, ok("x")); });
    expectNone(house.client->call({"GET", "/a\r\nX: y", {}, "", false}), Error::RequestNotWritable, true);
    expectNone(house.client->call({"GET", "/a b", {}, "", false}), Error::RequestNotWritable, true);
    expectNone(house.client->call({"GET", "/", {{"X", "a\nb"}}, "", false}), Error::RequestNotWritable, true);
    BOOST_TEST(house.connections == 0);
}

BOOST_AUTO_TEST_CASE(an_end_or_reset_after_the_request_is_perhaps_written_and_not_sent_again) {
    House closing([](TcpConnection& connection, int) { readRequest(connection); });
    expectNone(closing.call(), Error::PeerAnswerLost, false);
    House resetting([](TcpConnection& connection, int) {
        readRequest(connection);
        connection.resetOnClose();
    });
    expectNone(resetting.call(), Error::PeerAnswerLost, false);
    BOOST_TEST(closing.connections + resetting.connections == 2);
}

BOOST_AUTO_TEST_CASE(a_silent_or_dripping_server_is_given_up_at_the_deadline) {
    const auto holdOn = [](TcpConnection& connection) {
        while (!connection.read().empty()) continue;
    };
    House silent(
        [&](TcpConnection& connection, int) {
            readRequest(connection);
            holdOn(connection);
        },
        {.answer_within = 100ms});
    expectNone(silent.call(), Error::PeerAnswerLost, false);
    House stuck(
        [&](TcpConnection& connection, int) {
            answerOnce(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            holdOn(connection);
        },
        {.answer_within = 100ms});
    expectNone(stuck.call(), Error::PeerAnswerLost, false);
    std::atomic<bool> gone = false;
    House dripping(
        [&](TcpConnection& connection, int) {
            readRequest(connection);
            connection.write("HTTP/1.1 200 OK\r\n");
            while (!gone && ::fcntl(connection.socket(), F_GETFD) >= 0) connection.write("X: y\r\n");
        },
        {.answer_within = 100ms});
    const HttpResult result = dripping.call();
    gone = true;
    const NoAnswer* none = std::get_if<NoAnswer>(&result);  // too many headers, or too late: whichever comes first
    BOOST_TEST(none != nullptr);
    BOOST_TEST(!none->surely_not_written);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_cut_off_is_lost) {
    House short_body([](TcpConnection& connection, int) { answerOnce(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"); });
    expectNone(short_body.call(), Error::PeerAnswerLost, false);
    House short_chunk(
        [](TcpConnection& connection, int) { answerOnce(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"); });
    expectNone(short_chunk.call(), Error::PeerAnswerLost, false);
    House short_end([](TcpConnection& connection, int) {
        answerOnce(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    });
    expectNone(short_end.call(), Error::PeerAnswerLost, false);
}

BOOST_AUTO_TEST_CASE(what_is_no_http_is_not_valid) {
    for (const std::string_view garbage : {"\x01\x02\x03 nonsense\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "<html>502</html>\r\n\r\n"}) {
        House house([&](TcpConnection& connection, int) { answerOnce(connection, garbage); });
        expectNone(house.call(), Error::PeerAnswerNotValid, false);
    }
}

BOOST_AUTO_TEST_CASE(an_answer_may_be_as_long_as_the_limit_and_not_longer) {
    HttpLimits limits;
    limits.answer_bytes_max = 100'000;
    for (const bool chunked : {false, true}) {
        House house(
            [&](TcpConnection& connection, int number) {
                const std::string body(number == 0 ? 100'000 : 100'001, 'x');
                const std::string_view hex_size = number == 0 ? "186a0" : "186a1";
                answerOnce(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\n");
                connection.write(chunked ? fmt::format("Transfer-Encoding: chunked\r\n\r\n{}\r\n{}\r\n0\r\n\r\n", hex_size, body)
                                         : fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body));
            },
            limits);
        BOOST_TEST(bodyOf(house.call()).size() == 100'000U);
        expectNone(house.call(), Error::PeerAnswerTooLarge, false);
    }
}

BOOST_AUTO_TEST_CASE(a_kept_connection_that_was_closed_meanwhile_is_replaced_before_anything_is_written) {
    std::promise<void> closed;
    House house([&](TcpConnection& connection, int number) {
        answerOnce(connection, ok("x"));
        if (number == 0) {
            shutdown(connection.socket(), SHUT_RDWR);
            closed.set_value();
        }
    });
    BOOST_TEST(bodyOf(house.call()) == "x");
    closed.get_future().wait();
    BOOST_TEST(bodyOf(house.call()) == "x");
    BOOST_TEST(house.connections == 2);
}

BOOST_AUTO_TEST_CASE(a_kept_connection_that_ends_under_the_request_is_tried_again_only_for_a_read) {
    for (const bool repeatable : {false, true}) {
        House house([](TcpConnection& connection, int number) {
            answerOnce(connection, ok("x"));
            if (number == 0) readRequest(connection);  // takes the second request and closes, as a server does whose idle time is over
        });
        BOOST_TEST(bodyOf(house.call(repeatable)) == "x");
        const HttpResult second = house.call(repeatable);
        if (repeatable) {
            BOOST_TEST(bodyOf(second) == "x");
        } else {
            expectNone(second, Error::PeerAnswerLost, false);
        }
        BOOST_TEST(house.connections == (repeatable ? 2 : 1));
    }
}

BOOST_AUTO_TEST_CASE(a_connection_that_idled_too_long_is_not_used_again) {
    House house([](TcpConnection& connection, int) { answerOnce(connection, ok("x")); }, {.idle_for = 0ms});
    BOOST_TEST(bodyOf(house.call()) == "x");
    BOOST_TEST(bodyOf(house.call()) == "x");
    BOOST_TEST(house.connections == 2);
}

BOOST_AUTO_TEST_CASE(calls_at_the_same_time_have_connections_of_their_own) {
    House house([](TcpConnection& connection, int) {
        for (std::string request = readRequest(connection); !request.empty(); request = readRequest(connection))
            connection.write(ok(request.substr(request.find("\r\n\r\n") + 4)));
    });
    std::vector<std::future<bool>> right;
    for (int thread = 0; thread < 8; ++thread) {
        right.push_back(std::async(std::launch::async, [&, thread] {
            for (int i = 0; i < 20; ++i) {
                const std::string body = std::to_string(thread * 100 + i);
                if (bodyOf(house.client->call({"POST", "/", {}, body, false})) != body) return false;
            }
            return true;
        }));
    }
    for (std::future<bool>& one : right) BOOST_TEST(one.get());
    BOOST_TEST(house.connections <= 8);
}

BOOST_AUTO_TEST_CASE(stopping_ends_calls_that_wait_and_lets_no_new_one_out) {
    std::promise<void> arrived;
    House house([&](TcpConnection& connection, int) {
        readRequest(connection);
        arrived.set_value();
        while (!connection.read().empty()) continue;
    });
    std::future<HttpResult> result = std::async(std::launch::async, [&] { return house.call(); });
    arrived.get_future().wait();
    house.client->stop();
    expectNone(result.get(), Error::PeerAnswerLost, false);
    expectNone(house.call(), Error::PeerNotReached, true);
    BOOST_TEST(house.connections == 1);
}

BOOST_AUTO_TEST_CASE(an_address_that_cannot_be_one_is_refused_at_once) {
    const core::SystemClock clock;
    for (const char* url : {"", "his", "ftp://h/", "http://", "http://u:p@h/", "http://h/?a=1", "http://h/#f", "https://h/", "http://h:x/"})
        BOOST_TEST(tests::failsWith(HttpClient::make(url, std::nullopt, {}, clock), Error::SettingsNotValid), url);
}
