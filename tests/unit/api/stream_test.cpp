#include <condition_variable>
#include <semaphore>
#include <thread>

#include "tests/unit/api/house.h"

namespace tests {

using namespace hub;
using core::Error;
using std::chrono::milliseconds;

namespace {

/// Every request becomes a stream.
struct Streaming : House {
    Streaming() {
        handler.on_request = [this](const auto&, const auto& reply) {
            std::optional<api::Stream> stream = reply.stream();
            const std::lock_guard lock(mutex);
            streams.push_back(*std::move(stream));
            changed.notify_all();
        };
    }

    /// The stream of the next client.
    api::Stream next() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return !streams.empty(); });
        api::Stream stream = streams.back();
        streams.pop_back();
        return stream;
    }

    std::mutex mutex;  // guards streams
    std::condition_variable changed;
    std::vector<api::Stream> streams;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(http_streams, Streaming)

BOOST_AUTO_TEST_CASE(events_reach_the_phone_in_their_order) {
    open();
    RawClient phone(port);
    phone.send(get("/events"));
    const api::Stream stream = next();
    const RawAnswer head = phone.read();
    BOOST_TEST(head.status == 200);
    BOOST_TEST(head.header("Content-Type") == "text/event-stream");
    BOOST_TEST(head.header("Content-Length") == "");
    for (int i = 0; i < 100; ++i) BOOST_TEST(stream.send({std::to_string(i), "n", "x"}));
    for (int i = 0; i < 100; ++i) BOOST_TEST(phone.readUntil("\n\n") == "id: " + std::to_string(i) + "\nevent: n\ndata: x\n\n");
    BOOST_TEST(server->metrics().streams_open == 1U);
}

BOOST_AUTO_TEST_CASE(a_stream_that_is_closed_ends_after_its_last_event) {
    open();
    RawClient phone(port);
    phone.send(get("/events"));
    const api::Stream stream = next();
    BOOST_TEST(stream.send({"1", "", "last"}));
    stream.close();
    BOOST_TEST(!stream.send({"2", "", "never"}));
    phone.read();
    BOOST_TEST(phone.readUntil("\n\n") == "id: 1\ndata: last\n\n");
    BOOST_TEST(phone.ended());
    BOOST_TEST(server->metrics().streams_open == 0U);
    BOOST_TEST(server->metrics().streams_cut_off == 0U);
}

BOOST_AUTO_TEST_CASE(a_phone_that_leaves_is_noticed) {
    open();
    std::binary_semaphore closed(0);
    std::optional<api::Stream> stream;
    {
        RawClient phone(port);
        phone.send(get("/events"));
        stream = next();
        stream->whenClosed([&] { closed.release(); });
        phone.read();
    }
    closed.acquire();
    BOOST_TEST(stream->closed());
    BOOST_TEST(!stream->send({}));
    BOOST_TEST(eventually([&] { return server->metrics().connections_open == 0; }));
}

BOOST_AUTO_TEST_CASE(a_phone_that_does_not_read_is_cut_off_and_others_go_on) {
    settings.stream_bytes_max = 16 * 1024;
    open();
    RawClient::Options options;
    options.receive_buffer = 4096;
    RawClient slow(port, options);
    slow.send(get("/events"));
    const api::Stream to_slow = next();
    RawClient quick(port);
    quick.send(get("/events"));
    const api::Stream to_quick = next();
    slow.read();
    quick.read();
    const std::string data(1000, 'x');
    std::binary_semaphore closed(0);
    to_slow.whenClosed([&] { closed.release(); });
    int sent = 0;
    while (sent < 1000 && to_slow.send({std::to_string(sent), "", data})) {
        ++sent;
        BOOST_TEST(to_quick.send({std::to_string(sent), "", data}));
        quick.readUntil("\n\n");
    }
    BOOST_TEST(sent < 1000);  // its own bound and what the two kernels hold
    BOOST_TEST(sent >= 15);
    closed.acquire();
    BOOST_TEST(server->metrics().streams_cut_off == 1U);
    BOOST_TEST(to_quick.send({}));
}

BOOST_AUTO_TEST_CASE(an_event_too_large_for_the_bound_ends_the_stream) {
    settings.stream_bytes_max = 1000;
    open();
    RawClient phone(port);
    phone.send(get("/events"));
    const api::Stream stream = next();
    phone.read();
    BOOST_TEST(stream.send({"", "", std::string(600, 'x')}));
    phone.readUntil("\n\n");
    BOOST_TEST(!stream.send({"", "", std::string(1000, 'x')}));
    BOOST_TEST(phone.ended());
}

BOOST_AUTO_TEST_CASE(a_silent_stream_is_kept_alive_by_comments) {
    open();
    RawClient phone(port);
    phone.send(get("/events"));
    const api::Stream stream = next();
    phone.read();
    for (int i = 0; i < 3; ++i) {
        advance(settings.stream_comment_every);
        BOOST_TEST(phone.readUntil("\n\n") == ":\n\n");
    }
    advance(settings.stream_comment_every - milliseconds(1));
    BOOST_TEST(stream.send({"1", "", "x"}));
    BOOST_TEST(phone.readUntil("\n\n") == "id: 1\ndata: x\n\n");
}

BOOST_AUTO_TEST_CASE(head_of_a_stream_is_only_its_header) {
    open();
    RawClient client(port);
    client.send("HEAD /events HTTP/1.1\r\nHost: hub\r\n\r\n");
    const api::Stream stream = next();
    BOOST_TEST(client.read(/*to_head=*/true).status == 200);
    BOOST_TEST(client.ended());
    BOOST_TEST(!stream.send({}));
}

BOOST_AUTO_TEST_CASE(many_streams_get_the_same_event) {
    open();
    std::vector<RawClient> phones;
    std::vector<api::Stream> all;
    for (int i = 0; i < 300; ++i) {
        phones.push_back(client());
        phones.back().send(get("/events"));
        all.push_back(next());
    }
    std::thread other([&] {
        for (const api::Stream& stream : all) stream.send({"1", "", "from another thread"});
    });
    for (const api::Stream& stream : all) stream.send({"2", "", "from this one"});
    other.join();
    for (RawClient& phone : phones) {
        phone.read();
        const std::string both = phone.readUntil("\n\n") + phone.readUntil("\n\n");
        BOOST_TEST(both.size() == std::string("id: 1\ndata: from another thread\n\nid: 2\ndata: from this one\n\n").size());
    }
    BOOST_TEST(server->metrics().streams_open == 300U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tests
