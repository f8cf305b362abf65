// The bytes of tests/data/wechat_pay: what was written down first is what the simulator says.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/adapters/sim_wechat_pay/bench.h"

using namespace tests::wechat_pay;

namespace {

/// Names without their endings, in the order of their numbers.
std::vector<std::string> goldenFiles(const std::string& ending) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator("tests/data/wechat_pay")) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(ending)) found.push_back(name.substr(0, name.size() - ending.size()));
    }
    std::sort(found.begin(), found.end());
    BOOST_REQUIRE(!found.empty());
    return found;
}

/// A message of a file; its first line goes into the status (0 for a request).
tests::RawAnswer messageOf(const std::string& file) {
    const std::string text = dataFile(file);
    const std::size_t end = text.find("\r\n\r\n");
    BOOST_REQUIRE(end != std::string::npos);
    tests::RawAnswer message{
        .status = text.starts_with("HTTP/1.1 ") ? std::stoi(text.substr(9, 3)) : 0, .headers = {}, .body = text.substr(end + 4)};
    for (std::size_t at = text.find("\r\n") + 2; at < end;) {
        const std::size_t line_end = text.find("\r\n", at);
        const std::size_t colon = text.find(": ", at);
        message.headers.emplace_back(text.substr(at, colon - at), text.substr(colon + 2, line_end - colon - 2));
        at = line_end + 2;
    }
    return message;
}

/// Whose hand moves before this step.
void moveBefore(const std::string& name, Bench& bench) {
    const std::string order = R"({"out_trade_no":"01JGYH8M0000000000000000A1"})";
    if (name == "05_order_query_typing") BOOST_REQUIRE(bench.control("POST", "orders/type", order).status == 200);
    if (name == "07_order_query_paid") BOOST_REQUIRE(bench.control("POST", "orders/pay", order).status == 200);
    if (name == "10_refund_query") {
        const std::string end = R"({"out_refund_no":"01JGYH8M0000000000000000R1","status":"SUCCESS"})";
        BOOST_REQUIRE(bench.control("POST", "refunds/end", end).status == 200);
    }
}

/// The clock is the timestamp of the request.
void moveClockTo(const tests::RawAnswer& request, Bench& bench) {
    const std::string authorization = request.header("Authorization");
    const std::size_t at = authorization.find("timestamp=\"") + 11;
    const std::int64_t seconds = std::stoll(authorization.substr(at, 10));
    bench.clock.advance(hub::core::UtcTime{seconds * 1000} - bench.clock.utc());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(golden)

BOOST_AUTO_TEST_CASE(every_request_gets_the_answer_written_down_for_it) {
    Bench bench;
    for (const std::string& name : goldenFiles(".request.http")) {
        const tests::RawAnswer wanted = messageOf(name + ".answer.http");
        moveClockTo(messageOf(name + ".request.http"), bench);
        moveBefore(name, bench);
        tests::RawClient client(bench.port);
        const tests::RawAnswer answer = client.ask(dataFile(name + ".request.http"));
        BOOST_TEST(answer.status == wanted.status, name);
        BOOST_TEST(answer.body == wanted.body, name);
        for (const auto& [header, value] : wanted.headers) {
            const bool drawn = header == "Wechatpay-Nonce" || header == "Wechatpay-Signature";
            if (!drawn) BOOST_TEST(answer.header(header) == value, name << " " << header);
        }
        BOOST_TEST(isSigned(answer) == (wanted.status != 401), name);
    }
    const std::string books = bench.control("GET", "books?notification").body;
    for (const std::string& name : goldenFiles(".resource.json")) {
        const std::string text = dataFile(name + ".resource.json");
        const auto document = hub::core::JsonDocument::parse(books);
        const auto list = *document->root().member("notification");
        bool found = false;
        for (std::size_t i = 0; i < list.size(); ++i) found = found || list.at(i).member("text")->string() == text;
        BOOST_TEST(found, name << " is not among the notifications");
    }
}

BOOST_AUTO_TEST_CASE(every_signature_written_down_is_verified_by_the_keys_beside_it) {
    for (const std::string& name : goldenFiles(".answer.http")) {
        const tests::RawAnswer answer = messageOf(name + ".answer.http");
        BOOST_TEST(isSigned(answer) == (answer.status != 401), name);
    }
    for (const std::string& name : goldenFiles(".notification.http")) {
        const tests::RawAnswer notification = messageOf(name + ".notification.http");
        BOOST_TEST(isSigned(notification), name);
        BOOST_TEST(openedResource(notification.body).value_or("") == dataFile(name + ".resource.json"), name);
    }
}

BOOST_AUTO_TEST_CASE(a_notification_says_what_is_written_down_but_for_what_is_drawn) {
    const tests::RawAnswer wanted = messageOf("07_paid.notification.http");
    Bench bench;
    bench.clock.advance(std::chrono::seconds(5));
    bench.paidOrder("01JGYH8M0000000000000000A1");
    bench.simulator->runDue();
    BOOST_REQUIRE(bench.receiver.received().size() == 1);
    const tests::RawAnswer notification = bench.receiver.received().front();
    for (const char* path : {"create_time", "resource_type", "event_type", "summary", "resource.original_type", "resource.algorithm",
                             "resource.associated_data"})
        BOOST_TEST(member(notification.body, path) == member(wanted.body, path), path);
    BOOST_TEST(member(notification.body, "id").size() == member(wanted.body, "id").size());
    BOOST_TEST(member(notification.body, "resource.nonce").size() == 12);
    BOOST_TEST(isSigned(notification));
    BOOST_TEST(member(openedResource(notification.body).value_or(""), "trade_state") == "SUCCESS");
}

BOOST_AUTO_TEST_SUITE_END()
