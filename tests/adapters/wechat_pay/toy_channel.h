#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "hub/core/clock.h"
#include "tests/adapters/conformance/http_peer.h"
#include "tests/adapters/wechat_pay/platform.h"

namespace tests {

/// A channel that speaks enough of WeChat Pay APIv3 for the adapter, written from its public pages: orders that are made, closed and
/// refunded, all signed. Orders PAIDnnnnnn (30000 fen, paid) and OPENnnnnnn (12500 fen, not paid) and refunds RFNDnnnnnn (100 fen)
/// stand there from the start, for nnnnnn from 0 to 99.
class ToyChannel final : public HttpPeer {
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

    /// What the next call is answered with, whatever it asks; it has no effect then.
    void say(Said said);

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

    std::string answer(const HttpCall& request) override;
    Said said(const HttpCall& request);                // under mutex_
    Said makeOrder(const HttpCall& request);           // under mutex_
    Said closeOrder(const std::string& number);        // under mutex_
    Said makeRefund(const HttpCall& request);          // under mutex_
    Said findOrder(const std::string& number) const;   // under mutex_
    Said findRefund(const std::string& number) const;  // under mutex_
    bool isSigned(const HttpCall& request);            // under mutex_
    std::string written(const Said& said) const;

    const hub::core::Clock& clock_;
    std::map<std::string, Order> orders_;
    std::map<std::string, Refund> refunds_;
    std::set<std::string> nonces_;
    std::optional<Said> said_;
};

}  // namespace tests
