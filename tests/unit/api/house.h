#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "hub/api/http/server.h"
#include "hub/core/ids.h"
#include "tests/support/failures.h"
#include "tests/support/problems.h"
#include "tests/support/raw_http.h"

namespace tests {

/// Stands still until it is moved. Any thread.
class ManualClock final : public hub::core::Clock {
  public:
    hub::core::UtcTime utc() const override { return {784'111'777'000 + ms_.load()}; }  // the date in RFC 9110 §5.6.7
    hub::core::MonoTime mono() const override { return {ms_.load() * 1'000'000}; }
    void advance(hub::core::Duration by) { ms_ += by.count(); }

  private:
    std::atomic<std::int64_t> ms_{1'000};
};

/// What a test does with requests. `on_request` runs on the workers.
class FunctionHandler final : public hub::api::Handler {
  public:
    std::function<void(hub::api::Request, hub::api::Reply)> on_request = [](const auto& request, const auto& reply) {
        reply.send(hub::api::jsonResponse(200, request.method + " " + request.path + " " + request.body.reveal()));
    };
    std::size_t body_bytes_max = 1024;

    hub::api::Admission admit(const hub::api::Request& head) const override;
    void handle(hub::api::Request request, hub::api::Reply reply) override { on_request(std::move(request), std::move(reply)); }
};

/// A server on a port of its own, with a clock that stands still, ticks that do not, and a handler that says back what it got.
/// A request for "/refuse" is refused with RouteNotFound before its body.
struct House {
    House();

    /// Starts with `settings`; once.
    void open();
    RawClient client(const std::string& from = "127.0.0.1") const;

    /// Moves the clock; the server acts at its next tick.
    void advance(hub::core::Duration by) { clock.advance(by); }

    std::vector<std::string> faults() const;

    ManualClock clock;
    hub::core::SeededIdSource ids{clock, 1};
    hub::api::http::Settings settings;
    FunctionHandler handler;
    std::uint16_t port = 0;
    std::unique_ptr<hub::api::http::Server> server;

  private:
    mutable std::mutex mutex_;  // guards faults_
    std::vector<std::string> faults_;
};

/// Waits until it is so: at most ten seconds, then false.
bool eventually(const std::function<bool()>& so);

/// The answer as a result, so that failsWith() can judge it: a Failure when it is problem+json.
hub::core::Result<RawAnswer> outcome(const RawAnswer& answer);

/// "GET PATH" with a Host and no more.
std::string get(const std::string& path, const std::string& headers = {});
std::string post(const std::string& path, const std::string& body, const std::string& headers = {});

}  // namespace tests
