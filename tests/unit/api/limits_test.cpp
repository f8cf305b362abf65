#include <sys/resource.h>
#include <unistd.h>

#include <semaphore>

#include "tests/unit/api/house.h"

namespace tests {

using namespace hub;
using core::Error;
using std::chrono::milliseconds;

namespace {

/// Blocks workers until it is opened.
class Gate {
  public:
    void pass() {
        ++waiting_;
        gate_.acquire();
        gate_.release();
    }
    void open() { gate_.release(); }
    int waiting() const { return waiting_; }

  private:
    std::binary_semaphore gate_{0};
    std::atomic<int> waiting_{0};
};

struct Limited : House {
    bool arrived(std::uint64_t bytes) const {
        return eventually([&] { return server->metrics().bytes_in == bytes; });
    }

    /// For a deadline that begins behind what the client sees: moves the clock again and again.
    bool movedTo(const std::function<bool()>& so, core::Duration by) {
        return eventually([&] {
            advance(by);
            return so();
        });
    }
    bool openConnections(std::uint64_t count) const {
        return eventually([&] { return server->metrics().connections_open == count; });
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(http_limits, Limited)

BOOST_AUTO_TEST_CASE(a_header_may_take_its_time_and_not_more) {
    open();
    for (const bool too_slow : {false, true}) {
        const std::uint64_t before = server->metrics().bytes_in;
        RawClient client(port);
        client.send("GET /a HTTP/1.1\r\nHost: hub\r\n");
        BOOST_TEST(arrived(before + 28));
        if (too_slow) {
            BOOST_TEST(movedTo([&] { return server->metrics().responses[4] == 1; }, settings.deadlines.head));
        } else {
            advance(settings.deadlines.head - milliseconds(1));
            client.send("\r\n");
        }
        const RawAnswer answer = client.read();
        if (too_slow) {
            BOOST_TEST(failsWith(outcome(answer), Error::HttpRequestTooSlow));
        } else {
            BOOST_TEST(answer.status == 200);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_header_that_drips_does_not_win_time) {
    open();
    RawClient client(port);
    const std::string head = get("/a", "X: aaaaaaaa\r\n");
    for (std::size_t i = 0; i < 12; ++i) {
        client.send(head.substr(i, 1));
        BOOST_TEST(arrived(i + 1));
        advance(settings.deadlines.head / 10);
    }
    BOOST_TEST(client.read().status == 408);
}

BOOST_AUTO_TEST_CASE(a_body_may_take_its_time_and_not_more) {
    open();
    for (const bool too_slow : {false, true}) {
        const std::uint64_t before = server->metrics().bytes_in;
        RawClient client(port);
        const std::string request = post("/a", "abc");
        client.send(request.substr(0, request.size() - 1));
        BOOST_TEST(arrived(before + request.size() - 1));
        if (too_slow) {
            BOOST_TEST(movedTo([&] { return server->metrics().responses[4] == 1; }, settings.deadlines.body));
        } else {
            advance(settings.deadlines.body - milliseconds(1));
            client.send("c");
        }
        const RawAnswer answer = client.read();
        if (too_slow) {
            BOOST_TEST(failsWith(outcome(answer), Error::HttpRequestTooSlow));
        } else {
            BOOST_TEST(answer.body == "POST /a abc");
        }
    }
}

BOOST_AUTO_TEST_CASE(an_idle_connection_stays_its_time_and_then_ends_in_silence) {
    open();
    RawClient client(port);
    BOOST_TEST(client.ask(get("/a")).status == 200);
    for (int again = 0; again < 3; ++again) {  // each request moves the end away
        advance(settings.deadlines.idle - milliseconds(1));
        BOOST_TEST(client.ask(get("/a")).status == 200);
    }
    BOOST_TEST(movedTo([&] { return server->metrics().connections_open == 0; }, settings.deadlines.idle));
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(a_handler_that_does_not_answer_in_time_leaves_the_outcome_unknown) {
    std::optional<api::Reply> kept;
    std::binary_semaphore came(0);
    handler.on_request = [&](const auto&, api::Reply reply) {
        kept = std::move(reply);
        came.release();
    };
    open();
    RawClient client(port);
    client.send(get("/a"));
    came.acquire();
    BOOST_TEST(movedTo([&] { return server->metrics().responses[5] == 1; }, settings.deadlines.answer));
    BOOST_TEST(failsWith(outcome(client.read()), Error::AnswerTooLate));
    BOOST_TEST(kept->clientGone());
    kept->send({});
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(a_client_that_does_not_read_its_answer_is_cut_off) {
    const std::size_t size = 64 * 1024 * 1024;
    handler.on_request = [&](const auto&, const auto& reply) { reply.send({200, {}, std::string(size, 'x')}); };
    open();
    RawClient client(port);
    client.send(get("/a"));
    BOOST_TEST(eventually([&] { return server->metrics().responses[2] == 1; }));
    const auto all_of_it = settings.deadlines.write + std::chrono::seconds(size / (16 * 1024));
    advance(all_of_it - milliseconds(1));
    BOOST_TEST(server->metrics().connections_open == 1U);
    advance(std::chrono::seconds(1));
    BOOST_TEST(openConnections(0));
    BOOST_TEST(server->metrics().clients_gone == 1U);
}

BOOST_AUTO_TEST_CASE(a_client_that_never_closes_is_closed) {
    open();
    RawClient client(port);
    BOOST_TEST(client.ask(get("/a", "Connection: close\r\n")).status == 200);
    BOOST_TEST(movedTo([&] { return server->metrics().connections_open == 0; }, settings.deadlines.linger));
}

BOOST_AUTO_TEST_CASE(a_refused_flood_is_read_only_so_far) {
    open();
    RawClient client(port);
    client.send("nonsense\r\n\r\n");
    BOOST_TEST(client.read().status == 400);
    const std::string flood(64 * 1024, 'x');
    int sent = 0;
    while (sent < 1000 && client.trySend(flood)) ++sent;
    BOOST_TEST(sent < 1000);  // 64 MB
    BOOST_TEST(openConnections(0));
}

BOOST_AUTO_TEST_CASE(busy_workers_fill_the_queue_and_the_next_is_told_to_come_again) {
    settings.workers = 64;
    settings.queue_max = 10;
    Gate gate;
    handler.on_request = [&](const auto&, const auto& reply) {
        gate.pass();
        reply.send({});
    };
    open();
    std::vector<RawClient> clients;
    const auto ask = [&] {
        clients.push_back(client());
        clients.back().send(get("/a"));
    };
    for (int i = 0; i < 64; ++i) ask();
    BOOST_TEST(eventually([&] { return gate.waiting() == 64; }));
    for (int i = 0; i < 10; ++i) ask();
    BOOST_TEST(eventually([&] { return server->metrics().queue_depth == 10; }));

    RawClient one_more(port);
    const RawAnswer answer = one_more.ask(get("/a"));
    BOOST_TEST(failsWith(outcome(answer), Error::HubBusy));
    BOOST_TEST(answer.header("Retry-After") != "");
    BOOST_TEST(server->metrics().refused.at(Error::HubBusy) == 1U);
    gate.open();
    for (RawClient& one : clients) BOOST_TEST(one.read().status == 200);
    BOOST_TEST(eventually([&] { return one_more.ask(get("/a")).status == 200; }));  // the same connection goes on
}

BOOST_AUTO_TEST_CASE(a_thousand_idle_connections_leave_room_for_an_honest_request) {
    open();
    std::vector<RawClient> idle;
    for (int i = 0; i < 1000; ++i) {
        idle.push_back(client());
        if (i % 2 == 0) BOOST_TEST(idle.back().ask(get("/a")).status == 200);
    }
    BOOST_TEST(openConnections(1000));
    BOOST_TEST(client().ask(get("/b")).body == "GET /b ");
    BOOST_TEST(idle.front().ask(get("/c")).body == "GET /c ");
}

BOOST_AUTO_TEST_CASE(one_address_has_so_many_connections_and_others_theirs) {
    settings.peer.connections = 3;
    open();
    std::vector<RawClient> clients;
    for (int i = 0; i < 3; ++i) clients.push_back(client("127.0.0.5"));
    for (RawClient& one : clients) BOOST_TEST(one.ask(get("/a")).status == 200);
    RawClient fourth = client("127.0.0.5");
    BOOST_TEST(failsWith(outcome(fourth.read()), Error::PeerTooManyConnections));
    BOOST_TEST(client("127.0.0.6").ask(get("/a")).status == 200);
    clients.pop_back();
    BOOST_TEST(eventually([&] { return server->metrics().connections_open <= 3; }));
    BOOST_TEST(eventually([&] { return outcome(client("127.0.0.5").ask(get("/a"))).ok(); }));
}

BOOST_AUTO_TEST_CASE(new_connections_come_at_their_rate) {
    settings.peer.connections_burst = 2;
    settings.peer.connections_per_second = 10;
    open();
    BOOST_TEST(client().ask(get("/a")).status == 200);
    BOOST_TEST(client().ask(get("/a")).status == 200);
    BOOST_TEST(failsWith(outcome(client().read()), Error::PeerTooFast));
    BOOST_TEST(client("127.0.0.6").ask(get("/a")).status == 200);
    advance(milliseconds(101));
    BOOST_TEST(client().ask(get("/a")).status == 200);
}

BOOST_AUTO_TEST_CASE(requests_come_at_their_rate_on_any_connection_of_the_address) {
    settings.peer.requests_burst = 2;
    settings.peer.requests_per_second = 10;
    open();
    RawClient first(port);
    RawClient second(port);
    BOOST_TEST(first.ask(get("/a")).status == 200);
    BOOST_TEST(second.ask(get("/a")).status == 200);
    const RawAnswer answer = first.ask(get("/a"));
    BOOST_TEST(failsWith(outcome(answer), Error::PeerTooFast));
    BOOST_TEST(answer.status == 429);
    BOOST_TEST(answer.header("Retry-After") != "");
    BOOST_TEST(client("127.0.0.6").ask(get("/a")).status == 200);
    advance(milliseconds(101));
    BOOST_TEST(first.ask(get("/a")).status == 200);
    BOOST_TEST(server->metrics().refused.at(Error::PeerTooFast) == 1U);
}

BOOST_AUTO_TEST_CASE(half_read_requests_have_a_bound_and_whole_ones_do_not_count) {
    settings.peer.half_read = 2;
    open();
    std::vector<RawClient> slow;
    const std::string but_one_byte = "POST /a HTTP/1.1\r\nHost: hub\r\nContent-Length: 3\r\n\r\nab";
    for (const std::string& part : {std::string("GET /a"), but_one_byte}) {
        const std::uint64_t before = server->metrics().bytes_in;
        slow.push_back(client());
        slow.back().send(part);
        BOOST_TEST(arrived(before + part.size()));
    }
    RawClient third(port);
    BOOST_TEST(third.ask(get("/a")).status == 200);
    BOOST_TEST(failsWith(outcome(third.ask("GET /a")), Error::PeerTooManyConnections));
    BOOST_TEST(failsWith(outcome(client().ask(but_one_byte)), Error::PeerTooManyConnections));
    BOOST_TEST(client("127.0.0.6").ask(get("/a")).status == 200);
    BOOST_TEST(slow.back().ask("c").status == 200);  // whole: it makes room
    RawClient fourth(port);
    fourth.send("GET /a ");
    BOOST_TEST(fourth.ask("HTTP/1.1\r\nHost: hub\r\n\r\n").status == 200);
}

BOOST_AUTO_TEST_CASE(a_hub_without_file_descriptors_serves_again_when_it_has_one) {
    open();
    const int next = dup(0);
    close(next);
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    const rlimit one_more{static_cast<rlim_t>(next) + 1, files.rlim_max};
    setrlimit(RLIMIT_NOFILE, &one_more);
    RawClient client(port);  // takes it
    client.send(get("/a"));
    BOOST_TEST(server->metrics().connections_accepted == 0U);
    setrlimit(RLIMIT_NOFILE, &files);
    BOOST_TEST(client.read().status == 200);
}

BOOST_AUTO_TEST_CASE(a_full_house_takes_from_the_greedy_and_gives_to_the_honest) {
    settings.connections_max = 10;
    open();
    std::vector<RawClient> greedy;
    for (int i = 0; i < 10; ++i) greedy.push_back(client("127.0.0.66"));
    for (RawClient& one : greedy) BOOST_TEST(one.ask(get("/a")).status == 200);
    BOOST_TEST(failsWith(outcome(client("127.0.0.66").read()), Error::HubFull));
    for (int i = 1; i <= 4; ++i) {
        RawClient honest = client("127.0.0." + std::to_string(i));
        BOOST_TEST(honest.ask(get("/a")).status == 200);
        greedy.push_back(std::move(honest));  // stays
    }
    BOOST_TEST(server->metrics().connections_evicted == 4U);
    BOOST_TEST(server->metrics().connections_open == 10U);
}

BOOST_AUTO_TEST_CASE(a_full_house_of_equals_refuses_the_newcomer) {
    settings.connections_max = 3;
    open();
    std::vector<RawClient> clients;
    for (int i = 1; i <= 3; ++i) {
        clients.push_back(client("127.0.0." + std::to_string(i)));
        BOOST_TEST(clients.back().ask(get("/a")).status == 200);
    }
    RawClient newcomer = client("127.0.0.4");
    const RawAnswer answer = newcomer.read();
    BOOST_TEST(failsWith(outcome(answer), Error::HubFull));
    BOOST_TEST(answer.status == 503);
    BOOST_TEST(newcomer.ended());
    for (RawClient& one : clients) BOOST_TEST(one.ask(get("/a")).status == 200);
}

BOOST_AUTO_TEST_CASE(work_in_progress_never_gives_way) {
    settings.connections_max = 2;
    Gate gate;
    handler.on_request = [&](const auto&, const auto& reply) {
        gate.pass();
        reply.send({});
    };
    open();
    std::vector<RawClient> greedy;
    for (int i = 0; i < 2; ++i) {
        greedy.push_back(client("127.0.0.66"));
        greedy.back().send(get("/a"));
    }
    BOOST_TEST(eventually([&] { return gate.waiting() == 2; }));
    BOOST_TEST(failsWith(outcome(client("127.0.0.1").read()), Error::HubFull));
    gate.open();
    for (RawClient& one : greedy) BOOST_TEST(one.read().status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tests
