// The bytes of tests/data/sim_bank: what was written down first is what the simulator says.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/adapters/sim_bank/bench.h"

using namespace tests::bank;

namespace {

std::vector<std::string> goldenCalls() {
    constexpr std::string_view kEnding = ".request.http";
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator("tests/data/sim_bank")) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(kEnding)) found.push_back(name.substr(0, name.size() - kEnding.size()));
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

}  // namespace

BOOST_AUTO_TEST_SUITE(golden)

BOOST_AUTO_TEST_CASE(every_request_gets_the_bytes_and_the_signature_written_down_for_it) {
    Bench bench;
    for (const std::string& name : goldenCalls()) {
        const tests::RawAnswer wanted = messageOf(name + ".answer.http");
        const std::int64_t at_ms = std::stoll(messageOf(name + ".request.http").header("Bank-Time"));
        bench.clock.advance(hub::core::UtcTime{at_ms} - bench.clock.utc());
        if (name == "11_statement") bench.advanceBooks(std::chrono::hours(16));
        tests::RawClient client(bench.port);
        const tests::RawAnswer answer = client.ask(dataFile(name + ".request.http"));
        BOOST_TEST(answer.status == wanted.status, name);
        BOOST_TEST(answer.body == wanted.body, name);
        for (const auto& [header, value] : wanted.headers) BOOST_TEST(answer.header(header) == value, name << " " << header);
        BOOST_TEST(answer.header("Bank-Signature").empty() == (wanted.status == 401), name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
