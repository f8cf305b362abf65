#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/adapters/conformance/subject.h"
#include "tests/adapters/conformance/tcp_server.h"

namespace tests {

/// An HTTP request as it came. A GET has an empty body.
struct HttpCall {
    std::string head;
    std::string method;
    std::string path;  ///< with the query
    std::string body;

    /// By its name as our client writes it; empty when it is not there.
    std::string header(std::string_view name) const;
};

/// Reads one request with `read`, which gives what came next and nothing at the end. Nothing when it ends before it is whole.
std::optional<HttpCall> readHttpCall(const std::function<std::string()>& read);

/// A response with its length, closing the connection; `headers` are whole lines with their ends.
std::string httpAnswer(int status, std::string_view headers, std::string_view body);

/// A counterparty over HTTP, one call a connection: the heir says what is answered, fail() what befalls it. The heir's destructor calls
/// stop(), before what answer() needs is gone.
class HttpPeer : public conformance::Peer {
  public:
    HttpPeer() : server_([this](TcpConnection& connection) { serve(connection); }) {}

    void start() override { server_.start(); }
    void stop() override;
    void fail(conformance::Fault fault, int calls) override;
    void release() override;
    int effects() const override;
    bool waitForCalls(int calls) override;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

    /// What answer() gives to a call that came another way, such as over TLS.
    std::string respond(const HttpCall& call);

    /// "POST /path {body}" of the last call; empty when there was none.
    std::string lastCall() const;

  protected:
    /// The whole response, as httpAnswer() writes it. One call at a time, under mutex_.
    virtual std::string answer(const HttpCall& call) = 0;

    /// Whether it is one of the calls that fail() and waitForCalls() mean. Under mutex_.
    virtual bool counts(const HttpCall&) const { return true; }

    /// What befalls a call that has just come, before anything that fail() put. Once a call, under mutex_.
    virtual std::optional<conformance::Fault> faultOf(const HttpCall&) { return std::nullopt; }

    /// REQUIRES: in answer().
    void countEffect() { ++effects_; }

    mutable std::mutex mutex_;  // guards what answer() uses, and all below but server_

  private:
    void serve(TcpConnection& connection);

    std::condition_variable changed_;
    std::vector<conformance::Fault> faults_;  // of the next calls, the next one last
    std::string last_call_;
    int calls_ = 0;
    int effects_ = 0;
    bool released_ = false;
    bool stopped_ = false;
    TcpServer server_;  // last: its threads use all the others
};

}  // namespace tests
