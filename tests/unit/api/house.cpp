#include "tests/unit/api/house.h"

#include <sys/resource.h>

#include <thread>

namespace tests {

using namespace hub;

api::Admission FunctionHandler::admit(const api::Request& head) const {
    if (head.path != "/refuse") return {body_bytes_max, std::nullopt};
    return {0, api::problem(core::Failure(core::Error::RouteNotFound), head.language(), head.trace)};
}

House::House() {
    settings.tick = core::Duration(2);
    settings.peer.connections_burst = settings.peer.requests_burst = 1e9;  // the clock stands still: nothing would flow in
    settings.peer.connections = settings.peer.half_read = 100'000;
    settings.workers = 4;
    rlimit files{};  // crowds hold both ends of each connection
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

void House::open() {
    server = std::make_unique<api::http::Server>(settings, clock, ids, [this](const auto& trace, const std::string& what) {
        const std::lock_guard lock(mutex_);
        faults_.push_back((trace ? trace->text() : "") + " " + what);
    });
    const core::Result<std::uint16_t> bound = server->listen({}, handler);
    BOOST_REQUIRE(bound.ok());
    port = *bound;
    server->start();
}

RawClient House::client(const std::string& from) const {
    RawClient::Options options;
    options.from = from;
    return RawClient(port, options);
}

std::vector<std::string> House::faults() const {
    const std::lock_guard lock(mutex_);
    return faults_;
}

bool eventually(const std::function<bool()>& so) {
    const core::SystemClock clock;
    const core::MonoTime until = clock.mono() + std::chrono::seconds(10);
    while (!so()) {
        if (clock.mono() >= until) return false;
        std::this_thread::yield();
    }
    return true;
}

core::Result<RawAnswer> outcome(const RawAnswer& answer) {
    if (answer.header("Content-Type") == "application/problem+json") return failureIn(answer.body);
    return answer;
}

std::string get(const std::string& path, const std::string& headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: hub\r\n" + headers + "\r\n";
}

std::string post(const std::string& path, const std::string& body, const std::string& headers) {
    return "POST " + path + " HTTP/1.1\r\nHost: hub\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
}

}  // namespace tests
