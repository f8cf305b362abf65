#include <fmt/format.h>

#include <filesystem>
#include <thread>

#include "adapters/cli/bench/http_text.h"
#include "adapters/cli/bench/socket.h"
#include "tests/e2e/running_hub.h"

using adapters::cli::bench::Socket;

namespace {

constexpr std::size_t kPhones = 5000;

std::size_t threads() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) ++count;
    return count;
}

/// A phone that listens to what happens to a person, from an address of its own.
struct Phone {
    Socket socket;
    std::string heard;

    Phone(std::uint16_t port, const std::string& path, const std::string& token, std::size_t number)
        : socket(Socket::connect(port, fmt::format("127.1.{}.{}", number / 250, 1 + number % 250))) {
        BOOST_REQUIRE(socket.open());
        BOOST_REQUIRE(socket.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n"));
    }
    bool hears(std::string_view word) {
        BOOST_REQUIRE(socket.receive(heard));
        return heard.find(word) != std::string::npos;
    }
};

/// Until every phone has heard the word; each look that finds one that has not gives the hub the processor.
void allHear(std::vector<Phone>& phones, std::string_view word) {
    for (Phone& phone : phones) {
        while (!phone.hears(word)) std::this_thread::yield();
    }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(streams, tests::OpenedHub, *boost::unit_test::timeout(120))

BOOST_AUTO_TEST_CASE(five_thousand_waiting_phones_add_no_thread_and_each_hears_what_happens) {
    const std::string person = "/api/v1/people/" + adapters::cli::demo::textIn(registered().body, "person_id");
    const std::string hospital = tokenOf("his-h01", R"({"role":"hospital","hospital":"H01"})");
    BOOST_REQUIRE(call("POST", person + "/identity-check", hospital, {},
                       {{"Staff-Id", "30001"}, {"Staff-Role", "registrar"}, {"Staff-Department", "D00"}})
                      .ok());
    const std::string token = adapters::cli::demo::textIn(call("POST", person + "/tokens", entrance).body, "token");
    const std::size_t before = threads();

    std::vector<Phone> phones;
    for (std::size_t i = 0; i < kPhones; ++i) phones.emplace_back(server->reachable().http, person + "/events", token, i);
    allHear(phones, "event: ready");
    BOOST_TEST(threads() == before);
    BOOST_TEST(call("GET", "/metrics", "").body.find("onecard_http_streams_open 5000\n") != std::string::npos);

    const std::string until = std::to_string(hub::core::SystemClock().utc().ms + 3'600'000);
    BOOST_REQUIRE(call("POST", person + "/consents", token, R"({"hospital":"H01","until_ms":)" + until + "}").ok());
    allHear(phones, "event: consent.given");
    BOOST_TEST(threads() == before);
}

BOOST_AUTO_TEST_SUITE_END()
