#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "hub/core/clock.h"
#include "tests/adapters/conformance/subject.h"
#include "tests/adapters/conformance/tcp_server.h"
#include "tests/adapters/wechat_pay/platform.h"

namespace tests {

/// A channel that speaks enough of WeChat Pay APIv3 for the adapter, written from its public pages: orders that are made, closed and
/// refunded, all signed. Orders PAIDnnnnnn (30000 fen, paid) and OPENnnnnnn (12500 fen, not paid) and refunds RFNDnnnnnn (100 fen)
/// stand there from the start, for nnnnnn from 0 to 99.
class ToyChannel final : public conformance::Peer {
  public:
    /// An answer put in place of its own.
    struct Said {
        int status = 200;
        std::string body;
        Signing signing = {};
    };

    /// `clock` outlives it.
    explicit ToyChannel(const hub::core::Clock& clock);
    ~ToyChannel() override { stop(); }

    void start() override { server_.start(); }
    void stop() override;
    void fail(conformance::Fault fault, int calls) override;
    void release() override;
    int effects() const override;
    bool waitForCalls(int calls) override;

    /// What the next call is answered with, whatever it asks; it has no effect then.
    void say(Said said);

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

    /// "POST /v3/… {body}" of the last call.
    std::string lastCall() const;

  private:
    struct Order {
        std::string state;
        std::string total;
    };
    struct Refund {
        std::string order;
        std::string amount;
        std::string total;
    };
    struct Request {
        std::string head;
        std::string method;
        std::string path;
        std::string body;
    };

    void serve(TcpConnection& connection);
    Said answer(const Request& request);               // under mutex_
    Said makeOrder(const Request& request);            // under mutex_
    Said closeOrder(const std::string& number);        // under mutex_
    Said makeRefund(const Request& request);           // under mutex_
    Said findOrder(const std::string& number) const;   // under mutex_
    Said findRefund(const std::string& number) const;  // under mutex_
    bool isSigned(const Request& request);             // under mutex_
    std::string written(const Said& said) const;

    const hub::core::Clock& clock_;
    mutable std::mutex mutex_;  // guards all below but server_
    std::condition_variable changed_;
    std::map<std::string, Order> orders_;
    std::map<std::string, Refund> refunds_;
    std::set<std::string> nonces_;
    std::vector<conformance::Fault> faults_;  // of the next calls, the next one last
    std::optional<Said> said_;
    std::string last_call_;
    int calls_ = 0;
    int effects_ = 0;
    bool released_ = false;
    bool stopped_ = false;
    TcpServer server_;  // last: its threads use all the others
};

}  // namespace tests
