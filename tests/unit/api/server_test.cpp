#include "tests/unit/api/house.h"

#include <unistd.h>

#include <filesystem>
#include <semaphore>
#include <thread>

namespace tests {

using namespace hub;
using core::Error;

BOOST_FIXTURE_TEST_SUITE(http_server, House)

BOOST_AUTO_TEST_CASE(one_connection_serves_many_requests) {
    open();
    RawClient client(port);
    const RawAnswer first = client.ask(get("/a"));
    BOOST_TEST(first.status == 200);
    BOOST_TEST(first.body == "GET /a ");
    BOOST_TEST(first.header("Date") == "Sun, 06 Nov 1994 08:49:38 GMT");
    BOOST_TEST(first.header("Connection") == "");
    BOOST_TEST(first.header("Trace-Id").size() == 26U);
    const RawAnswer second = client.ask(post("/b", "xyz"));
    BOOST_TEST(second.body == "POST /b xyz");
    BOOST_TEST(second.header("Trace-Id") != first.header("Trace-Id"));
    const api::http::Metrics metrics = server->metrics();
    BOOST_TEST(metrics.connections_accepted == 1U);
    BOOST_TEST(metrics.connections_open == 1U);
    BOOST_TEST(metrics.requests == 2U);
    BOOST_TEST(metrics.responses[2] == 2U);
    BOOST_TEST(metrics.bytes_in == get("/a").size() + post("/b", "xyz").size());
    BOOST_TEST(metrics.bytes_out > first.body.size() + second.body.size());
}

BOOST_AUTO_TEST_CASE(pipelined_requests_are_answered_in_their_order) {
    open();
    RawClient client(port);
    std::string all;
    for (int i = 0; i < 50; ++i) all += post("/" + std::to_string(i), std::string(200, 'x'));
    client.send(all);
    for (int i = 0; i < 50; ++i) BOOST_TEST(client.read().body == "POST /" + std::to_string(i) + " " + std::string(200, 'x'));
}

BOOST_AUTO_TEST_CASE(requests_split_into_single_bytes_are_the_same_requests) {
    open();
    RawClient client(port);
    const std::string request = "POST /a HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
    for (const char c : request) client.send(std::string(1, c));
    BOOST_TEST(client.read().body == "POST /a abc");
    BOOST_TEST(client.ask(request).body == "POST /a abc");
}

BOOST_AUTO_TEST_CASE(who_asks_for_the_end_gets_it_after_the_answer) {
    open();
    RawClient modern(port);
    BOOST_TEST(modern.ask(get("/a", "Connection: close\r\n")).header("Connection") == "close");
    BOOST_TEST(modern.ended());
    RawClient old(port);
    BOOST_TEST(old.ask("GET /a HTTP/1.0\r\n\r\n").header("Connection") == "close");
    BOOST_TEST(old.ended());
    RawClient old_but_staying(port);
    const std::string request = "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    BOOST_TEST(old_but_staying.ask(request).header("Connection") == "keep-alive");
    BOOST_TEST(old_but_staying.ask(request).status == 200);
}

BOOST_AUTO_TEST_CASE(head_has_the_length_without_the_body) {
    open();
    RawClient client(port);
    client.send("HEAD /a HTTP/1.1\r\nHost: hub\r\n\r\n");
    BOOST_TEST(client.read(/*to_head=*/true).header("Content-Length") == "8");
    BOOST_TEST(client.ask(get("/b")).body == "GET /b ");
}

BOOST_AUTO_TEST_CASE(what_one_request_asked_for_does_not_hang_on_to_the_next) {
    open();
    RawClient client(port);
    client.send("HEAD /a HTTP/1.0\r\nConnection: keep-alive\r\nAccept-Language: en\r\n\r\n");
    BOOST_TEST(client.read(/*to_head=*/true).status == 200);
    const RawAnswer refused = client.ask("nonsense\r\n\r\n");
    BOOST_TEST(failsWith(outcome(refused), Error::HttpRequestMalformed));
    BOOST_TEST(refused.header("Content-Language") == "zh-CN");
}

BOOST_AUTO_TEST_CASE(a_status_without_body_has_no_length_either) {
    handler.on_request = [](const auto&, const auto& reply) { reply.send({204, {}, "never seen"}); };
    open();
    RawClient client(port);
    for (int i = 0; i < 2; ++i) {
        const RawAnswer answer = client.ask(get("/a"));
        BOOST_TEST(answer.status == 204);
        BOOST_TEST(answer.header("Content-Length") == "");
    }
}

BOOST_AUTO_TEST_CASE(a_header_value_cannot_start_a_header_of_its_own) {
    handler.on_request = [](const auto&, const auto& reply) {
        api::Response response;
        response.headers.add("Location", "/a\r\nSet-Cookie: x");
        reply.send(response);
    };
    open();
    const RawAnswer answer = client().ask(get("/a"));
    BOOST_TEST(answer.header("Location") == "/a  Set-Cookie: x");
    BOOST_TEST(answer.header("Set-Cookie") == "");
}

BOOST_AUTO_TEST_CASE(a_client_that_waits_to_be_let_in_is_let_in) {
    open();
    RawClient client(port);
    const std::string head = "POST /a HTTP/1.1\r\nHost: hub\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    BOOST_TEST(client.ask(head).status == 100);
    BOOST_TEST(client.ask("ab").body == "POST /a ab");
    BOOST_TEST(client.ask(head + "cd").body == "POST /a cd");  // who does not wait is not told (RFC 9110 §10.1.1)
}

BOOST_AUTO_TEST_CASE(a_client_that_waits_to_be_let_in_is_told_no_without_sending_its_body) {
    open();
    RawClient client(port);
    const RawAnswer answer = client.ask("POST /refuse HTTP/1.1\r\nHost: hub\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    BOOST_TEST(failsWith(outcome(answer), Error::RouteNotFound));
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(a_refusal_without_a_body_to_come_keeps_the_connection) {
    open();
    RawClient client(port);
    BOOST_TEST(client.ask(get("/refuse")).status == 404);
    BOOST_TEST(client.ask(get("/a")).status == 200);
    BOOST_TEST(client.ask(post("/refuse", "abc")).status == 404);
    BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(refusals_are_problems_with_a_code_a_trace_and_the_end) {
    handler.body_bytes_max = 3;
    open();
    const std::vector<std::pair<std::string, Error>> table = {
        {"GET /a HTTP/1.1\r\nHost: hub\nX: y\r\n\r\n", Error::HttpRequestMalformed},
        {"nonsense\r\n\r\n", Error::HttpRequestMalformed},
        {post("/a", "abcd"), Error::HttpBodyTooLarge},
        {"POST /a HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n", Error::HttpBodyTooLarge},
        {post("/a", "ab", "Content-Length: 3\r\n"), Error::HttpBodyLengthAmbiguous},
        {post("/a", "ab", "Transfer-Encoding: chunked\r\n"), Error::HttpBodyLengthAmbiguous},
        {"POST /a HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: gzip\r\n\r\n", Error::HttpTransferCodingNotKnown},
        {get("/" + std::string(8 * 1024, 'a')), Error::HttpTargetTooLong},
        {get("/a", "X: " + std::string(16 * 1024, 'a') + "\r\n"), Error::HttpHeaderTooLarge},
        {post("/a", "a", "Expect: more\r\n"), Error::HttpExpectationNotKnown},
        {"GET /a HTTP/3.0\r\nHost: hub\r\n\r\n", Error::HttpVersionNotSpoken},
        {"POST /a HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(17 * 1024, 'x'), Error::HttpHeaderTooLarge},
    };
    for (const auto& [request, error] : table) {
        RawClient client(port);
        const RawAnswer answer = client.ask(request);
        BOOST_TEST(failsWith(outcome(answer), error), request.substr(0, 60));
        BOOST_TEST(answer.status == core::errorInfo(error).http_status);
        BOOST_TEST(answer.header("Trace-Id").size() == 26U);
        BOOST_TEST(answer.body.find(answer.header("Trace-Id")) != std::string::npos);
        BOOST_TEST(answer.header("Connection") == "close");
        client.endWriting();
        BOOST_TEST(client.ended());
    }
    BOOST_TEST(server->metrics().refused.at(Error::HttpRequestMalformed) == 2U);
    BOOST_TEST(server->metrics().requests == 0U);
}

BOOST_AUTO_TEST_CASE(the_body_may_be_as_large_as_the_route_says) {
    handler.body_bytes_max = 3;
    open();
    RawClient client(port);
    BOOST_TEST(client.ask(post("/a", "abc")).body == "POST /a abc");
    BOOST_TEST(client.ask("POST /a HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n").body ==
               "POST /a abc");
}

BOOST_AUTO_TEST_CASE(a_large_body_and_a_large_answer_arrive_whole) {
    handler.body_bytes_max = 8 * 1024 * 1024;
    open();
    RawClient client(port);
    std::string body(8 * 1024 * 1024, 'x');
    for (std::size_t i = 0; i < body.size(); i += 4096) body[i] = static_cast<char>('a' + i / 4096 % 26);
    std::thread sender([&] { client.send(post("/a", body)); });
    sender.join();
    const RawAnswer answer = client.read();
    BOOST_TEST((answer.body == "POST /a " + body));
}

BOOST_AUTO_TEST_CASE(an_answer_may_come_later_from_any_thread) {
    std::optional<api::Reply> kept;
    std::binary_semaphore returned(0);
    handler.on_request = [&](const auto&, api::Reply reply) {
        kept = std::move(reply);
        returned.release();
    };
    open();
    RawClient client(port);
    client.send(get("/a"));
    returned.acquire();
    std::thread([&] { kept->send(api::jsonResponse(201, "later")); }).join();
    BOOST_TEST(client.read().body == "later");
    BOOST_TEST(!kept->send(api::jsonResponse(200, "again")));
    client.send(get("/b"));
    returned.acquire();
    kept->send(api::jsonResponse(200, "second"));
    BOOST_TEST(client.read().body == "second");
}

BOOST_AUTO_TEST_CASE(waiting_answers_hold_no_worker) {
    settings.workers = 1;
    std::mutex mutex;
    std::vector<api::Reply> kept;
    handler.on_request = [&](const auto& request, const auto& reply) {
        if (request.path == "/now") return static_cast<void>(reply.send({}));
        const std::lock_guard lock(mutex);
        kept.push_back(reply);
    };
    open();
    std::vector<RawClient> waiting;
    for (int i = 0; i < 100; ++i) waiting.push_back(client()), waiting.back().send(get("/later"));
    BOOST_TEST(eventually([&] { return server->metrics().requests == 100; }));
    BOOST_TEST(client().ask(get("/now")).status == 200);
    const std::lock_guard lock(mutex);
    for (const api::Reply& reply : kept) reply.send(api::jsonResponse(200, "x"));
    for (RawClient& one : waiting) BOOST_TEST(one.read().body == "x");
}

BOOST_AUTO_TEST_CASE(a_dropped_reply_and_a_handler_that_throws_answer_by_themselves) {
    handler.on_request = [](const auto& request, const auto&) {
        if (request.path == "/throw") throw std::runtime_error("broken");
    };
    open();
    RawClient client(port);
    BOOST_TEST(failsWith(outcome(client.ask(get("/drop"))), Error::ReplyDropped));
    const RawAnswer thrown = client.ask(get("/throw"));
    BOOST_TEST(failsWith(outcome(thrown), Error::ReplyDropped));
    const std::vector<std::string> logged = {thrown.header("Trace-Id") + " broken"};
    BOOST_TEST(eventually([&] { return faults() == logged; }));
}

BOOST_AUTO_TEST_CASE(a_client_that_goes_away_is_noticed) {
    std::optional<api::Reply> kept;
    std::binary_semaphore came(0);
    std::binary_semaphore left(0);
    handler.on_request = [&](const auto&, api::Reply reply) {
        kept = std::move(reply);
        kept->whenClientGone([&] { left.release(); });
        came.release();
    };
    open();
    for (const bool hard : {false, true}) {
        RawClient client(port);
        client.send(get("/a"));
        came.acquire();
        BOOST_TEST(!kept->clientGone());
        if (hard) {
            client.reset();
        } else {
            client.endWriting();
        }
        left.acquire();
        BOOST_TEST(kept->clientGone());
        kept->send(api::jsonResponse(200, "late"));
        if (!hard) BOOST_TEST(client.read().body == "late");  // it had only ended its side
    }
    BOOST_TEST(eventually([&] { return server->metrics().connections_open == 0; }));
    BOOST_TEST(server->metrics().clients_gone == 2U);
}

BOOST_AUTO_TEST_CASE(a_client_that_closes_in_the_middle_leaves_nothing_behind) {
    open();
    for (const std::string& part : {std::string(), std::string("GET"), get("/a").substr(0, 20), post("/a", "abc").substr(0, 50)}) {
        RawClient client(port);
        client.send(part);
    }
    BOOST_TEST(eventually([&] { return server->metrics().connections_accepted == 4 && server->metrics().connections_open == 0; }));
    BOOST_TEST(server->metrics().requests == 0U);
}

BOOST_AUTO_TEST_CASE(the_handler_knows_whom_it_talks_to) {
    handler.on_request = [](const auto& request, const auto& reply) {
        reply.send(api::jsonResponse(200, request.peer.address + " " + std::string(request.queryValue("q").value_or("")) + " " +
                                              std::string(request.headers.find("x-a").value_or(""))));
    };
    open();
    BOOST_TEST(client("127.0.0.9").ask(get("/a?q=%E5%8D%A1", "X-A: b\r\n")).body == "127.0.0.9 卡 b");
    BOOST_TEST(client().ask("OPTIONS * HTTP/1.1\r\nHost: hub\r\n\r\n").status == 200);
    BOOST_TEST(client().ask("GET http://hub/a?q=1 HTTP/1.1\r\nHost: hub\r\n\r\n").body == "127.0.0.1 1 ");
}

BOOST_AUTO_TEST_CASE(two_loops_serve_as_one) {
    settings.loops = 2;
    open();
    std::vector<RawClient> clients;
    for (int i = 0; i < 50; ++i) clients.push_back(client());
    for (RawClient& one : clients) BOOST_TEST(one.ask(get("/a")).status == 200);
    BOOST_TEST(server->metrics().connections_open == 50U);
}

BOOST_AUTO_TEST_CASE(a_local_socket_is_for_its_user_alone_and_goes_with_the_server) {
    const std::string path = (std::filesystem::temp_directory_path() / ("onecard-" + std::to_string(getpid()) + ".sock")).string();
    api::http::Server admin(settings, clock, ids, [](const auto&, const auto&) {});
    BOOST_TEST(admin.listenLocally(path, handler).ok());
    admin.start();
    BOOST_TEST((std::filesystem::status(path).permissions() == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)));
    {
        api::http::Server second(settings, clock, ids, [](const auto&, const auto&) {});
        BOOST_TEST(failsWith(second.listenLocally(path, handler), Error::HttpCannotListen));
    }
    handler.on_request = [](const auto& request, const auto& reply) { reply.send(api::jsonResponse(200, request.peer.address)); };
    RawClient client(path);
    BOOST_TEST(client.ask(get("/a")).body == "local");
    admin.stop();
    BOOST_TEST(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_CASE(a_stale_socket_file_is_replaced_but_no_other_file) {
    const std::string path = (std::filesystem::temp_directory_path() / ("onecard-stale-" + std::to_string(getpid()))).string();
    fclose(fopen(path.c_str(), "w"));
    open();
    api::http::Server admin(settings, clock, ids, [](const auto&, const auto&) {});
    BOOST_TEST(failsWith(admin.listenLocally(path, handler), Error::HttpCannotListen));
    BOOST_TEST(std::filesystem::remove(path));
    {
        api::http::Server crashed(settings, clock, ids, [](const auto&, const auto&) {});
        BOOST_TEST(crashed.listenLocally(path, handler).ok());
        std::filesystem::rename(path, path + ".left");
    }
    std::filesystem::rename(path + ".left", path);
    BOOST_TEST(admin.listenLocally(path, handler).ok());
    BOOST_TEST(failsWith(admin.listenLocally(path + std::string(108, 'x'), handler), Error::HttpCannotListen));
}

BOOST_AUTO_TEST_CASE(a_port_that_is_taken_or_an_address_that_is_none_is_told) {
    open();
    api::http::Server second(settings, clock, ids, [](const auto&, const auto&) {});
    BOOST_TEST(failsWith(second.listen({"127.0.0.1", port, std::nullopt}, handler), Error::HttpCannotListen));
    BOOST_TEST(failsWith(second.listen({"hub.example", 0, std::nullopt}, handler), Error::HttpCannotListen));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tests
