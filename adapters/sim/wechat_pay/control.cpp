#include "adapters/sim/wechat_pay/control.h"

namespace adapters::sim::wechat_pay {

using common::HttpRequest;
using common::jsonObject;
using hub::core::Result;

namespace {

struct OrderNumber {
    static constexpr std::string_view kTypeName = "OrderNumber";
    std::string out_trade_no;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("out_trade_no", self.out_trade_no, "the order");
    }
};

struct RefundEnd {
    static constexpr std::string_view kTypeName = "RefundEnd";
    std::string out_refund_no;
    RefundStatus status = RefundStatus::Done;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("out_refund_no", self.out_refund_no, "the refund");
        field("status", self.status, "how it ends");
    }
};

/// Stores settings and says them again.
template <class Settings, class Set>
Result<std::string> stored(const std::string& body, const Set& set) {
    return common::withInput<Settings>(body, [&](const Settings& input) -> Result<std::string> {
        const Result<void> done = set(input);
        if (!done.ok()) return done.failure();
        return hub::core::toJson(input, hub::core::Exposure::Revealed);
    });
}

}  // namespace

ChannelControl::ChannelControl(Channel& channel, Signatures& signatures, common::Faults& faults)
    : channel_(channel),
      signatures_(signatures),
      door_(faults, [this](const HttpRequest& request, const std::string& path) { return route(request, path); }) {}

Result<std::string> ChannelControl::route(const HttpRequest& request, const std::string& path) {
    if (request.method == "POST") return post(request, path);
    if (request.method == "GET" && path == "health")
        return jsonObject({{"simulator", "wechat_pay"}, {"state", "up"}, {"signatures", signatures_.on() ? "on" : "off"}});
    if (request.method == "GET" && path == "platform-key") return signatures_.platformKeyText();
    if (request.method == "GET" && path == "books") return channel_.dump(request.query);
    return common::noSuchPath(request, path);
}

Result<std::string> ChannelControl::post(const HttpRequest& request, const std::string& path) {
    using ByHand = Result<Trade> (Channel::*)(std::string_view);
    const auto by_hand = [&](ByHand act) {
        return common::withInput<OrderNumber>(request.body, [&](const OrderNumber& input) -> Result<std::string> {
            const Result<Trade> trade = (channel_.*act)(input.out_trade_no);
            if (!trade.ok()) return trade.failure();
            return jsonObject({{"out_trade_no", input.out_trade_no}, {"state", hub::core::enumName(trade->state)}});
        });
    };
    if (path == "orders/type") return by_hand(&Channel::type);
    if (path == "orders/pay") return by_hand(&Channel::pay);
    if (path == "orders/decline") return by_hand(&Channel::decline);
    if (path == "refunds/end") {
        return common::withInput<RefundEnd>(request.body, [&](const RefundEnd& input) -> Result<std::string> {
            const Result<Refund> refund = channel_.endRefund(input.out_refund_no, input.status);
            if (!refund.ok()) return refund.failure();
            return jsonObject({{"out_refund_no", input.out_refund_no}, {"state", hub::core::enumName(refund->status)}});
        });
    }
    if (path == "payer") return stored<PayerSettings>(request.body, [&](const PayerSettings& input) { return channel_.setPayer(input); });
    if (path == "refund-pace")
        return stored<RefundSettings>(request.body, [&](const RefundSettings& input) { return channel_.setRefunds(input); });
    return common::noSuchPath(request, path);
}

}  // namespace adapters::sim::wechat_pay
