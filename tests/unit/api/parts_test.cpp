#include <semaphore>

#include "hub/api/http/event_stream.h"
#include "hub/api/http/mailbox.h"
#include "hub/api/http/output.h"
#include "hub/api/http/response_writer.h"
#include "hub/api/http/workers.h"
#include "tests/support/failures.h"

namespace hub::api::http {

BOOST_AUTO_TEST_SUITE(http_parts)

BOOST_AUTO_TEST_CASE(output_gives_the_bytes_back_in_their_order) {
    Output output;
    std::string all;
    for (const std::size_t size : {std::size_t(1), std::size_t(20'000), std::size_t(0), std::size_t(5), std::size_t(16'384)}) {
        const std::string piece(size, static_cast<char>('a' + size % 26));
        output.add(piece);
        all += piece;
    }
    BOOST_TEST(output.bytes() == all.size());
    std::string seen;
    while (!output.empty()) {
        const std::size_t step = std::min<std::size_t>(output.front().size(), 7'000);
        seen += output.front().substr(0, step);
        output.consume(step);
    }
    BOOST_TEST((seen == all));
    BOOST_TEST(output.bytes() == 0U);
    output.add("again");
    BOOST_TEST(output.front() == "again");
}

BOOST_AUTO_TEST_CASE(a_date_is_written_as_http_wants_it) {
    BOOST_TEST(httpDate({784'111'777'999}) == "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(httpDate({0}) == "Thu, 01 Jan 1970 00:00:00 GMT");
    BOOST_TEST(httpDate({1'709'164'800'000}) == "Thu, 29 Feb 2024 00:00:00 GMT");
}

BOOST_AUTO_TEST_CASE(a_head_says_how_its_body_ends) {
    const Response response{200, {}, "abc"};
    const auto head = [&](bool close, bool keep_alive, bool endless) { return writeHead(response, {{}, {}, close, keep_alive, endless}); };
    BOOST_TEST(head(false, false, false).find("Connection") == std::string::npos);
    BOOST_TEST(head(false, false, false).find("Content-Length: 3\r\n") != std::string::npos);
    BOOST_TEST(head(true, true, false).find("Connection: close\r\n") != std::string::npos);
    BOOST_TEST(head(false, true, false).find("Connection: keep-alive\r\n") != std::string::npos);
    BOOST_TEST(head(false, false, true).find("Content-Length") == std::string::npos);
    BOOST_TEST(head(false, false, true).find("Connection: close\r\n") != std::string::npos);
    BOOST_TEST(writeHead({418, {}, ""}, {}).starts_with("HTTP/1.1 418 \r\n"));
}

BOOST_AUTO_TEST_CASE(a_stream_wakes_its_loop_once_for_many_events) {
    int woken = 0;
    EventStream stream(10, [&] { ++woken; });
    BOOST_TEST(stream.write("abc"));
    BOOST_TEST(stream.write("def"));
    BOOST_TEST(woken == 1);
    BOOST_TEST(stream.take(0) == "abcdef");
    stream.hold(4);
    BOOST_TEST(stream.write("ghijkl"));  // ten with the four that are not written
    BOOST_TEST(woken == 2);
    BOOST_TEST(!stream.write("m"));
    BOOST_TEST(stream.cutOff());
    BOOST_TEST(!stream.write(""));
    BOOST_TEST(woken == 2);
}

BOOST_AUTO_TEST_CASE(an_ended_stream_wakes_nobody) {
    int woken = 0;
    EventStream stream(10, [&] { ++woken; });
    stream.end();
    BOOST_TEST(!stream.write("a"));
    stream.close();
    BOOST_TEST(woken == 0);
    BOOST_TEST(!stream.cutOff());
}

BOOST_AUTO_TEST_CASE(a_closed_mailbox_drops_what_it_gets) {
    std::vector<core::Task> posted;
    Mailbox mailbox([&](core::Task task) { posted.push_back(std::move(task)); });
    mailbox.post([] {});
    mailbox.close();
    mailbox.post([] {});
    BOOST_TEST(posted.size() == 1U);
}

BOOST_AUTO_TEST_CASE(workers_take_as_many_as_they_have_threads_and_places) {
    const core::SystemClock clock;
    Workers workers(clock, /*threads=*/1, /*queue_max=*/1);
    std::binary_semaphore begun(0);
    std::binary_semaphore gate(0);
    std::binary_semaphore ended(0);
    BOOST_TEST(workers.tryRun([&] {
        begun.release();
        gate.acquire();
    }));
    begun.acquire();
    BOOST_TEST(workers.tryRun([&] { ended.release(); }));
    BOOST_TEST(workers.queued() == 1U);
    BOOST_TEST(!workers.tryRun([] {}));
    gate.release();
    ended.acquire();
    workers.stop();
    BOOST_TEST(workers.queued() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::api::http
