#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "adapters/nhsa/sm.h"
#include "hub/core/clock.h"
#include "hub/core/json.h"
#include "tests/adapters/nhsa/named_peer.h"

namespace tests::nhsa {

/// An insurer that speaks enough of the mobile chain for the adapter, written from schemas/wire/nhsa.md. A call's name is its method. What
/// an order comes to is in its number: "ORD1005" is one of 10.05, all of it the fund's; every such order is there and uploaded.
class ToyMobile final : public NamedPeer {
  public:
    /// `clock` outlives it. `keys`: the insurer's, where messages are sealed.
    explicit ToyMobile(const hub::core::Clock& clock, std::optional<adapters::nhsa::SmKeys> keys = std::nullopt)
        : clock_(clock), keys_(std::move(keys)) {}
    ~ToyMobile() override { stop(); }

    /// What the next call is answered with. `data` is JSON; empty: none.
    void sayCode(const std::string& method, int code, const std::string& text = "synthetic") { say(method, said(code, "", text)); }
    void sayData(const std::string& method, const std::string& data) { say(method, said(0, data, "")); }

    /// The data of the last call, opened.
    std::string lastData(const std::string& method) const;

  protected:
    std::string nameOf(const HttpCall& call) const override { return call.path.substr(call.path.rfind('/') + 1); }
    Said answerTo(const std::string& method, const HttpCall& call) override;

  private:
    struct Order {
        std::string stage = "1";
        std::string our_number = {};
    };

    std::optional<std::string> dataIn(const std::string& body) const;
    std::string told(const std::string& number) const;
    Said said(int code, const std::string& data, const std::string& text) const;

    const hub::core::Clock& clock_;
    const std::optional<adapters::nhsa::SmKeys> keys_;
    std::map<std::string, Order> orders_;
    std::set<std::string> uploads_;
    std::set<std::string> refunds_;
};

}  // namespace tests::nhsa
