#include <semaphore>
#include <thread>

#include "tests/unit/api/house.h"

namespace tests {

using namespace hub;
using core::Error;

namespace {

struct Stopping : House {
    std::optional<api::Reply> kept;
    std::binary_semaphore came{0};

    /// A request that is being worked on.
    RawClient running() {
        handler.on_request = [this](const auto&, api::Reply reply) {
            kept = std::move(reply);
            came.release();
        };
        open();
        RawClient one = client();
        one.send(get("/a"));
        came.acquire();
        return one;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(http_stop, Stopping)

BOOST_AUTO_TEST_CASE(stop_lets_what_runs_end_and_closes_what_is_idle) {
    RawClient busy = running();
    RawClient idle = client();
    RawClient half = client();
    half.send("GET /a");
    BOOST_TEST(eventually([&] { return server->metrics().connections_open == 3; }));
    std::thread stopper([&] { server->stop(); });
    BOOST_TEST(idle.ended());
    BOOST_TEST(half.ended());
    kept->send(api::jsonResponse(200, "done"));
    const RawAnswer answer = busy.read();
    BOOST_TEST(answer.body == "done");
    BOOST_TEST(answer.header("Connection") == "close");
    busy.endWriting();
    stopper.join();
    BOOST_TEST(server->metrics().connections_open == 0U);
    BOOST_CHECK_THROW(client(), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(stop_cuts_off_what_does_not_end_in_time) {
    RawClient busy = running();
    RawClient idle = client();
    BOOST_TEST(eventually([&] { return server->metrics().connections_open == 2; }));
    std::thread stopper([&] { server->stop(); });
    BOOST_TEST(idle.ended());  // it has begun to stop
    advance(settings.stop_within);
    BOOST_TEST(busy.ended());
    stopper.join();
    BOOST_TEST(kept->clientGone());
    kept->send({});  // goes nowhere
}

BOOST_AUTO_TEST_CASE(a_reply_may_outlive_the_server) {
    RawClient busy = running();
    std::thread stopper([&] { server->stop(); });
    busy.endWriting();
    busy.reset();
    advance(settings.stop_within);
    BOOST_TEST(eventually([&] {
        advance(settings.stop_within);
        return server->metrics().connections_open == 0;
    }));
    stopper.join();
    server.reset();
    const std::optional<api::Stream> stream = kept->stream();
    BOOST_REQUIRE(stream.has_value());
    BOOST_TEST(stream->closed());
    kept.reset();
}

BOOST_AUTO_TEST_CASE(stop_closes_streams) {
    RawClient phone = running();
    const api::Stream stream = *kept->stream();
    std::binary_semaphore closed(0);
    stream.whenClosed([&] { closed.release(); });
    BOOST_TEST(phone.read().status == 200);
    server->stop();
    closed.acquire();
    BOOST_TEST(phone.ended());
    BOOST_TEST(!stream.send({"1", "", "x"}));
}

BOOST_AUTO_TEST_CASE(a_server_stops_twice_and_without_having_started) {
    open();
    server->stop();
    server->stop();
    api::http::Server never(settings, clock, ids, [](const auto&, const auto&) {});
    BOOST_TEST(never.listen({}, handler).ok());
    never.stop();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tests
