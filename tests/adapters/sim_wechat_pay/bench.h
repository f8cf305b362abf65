#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/wechat_pay/simulator.h"
#include "tests/adapters/sim_support/door.h"
#include "tests/support/raw_http.h"

/// What the tests of the channel share: a running simulator on a clock of its own, a merchant that signs, a place where notifications
/// arrive.
namespace tests::wechat_pay {

namespace common = adapters::sim::common;
namespace sim = adapters::sim::wechat_pay;
using tests::sim::member;

std::string dataFile(const std::string& name);  ///< of tests/data/wechat_pay

/// With the keys of tests/data; payers act and refunds end by hand only.
sim::WechatPaySettings settingsByHand();

/// The text of a notification's resource, opened; none when the tag does not fit.
std::optional<std::string> openedResource(std::string_view notification);

/// Whether the Wechatpay headers fit the body by the platform's public key.
bool isSigned(const RawAnswer& answer);

/// Where a merchant's notifications arrive.
class Receiver {
  public:
    Receiver();

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/notify"; }
    /// The next answers, then 204 again.
    void answerNext(std::vector<int> statuses);
    /// The bodies and headers that came, oldest first.
    std::vector<RawAnswer> received();
    /// Until so many have come; false when they have not within twenty seconds.
    bool await(std::size_t count);

  private:
    common::HttpAnswer take(const common::HttpRequest& request);

    const hub::core::SystemClock clock_;  // nothing waits here
    std::mutex mutex_;                    // guards the three below
    std::condition_variable changed_;
    std::deque<int> next_;
    std::vector<RawAnswer> received_;
    common::HttpServer server_;
    std::uint16_t port_ = 0;
};

class Bench : public tests::sim::Door {
  public:
    explicit Bench(const sim::WechatPaySettings& settings = settingsByHand());

    /// A signed call of the merchant. The test fails when the answer is not signed, unless it is 401 or signatures are off.
    RawAnswer call(std::string_view method, std::string_view url, std::string_view body = {});
    /// As call(), whatever the answer looks like.
    RawAnswer callAnyhow(std::string_view method, std::string_view url, std::string_view body = {});
    /// The bytes of such a call.
    std::string signedRequest(std::string_view method, std::string_view url, std::string_view body);

    RawAnswer createOrder(std::string_view number, std::int64_t total = 3625);
    std::string orderBody(std::string_view number, std::int64_t total = 3625) const;
    RawAnswer queryOrder(std::string_view number);
    std::string stateOf(std::string_view number);  ///< trade_state
    RawAnswer closeOrder(std::string_view number);
    /// Told to by the side door; the test fails when that is refused.
    void pay(std::string_view number);
    void paidOrder(std::string_view number, std::int64_t total = 3625);
    RawAnswer refund(std::string_view number, std::string_view order, std::int64_t amount, std::int64_t total = 3625);
    RawAnswer queryRefund(std::string_view number);

    Receiver receiver;
    std::unique_ptr<sim::WechatPaySimulator> simulator;

  private:
    const bool signatures_;
    int calls_ = 0;
};

}  // namespace tests::wechat_pay
